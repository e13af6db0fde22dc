"""Press kits.

``Kit``: photos, videos and documents handed out together; ``KitPhoto``, ``KitVideo``, ``KitDocument``: what was put in;
``KitFile``: the files that were made of it; ``KitLink``: one address under which somebody gets them; ``KitTry``: wrong
passwords typed there; ``KitDownload`` and ``KitDownloadedItem``: who fetched what, for good.
"""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any, NoReturn

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from media_library.models import File, Photo, Video

STORED = "kits"
BUILT = f"{STORED}/"


def new_token() -> str:
    """256 random bits for an address that nobody can guess."""
    return secrets.token_urlsafe(32)


class KitState(models.TextChoices):
    """Where a kit stands."""

    PREPARING = "preparing", _("hazırlanıyor")
    READY = "ready", _("hazır")
    FAILED = "failed", _("hazırlanamadı")
    CLOSED = "closed", _("kapalı")


class Kit(ClusterableModel):
    """What belongs together for the press. One kit for each bulletin (``content``), any number made by hand.

    ``message`` is ``Message.as_payload()`` of the bulletin in its signed ``version``, ``title`` its headline,
    ``letterhead`` how the office signs it: ``{"municipality", "address", "phone", "email", "colour"}``. A kit made by
    hand has none of these and says nothing of its own: ``name`` is for the office alone. ``wanted`` counts what was
    asked of the kit, ``revision`` what was shown of it: a build whose ``wanted`` was overtaken shows nobody anything.
    """

    name = models.CharField(
        _("İç ad"), max_length=255, blank=True,
        help_text=_("Yalnızca büroda görünür. Basının gördüğü başlık, kitin içindekilerden kendiliğinden oluşur."),
    )  # fmt: skip
    title = models.CharField(_("başlık"), max_length=255, blank=True, editable=False)
    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, null=True, editable=False, related_name="+")
    object_id = models.CharField(max_length=64, blank=True, editable=False)
    content = GenericForeignKey("content_type", "object_id")
    content.verbose_name = _("İçerik")  # for the lists of where a page is used
    version = models.PositiveIntegerField(_("sürüm"), null=True, editable=False)
    number = models.CharField(_("bülten no"), max_length=20, blank=True, editable=False)
    message = models.JSONField(default=dict, blank=True, editable=False)
    letterhead = models.JSONField(default=dict, blank=True, editable=False)
    state = models.CharField(
        _("durum"), max_length=20, choices=KitState.choices, default=KitState.PREPARING, editable=False, db_index=True
    )
    error = models.CharField(_("hata"), max_length=300, blank=True, editable=False)
    wanted = models.PositiveIntegerField(default=1, editable=False)
    revision = models.PositiveIntegerField(_("yapım"), default=0, editable=False)
    built_at = models.DateTimeField(_("hazırlanma"), null=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("hazırlayan"), on_delete=models.SET_NULL, null=True, editable=False,
        related_name="+",
    )  # fmt: skip
    created_at = models.DateTimeField(_("oluşturma"), auto_now_add=True)

    class Meta:
        verbose_name = _("basın kiti")
        verbose_name_plural = _("basın kitleri")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id"], condition=Q(content_type__isnull=False), name="kit_of_content"
            ),
        ]

    def __str__(self) -> str:
        """For the office; what the press reads is ``selectors.title_of``."""
        if self.is_by_hand:
            return self.name or str(_("Basın kiti %(number)s")) % {"number": self.pk}
        return f"{self.number} · {self.title}" if self.number else self.title

    @property
    def is_by_hand(self) -> bool:
        """Whether an editor chose what is in it; the kit of a bulletin holds what was signed with the bulletin."""
        return self.content_type_id is None


class KitPart(Orderable):
    """Something that was put into a kit, in the office's order.

    In the kit of a bulletin ``words`` are all the words that were signed for it and ``digests`` say which bytes were;
    in a kit made by hand both stay empty and are asked of ``PublicFile`` every time.
    """

    words = models.JSONField(default=dict, editable=False)
    digests = models.JSONField(default=dict, editable=False)

    class Meta(Orderable.Meta):
        abstract = True


class KitPhoto(KitPart):
    """A photo of a kit."""

    kit = ParentalKey(Kit, on_delete=models.CASCADE, related_name="photos")
    photo = models.ForeignKey(Photo, verbose_name=_("fotoğraf"), on_delete=models.CASCADE, related_name="kit_parts")

    class Meta(KitPart.Meta):
        verbose_name = _("kitteki fotoğraf")
        verbose_name_plural = _("kitteki fotoğraflar")
        constraints = [models.UniqueConstraint(fields=["kit", "photo"], name="kitphoto_once")]

    def __str__(self) -> str:
        return str(self.photo)


class KitVideo(KitPart):
    """A video of a kit: its web copy, and the original if ``with_original``."""

    kit = ParentalKey(Kit, on_delete=models.CASCADE, related_name="videos")
    video = models.ForeignKey(Video, verbose_name=_("video"), on_delete=models.CASCADE, related_name="kit_parts")
    with_original = models.BooleanField(_("özgün dosyayı da ver"), default=False)

    class Meta(KitPart.Meta):
        verbose_name = _("kitteki video")
        verbose_name_plural = _("kitteki videolar")
        constraints = [models.UniqueConstraint(fields=["kit", "video"], name="kitvideo_once")]

    def __str__(self) -> str:
        return str(self.video)


class KitDocument(KitPart):
    """A document of a kit."""

    kit = ParentalKey(Kit, on_delete=models.CASCADE, related_name="documents")
    document = models.ForeignKey(File, verbose_name=_("belge"), on_delete=models.CASCADE, related_name="kit_parts")

    class Meta(KitPart.Meta):
        verbose_name = _("kitteki belge")
        verbose_name_plural = _("kitteki belgeler")
        constraints = [models.UniqueConstraint(fields=["kit", "document"], name="kitdocument_once")]

    def __str__(self) -> str:
        return str(self.document)


class FileRole(models.TextChoices):
    """What a file of a kit is for."""

    TEXT = "text", _("metin")
    WEB = "web", _("web boyu (1600 px)")
    ORIGINAL = "original", _("özgün boy")
    VIDEO = "video", _("video")
    DOCUMENT = "document", _("belge")


class KitFile(models.Model):
    """One file that the kit hands out, under ``name`` (its path in the zip).

    ``stored_name`` is the file in the default store: below ``kits/`` one that was made for kits (and may serve
    several), else a file of the archive, handed out as it is. ``size`` in bytes; ``recipe`` is the digest of everything
    the file was made of: the same recipe is the same file. ``caption``, ``credit``, ``terms`` and ``alt_text`` are
    those that were signed; they are written into it and shown beside it.
    """

    wagtail_reference_index_ignore = True

    kit = models.ForeignKey(Kit, on_delete=models.CASCADE, related_name="files")
    photo = models.ForeignKey(Photo, on_delete=models.CASCADE, null=True, related_name="kit_files")
    video = models.ForeignKey(Video, on_delete=models.CASCADE, null=True, related_name="kit_files")
    document = models.ForeignKey(File, on_delete=models.CASCADE, null=True, related_name="kit_files")
    role = models.CharField(_("tür"), max_length=20, choices=FileRole.choices)
    position = models.PositiveIntegerField()
    name = models.CharField(_("dosya adı"), max_length=255)
    stored_name = models.CharField(max_length=255, db_index=True)
    size = models.PositiveBigIntegerField(_("boyut"))
    crc32 = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    media_type = models.CharField(max_length=100)
    recipe = models.CharField(max_length=64, db_index=True)
    caption = models.TextField(blank=True)
    credit = models.CharField(max_length=160, blank=True)
    terms = models.CharField(max_length=500, blank=True)
    alt_text = models.TextField(blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("kit dosyası")
        verbose_name_plural = _("kit dosyaları")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["kit", "name"], name="kitfile_name_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def last_name(self) -> str:
        """The name without the zip's folder."""
        return self.name.rpartition("/")[2]


class KitLinkQuerySet(models.QuerySet["KitLink"]):
    """Links by the office's questions."""

    def open(self, at: dt.datetime | None = None) -> KitLinkQuerySet:
        """Links that lead somewhere now."""
        return self.filter(
            Q(expires_at__isnull=True) | Q(expires_at__gt=at or timezone.now()), revoked_at__isnull=True
        ).exclude(kit__state=KitState.CLOSED)


class KitLink(models.Model):
    """One address of a kit, for one recipient or for a mailing (``is_mailing``: the one in a bulletin's mails).

    The token is kept as it is, because the office has to be able to show it again; it opens only what its recipient was
    to have. ``password`` is a hash of Django's hashers, empty for none.
    """

    wagtail_reference_index_ignore = True

    kit = models.ForeignKey(Kit, verbose_name=_("kit"), on_delete=models.CASCADE, related_name="links")
    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    label = models.CharField(_("kime"), max_length=160, help_text=_("Örneğin “Ege Postası, Deniz Örnek”"))
    email = models.EmailField(_("e-postası"), blank=True)
    is_mailing = models.BooleanField(default=False, editable=False)
    expires_at = models.DateTimeField(_("son geçerlilik"), null=True, blank=True)
    password = models.CharField(max_length=128, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("İptal zamanı"), null=True, editable=False)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("oluşturan"), on_delete=models.SET_NULL, null=True, editable=False,
        related_name="+",
    )  # fmt: skip
    created_at = models.DateTimeField(_("oluşturma"), auto_now_add=True)

    objects = KitLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("kit bağlantısı")
        verbose_name_plural = _("kit bağlantıları")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["kit"], condition=Q(is_mailing=True), name="kitlink_one_mailing"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_expired(self) -> bool:
        """Whether its time has run out."""
        return self.expires_at is not None and self.expires_at <= timezone.now()


class KitTry(models.Model):
    """A wrong password typed at a link. Forgotten after a day."""

    wagtail_reference_index_ignore = True

    link = models.ForeignKey(KitLink, on_delete=models.CASCADE, related_name="tries")
    ip = models.GenericIPAddressField(null=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("yanlış parola")
        verbose_name_plural = _("yanlış parolalar")
        indexes = [models.Index(fields=["link", "at"], name="kittry_of_link")]

    def __str__(self) -> str:
        return f"{self.link} · {self.ip}"


class Kept(models.Model):
    """A row that is written once. Raises ``TypeError`` for whoever tries to change or remove it."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("a download is a record: it is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("a download is a record: it is never removed")


class KitDownload(Kept):
    """One fetch of the zip or of one file, written when it begins. ``who`` is known from a personal address or the
    link; ``bytes`` is how much was asked for, ``first`` the first byte of the range."""

    wagtail_reference_index_ignore = True

    kit = models.ForeignKey(Kit, verbose_name=_("kit"), on_delete=models.PROTECT, related_name="downloads")
    link = models.ForeignKey(
        KitLink, verbose_name=_("bağlantı"), on_delete=models.PROTECT, null=True, related_name="downloads"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("kullanıcı"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    who = models.CharField(_("kim"), max_length=254, blank=True)
    what = models.CharField(_("ne"), max_length=255)
    is_zip = models.BooleanField(default=False)
    first = models.PositiveBigIntegerField(default=0)
    bytes = models.PositiveBigIntegerField(_("bayt"))
    at = models.DateTimeField(_("ne zaman"), default=timezone.now)
    ip = models.GenericIPAddressField(_("IP adresi"), null=True)

    class Meta:
        verbose_name = _("kit indirmesi")
        verbose_name_plural = _("kit indirmeleri")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["kit", "-at"], name="kitdownload_of_kit")]

    def __str__(self) -> str:
        return f"{self.who or self.ip} · {self.what}"

    @property
    def goes_on(self) -> bool:
        """Whether it is the rest of a download that had begun before, or a part of one."""
        return self.first > 0


class KitDownloadedItem(Kept):
    """One photo or video that a download handed over, wholly or in part. Ids without a foreign key: the record outlives
    the picture."""

    wagtail_reference_index_ignore = True

    download = models.ForeignKey(KitDownload, on_delete=models.PROTECT, related_name="items")
    photo_id = models.PositiveBigIntegerField(null=True)
    video_id = models.PositiveBigIntegerField(null=True)
    name = models.CharField(max_length=255)

    class Meta:
        verbose_name = _("İndirilen")
        verbose_name_plural = _("İndirilenler")
        indexes = [
            models.Index(fields=["photo_id"], name="kitdownloaded_photo"),
            models.Index(fields=["video_id"], name="kitdownloaded_video"),
        ]

    def __str__(self) -> str:
        return self.name
