"""How an issue's editing screen is laid out."""

from __future__ import annotations

from django.forms import Textarea
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import CommentPanel, FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList

from cms.office.faults import FaultyTabs
from publishing.publications.forms import IssueForm


def issue() -> FaultyTabs:
    """The tabs of an issue."""
    about = MultiFieldPanel(
        [
            FieldPanel("title", heading=_("Başlık")),
            FieldRowPanel([FieldPanel("kind"), FieldPanel("format")]),
            FieldRowPanel([FieldPanel("series"), FieldPanel("number")]),
            FieldRowPanel([FieldPanel("date"), FieldPanel("look")]),
            FieldPanel("summary", widget=Textarea(attrs={"rows": 2})),
            FieldRowPanel([FieldPanel("printer"), FieldPanel("printer_address")]),
            FieldRowPanel([FieldPanel("isbn"), FieldPanel("qr")]),
        ],
        heading=_("Sayı"),
    )
    explanation = FieldPanel(
        "explanation", widget=Textarea(attrs={"rows": 3}), heading=_("Gerekçe"),
        help_text=_("Denetimin sarı uyarıları varken neden böyle basılıyor? İmzalanan metnin parçasıdır."),
    )  # fmt: skip
    return FaultyTabs(
        [
            ObjectList([about, FieldPanel("plan"), explanation], heading=_("Sayı")),
            ObjectList(
                [
                    FieldPanel("slug"),
                    FieldPanel(
                        "go_live_at", heading=_("Ambargo"),
                        help_text=_(
                            "Boş bırakılırsa ikinci imzayla hemen yayımlanır. Doldurulursa bu ana kadar görünmez."
                        ),
                    ),
                    CommentPanel(),
                ],
                heading=_("Adres ve zaman"),
            ),
        ],
        base_form_class=IssueForm,
    )  # fmt: skip
