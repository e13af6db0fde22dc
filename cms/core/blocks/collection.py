"""A collection in a page of the website: the first entries of a saved query.

Which collection, how many and the heading are signed with the page; what the collection is called and asks for was
signed with it, and what it shows with each entry.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class CollectionBlock(blocks.StructBlock):
    """The first entries of one collection, with the way to all of it."""

    collection = blocks.PageChooserBlock(label=_("Derleme"), page_type=["collections.CollectionPage"])
    title = blocks.CharBlock(
        label=_("Başlık"), max_length=120, required=False, help_text=_("Boş bırakırsanız derlemenin başlığı yazılır.")
    )
    most = blocks.IntegerBlock(label=_("Kaç içerik?"), min_value=1, max_value=12, default=3)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        page = cleaned.get("collection")
        if page is not None and page.first_published_at is None:
            refusal = ValidationError(
                gettext("Bu derleme henüz yayımlanmadı; yalnızca yayımlanmış derleme eklenebilir.")
            )
            raise blocks.StructBlockValidationError(block_errors={"collection": refusal})
        return cleaned

    class Meta:
        icon = "list-ul"
        label = _("Derleme")
        template = "collections/block.html"
