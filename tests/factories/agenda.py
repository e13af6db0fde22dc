"""Press events, invitations and visits, as far as a test needs them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from press_archive.agenda import letters, services, visits
from press_archive.agenda.models import Invitation, PressEvent, Visit
from tests import factories
from tests.factories.clippings import outlet

TEXT = "Sahil yolunun açılışını yapıyoruz.\nBasın mensuplarını bekleriz."


def fresh(event: PressEvent) -> PressEvent:
    return PressEvent.objects.get(pk=event.pk)


def event(title: str = "Sahil yolunun açılışı", **values: Any) -> PressEvent:
    """A draft of an opening in ten days, with one revision."""
    starts = values.pop("starts_at", None) or timezone.now() + dt.timedelta(days=10)
    values = {
        "kind": "opening", "starts_at": starts, "ends_at": starts + dt.timedelta(hours=2), "place": "İskele Meydanı",
        "address": "Liman Caddesi 1", "text": TEXT, **values,
    }  # fmt: skip
    found = PressEvent(title=title, **values)
    found.save()
    found.save_revision(user=factories.editor())
    return found


def announced(title: str = "Sahil yolunun açılışı", **values: Any) -> PressEvent:
    """An event that both offices signed."""
    return fresh(factories.publish(event(title, **values)))


def changed(found: PressEvent, **values: Any) -> PressEvent:
    """``found`` with other words, signed anew."""
    return fresh(factories.publish(factories.edit(fresh(found), **values)))


def invited(found: PressEvent | None = None, *emails: str) -> Invitation:
    """The first of ``emails`` (``haber@korfez.example``), invited by its list; its letter is written."""
    found = found or announced()
    chosen = factories.distribution_list(emails=emails or ("haber@korfez.example",))
    services.invite(event=found, lists=[chosen.pk], user=factories.editor())
    letters.tell()
    return Invitation.objects.filter(event=found).order_by("email")[0]


def visit(title: str = "Kuruluş yıldönümü ziyareti", **values: Any) -> Visit:
    """The mayor goes to a newspaper in three days."""
    starts = values.pop("starts_at", None) or timezone.now() + dt.timedelta(days=3)
    values = {
        "kind": "to_outlet", "outlet": outlet(), "title": title, "starts_at": starts,
        "ends_at": starts + dt.timedelta(hours=1), "place": "Kıyı Gazetesi", "people": "Başkan\nMüdür",
        "talking_points": "Sahil yolu\nKent müzesi", "route": "10.00 Belediye\n10.20 Gazete", **values,
    }  # fmt: skip
    return visits.plan_visit(values=values, user=factories.editor())
