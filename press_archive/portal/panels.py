"""The editors of what is signed."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel


def duty() -> list[Any]:
    """Who, and from when to when."""
    return [
        MultiFieldPanel([FieldRowPanel([FieldPanel("name"), FieldPanel("phone")])], heading=_("Kim")),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]), FieldPanel("note")],
            heading=_("Ne zaman"),
        ),
        FieldPanel("go_live_at"),
    ]


def statement() -> list[Any]:
    """The words alone: to whom they go says the question."""
    return [FieldPanel("title"), FieldPanel("text")]
