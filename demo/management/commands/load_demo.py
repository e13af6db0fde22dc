"""``manage.py load_demo``: the fictional municipality, its press, thirty bulletins in every state, its archive."""

from __future__ import annotations

import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from cms.users.roles import Role
from demo import loader, showing, texts

ADDRESSES = (
    ("/", "web sitesi"),
    ("/bultenler/", "bültenler"),
    ("/foto-galeri/", "foto galeri"),
    ("/video-galeri/", "video galeri"),
    ("/admin/", "yönetim"),
    ("/admin/arsiv/", "fotoğraf ve video arşivi"),
    ("/onay/", "imza masası"),
)


class Command(BaseCommand):
    help = "Deneme verisini yükler; yüklüyse hiçbir şeyi değiştirmez. Parola: DEMO_PASSWORD."

    def handle(self, *args: Any, **options: Any) -> None:
        password = os.environ.get("DEMO_PASSWORD") or loader.DEFAULT_PASSWORD
        loader.load(password=password, say=self.stdout.write)
        self.stdout.write("\n".join(["", *self.accounts(), "", f"  Parola: {password}", "", *self.addresses(), ""]))

    def accounts(self) -> list[str]:
        """The table of accounts, a line for each."""
        rows = [("Hesap", "Ad soyad", "Rol", "Unvan")]
        for entry in texts.pages()["account"]:
            name = f"{entry['first_name']} {entry['last_name']}"
            rows.append((entry["username"], name, Role(entry["role"]).label, entry["job_title"]))
        widths = [max(len(row[column]) for row in rows) for column in range(4)]
        lines = [
            "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in rows
        ]
        return [lines[0], "  " + "─" * (sum(widths) + 6), *lines[1:]]

    def addresses(self) -> list[str]:
        """Where to look."""
        lines = [f"  {settings.SITE_URL}{path}".ljust(42) + name for path, name in ADDRESSES]
        if kit := showing.kit_address():
            lines += ["  Basının indirdiği bir kit:", f"  {kit}"]
        return lines
