"""``manage.py compile_locale``: make the ``.mo`` files of ``cms/locale`` without gettext."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.core.catalogues import compile_catalogue, own_catalogues


class Command(BaseCommand):
    help = "cms/locale altındaki .po dosyalarını derler; gettext programı gerekmez."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="Yazma; eskimiş .mo varsa hata ver.")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        stale = []
        for source in own_catalogues():
            target, content = source.with_suffix(".mo"), compile_catalogue(source)
            if target.exists() and target.read_bytes() == content:
                continue
            stale.append(target)
            if not check:
                target.write_bytes(content)
                self.stdout.write(str(target))
        if check and stale:
            raise CommandError("Eskimiş: " + ", ".join(map(str, stale)))
