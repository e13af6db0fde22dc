"""Other pages that belong to a text: earlier bulletins on the subject, the rest of a series.

What stands there is signed with the text; where it leads follows the page, and a page that is not public any more is
left out. Only what was published may be named: it is never deleted, so that what was signed stays what it is.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

TITLE_LETTERS = 255


class RelatedPageBlock(blocks.StructBlock):
    """One page with the words of its link."""

    page = blocks.PageChooserBlock(label=_("Bülten"), page_type=["bulletins.BulletinPage"])
    text = blocks.CharBlock(
        label=_("Bağlantı metni"), max_length=TITLE_LETTERS, required=False,
        help_text=_("Boş bırakırsanız bültenin başlığı yazılır."),
    )  # fmt: skip

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        page = cleaned.get("page")
        if page is not None and page.first_published_at is None:
            refusal = ValidationError(gettext("Bu bülten henüz yayımlanmadı; yalnızca yayımlanmış bülten eklenebilir."))
            raise blocks.StructBlockValidationError(block_errors={"page": refusal})
        if page is not None and not (cleaned.get("text") or "").strip():
            cleaned["text"] = page.title
        return cleaned

    class Meta:
        icon = "link"
        label = _("Bülten")


class RelatedBlock(blocks.StructBlock):
    """A list of pages under a heading."""

    title = blocks.CharBlock(label=_("Başlık"), max_length=120, default=_("İlgili bültenler"))
    pages = blocks.ListBlock(RelatedPageBlock(), label=_("Bültenler"), min_num=1, max_num=20)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        return context | {"items": shown(value, context.get("links") or {})}

    class Meta:
        icon = "list-ul"
        label = _("İlgili bültenler / dizi")
        template = "blocks/related.html"


def page_ids(value: Any) -> list[str]:
    """The ids of the pages that a ``RelatedBlock`` names."""
    return [str(item["page"].pk) for item in value["pages"] if item["page"] is not None]


def shown(value: Any, links: dict[str, str]) -> list[dict[str, str]]:
    """Words and address of each page that is public; ``links`` are the addresses by id."""
    named = [(links.get(str(item["page"].pk)), item["text"]) for item in value["pages"] if item["page"] is not None]
    return [{"url": url, "text": text} for url, text in named if url and text]
