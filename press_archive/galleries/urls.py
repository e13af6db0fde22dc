"""Addresses below ``/foto-galeri/`` and ``/video-galeri/``."""

from django.urls import path

from cms.core import slugs  # noqa: F401 (the converter "address")
from press_archive.galleries import views
from press_archive.galleries.feeds import GalleryFeed
from press_archive.galleries.models import Kind

urlpatterns = [
    path("foto-galeri/", views.gallery_list, {"kind": Kind.PHOTO}, name="photo_galleries"),
    path("foto-galeri/atom.xml", GalleryFeed(), {"kind": Kind.PHOTO}, name="photo_galleries_atom"),
    path("foto-galeri/<address:slug>/", views.gallery, {"kind": Kind.PHOTO}, name="photo_gallery"),
    path("video-galeri/", views.gallery_list, {"kind": Kind.VIDEO}, name="video_galleries"),
    path("video-galeri/atom.xml", GalleryFeed(), {"kind": Kind.VIDEO}, name="video_galleries_atom"),
    path("video-galeri/<address:slug>/", views.gallery, {"kind": Kind.VIDEO}, name="video_gallery"),
]
