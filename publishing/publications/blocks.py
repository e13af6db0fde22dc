"""What an issue's plan is made of: pages, the stories on them, the photos in their slots. Plain words only: what stands
on paper is not marked up by hand, its layout does that."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.core.blocks.photos import PictureBlock
from publishing.publications.layouts.catalogue import LAYOUTS
from publishing.publications.prepress.design import MOST_SPAN

LONGEST_TEXT = 40_000
MOST_STORIES, MOST_PICTURES = 200, 24


def layouts() -> list[tuple[str, Any]]:
    """The layouts that there are, for a choice."""
    return [(layout.name, layout.label) for layout in LAYOUTS.values()]


class SlotBlock(PictureBlock):
    """A photo in its slot. ``crop``: left, top, right, bottom in per cent; without it the focal point decides."""

    crop = blocks.CharBlock(
        label=_("Kırpma"), max_length=40, required=False,
        help_text=_("Soldan, üstten, sağdan, alttan yüzde: 10 0 90 100. Boşsa odak noktasına göre kırpılır."),
    )  # fmt: skip

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        try:
            crop_of(cleaned["crop"])
        except ValueError:
            wrong = ValidationError(_("Dört sayı yazın: soldan, üstten, sağdan, alttan yüzde. Örneğin 10 0 90 100."))
            raise blocks.StructBlockValidationError(block_errors={"crop": wrong}) from None
        return cleaned


def crop_of(text: str) -> tuple[float, float, float, float] | None:
    """The box that ``text`` says, as parts of 1; ``None`` for none. Raises ``ValueError``."""
    if not (text or "").strip():
        return None
    left, top, right, bottom = (int(part) / 100 for part in text.split())
    if not (0 <= left < right <= 1 and 0 <= top < bottom <= 1):
        raise ValueError(text)
    return left, top, right, bottom


class StoryBlock(blocks.StructBlock):
    """A text with its photos. ``source`` names the signed content that it was taken from, and its version."""

    headline = blocks.CharBlock(label=_("Başlık"), max_length=200, required=False)
    spot = blocks.TextBlock(label=_("Spot"), max_length=600, required=False)
    text = blocks.TextBlock(
        label=_("Metin"), max_length=LONGEST_TEXT, required=False,
        help_text=_("Boş satır paragraf ayırır. “# ” ara başlık, “? ” soru, “> ” alıntı, “- ” madde yapar."),
    )  # fmt: skip
    byline = blocks.CharBlock(label=_("Yazan"), max_length=120, required=False)
    when = blocks.CharBlock(label=_("Zaman"), max_length=80, required=False)
    where = blocks.CharBlock(label=_("Yer"), max_length=120, required=False)
    pictures = blocks.ListBlock(SlotBlock(), label=_("Fotoğraflar"), max_num=MOST_PICTURES, default=[])
    source = blocks.CharBlock(label=_("Alındığı içerik"), max_length=200, required=False)

    class Meta:
        icon = "doc-full"
        label = _("Yazı")
        label_format = "{headline}"


class FieldBlock(blocks.StructBlock):
    """What only one layout asks for."""

    name = blocks.CharBlock(label=_("Alan"), max_length=40)
    value = blocks.CharBlock(label=_("Değer"), max_length=300, required=False)

    class Meta:
        label = _("Alan")


class PageBlock(blocks.StructBlock):
    """One layout, printed on one page or, where its text runs on, on several."""

    layout = blocks.ChoiceBlock(label=_("Sayfa düzeni"), choices=layouts)
    section = blocks.CharBlock(label=_("Bölüm"), max_length=80, required=False)
    span = blocks.IntegerBlock(label=_("Kaç sayfa?"), min_value=1, max_value=MOST_SPAN, default=1)
    stories = blocks.ListBlock(StoryBlock(), label=_("Yazılar"), max_num=MOST_STORIES, default=[])
    fields = blocks.ListBlock(FieldBlock(), label=_("Düzenin alanları"), max_num=12, default=[])

    class Meta:
        icon = "doc-empty"
        label = _("Sayfa")
        label_format = "{layout} {section}"


class PlanBlock(blocks.StreamBlock):
    """The flat plan, from the cover to the back."""

    page = PageBlock()
