"""``manage.py worker``: see ``publishing.dispatch.worker``."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from publishing.dispatch.worker import Worker


class Command(BaseCommand):
    help = "Bekleyen gönderimleri taşır, zamanı gelen içerikleri yayımlar, imza hatırlatmalarını gönderir."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="Bir tur çalışıp durur.")
        parser.add_argument("--drain", action="store_true", help="Bekleyen kalmayınca durur.")
        parser.add_argument("--poll", type=float, default=1.0, help="İş yokken iki bakış arası, saniye (varsayılan 1).")
        parser.add_argument(
            "--batch", type=int, default=20, help="Bir seferde üstlenilen gönderim sayısı (varsayılan 20)."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        worker = Worker(poll=options["poll"], batch=options["batch"])
        worker.install_signals()
        carried = worker.run(once=options["once"], drain=options["drain"])
        if options["verbosity"]:
            self.stdout.write(f"{carried} gönderim işlendi.")
