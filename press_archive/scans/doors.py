"""Ways in: a button above the list of clippings, and the palette's."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets.button import Button

from cms.users.models import User
from cms.users.office_search import Door, offer
from press_archive.clippings.permissions import may_add_clippings, may_read_clippings


def scan_button(user: User | AnonymousUser) -> Button | None:
    """For whoever may read the scanned papers."""
    if not may_read_clippings(user):
        return None
    return Button(_("Gazete taramaları"), url=reverse("scans:index"), icon_name="doc-full", priority=25)


offer(
    Door(
        "scan", gettext_lazy("Gazete tara"), "doc-full",
        lambda user: reverse("scans:add") if may_add_clippings(user) else None, order=46,
    )
)  # fmt: skip
