"""``Video``: a video of the office with what was made of it for the web; ``VideoCaption``: its subtitles."""

from __future__ import annotations

from pathlib import PurePath

from django.conf import settings
from django.core.validators import FileExtensionValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from wagtail.models import CollectionMember
from wagtail.search import index

from cms.core.holds import HeldClean
from media_library.models.described import Described
from media_library.models.stored import unguessable_name

VIDEOS = "videos"
PROXIES = "video_proxies"
POSTERS = "video_posters"
CAPTIONS = "video_captions"


def video_path(instance: Video, filename: str) -> str:
    """Where an original video is stored; its own name is kept in ``original_name``."""
    instance.original_name = PurePath(filename).name[-255:]
    return f"{VIDEOS}/{unguessable_name(filename)}"


def proxy_path(instance: Video, filename: str) -> str:
    """Where the web's copy of a video is stored."""
    return f"{PROXIES}/{unguessable_name(filename)}"


def poster_path(instance: Video, filename: str) -> str:
    """Where the still of a video is stored."""
    return f"{POSTERS}/{unguessable_name(filename)}"


def caption_path(instance: VideoCaption, filename: str) -> str:
    """Where subtitles are stored."""
    return f"{CAPTIONS}/{unguessable_name(filename)}"


class VideoKind(models.TextChoices):
    """What a video is."""

    NEWS = "news", _("haber görüntüsü")
    PROMOTION = "promotion", _("tanıtım filmi")
    INTERVIEW = "interview", _("söyleşi")
    RAW = "raw", _("ham çekim")


class VideoState(models.TextChoices):
    """How far the work on a video is."""

    WAITING = "waiting", _("işlenmeyi bekliyor")
    WORKING = "working", _("işleniyor")
    READY = "ready", _("hazır")
    FAILED = "failed", _("işlenemedi")


class Video(HeldClean, Described, CollectionMember, index.Indexed, models.Model):
    """A video: the original as it came, an H.264/AAC proxy and a still for everybody who may see it.

    ``duration_ms`` is in milliseconds, ``progress`` in percent, ``size`` in bytes; ``width`` and ``height`` are those
    of the upright picture.
    """

    title = models.CharField(_("başlık"), max_length=255)
    description = models.TextField(_("açıklama"), max_length=2000, blank=True)
    kind = models.CharField(_("tür"), max_length=20, choices=VideoKind.choices, default=VideoKind.NEWS)
    file = models.FileField(_("video dosyası"), upload_to=video_path, max_length=255)
    original_name = models.CharField(_("dosya adı"), max_length=255, blank=True, editable=False)
    size = models.PositiveBigIntegerField(_("boyut"), default=0, editable=False)
    credit = models.CharField(_("görüntü"), max_length=160, blank=True, help_text=_("Görüntüyü çekenin adı"))
    proxy = models.FileField(upload_to=proxy_path, blank=True, editable=False, max_length=255)
    proxy_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    poster = models.ImageField(
        upload_to=poster_path, blank=True, editable=False, max_length=255,
        width_field="poster_width", height_field="poster_height",
    )  # fmt: skip
    poster_width = models.PositiveIntegerField(null=True, editable=False)
    poster_height = models.PositiveIntegerField(null=True, editable=False)
    state = models.CharField(
        _("durum"), max_length=20, choices=VideoState.choices, default=VideoState.WAITING, editable=False, db_index=True
    )
    progress = models.PositiveSmallIntegerField(_("İlerleme"), default=0, editable=False)
    error = models.CharField(_("hata"), max_length=300, blank=True, editable=False)
    duration_ms = models.PositiveBigIntegerField(_("süre"), null=True, editable=False)
    width = models.PositiveIntegerField(_("genişlik"), null=True, editable=False)
    height = models.PositiveIntegerField(_("yükseklik"), null=True, editable=False)
    tags = TaggableManager(blank=True, verbose_name=_("etiketler"), through="media_library.TaggedItem")
    created_at = models.DateTimeField(_("eklenme"), auto_now_add=True, db_index=True)
    uploaded_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("yükleyen"), on_delete=models.SET_NULL, null=True, blank=True,
        editable=False, related_name="+",
    )  # fmt: skip

    search_fields = [
        *CollectionMember.search_fields,
        index.SearchField("title"),
        index.AutocompleteField("title"),
        index.FilterField("title"),
        index.SearchField("description"),
        index.SearchField("caption"),
        index.FilterField("kind"),
        index.FilterField("shoot"),
        index.FilterField("withheld_at"),
    ]

    class Meta:
        verbose_name = _("video")
        verbose_name_plural = _("videolar")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["file"], name="video_stored_name"),
            models.Index(fields=["proxy"], name="video_proxy_name"),
            models.Index(fields=["poster"], name="video_poster_name"),
            models.Index(fields=["-taken_at", "-id"], name="video_taken"),
            models.Index(
                fields=["licence_ends"], condition=models.Q(licence_ends__isnull=False), name="video_licence_ends"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def filename(self) -> str:
        """The name under which people know and download the original."""
        return self.original_name or PurePath(self.file.name or "").name

    @property
    def is_shown(self) -> bool:
        """Whether there is something to play and nobody took it down."""
        return bool(self.proxy and self.poster) and self.withheld_at is None

    @property
    def duration_text(self) -> str:
        """How long it is, as players show it: "0:07", "12:30", "1:02:03"."""
        minutes, seconds = divmod(round((self.duration_ms or 0) / 1000), 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"

    @property
    def duration_words(self) -> str:
        """How long it is, as one says it: "2 dakika 5 saniye"."""
        minutes, seconds = divmod(round((self.duration_ms or 0) / 1000), 60)
        hours, minutes = divmod(minutes, 60)
        parts = [
            (hours, gettext("%(count)d saat")),
            (minutes, gettext("%(count)d dakika")),
            (seconds, gettext("%(count)d saniye")),
        ]
        return " ".join(text % {"count": count} for count, text in parts if count) or parts[2][1] % {"count": 0}


class VideoCaption(models.Model):
    """Subtitles of a video in one language, as WebVTT."""

    video = models.ForeignKey(Video, verbose_name=_("video"), on_delete=models.CASCADE, related_name="captions")
    language = models.CharField(_("dil"), max_length=10, choices=settings.LANGUAGES, default="tr")
    file = models.FileField(
        _("altyazı dosyası"), upload_to=caption_path, max_length=255,
        validators=[FileExtensionValidator(["vtt"])], help_text=_("WebVTT (.vtt)"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("altyazı")
        verbose_name_plural = _("altyazılar")
        ordering = ["language"]
        constraints = [models.UniqueConstraint(fields=["video", "language"], name="videocaption_one_per_language")]
        indexes = [models.Index(fields=["file"], name="videocaption_stored_name")]

    def __str__(self) -> str:
        return f"{self.video}: {self.get_language_display()}"
