"""After an event: its bulletin goes to those who came, and in other words to those who did not; the list as a workbook.

Only what is public is sent: the bulletin's own address, signed by both offices. A letter whose bulletin was withdrawn
before it left does not leave.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.log_actions import log

from cms.core import workbooks
from cms.core.exports import in_words
from cms.core.refusal import Refusal
from cms.identity.selectors import current
from cms.letters.models import Letter, LetterKind
from cms.letters.services import one_line, write
from cms.users.models import User
from cms.website.selectors import absolute
from press_archive.accreditation.letters import origin_of
from press_archive.accreditation.models import Badge
from press_archive.agenda.models import PressEvent
from press_archive.bulletins.models import RegisterEntry
from press_archive.contacts.models import OptOut
from press_archive.gate.models import FollowUp
from press_archive.gate.permissions import may_open_gates
from press_archive.gate.selectors import attendance

MARK = "sonra:"
MOST_OFFERED = 20


def offered(event: PressEvent) -> list[RegisterEntry]:
    """Public bulletins since the day of ``event``, the newest first."""
    rows = RegisterEntry.objects.public().filter(page__live=True, published_at__gte=event.starts_at.replace(hour=0))
    return list(rows.select_related("page").defer("page__body").order_by("-published_at")[:MOST_OFFERED])


@transaction.atomic
def send_bulletin(*, event: PressEvent, entry: RegisterEntry, user: User) -> tuple[int, int]:
    """Writes to everybody with a badge, once for an event; gives how many letters go to those who came, and how many to
    the others. Raises ``PermissionDenied`` and ``Refusal``."""
    if not may_open_gates(user):
        raise PermissionDenied
    event = PressEvent.objects.select_for_update().get(pk=event.pk)
    if event.ends_at > timezone.now():
        raise Refusal(_("Etkinlik bitmeden bülteni gönderilmez."), status=409)
    if FollowUp.objects.filter(event=event).exists():
        raise Refusal(_("Bu etkinliğin bülteni gelenlere ve gelmeyenlere daha önce gönderildi."), status=409)
    if not RegisterEntry.objects.public().filter(pk=entry.pk, page__live=True).exists():
        raise Refusal(_("Bülten artık yayında değil."), status=409)
    found = attendance(event)
    row = FollowUp.objects.create(event=event, entry=entry, sent_by=user)
    counts = _write(found.came, event, entry, "came"), _write(found.missing, event, entry, "missed")
    log(instance=row, action="gate.followed_up", user=user, data={"came": counts[0], "missed": counts[1]})
    return counts


def _write(badges: Sequence[Badge], event: PressEvent, entry: RegisterEntry, template: str) -> int:
    refusing = set(OptOut.objects.values_list("email", flat=True))
    municipality, count = current().municipality, 0
    for badge in badges:
        application = badge.application
        to = application.account.email if application.account else application.email
        if not to or to in refusing:
            continue
        values = {
            "name": one_line(badge.name), "event": event.title, "title": entry.page.title,
            "address": absolute(entry.page.public_path), "municipality": municipality,
        }  # fmt: skip
        with override(settings.LANGUAGE_CODE):
            subject = _("%(event)s: bülten ve fotoğraflar") % {"event": event.title}
            body = render_to_string(f"gate/mail/{template}.txt", values)
        count += len(
            write(
                kind=LetterKind.OTHER, to=[(to, badge.name)], subject=subject, body=body, sender_name=municipality,
                origin=f"{origin_of(application)}{MARK}{entry.pk}",
            )
        )  # fmt: skip
    return count


def still_public(letter: Letter) -> bool:
    """Whether the bulletin that ``letter`` tells of is public; of other letters: yes."""
    _before, mark, number = letter.origin.rpartition(MARK)
    if not mark or not letter.origin.startswith("akreditasyon:"):
        return True
    return RegisterEntry.objects.public().filter(pk=int(number), page__live=True).exists()


def workbook(event: PressEvent) -> bytes:
    """Who came and when, who did not, who came without a badge."""
    found = attendance(event)
    heads = [_("Ad soyad"), _("Yayın kuruluşu"), _("Görev"), _("Geldi"), _("Giriş")]
    rows: list[list[Any]] = []
    for badges, said in ((found.came, _("evet")), (found.missing, _("hayır"))):
        rows += [
            [badge.name, badge.outlet_name, badge.get_role_display(), said, in_words(found.entered.get(badge.pk))]
            for badge in badges
        ]
    rows += [[scan.note, "", "", _("kartsız"), in_words(scan.at)] for scan in found.walk_ins]
    return workbooks.table(_("Gelenler"), heads, rows)
