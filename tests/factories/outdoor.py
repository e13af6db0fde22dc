"""Panels and bookings, as far as a test needs them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.files.base import ContentFile

from publishing.outdoor import services
from publishing.outdoor.models import Booking, Campaign, Panel, Period
from tests import factories


def panel(name: str = "B-01", **values: Any) -> Panel:
    values = {"owner": "Belediye", "address": "Liman Cad. 4", "neighbourhood": "Sahil", "size": "350 × 200 cm",
              "faces": 2, "latitude": "39.310000", "longitude": "26.690000", **values}  # fmt: skip
    return Panel.objects.get_or_create(name=name, defaults=values)[0]


def campaign(name: str = "Zeytin Hasat Şenliği", **values: Any) -> Campaign:
    return services.open_campaign(name=name, user=factories.editor(), **values)


def booking(
    first: str = "2026-11-20", last: str = "2026-11-30", *, on: Panel | None = None, face: int = 1,
    of: Campaign | None = None, user: Any = None,
) -> Booking:  # fmt: skip
    (made,) = services.book(
        campaign=of or campaign(), faces=[((on or panel()).pk, face)], first_day=dt.date.fromisoformat(first),
        last_day=dt.date.fromisoformat(last), user=user or factories.editor(),
    )  # fmt: skip
    return made


def shot() -> ContentFile[bytes]:
    """A photo from a telephone."""
    return ContentFile(factories.jpeg(600, 400), name="IMG_1.jpg")


def hung(made: Booking | None = None, on: str = "2026-11-20") -> Booking:
    made = made or booking()
    services.hang(booking=made, photo=shot(), on=dt.date.fromisoformat(on), user=factories.social_editor())
    return Booking.objects.get(pk=made.pk)


def election(vote_day: str = "2029-03-25", kind: str = "local", **values: Any) -> Period:
    values = {"name": "Yerel seçim", "vote_day": dt.date.fromisoformat(vote_day), "reference": "YSK", **values}
    return Period.objects.create(kind=kind, **values)


def mourning(first: str, last: str) -> Period:
    return Period.objects.create(
        kind="mourning", name="Millî yas", first_day=dt.date.fromisoformat(first),
        last_day=dt.date.fromisoformat(last), reference="CB",
    )  # fmt: skip
