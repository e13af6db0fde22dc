"""Photos of the archive inside a text: one, or a gallery. How they are chosen is a matter of settings:
``PHOTO_CHOOSER`` (dotted path of the chooser widget)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.functional import cached_property
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.telepath import register
from wagtail.blocks.list_block import ListBlockAdapter
from wagtail.blocks.stream_block import StreamBlockAdapter
from wagtail.blocks.struct_block import StructBlockAdapter
from wagtail.images.blocks import ImageChooserBlock

FEWEST = 2
MOST = 40
NEEDED = ("alt", "credit")


class PhotoChooserBlock(ImageChooserBlock):
    """One photo of the archive."""

    @cached_property
    def widget(self) -> Any:
        return import_string(settings.PHOTO_CHOOSER)()


class PictureBlock(blocks.StructBlock):
    """A photo with the alternative text and credit that must go with it."""

    image = PhotoChooserBlock(label=_("Fotoğraf"))
    alt = blocks.CharBlock(
        label=_("Alternatif metin"), max_length=200,
        help_text=_("Fotoğrafı görmeyen birine ne anlatırdınız?"),
    )  # fmt: skip
    credit = blocks.CharBlock(label=_("Fotoğraf kaynağı"), max_length=160, help_text=_("Örneğin: Fotoğraf: Adı Soyadı"))
    caption = blocks.CharBlock(label=_("Fotoğraf altı"), max_length=240, required=False)

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, prefix: str) -> Any:
        """As the form has it; words that are needed and were left empty are the archive's. Only what somebody sends is
        filled: what is asked before a signature is the content as it stands."""
        value = super().value_from_datadict(data, files, prefix)
        missing = [name for name in NEEDED if not (value[name] or "").strip()]
        if value["image"] and missing:
            value.update((name, getattr(value["image"].suggested_words, name)) for name in missing)
        return value

    class Meta:
        icon = "image"
        label = _("Fotoğraf")
        template = "blocks/picture.html"
        label_format = "{alt}"
        form_classname = "struct-block photo-block"


class PhotoListBlock(blocks.ListBlock):
    """The photos of a gallery; none at first. The screen counts them, and finds no fault before somebody sends them."""


class GalleryBlock(blocks.StructBlock):
    """Two or more photos shown together."""

    title = blocks.CharBlock(label=_("Galeri başlığı"), max_length=120, required=False)
    pictures = PhotoListBlock(PictureBlock(), label=_("Fotoğraflar"), min_num=FEWEST, max_num=MOST, default=[])

    class Meta:
        icon = "duplicate"
        label = _("Galeri")
        template = "blocks/gallery.html"
        form_classname = "struct-block gallery-block"


class _WithScript:
    """Adapters whose blocks are drawn by the house's own script."""

    @cached_property
    def media(self) -> forms.Media:
        return super().media + forms.Media(js=["admin/photo-blocks.js"], css={"all": ["admin/photo-blocks.css"]})  # type: ignore[misc]


class PictureBlockAdapter(_WithScript, StructBlockAdapter):
    js_constructor = "house.PictureBlock"


class PhotoListBlockAdapter(_WithScript, ListBlockAdapter):
    js_constructor = "house.PhotoListBlock"

    def js_args(self, block: blocks.ListBlock) -> list[Any]:
        *before, meta = super().js_args(block)
        return [*before, {name: value for name, value in meta.items() if name != "minNum"}]


class GalleryBlockAdapter(_WithScript, StructBlockAdapter):
    js_constructor = "house.GalleryBlock"

    def js_args(self, block: blocks.StructBlock) -> list[Any]:
        *before, meta = super().js_args(block)
        words = {
            "choose": _("Arşivden fotoğraf seç"),
            "hint": _("Dosyaları buraya bırakabilirsiniz. Sıra: sürükleyin ya da Alt + yukarı/aşağı ok."),
            "one": _("1 fotoğraf"),
            "many": _("%(count)s fotoğraf"),
            "moved": _("Fotoğraf %(place)s. sıraya geçti."),
            "full": _("Bir galeriye en çok %(count)s fotoğraf sığar."),
            "pick": _("Fotoğraf"),
        }
        return [*before, {**meta, "words": words, "most": MOST}]


class BodyBlockAdapter(_WithScript, StreamBlockAdapter):
    """For a text of blocks that has ``picture`` and ``gallery`` among them: photos may be dropped on it."""

    js_constructor = "house.BodyBlock"

    def js_args(self, block: blocks.StreamBlock) -> list[Any]:
        *before, meta = super().js_args(block)
        return [*before, {**meta, "mostPhotos": MOST}]


register(PictureBlockAdapter(), PictureBlock)
register(PhotoListBlockAdapter(), PhotoListBlock)
register(GalleryBlockAdapter(), GalleryBlock)
