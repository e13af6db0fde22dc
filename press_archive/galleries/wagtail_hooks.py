"""Galleries in Wagtail's admin: their lists, their style, and the buttons on shoots and selections of the archive."""

from __future__ import annotations

from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from media_library.archive import actions
from press_archive.galleries import admin_views
from press_archive.galleries.listing import GalleryViewSetGroup
from press_archive.galleries.models import Kind
from press_archive.galleries.services import may_make_galleries

actions.register(
    actions.ShootAction(
        name="photo_gallery",
        label=_("Foto galeri taslağı yap"),
        icon="image",
        url=lambda shoot: reverse("gallery_from_shoot", args=[shoot.pk]),
        may=may_make_galleries,
        post=True,
        order=60,
    )
)
actions.register(
    actions.ShootAction(
        name="video_gallery",
        label=_("Video galeri taslağı yap"),
        icon="media",
        url=lambda shoot: reverse("video_gallery_from_shoot", args=[shoot.pk]),
        may=may_make_galleries,
        post=True,
        order=61,
    )
)
actions.register(
    actions.Action(
        name="gallery",
        label=_("Galeri taslağı yap"),
        icon="image",
        url=lambda: reverse("gallery_from_selection"),
        may=may_make_galleries,
        post=True,
        order=60,
    )
)


@hooks.register("register_admin_viewset")
def gallery_lists() -> GalleryViewSetGroup:
    return GalleryViewSetGroup()


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [
        path("galeri/cekim/<int:number>/", admin_views.from_shoot, {"kind": Kind.PHOTO}, name="gallery_from_shoot"),
        path(
            "galeri/cekim/<int:number>/video/",
            admin_views.from_shoot,
            {"kind": Kind.VIDEO},
            name="video_gallery_from_shoot",
        ),
        path("galeri/secim/", admin_views.from_selection, name="gallery_from_selection"),
    ]


@hooks.register("insert_global_admin_css")
def styles() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("galleries/admin.css"))
