"""Photo and video galleries of the website.

``PhotoGalleryIndexPage``, ``VideoGalleryIndexPage``: the lists at ``/foto-galeri/`` and ``/video-galeri/``, made by a
migration; ``PhotoGalleryPage``, ``VideoGalleryPage``: one gallery, signed with its rows ``GalleryPhoto`` /
``GalleryVideo``; ``GalleryEntry``: the index that public lists read.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable, Page
from wagtail.search import index

from cms.core.governed import StructuralPage
from cms.core.message import Message
from cms.website.entries import PublicEntry, RegisteredPage
from media_library.draft_words import Use
from media_library.models import Shoot, Video
from press_archive.galleries import panels
from press_archive.galleries.messages import drawn_photos, gallery_message
from press_archive.galleries.validation import LONGEST_CAPTION, submission_errors


class Kind(models.TextChoices):
    """What a gallery shows."""

    PHOTO = "photo", _("foto galeri")
    VIDEO = "video", _("video galeri")


class PhotoGalleryIndexPage(StructuralPage):
    """The list of photo galleries. It holds no words of its own and was made by a migration."""

    parent_page_types = ["website.HomePage"]
    subpage_types = ["galleries.PhotoGalleryPage"]
    max_count = 1
    content_panels: list[Any] = []
    promote_panels: list[Any] = []
    settings_panels: list[Any] = []

    class Meta:
        verbose_name = _("foto galeri listesi")


class VideoGalleryIndexPage(StructuralPage):
    """The list of video galleries. It holds no words of its own and was made by a migration."""

    parent_page_types = ["website.HomePage"]
    subpage_types = ["galleries.VideoGalleryPage"]
    max_count = 1
    content_panels: list[Any] = []
    promote_panels: list[Any] = []
    settings_panels: list[Any] = []

    class Meta:
        verbose_name = _("video galeri listesi")


class GalleryPage(RegisteredPage):
    """What both kinds of gallery have: words, the day and place of the event, and the shoot that they come from."""

    kind: ClassVar[Kind]

    summary = models.TextField(
        _("açıklama"), max_length=400, help_text=_("Bir iki cümle: ne oldu, kimler vardı? Listede de görünür.")
    )
    date = models.DateField(_("tarih"), default=timezone.localdate)
    place = models.CharField(_("yer"), max_length=120, blank=True)
    shoot = models.ForeignKey(
        Shoot, verbose_name=_("çekim"), on_delete=models.PROTECT, null=True, blank=True, related_name="%(class)ss"
    )

    subpage_types: list[str] = []
    search_fields = [*RegisteredPage.search_fields, index.SearchField("summary"), index.SearchField("place")]

    class Meta:
        abstract = True

    @property
    def rows(self) -> list[Any]:
        """The rows in order, those of a revision too."""
        raise NotImplementedError

    def submission_errors(self) -> list[str]:
        return submission_errors(kind=self.kind, rows=self.rows, summary=self.summary)

    def to_message(self) -> Message:
        return gallery_message(self)

    def draw_for_release(self) -> None:
        drawn_photos(self)


class PhotoGalleryPage(GalleryPage):
    """Photos of one event, in the order in which they are looked at."""

    kind = Kind.PHOTO

    parent_page_types = ["galleries.PhotoGalleryIndexPage"]
    template = "galleries/photo_gallery.html"
    edit_handler = panels.photo_gallery()

    class Meta:
        verbose_name = _("foto galeri")
        verbose_name_plural = _("foto galeriler")

    @property
    def rows(self) -> list[Any]:
        return in_order(self.photos.all())

    def photo_uses(self) -> list[Use]:
        """The photos of the gallery, with the places of their words."""
        return [Use(row.photo, row, caption=LONGEST_CAPTION) for row in self.rows if row.photo_id]


class VideoGalleryPage(GalleryPage):
    """Videos of one event or subject."""

    kind = Kind.VIDEO

    parent_page_types = ["galleries.VideoGalleryIndexPage"]
    template = "galleries/video_gallery.html"
    edit_handler = panels.video_gallery()

    class Meta:
        verbose_name = _("video galeri")
        verbose_name_plural = _("video galeriler")

    @property
    def rows(self) -> list[Any]:
        return in_order(self.videos.all())


def in_order(rows: Any) -> list[Any]:
    """Child rows as they stand in the gallery; those without a number as they come."""
    return sorted(rows, key=lambda row: row.sort_order or 0)


class GalleryPhoto(Orderable):
    """One photo of a gallery, with the words that are signed with it."""

    page = ParentalKey(PhotoGalleryPage, on_delete=models.CASCADE, related_name="photos")
    photo = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL, verbose_name=_("fotoğraf"), on_delete=models.PROTECT, related_name="+"
    )
    alt = models.CharField(
        _("alternatif metin"), max_length=200, help_text=_("Fotoğrafı görmeyen birine ne anlatırdınız?")
    )
    credit = models.CharField(_("kaynak"), max_length=160, help_text=_("Fotoğraf: adı soyadı"))
    caption = models.TextField(_("fotoğraf altı"), max_length=600, blank=True)

    panels = panels.photo_row()

    class Meta(Orderable.Meta):
        verbose_name = _("fotoğraf")
        verbose_name_plural = _("fotoğraflar")

    def __str__(self) -> str:
        return self.alt[:60]


class GalleryVideo(Orderable):
    """One video of a gallery, with the words that are signed with it."""

    page = ParentalKey(VideoGalleryPage, on_delete=models.CASCADE, related_name="videos")
    video = models.ForeignKey(Video, verbose_name=_("video"), on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("başlık"), max_length=160)
    caption = models.TextField(_("açıklama"), max_length=600, blank=True)
    credit = models.CharField(_("kaynak"), max_length=160, blank=True, help_text=_("Görüntü: adı soyadı"))

    panels = panels.video_row()

    class Meta(Orderable.Meta):
        verbose_name = _("video")
        verbose_name_plural = _("videolar")

    def __str__(self) -> str:
        return self.title


class GalleryEntry(PublicEntry):
    """One line of the register of galleries. ``date`` is the event's."""

    newest_first = ("-date", "-pk")
    section = "galeriler"

    page = models.OneToOneField(Page, on_delete=models.PROTECT, related_name="gallery_entry")
    kind = models.CharField(_("tür"), max_length=10, choices=Kind.choices)
    date = models.DateField(_("tarih"))

    class Meta:
        verbose_name = _("galeri kaydı")
        verbose_name_plural = _("galeri kayıtları")
        indexes = [models.Index("kind", "date", "id", condition=Q(public=True), name="gallery_public")]
