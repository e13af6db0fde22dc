"""Takes the place of Wagtail's command, which publishes without a transaction and without asking for signatures."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from wagtail.models import Revision

from publishing.approval.publication import publish_due


class Command(BaseCommand):
    help = "Zamanı gelen imzalı içerikleri yayımlar."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dryrun", "--dry-run", action="store_true", help="Yalnızca neyin yayımlanacağını yazar.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dryrun"]:
            for revision in Revision.objects.filter(approved_go_live_at__lte=timezone.now()).order_by(
                "approved_go_live_at"
            ):
                self.stdout.write(f"{revision.approved_go_live_at:%Y-%m-%d %H:%M}\t{revision.object_str}")
            return
        self.stdout.write(f"{publish_due()} içerik yayımlandı.")
