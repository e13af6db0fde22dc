"""Galleries as sentences: ``photo_gallery(title=…)``, ``video_gallery()``, ready videos without ffmpeg."""

from __future__ import annotations

import io
import itertools
from hashlib import sha256

from django.core.files.base import ContentFile
from PIL import Image

from media_library.models import Video, VideoState
from press_archive.galleries.models import (
    GalleryPhoto,
    GalleryVideo,
    PhotoGalleryIndexPage,
    PhotoGalleryPage,
    VideoGalleryIndexPage,
    VideoGalleryPage,
)
from tests import factories

counter = itertools.count(1)


def still(colour="#2a6f97", width=640, height=360):
    stream = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(stream, "JPEG")
    return stream.getvalue()


def video(title="Körfez", **values):
    """A video on which the work is done."""
    number = next(counter)
    values = {"state": VideoState.READY, "duration_ms": 65_000, "credit": "Görüntü: Deniz Örnek"} | values
    film, copy = f"film {number}".encode(), f"web {number}".encode()
    found = Video(title=title, size=len(film), **values)
    found.sha256, found.proxy_sha256 = sha256(film).hexdigest(), sha256(copy).hexdigest()
    found.file.save("film.mp4", ContentFile(film), save=False)
    found.proxy.save("web.mp4", ContentFile(copy), save=False)
    found.poster.save("kare.jpg", ContentFile(still()), save=False)
    found.save()
    return found


def row(photo=None, **values):
    values = {"alt": "Sahilde yürüyenler", "credit": "Fotoğraf: Deniz Örnek", "caption": "Yeni yol açıldı."} | values
    return GalleryPhoto(photo=photo or factories.photo(), **values)


def photo_gallery(rows=None, **values):
    """A complete draft of three photos, or of ``rows``."""
    values = {"title": f"Sahil yolu açıldı {next(counter)}", "summary": "Açılıştan kareler."} | values
    page = PhotoGalleryPage(owner=factories.editor(), live=False, **values)
    for place, one in enumerate(rows if rows is not None else [row(), row(), row()]):
        one.sort_order = place
        page.photos.add(one)
    PhotoGalleryIndexPage.objects.get().add_child(instance=page)
    page.save_revision(user=factories.editor(), log_action=True, clean=False)
    return PhotoGalleryPage.objects.get(pk=page.pk)


def video_gallery(videos=None, **values):
    """A complete draft of one video, or of ``videos``."""
    values = {"title": f"Kent filmi {next(counter)}", "summary": "Kentimizden görüntüler."} | values
    page = VideoGalleryPage(owner=factories.editor(), live=False, **values)
    for place, one in enumerate(videos if videos is not None else [video()]):
        page.videos.add(GalleryVideo(video=one, title=one.title, credit=one.credit, sort_order=place))
    VideoGalleryIndexPage.objects.get().add_child(instance=page)
    page.save_revision(user=factories.editor(), log_action=True, clean=False)
    return VideoGalleryPage.objects.get(pk=page.pk)
