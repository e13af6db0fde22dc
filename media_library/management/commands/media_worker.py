"""``manage.py media_worker``: see ``media_library.work.jobs.worker``."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from media_library.work.jobs.worker import MediaWorker


class Command(BaseCommand):
    help = "Fotoğraf boyutlarını, videoların web kopyalarını ve basın kitlerini hazırlar."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="Bir tur çalışıp durur.")
        parser.add_argument("--drain", action="store_true", help="Bekleyen kalmayınca durur.")
        parser.add_argument("--poll", type=float, default=1.0, help="İş yokken iki bakış arası, saniye (varsayılan 1).")

    def handle(self, *args: Any, **options: Any) -> None:
        worker = MediaWorker(poll=options["poll"])
        worker.install_signals()
        done = worker.run(once=options["once"], drain=options["drain"])
        if options["verbosity"]:
            self.stdout.write(f"{done} iş bitirildi.")
