"""What an outlet printed of us last, for whoever prepares a visit (``press_archive.agenda.registry``)."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from cms.core.turkish import format_date
from press_archive.agenda.registry import Line
from press_archive.clippings.models import Clipping
from press_archive.contacts.models import Outlet

MOST = 8


def printed_of_us(outlet: Outlet) -> tuple[str, Sequence[Line]]:
    """The newest clippings, with their tone and the way to their page."""
    rows = Clipping.objects.filter(outlet=outlet).only("headline", "published_on", "tone")
    found = [
        Line(
            format_date(row.published_on), row.headline, row.get_tone_display(),
            reverse("clippings:detail", args=[row.pk]),
        )
        for row in rows.order_by("-published_on", "-pk")[:MOST]
    ]  # fmt: skip
    return _("Hakkımızda son yazdıkları"), found
