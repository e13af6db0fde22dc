"""How the galleries' editing screens are laid out."""

from __future__ import annotations

from django.forms import Textarea, TextInput
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    CommentPanel,
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    MultipleChooserPanel,
    ObjectList,
    Panel,
)

from cms.office.faults import FaultyTabs
from press_archive.galleries.forms import GalleryForm
from press_archive.galleries.validation import MOST_PHOTOS, MOST_VIDEOS


class ShootPanel(FieldPanel):
    """The shoot that a gallery was made of, to be read."""

    def format_value_for_display(self, value: object) -> str:
        return str(value or _("bir çekimden yapılmadı"))


def photo_gallery() -> FaultyTabs:
    """The tabs of a photo gallery."""
    rows = MultipleChooserPanel(
        "photos",
        chooser_field_name="photo",
        heading=_("Fotoğraflar"),
        label=_("Fotoğraf"),
        help_text=_(
            "Arşivden seçin ya da dosyaları buraya bırakın. İlk fotoğraf kapaktır; sırayı sürükleyerek ya da oklarla "
            "değiştirin."
        ),
        max_num=MOST_PHOTOS,
        classname="gallery-rows",
    )
    return _tabs(rows, _("Foto galeri"))


def video_gallery() -> FaultyTabs:
    """The tabs of a video gallery."""
    rows = InlinePanel(
        "videos",
        heading=_("Videolar"),
        label=_("Video"),
        help_text=_("Sırayı oklarla değiştirin; ilk video kapaktır."),
        max_num=MOST_VIDEOS,
        classname="gallery-rows",
    )
    return _tabs(rows, _("Video galeri"))


def photo_row() -> list[Panel]:
    """One photo: the picture at the left, its words beside it."""
    return [
        FieldRowPanel(
            [
                FieldPanel("photo", classname="gallery-rows__picture"),
                MultiFieldPanel(
                    [
                        FieldPanel("alt", widget=TextInput),
                        FieldPanel("caption", widget=Textarea(attrs={"rows": 2})),
                        FieldPanel("credit"),
                    ],
                    classname="gallery-rows__words",
                ),
            ],
            classname="gallery-rows__row",
        )
    ]


def video_row() -> list[Panel]:
    """One video: the video at the left, its words beside it."""
    return [
        FieldRowPanel(
            [
                FieldPanel("video", classname="gallery-rows__picture"),
                MultiFieldPanel(
                    [
                        FieldPanel("title"),
                        FieldPanel("caption", widget=Textarea(attrs={"rows": 2})),
                        FieldPanel("credit"),
                    ],
                    classname="gallery-rows__words",
                ),
            ],
            classname="gallery-rows__row",
        )
    ]


def _tabs(rows: InlinePanel, heading: object) -> FaultyTabs:
    words = MultiFieldPanel(
        [
            FieldPanel("title", heading=_("Başlık")),
            FieldPanel("summary", widget=Textarea(attrs={"rows": 3})),
            FieldRowPanel([FieldPanel("date"), FieldPanel("place")]),
            ShootPanel("shoot", read_only=True),
        ],
        heading=_("Galeri"),
    )
    return FaultyTabs(
        [
            ObjectList([words, rows], heading=heading),
            ObjectList(
                [
                    FieldPanel("slug"),
                    FieldPanel(
                        "go_live_at",
                        heading=_("Ambargo"),
                        help_text=_(
                            "Boş bırakılırsa ikinci imzayla hemen yayımlanır. Doldurulursa bu ana kadar görünmez."
                        ),
                    ),
                    CommentPanel(),
                ],
                heading=_("Adres ve zaman"),
            ),
        ],
        base_form_class=GalleryForm,
    )
