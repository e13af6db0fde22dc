"""The editor of an event: what, when, where, the words of the invitation, who may come."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel


def event() -> list[Any]:
    """The panels, in the order in which an invitation is written."""
    return [
        MultiFieldPanel(
            [
                FieldPanel("title"),
                FieldRowPanel([FieldPanel("kind"), FieldPanel("host")]),
                FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at"), FieldPanel("doors_at")]),
            ],
            heading=_("Ne, ne zaman"),
        ),
        MultiFieldPanel(
            [FieldPanel("place"), FieldPanel("address"), FieldPanel("entrance_note"), FieldPanel("map_photo")],
            heading=_("Nerede"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("text"),
                FieldPanel("topics"),
                FieldPanel("notes"),
                FieldPanel("stream_url"),
                FieldPanel("organiser"),
                FieldRowPanel([FieldPanel("contact_name"), FieldPanel("contact_phone")]),
            ],
            heading=_("Davet metni"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("capacity"), FieldPanel("answer_until")]),
                FieldPanel("zones"),
                FieldRowPanel([FieldPanel("needs_accreditation"), FieldPanel("accreditation_until")]),
                FieldPanel("is_listed"),
            ],
            heading=_("Kimler gelebilir"),
        ),
        FieldPanel(
            "go_live_at", heading=_("Duyuru zamanı"),
            help_text=_("Boş bırakırsanız ikinci imzayla hemen duyurulur."),
        ),
    ]  # fmt: skip
