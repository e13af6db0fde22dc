"""A table in a body text: Wagtail's typed table with one kind of column, a caption and a heading over every column.

Words only, so that it can be read aloud, sent by mail, printed and put into a Word document as the table that it is.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.templatetags.static import static
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.telepath import register
from wagtail.contrib.typed_table_block.blocks import (
    TypedTable,
    TypedTableBlock,
    TypedTableBlockAdapter,
    TypedTableBlockValidationError,
)

MOST_COLUMNS = 8
MOST_ROWS = 150
MOST_LETTERS = 300
CAPTION_LETTERS = 160
NEW_COLUMNS, NEW_ROWS = 3, 2


class TableBlock(TypedTableBlock):
    """Rows and columns of words under a caption."""

    text = blocks.CharBlock(label=_("Metin"), required=False, max_length=MOST_LETTERS)

    class Meta:
        icon = "table"
        label = _("Tablo")
        template = "blocks/table.html"
        help_text = _(
            "Excel ya da Word’den kopyaladığınız tabloyu ilk sütunun başlığına yapıştırabilirsiniz; satır ve sütunlar "
            "kendiliğinden açılır."
        )

    def get_default(self) -> TypedTable:
        """An empty table with a few columns: nobody begins with none."""
        column = {"block": self.child_blocks["text"], "heading": ""}
        return TypedTable(
            columns=[dict(column) for _number in range(NEW_COLUMNS)],
            row_data=[{"values": [""] * NEW_COLUMNS} for _number in range(NEW_ROWS)],
            caption="",
        )

    def clean(self, table: TypedTable) -> TypedTable:
        """The table without its empty rows. Raises ``TypedTableBlockValidationError`` with a sentence for
        whatever a reader who hears the table would miss."""
        whole = super().clean(table)
        kept = TypedTable(
            columns=[{**column, "heading": str(column["heading"] or "").strip()} for column in whole.columns],
            row_data=[row for row in whole.row_data if any(str(value or "").strip() for value in row["values"])],
            caption=str(whole.caption or "").strip(),
        )
        errors = too_large(kept)
        if not self.is_deferred_validation:
            errors += unfinished(kept)
        if errors:
            raise TypedTableBlockValidationError(non_block_errors=[ValidationError(error) for error in errors])
        if self.is_deferred_validation:
            # A draft keeps the rows that are still empty.
            kept.row_data = whole.row_data
        return kept

    def get_searchable_content(self, value: TypedTable | None) -> list[str]:
        return [text for text in super().get_searchable_content(value) if text]


def unfinished(table: TypedTable) -> list[str]:
    """What is missing of a table that goes out."""
    errors = []
    if not table.caption:
        errors.append(gettext("Tablonun başlığı yazılmamış."))
    if not table.columns or not all(column["heading"] for column in table.columns):
        errors.append(gettext("Tablonun her sütununa bir başlık yazın; boş sütunları silin."))
    if not table.row_data:
        errors.append(gettext("Tabloda dolu satır yok."))
    return errors


def too_large(table: TypedTable) -> list[str]:
    """What no table may be, not even in a draft."""
    errors = []
    if len(table.columns) > MOST_COLUMNS:
        errors.append(gettext("Tabloda en çok %(most)d sütun olabilir.") % {"most": MOST_COLUMNS})
    if len(table.row_data) > MOST_ROWS:
        errors.append(
            gettext("Tabloda en çok %(most)d satır olabilir; uzun listeyi dosya olarak ekleyin.") % {"most": MOST_ROWS}
        )
    if len(table.caption) > CAPTION_LETTERS:
        errors.append(gettext("Tablonun başlığı en çok %(most)d karakter olabilir.") % {"most": CAPTION_LETTERS})
    if any(len(column["heading"]) > CAPTION_LETTERS for column in table.columns):
        errors.append(gettext("Sütun başlığı en çok %(most)d karakter olabilir.") % {"most": CAPTION_LETTERS})
    return errors


class TableBlockAdapter(TypedTableBlockAdapter):
    """Wagtail's editor of tables in the office's words, with what is pasted from a spreadsheet."""

    def js_args(self, block: TableBlock) -> list[Any]:
        arguments: list[Any] = super().js_args(block)
        arguments[-1]["strings"] = {
            "CAPTION": gettext("Tablo başlığı"),
            "CAPTION_HELP_TEXT": gettext("Tablonun neyi gösterdiği; örneğin: Kesintiden etkilenecek mahalleler"),
            "ADD_COLUMN": gettext("Sona sütun ekle"),
            "ADD_ROW": gettext("Sona satır ekle"),
            "COLUMN_HEADING": gettext("Sütun başlığı"),
            "INSERT_COLUMN": gettext("Buraya sütun ekle"),
            "DELETE_COLUMN": gettext("Sütunu sil"),
            "INSERT_ROW": gettext("Buraya satır ekle"),
            "DELETE_ROW": gettext("Satırı sil"),
        }
        return arguments

    @cached_property
    def media(self) -> forms.Media:
        return super().media + forms.Media(js=[static("admin/tables.js")], css={"all": [static("admin/tables.css")]})


register(TableBlockAdapter(), TableBlock)
