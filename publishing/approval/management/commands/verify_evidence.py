"""``manage.py verify_evidence``: is the record of approvals as it was written, and is what is live what was signed?"""

import itertools
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from cms.core import beats
from cms.website import parts, site
from publishing.approval import anchor, evidence, kit_verification, verification


class Command(BaseCommand):
    help = "Onay izini baştan sona doğrular; ilk bozuk halkayı adıyla söyler."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--head",
            action="append",
            default=[],
            metavar="SIRA:MÜHÜR",
            help="E-postadaki ya da kâğıttaki uç (mührün ilk 16 hanesi yeter): zincir onu hâlâ içeriyor mu?",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.verify(options)
        except CommandError as error:
            # A head typed wrongly by hand says nothing of the chain.
            if not options["head"]:
                beats.done(beats.Job.VERIFICATION, str(error))
            raise
        beats.done(beats.Job.VERIFICATION)

    def verify(self, options: dict[str, Any]) -> None:
        """Raises ``CommandError`` with the first fault."""
        try:
            heads = [anchor.Head.parse(text) for text in options["head"]]
        except ValueError as error:
            raise CommandError(str(error)) from error
        result = evidence.verify()
        if not result.intact:
            raise CommandError(
                _("Onay izi BOZUK: %(sequence)s. kayıt: %(reason)s.")
                % {"sequence": result.sequence, "reason": result.reason}
            )
        if fault := anchor.first_fault(heads):
            raise CommandError(
                _("Onay izi BOZUK: %(sequence)s. kayıt: %(reason)s.")
                % {"sequence": fault.sequence, "reason": fault.reason}
            )
        sentence = _("Yayındaki içerik imzalanandan farklı: %(label)s (%(reason)s).")
        different = itertools.chain(
            verification.unsigned_live_content(),
            verification.size_faults(),
            kit_verification.kit_faults(),
            parts.faults(),
        )
        found = [sentence % {"label": label, "reason": reason} for label, reason in different]
        if found := [*found, *site.differences()]:
            raise CommandError("\n".join(found))
        self.stdout.write(
            self.style.SUCCESS(_("Onay izi sağlam (intact): %(count)s kayıt doğrulandı.") % {"count": result.count})
        )
        if head := anchor.current_head():
            self.stdout.write(_("Zincirin ucu: %(head)s, kod %(code)s") % {"head": head, "code": head.code or "-"})
