"""``manage.py verify_evidence``: is the record of approvals as it was written, and is what is live what was signed?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from cms.website import site
from publishing.approval import evidence, publication


class Command(BaseCommand):
    help = "Onay izini baştan sona doğrular; ilk bozuk halkayı adıyla söyler."

    def handle(self, *args: Any, **options: Any) -> None:
        result = evidence.verify()
        if not result.intact:
            raise CommandError(
                _("Onay izi BOZUK: %(sequence)s. kayıt: %(reason)s.")
                % {"sequence": result.sequence, "reason": result.reason}
            )
        for label, reason in publication.unsigned_live_content():
            raise CommandError(
                _("Yayındaki içerik imzalanandan farklı: %(label)s (%(reason)s).") % {"label": label, "reason": reason}
            )
        for sentence in site.differences():
            raise CommandError(sentence)
        self.stdout.write(
            self.style.SUCCESS(_("Onay izi sağlam (intact): %(count)s kayıt doğrulandı.") % {"count": result.count})
        )
