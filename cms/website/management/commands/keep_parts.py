"""``manage.py keep_parts``: renders what visitors would otherwise be the first to ask for."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from cms.website import keeper
from cms.website.models import KeptPart


class Command(BaseCommand):
    help = "Yayındaki sayfaların hazır tutulan parçalarından eksik olanları üretir (güncellemeden sonra)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--anew", action="store_true", help="Önce hepsini siler (verify_evidence bir parça saydıysa)."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["anew"]:
            KeptPart.objects.all().delete()
        self.stdout.write(_("%(count)s parça üretildi.") % {"count": keeper.keep_all()})
