"""The building blocks of every body text. Each file-bearing block asks for what accessibility and honesty need."""

from __future__ import annotations

import re
import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.telepath import register
from wagtail.documents.blocks import DocumentChooserBlock

from cms.core.blocks.collection import CollectionBlock
from cms.core.blocks.films import ArchiveVideoBlock
from cms.core.blocks.pasted import ParagraphBlock
from cms.core.blocks.photos import BodyBlockAdapter, GalleryBlock, PhotoChooserBlock, PictureBlock
from cms.core.blocks.related import RelatedBlock
from cms.core.blocks.tables import TableBlock

PHONE = RegexValidator(r"^[0-9+() /-]{7,30}$", _("Telefon numarasını rakamlarla yazın; örneğin 0266 000 00 00."))
RICH_TEXT_FEATURES = ["bold", "italic", "link", "ol", "ul"]
YOUTUBE = re.compile(
    r"^https://(?:www\.)?(?:youtube\.com/watch\?v=|youtu\.be/|youtube\.com/shorts/)([\w-]{11})(?:[&?].*)?$"
)
VIMEO = re.compile(r"^https://(?:www\.)?vimeo\.com/(\d{6,12})$")


class QuoteBlock(blocks.StructBlock):
    """Somebody's words, with name and title."""

    text = blocks.TextBlock(label=_("Alıntı"), max_length=1200)
    name = blocks.CharBlock(label=_("Söyleyen"), max_length=120)
    title = blocks.CharBlock(label=_("Unvanı"), max_length=160, required=False)

    class Meta:
        icon = "openquote"
        label = _("Alıntı")
        template = "blocks/quote.html"


def player_address(url: str) -> str:
    """The cookie-less player's address for a YouTube or Vimeo page; an empty string for any other address."""
    if found := YOUTUBE.match(url):
        return f"https://www.youtube-nocookie.com/embed/{found.group(1)}"
    if found := VIMEO.match(url):
        return f"https://player.vimeo.com/video/{found.group(1)}?dnt=1"
    return ""


class VideoBlock(blocks.StructBlock):
    """A video on YouTube or Vimeo. Nothing is fetched from there until the reader presses play."""

    url = blocks.URLBlock(label=_("Video adresi"), help_text=_("YouTube ya da Vimeo sayfasının adresi"))
    title = blocks.CharBlock(label=_("Video başlığı"), max_length=160)
    poster = PhotoChooserBlock(label=_("Kapak fotoğrafı"), required=False)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned["url"] and not player_address(cleaned["url"]):
            raise blocks.StructBlockValidationError(
                block_errors={"url": ValidationError(_("Yalnızca YouTube ve Vimeo adresleri eklenebilir."))}
            )
        return cleaned

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["player"] = player_address(value["url"])
        return context

    class Meta:
        icon = "media"
        label = _("YouTube/Vimeo videosu")
        template = "blocks/video.html"


class FileBlock(blocks.StructBlock):
    """A document to download."""

    document = DocumentChooserBlock(label=_("Belge"))
    title = blocks.CharBlock(label=_("Bağlantı metni"), max_length=160)

    class Meta:
        icon = "doc-full"
        label = _("Dosya")
        template = "blocks/file.html"


class ContactBlock(blocks.StructBlock):
    """A box with whom to ask."""

    name = blocks.CharBlock(label=_("Ad soyad ya da birim"), max_length=120)
    title = blocks.CharBlock(label=_("Unvan"), max_length=160, required=False)
    phone = blocks.CharBlock(label=_("Telefon"), max_length=30, required=False, validators=[PHONE])
    email = blocks.EmailBlock(label=_("E-posta"), required=False)

    class Meta:
        icon = "mail"
        label = _("İletişim kutusu")
        template = "blocks/contact.html"


class BodyFaults(blocks.StreamBlockValidationError):
    """What is wrong with a body text. Wagtail's own says so in English to whoever reads only the message."""

    def __init__(self, block_errors: Any = None, non_block_errors: Any = None) -> None:
        super().__init__(block_errors=block_errors, non_block_errors=non_block_errors)
        self.message = _("Metnin işaretlenen bölümlerini düzeltin.")


def blank_paragraphs(value: Any) -> set[int]:
    """The places of the paragraphs in which no word stands."""
    return {
        index for index, child in enumerate(value)
        if child.block_type == "paragraph" and not strip_tags(child.value.source or "").strip()
    }  # fmt: skip


def without(value: Any, places: set[int]) -> Any:
    """``value`` without the blocks at ``places``."""
    kept = [(child.block_type, child.value, child.id) for index, child in enumerate(value) if index not in places]
    return blocks.StreamValue(value.stream_block, kept)


class BodyBlock(blocks.StreamBlock):
    """The body of a bulletin."""

    def clean(self, value: Any) -> Any:
        """As Wagtail's, but a paragraph without a word is nothing: it stands in nobody's way and is left out of what is
        submitted."""
        try:
            return super().clean(value)
        except blocks.StreamBlockValidationError as faults:
            blank = blank_paragraphs(value)
            wrong = {index: error for index, error in faults.block_errors.items() if index not in blank}
            if blank and not wrong and not faults.non_block_errors:
                return self.clean(without(value, blank))
            empty = [] if len(value) > len(blank) else [_("Metin boş.")]
            raise BodyFaults(wrong, empty or faults.non_block_errors) from None

    def get_form_state(self, value: Any) -> list[dict[str, Any]]:
        """As Wagtail's; what has no number yet gets one, by which its part of the form is told from others."""
        state: list[dict[str, Any]] = super().get_form_state(value)
        return [block | {"id": block["id"] or str(uuid.uuid4())} for block in state]

    paragraph = ParagraphBlock(label=_("Paragraf"), features=RICH_TEXT_FEATURES, icon="pilcrow")
    subheading = blocks.CharBlock(label=_("Ara başlık"), max_length=120, icon="h2", template="blocks/subheading.html")
    table = TableBlock()
    quote = QuoteBlock()
    picture = PictureBlock()
    gallery = GalleryBlock()
    archive_video = ArchiveVideoBlock()
    video = VideoBlock()
    file = FileBlock()
    contact = ContactBlock()
    related = RelatedBlock()


class PageBodyBlock(BodyBlock):
    """The body of a standard page, which may show collections: what they hold changes, so that no mail carries it."""

    collection = CollectionBlock()


class SectionsBlock(blocks.StreamBlock):
    """What stands on the home page besides its own lists."""

    collection = CollectionBlock()


register(BodyBlockAdapter(), BodyBlock)
