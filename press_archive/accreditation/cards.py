"""What accreditation adds to the pages of an event: the button for the public, the card for the office."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from press_archive.accreditation import selectors
from press_archive.accreditation.permissions import may_read_applications
from press_archive.accreditation.words import State
from press_archive.agenda.announcements import Announcement
from press_archive.agenda.models import PressEvent
from press_archive.agenda.registry import Link


def link(announcement: Announcement) -> Link | None:
    """The way to apply, as long as applications are taken; asked of the signed words only."""
    until = announcement.accreditation_until
    if not announcement.needs_accreditation or announcement.is_cancelled or until is None or until <= timezone.now():
        return None
    return Link(_("Akreditasyon başvurusu"), reverse("accreditation:event", args=[announcement.pk]))


def card(request: HttpRequest, event: PressEvent) -> SafeString | None:
    """How many applied and how many are accredited, for whoever may read it."""
    if not event.needs_accreditation or not may_read_applications(request.user):
        return None
    counts = selectors.state_counts(event)
    shown = {
        "event": event, "held": counts[State.APPROVED] + counts[State.CHANGED], "total": sum(counts.values()),
        "to_decide": counts[State.RECEIVED] + counts[State.CHANGED],
    }  # fmt: skip
    return render_to_string("accreditation/desk/card.html", shown, request=request)
