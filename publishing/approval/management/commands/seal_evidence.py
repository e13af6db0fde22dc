"""``manage.py seal_evidence``: once, at the upgrade that brought ``EVIDENCE_KEYS``: seals the records from before."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from publishing.approval import heads
from publishing.approval.exceptions import ApprovalRefused


class Command(BaseCommand):
    help = "Yükseltmeden önceki onay izi kayıtlarını, bir kez ve kayda geçirerek, anahtarla mühürler."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = heads.seal_existing()
        except ApprovalRefused as error:
            raise CommandError(str(error)) from error
        words = _("%(count)s kayıt mühürlendi.") if count else _("Mühürsüz kayıt yok.")
        self.stdout.write(self.style.SUCCESS(words % {"count": count} if count else words))
