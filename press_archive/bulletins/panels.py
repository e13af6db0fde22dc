"""How the bulletin's editing screen is laid out."""

from __future__ import annotations

from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import CommentPanel, FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList

from cms.office.faults import FaultyTabs
from press_archive.bulletins.beginning_panels import KindsPanel, ReadyTextsPanel
from press_archive.bulletins.forms import BulletinForm

content_panels = [
    KindsPanel(heading=_("Bülten türü")),
    MultiFieldPanel(
        [FieldPanel("title", heading=_("Başlık")), FieldPanel("summary"), FieldPanel("body"), ReadyTextsPanel()],
        heading=_("Haber metni"),
    ),
    MultiFieldPanel(
        [FieldPanel("lead_image"), FieldPanel("lead_image_alt"), FieldPanel("lead_image_credit")],
        heading=_("Ana fotoğraf"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("department"),
            FieldRowPanel([FieldPanel("event_date"), FieldPanel("place")]),
            FieldPanel("categories", widget=CheckboxSelectMultiple),
            FieldPanel("tags"),
            FieldPanel("series"),
        ],
        heading=_("Künye"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("contact_name"),
            FieldRowPanel([FieldPanel("contact_phone"), FieldPanel("contact_email")]),
        ],
        heading=_("Basın irtibatı"),
    ),
]
channel_panels = [
    MultiFieldPanel(
        [FieldPanel("send_email"), FieldPanel("distribution_lists", widget=CheckboxSelectMultiple)],
        heading=_("E-posta"),
    ),
    InlinePanel(
        "social_texts",
        heading=_("Sosyal medya metinleri"),
        label=_("Sosyal medya metni"),
        help_text=_(
            "Ağları işaretleyin, metinlerini yazın. Fotoğraf, ağın ölçüsüne göre kendiliğinden kırpılır; bir ağa başka "
            "fotoğraf seçilmezse ana fotoğraf gider. Nasıl görüneceği önizlemededir."
        ),
    ),
    FieldPanel(
        "go_live_at",
        heading=_("Ambargo"),
        help_text=_(
            "Boş bırakılırsa ikinci imzayla hemen yayımlanır. Doldurulursa bu ana kadar hiçbir yerde görünmez, "
            "kimseye gönderilmez."
        ),
    ),
]
correction_panels = [InlinePanel("correction_notes", heading=_("Düzeltme notları"), label=_("Düzeltme notu"))]


def edit_handler() -> FaultyTabs:
    """The tabs of the editing screen, with the form that checks a submission."""
    return FaultyTabs(
        [
            ObjectList(content_panels, heading=_("Bülten")),
            ObjectList(channel_panels, heading=_("Dağıtım ve sosyal medya")),
            ObjectList(correction_panels, heading=_("Düzeltme")),
            ObjectList([FieldPanel("slug"), CommentPanel()], heading=_("Adres")),
        ],
        base_form_class=BulletinForm,
    )
