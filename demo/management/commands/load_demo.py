"""``manage.py load_demo``: the fictional municipality, its press, thirty bulletins in every state, its archive."""

from __future__ import annotations

import io
import os
from argparse import ArgumentParser
from typing import Any
from urllib.parse import urlsplit

import qrcode
from django.conf import settings
from django.core.management.base import BaseCommand

from cms.users.roles import Role
from demo import accounts, galleries, loader, texts

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

    def add_arguments(self, parser: ArgumentParser) -> None:
        half = parser.add_mutually_exclusive_group()
        half.add_argument("--first", action="store_true", help="Yalnız sitenin açılması için gerekenleri yükler.")
        half.add_argument("--rest", action="store_true", help="Yalnız kalanını, açık sitenin arkasında yükler.")

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = os.environ.get("DEMO_PASSWORD") or None
        if not options["rest"]:
            strange = loader.load_first(password=wanted)
        if not options["first"]:
            loader.load_rest(write=self.stdout.write)
        if options["rest"]:
            self.stdout.write("\n".join(self.kit()))
        else:
            lines = ["", *self.accounts(), "", *self.password(wanted, strange), "", *self.addresses()]
            self.stdout.write("\n".join([*lines, *self.kit(), *self.code(), ""]))

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

    def password(self, wanted: str | None, strange: list[str]) -> list[str]:
        """The password, and whom it does not let in."""
        everybody = {entry["username"] for entry in texts.pages()["account"]}
        lines = [] if everybody == set(strange) else [f"  Parola: {accounts.password_of(wanted)}"]
        if strange:
            lines += [
                f"  Parolası değiştirilmiş ya da kapalı / changed password or closed: {', '.join(strange)}",
                "  Yenisini vermek için / to give a new one: make demo DEMO_PASSWORD=…",
            ]
        return lines

    def addresses(self) -> list[str]:
        """Where to look."""
        return [f"  {settings.SITE_URL}{path}".ljust(42) + name for path, name in ADDRESSES]

    def kit(self) -> list[str]:
        """Where the press downloads, once that is there."""
        address = galleries.kit_address()
        return ["  Basının indirdiği bir kit:", f"  {address}"] if address else []

    def code(self) -> list[str]:
        """A QR code of the site's address, for a telephone; none for an address that only this machine has."""
        if urlsplit(settings.SITE_URL).hostname in (None, "localhost", "127.0.0.1", "::1"):
            return []
        drawn = io.StringIO()
        code = qrcode.QRCode(border=2)
        code.add_data(f"{settings.SITE_URL}/")
        code.print_ascii(out=drawn, invert=True)
        return ["", f"  Telefonla okutun / scan with a telephone: {settings.SITE_URL}/", drawn.getvalue()]
