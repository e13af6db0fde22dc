"""Kinds of bulletins and ready texts in the admin's settings."""

from __future__ import annotations

from typing import Any

from django.forms import CheckboxSelectMultiple
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, TitleColumn
from wagtail.admin.viewsets.model import ModelViewSet

from press_archive.bulletins.kinds import BulletinKind, ReadyText

PLACE_PANEL = FieldRowPanel([FieldPanel("position"), FieldPanel("active")])


class RowViewSet(ModelViewSet):
    """What both lists have in common."""

    add_to_settings_menu = True
    copy_view_enabled = True
    inspect_view_enabled = False
    ordering = ("position", "pk")
    search_fields = ("name",)
    edit_name: str

    @property
    def list_display(self) -> list[Any]:
        edit = f"{self.name}:edit"
        return [
            TitleColumn("name", label=_("Ad"), get_url=lambda row: reverse(edit, args=[row.pk])),
            BooleanColumn("active", label=_("Kullanımda"), width="20%"),
        ]


class KindViewSet(RowViewSet):
    """Bülten türleri."""

    model = BulletinKind
    name = "bulletin_kinds"
    url_prefix = "bulten-turleri"
    icon = "doc-empty"
    menu_label = _("Bülten türleri")
    menu_name = "bulletin-kinds"
    menu_order = 621
    edit_handler = ObjectList(
        [
            MultiFieldPanel([FieldPanel("name"), PLACE_PANEL], heading=_("Tür")),
            HelpPanel(
                template="bulletins/kind_help.html",
                heading=_("Nasıl kullanılır?"),
            ),
            MultiFieldPanel(
                [FieldPanel("title"), FieldPanel("summary"), FieldPanel("body"),
                 FieldPanel("ready_texts", widget=CheckboxSelectMultiple)],
                heading=_("Haber metni"),
            ),
            MultiFieldPanel(
                [FieldPanel("department"), FieldPanel("place"),
                 FieldPanel("categories", widget=CheckboxSelectMultiple), FieldPanel("tags")],
                heading=_("Künye"),
            ),
            MultiFieldPanel(
                [FieldPanel("send_email"), FieldPanel("distribution_lists", widget=CheckboxSelectMultiple)],
                heading=_("E-posta"),
            ),
            InlinePanel("social_texts", heading=_("Sosyal medya metinleri"), label=_("Sosyal medya metni")),
        ]
    )  # fmt: skip


class ReadyTextViewSet(RowViewSet):
    """Hazır metinler."""

    model = ReadyText
    name = "ready_texts"
    url_prefix = "hazir-metinler"
    icon = "pilcrow"
    menu_label = _("Hazır metinler")
    menu_name = "ready-texts"
    menu_order = 622
    edit_handler = ObjectList(
        [
            MultiFieldPanel([FieldPanel("name"), PLACE_PANEL], heading=_("Hazır metin")),
            FieldPanel(
                "body",
                help_text=_(
                    "Bültene kopyalanarak girer: burada sonradan değişen, daha önce yazılmış bültenleri değiştirmez."
                ),
            ),
        ]
    )
