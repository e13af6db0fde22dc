"""How the editing screen of a collection is laid out."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import CommentPanel, FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList

from cms.office.faults import FaultyTabs
from cms.office.widgets import DayInput


def edit_handler() -> FaultyTabs:
    """The words, then the query, then the address."""
    words = MultiFieldPanel([FieldPanel("title", heading=_("Başlık")), FieldPanel("introduction")], heading=_("Sayfa"))
    wanted = MultiFieldPanel(
        [
            FieldPanel("listed"),
            FieldRowPanel([FieldPanel("department"), FieldPanel("tag")]),
            FieldRowPanel([FieldPanel("words"), FieldPanel("place")]),
        ],
        heading=_("Neler derlensin?"),
    )
    when = MultiFieldPanel(
        [
            FieldPanel("last_days"),
            FieldRowPanel([FieldPanel("since", widget=DayInput), FieldPanel("until", widget=DayInput)]),
        ],
        heading=_("Hangi tarihlerden?"),
    )
    how = MultiFieldPanel([FieldRowPanel([FieldPanel("sort"), FieldPanel("most")])], heading=_("Sıra ve sayı"))
    return FaultyTabs(
        [
            ObjectList([words, wanted, when, how], heading=_("Derleme")),
            ObjectList([FieldPanel("slug"), FieldPanel("go_live_at"), CommentPanel()], heading=_("Adres ve zaman")),
        ]
    )
