"""Ölçüler: the sizes of what is printed, hung and shown, kept by the office."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from publishing.publications.formats.models import Format


class FormatIndexView(IndexView):
    """The list, which stands as cards on a phone."""

    table_classname = "listing office-stacked"


def size_of(row: Any) -> str:
    """Width and height in millimetres, as one says them."""
    return f"{row.trim_width:g} × {row.trim_height:g} mm"


class FormatViewSet(ModelViewSet):
    """A new panel needs a row here and nothing else: the templates lay themselves out from it."""

    model = Format
    index_view_class = FormatIndexView
    name = "publication_formats"
    url_prefix = "olculer"
    icon = "crosshairs"
    menu_label = _("Ölçüler")
    menu_name = "publication-formats"
    copy_view_enabled = True
    inspect_view_enabled = False
    add_to_reference_index = False
    list_display = ["name", "kind", Column("size", label=_("Ölçü"), accessor=size_of), BooleanColumn("active")]
    list_filter = ["kind", "active"]
    search_fields = ("name", "owner")
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("kind"), FieldPanel("name")]),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("trim_width"), FieldPanel("trim_height")]),
                    FieldRowPanel([FieldPanel("visible_width"), FieldPanel("visible_height")]),
                    FieldRowPanel([FieldPanel("safe"), FieldPanel("bleed")]),
                    FieldRowPanel([FieldPanel("scale"), FieldPanel("distance")]),
                ],
                heading=_("Ebat"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("condition"), FieldPanel("max_ink")]),
                    FieldRowPanel([FieldPanel("ppi_wanted"), FieldPanel("ppi_tolerated")]),
                    FieldRowPanel([FieldPanel("pages_multiple"), FieldPanel("pieces")]),
                ],
                heading=_("Baskı"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("paper"), FieldRowPanel([FieldPanel("owner"), FieldPanel("deadline_days")]),
                    FieldPanel("notes"), FieldPanel("source"), FieldPanel("active"),
                ],
                heading=_("Malzeme ve teslim"),
            ),
        ]
    )  # fmt: skip
