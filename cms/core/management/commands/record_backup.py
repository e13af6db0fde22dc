"""``manage.py record_backup``: the last line of the backup's script, so that the health page knows its age."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from cms.core import beats


class Command(BaseCommand):
    help = "Yedeğin alındığını (ya da alınamadığını) kaydeder; sağlık sayfası yaşını buradan bilir."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--failed", default="", metavar="NEDEN", help="Yedek alınamadıysa nedeni.")

    def handle(self, *args: Any, **options: Any) -> None:
        beats.done(beats.Job.BACKUP, " ".join(options["failed"].split()))
