"""``manage.py sweep_media``: see ``media_library.work.sweeper``."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from media_library.work import sweeper


class Command(BaseCommand):
    help = "Depoda hiçbir kaydın göstermediği dosyaları listeler; --delete ile siler."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--delete", action="store_true", help="Listelemekle kalmaz, siler.")
        parser.add_argument(
            "--hours", type=int, default=24, help="Son bu kadar saat içinde değişenlere dokunmaz (varsayılan 24)."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["hours"] < 1:
            raise CommandError("--hours en az 1 olmalı: kaydı henüz yazılmamış bir dosya silinebilir.")
        settled = dt.timedelta(hours=options["hours"])
        work = sweeper.sweep if options["delete"] else sweeper.orphans
        count = 0
        for name in work(settled=settled):
            self.stdout.write(name)
            count += 1
        if options["verbosity"]:
            ending = "silindi" if options["delete"] else "bulundu; silmek için --delete ekleyin"
            self.stdout.write(f"Kaydı olmayan {count} dosya {ending}.")
