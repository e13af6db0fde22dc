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

# What a shoot's button makes: kind, words, icon, the end of its address, the name of its address.
FROM_SHOOT = (
    (Kind.PHOTO, _("Foto galeri taslağı yap"), "image", "", "gallery_from_shoot"),
    (Kind.VIDEO, _("Video galeri taslağı yap"), "media", "video/", "video_gallery_from_shoot"),
)

for place, (kind, label, icon, _end, address) in enumerate(FROM_SHOOT):
    actions.register(
        actions.ShootAction(
            name=f"{kind.value}_gallery",
            label=label,
            icon=icon,
            url=lambda shoot, address=address: reverse(address, args=[shoot.pk]),  # type: ignore[misc]
            may=may_make_galleries,
            post=True,
            order=60 + place,
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
        *(
            path(f"galeri/cekim/<int:number>/{end}", admin_views.from_shoot, {"kind": kind}, name=name)
            for kind, _label, _icon, end, name in FROM_SHOOT
        ),
        path("galeri/secim/", admin_views.from_selection, name="gallery_from_selection"),
    ]


@hooks.register("insert_global_admin_css")
def styles() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("galleries/admin.css"))
