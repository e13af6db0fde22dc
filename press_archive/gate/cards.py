"""What the gate adds to the office's page of an event."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from press_archive.agenda.models import PressEvent
from press_archive.gate.permissions import may_open_gates


def card(request: HttpRequest, event: PressEvent) -> SafeString | None:
    """The way to the event's gates, for whoever may open them."""
    if not event.needs_accreditation or not event.live or not may_open_gates(request.user):
        return None
    return render_to_string("gate/desk/card.html", {"event": event}, request=request)
