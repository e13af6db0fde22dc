"""The editors' lists of galleries."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.ui.tables.pages import PageStatusColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.pages import PageListingViewSet

from cms.core.exports import ExportMixin
from cms.core.standing import Standing, with_standing
from cms.office.menu import RuledMenuItem
from press_archive.galleries.models import (
    PhotoGalleryIndexPage,
    PhotoGalleryPage,
    VideoGalleryIndexPage,
    VideoGalleryPage,
)
from press_archive.galleries.services import may_make_galleries

COLUMNS = [
    TitleColumn(
        "title",
        label=_("Başlık"),
        accessor="draft_title",
        get_url=lambda page: reverse("wagtailadmin_pages:edit", args=[page.pk]),
    ),
    DateColumn("date", label=_("Tarih"), sort_key="date", width="14%"),
    Column("place", label=_("Yer"), accessor="place", classname="bulletin-wide", width="20%"),
    PageStatusColumn("status", label=_("Durum"), width="14%"),
]


class GalleryIndexView(ExportMixin, IndexView):
    """Twenty galleries a page, the newest first."""

    paginate_by = 20
    default_ordering = "-id"
    parent_model: Any = PhotoGalleryIndexPage
    list_export = ["draft_title", "date", "place", "standing_label", "latest_revision_created_at"]
    export_headings = {
        "draft_title": _("Başlık"),
        "date": _("Tarih"),
        "place": _("Yer"),
        "standing_label": _("Durum"),
        "latest_revision_created_at": _("Son değişiklik"),
    }
    export_filename = "galeriler"

    def get_valid_orderings(self) -> list[str]:
        return [*super().get_valid_orderings(), "-id"]

    def get_base_queryset(self) -> Any:
        return with_standing(super().get_base_queryset())

    def to_row_dict(self, item: Any) -> Any:
        item.standing_label = str(Standing(item.standing).label)
        return super().to_row_dict(item)

    @cached_property
    def add_url(self) -> str | None:
        parent = self.parent_model.objects.first()
        if parent is None or not parent.permissions_for_user(self.request.user).can_add_subpage():
            return None
        return reverse("wagtailadmin_pages:add", args=["galleries", self.model._meta.model_name, parent.pk])


class PhotoGalleryIndexView(GalleryIndexView):
    page_title = _("Foto galeriler")


class VideoGalleryIndexView(GalleryIndexView):
    page_title = _("Video galeriler")
    parent_model = VideoGalleryIndexPage


class GalleryMenuItem(RuledMenuItem):
    """Shown to those who make galleries."""

    def __init__(self, label: Any, url: Any, **kwargs: Any) -> None:
        super().__init__(label, url, rule=may_make_galleries, **kwargs)


class PhotoGalleryViewSet(PageListingViewSet):
    name = "photo_galleries_admin"
    url_prefix = "foto-galeriler"
    model = PhotoGalleryPage
    index_view_class = PhotoGalleryIndexView
    icon = "image"
    menu_label = _("Foto galeriler")
    menu_item_class = GalleryMenuItem
    columns = COLUMNS


class VideoGalleryViewSet(PageListingViewSet):
    name = "video_galleries_admin"
    url_prefix = "video-galeriler"
    model = VideoGalleryPage
    index_view_class = VideoGalleryIndexView
    icon = "media"
    menu_label = _("Video galeriler")
    menu_item_class = GalleryMenuItem
    columns = COLUMNS


class GalleryViewSetGroup(ViewSetGroup):
    """ "Galeriler" in the admin's menu."""

    items = (PhotoGalleryViewSet, VideoGalleryViewSet)
    menu_label = _("Galeriler")
    menu_name = "galeriler"
    menu_icon = "image"
    menu_order = 112
