"""The office's own image, rendition and document models, and which of their files the public may fetch.

``Photo`` / ``PhotoRendition``: what editors choose in every page. ``File``: documents attached to content.
``PublicFile``: one row for each file that live, signed content uses; everything else is for signed-in staff only.
"""

from __future__ import annotations

import hashlib
import logging
from contextlib import suppress
from pathlib import PurePath
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.files import File as DjangoFile
from django.db import models
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition, Filter, SourceImageIOError, get_upload_to
from wagtail.images.models import Image as WagtailImage
from wagtail.search import index

from cms.core.holds import HeldClean
from media_library.metadata.documents import NotADocument, examine
from media_library.metadata.fields import Fields
from media_library.metadata.outgoing import fields_of
from media_library.models.described import RIGHTS_WORDS, Described
from media_library.models.kept import KeptJSONField
from media_library.models.stored import PhotoFileField, unguessable_name
from media_library.models.videos import Video
from media_library.renditions.drawing import QuickFilter
from media_library.renditions.keys import fields_of_size, keyed
from media_library.renditions.placeholder import UNDRAWABLE, placeholder
from media_library.renditions.storing import create_sizes
from media_library.store.storage import StorageUnavailable
from media_library.suggestions import SuggestedWords, suggested

logger = logging.getLogger(__name__)

# Stored paths begin with one of these; ``media_library.access.views`` decides by it who may fetch what.
ORIGINALS = "original_images"
RENDITIONS = "images"
DOCUMENTS = "documents"


def document_path(instance: File, filename: str) -> str:
    """Where a document is stored; its own name is kept in ``original_name``."""
    instance.original_name = PurePath(filename).name[-255:]
    return f"{DOCUMENTS}/{unguessable_name(filename)}"


# By what right a photo is used; in the order in which an officer answers them.
RIGHTS_FIELDS = ("legal_basis", "contains_children", "licence", "licence_ends", "licence_note", "photographer")
DESCRIBED_FIELDS = (
    "headline", "caption", "copyright_notice", "usage_terms", "shoot", "taken_at", "place", "city", "digital_source",
    "ai_system", "ai_system_version", "ai_prompt", "ai_prompt_writer",
)  # fmt: skip


class Orientation(models.TextChoices):
    """How a photo stands, once turned as the camera says."""

    LANDSCAPE = "landscape", _("yatay")
    PORTRAIT = "portrait", _("dikey")
    SQUARE = "square", _("kare")


class Photo(HeldClean, Described, AbstractImage):
    """A photograph. ``credit`` is the name that must stand under it; ``original_name`` what the camera called it.

    ``stack`` is the photo that stands for this one among near duplicates, ``merged_into`` the one that took its place
    for good (its file and address stay), ``derived_from`` the photo that this one was blurred from.
    ``signed_words``: the words of the newest certificate whose content is live and uses the photo, ``None`` when none
    is; the only ones that its sizes may say to the public. Kept by ``media_library.work.signed_words``.
    ``edit``: how this version was turned and cropped out of ``derived_from`` (``media_library.versions``), ``None`` for
    every other photo.
    ``failed_sizes``: which sizes the worker could not draw, and why.
    """

    file = PhotoFileField(verbose_name=_("file"), upload_to=get_upload_to, width_field="width", height_field="height")
    credit = models.CharField(_("fotoğraf"), max_length=160, blank=True, help_text=_("Fotoğrafı çekenin adı"))
    original_name = models.CharField(_("dosya adı"), max_length=255, blank=True, editable=False)

    orientation = models.CharField(
        _("yön"), max_length=20, choices=Orientation.choices, blank=True, editable=False, db_index=True
    )
    stack = models.ForeignKey(
        "self", verbose_name=_("öndeki benzeri"), on_delete=models.SET_NULL, null=True, blank=True, editable=False,
        related_name="stacked",
    )  # fmt: skip
    merged_into = models.ForeignKey(
        "self", verbose_name=_("yerine geçen"), on_delete=models.PROTECT, null=True, blank=True, editable=False,
        related_name="merged",
    )  # fmt: skip
    derived_from = models.ForeignKey(
        "self", verbose_name=_("aslı"), on_delete=models.PROTECT, null=True, blank=True, editable=False,
        related_name="derived",
    )  # fmt: skip
    tags = TaggableManager(blank=True, verbose_name=_("etiketler"), through="media_library.TaggedItem")
    signed_words = KeptJSONField(_("İmzalı sözler"), null=True, editable=False)
    failed_sizes = KeptJSONField(_("hazırlanamayan boyutlar"), default=dict, blank=True, editable=False)
    edit = models.JSONField(_("düzenleme"), null=True, blank=True, editable=False)

    # The stored name of the file that ``sha256`` is known to speak of.
    digested = ""
    # What ``media_library.suggestions`` has read for many photos at once.
    words_at_hand: SuggestedWords | None = None

    admin_form_fields = (
        "title", "file", "description", "credit", *DESCRIBED_FIELDS, *RIGHTS_FIELDS, "collection", "tags",
        "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height",
    )  # fmt: skip

    # What lists and choosers narrow a search by; without these a search there is an error.
    search_fields = [
        *AbstractImage.search_fields,
        index.RelatedFields("tags", [index.FilterField("name")]),
        index.FilterField("merged_into"),
        index.FilterField("withheld_at"),
    ]

    class Meta(WagtailImage.Meta):
        verbose_name = _("fotoğraf")
        verbose_name_plural = _("fotoğraflar")
        indexes = [
            models.Index(fields=["file"], name="photo_stored_name"),
            models.Index(fields=["-taken_at", "-id"], name="photo_taken"),
            models.Index(fields=["-created_at", "-id"], name="photo_newest"),
            models.Index(fields=["shoot", "-taken_at"], name="photo_shoot"),
            models.Index(fields=["rights_state", "-taken_at", "-id"], name="photo_rights"),
            models.Index(
                fields=["latitude", "longitude"], condition=models.Q(latitude__isnull=False), name="photo_position"
            ),
            models.Index(fields=["photographer", "-taken_at", "-id"], name="photo_photographer"),
            models.Index(
                fields=["licence_ends"], condition=models.Q(licence_ends__isnull=False), name="photo_licence_ends"
            ),
        ]

    def get_upload_to(self, filename: str) -> str:
        self.original_name = PurePath(filename).name[-255:]
        return f"{ORIGINALS}/{unguessable_name(filename)}"

    @property
    def suggested_words(self) -> SuggestedWords:
        """What a page that shows the photo begins with."""
        return self.words_at_hand or suggested([self])[self.pk]

    def rights_fields(self) -> Fields:
        """As for every picture; of a public photo the words that were signed, whatever the archive says now."""
        if self.signed_words is None:
            return super().rights_fields()
        words = fields_of(self.signed_words)
        return Fields(**{name: getattr(words, name) for name in RIGHTS_WORDS})

    @classmethod
    def from_db(cls, db: str | None, field_names: Any, values: Any, **options: Any) -> Photo:
        photo: Photo = super().from_db(db, field_names, values, **options)
        if photo.__dict__.get("sha256"):
            photo.digested = str(photo.__dict__.get("file") or "")
        return photo

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A new file brings its own digest, whoever saves it: every size belongs to the bytes of its source."""
        if "file" not in self.get_deferred_fields() and self.file:
            if not self.file._committed or self.digested != self.file.name:
                # A row may name a file that the store has lost; then it keeps what it knows.
                with suppress(FileNotFoundError, SourceImageIOError), self.open_file() as content:
                    self.sha256 = hashlib.file_digest(content, "sha256").hexdigest()
                    content.seek(0)
            if (names := kwargs.get("update_fields")) is not None and "file" in names:
                kwargs["update_fields"] = {*names, "sha256"}
        super().save(*args, **kwargs)
        if "file" not in self.get_deferred_fields():
            self.digested = self.file.name or ""

    def clean_filter_for_svg(self, filter: Filter) -> Filter:
        """The filter by which Wagtail looks up and stores: ours, whose key holds source and words."""
        return keyed(super().clean_filter_for_svg(filter))

    def find_existing_renditions(self, *filters: Filter) -> dict[Filter, PhotoRendition]:
        found: dict[Filter, PhotoRendition] = super().find_existing_renditions(*map(keyed, filters))
        return found

    def get_rendition(self, filter: Filter | str) -> PhotoRendition:
        """As Wagtail does it; a drawing of a missing picture, never stored, for what cannot be drawn.

        For screens. What leaves the house in another form (mails, kits, posts) asks :meth:`drawn`.
        """
        try:
            return self.drawn(filter)
        except OSError as error:
            if isinstance(error, StorageUnavailable) or isinstance(error.__cause__, StorageUnavailable):
                raise
            wanted = keyed(filter)
            logger.warning("a stand-in for %s of photo %s: %s", wanted.spec, self.pk, error)
            stand_in: PhotoRendition = placeholder(self, wanted)
            return stand_in

    def drawn(self, filter: Filter | str) -> PhotoRendition:
        """One size, made now if it is not there. Raises ``OSError`` (``SourceImageIOError`` among them)."""
        stored: PhotoRendition = super().get_rendition(filter)
        return stored

    def get_renditions(self, *filters: Filter | str) -> dict[str, PhotoRendition]:
        try:
            found: dict[str, PhotoRendition] = super().get_renditions(*filters)
        except SourceImageIOError:
            # Those that can be drawn, and stand-ins for the rest.
            found = {keyed(one).spec: self.get_rendition(one) for one in filters}
        return found

    def generate_rendition_file(self, filter: Filter, *, source: Any = None) -> DjangoFile:
        """As Wagtail does it, but faster and without the camera's metadata (place, serial number, embedded preview).

        ``source`` may be a ``media_library.renditions.drawing.Original``.
        """
        return super().generate_rendition_file(
            QuickFilter(spec=filter.spec, fields=fields_of_size(self, filter.spec)), source=source
        )

    def create_rendition(self, filter: Filter) -> PhotoRendition:
        return self.create_renditions(filter)[filter]

    def create_renditions(self, *filters: Filter) -> dict[Filter, PhotoRendition]:
        """As Wagtail does it, but from one decoding; two processes at once leave one file. Raises ``OSError``."""
        return create_sizes(self, filters) if filters else {}


class PhotoRendition(AbstractRendition):
    """One derived size of a photo. ``focal_point_key`` says of which source and words it is
    (``media_library.renditions.keys``). ``stands_in``: shown in place of one that cannot be drawn, never stored.
    """

    stands_in = False

    image = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = [("image", "filter_spec", "focal_point_key")]
        verbose_name = _("fotoğraf boyutu")
        verbose_name_plural = _("fotoğraf boyutları")
        indexes = [models.Index(fields=["file"], name="photorendition_stored_name")]

    @property
    def url(self) -> str:
        return static(UNDRAWABLE) if self.stands_in else str(self.file.url)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.stands_in:
            raise ValueError("a stand-in is no size of the photo")
        super().save(*args, **kwargs)

    def get_upload_to(self, filename: str) -> str:
        # Not derived from the original's name: knowing one size must not tell the address of another.
        return f"{RENDITIONS}/{unguessable_name(filename)}"


class File(HeldClean, AbstractDocument):
    """A document that content links to; it downloads under ``original_name``.

    ``signed_words``: as of a :class:`Photo`; while live content offers the document, its name is the one in them.
    """

    file = models.FileField(_("dosya"), upload_to=document_path)
    original_name = models.CharField(_("dosya adı"), max_length=255, blank=True, editable=False)
    tags = TaggableManager(blank=True, verbose_name=_("etiketler"), through="media_library.TaggedItem")

    signed_words = KeptJSONField(_("İmzalı sözler"), null=True, editable=False)

    admin_form_fields = ("title", "file", "collection", "tags")

    class Meta(WagtailDocument.Meta):
        verbose_name = _("belge")
        verbose_name_plural = _("belgeler")
        indexes = [models.Index(fields=["file"], name="file_stored_name")]

    def clean(self) -> None:
        """A new file is what its name says. Raises ``ValidationError``."""
        if not self.file:
            return  # somebody else said what is wrong with it
        super().clean()
        if not getattr(self.file, "_committed", True):
            try:
                examine(self.file.file, self.file.name or "")
            except NotADocument as error:
                raise ValidationError({"file": str(error)}) from error

    def save(self, *args: Any, **kwargs: Any) -> None:
        # Public pages name the size. Wagtail would find it out when somebody opens the form, long after the signatures.
        if self.file and self.file_size is None:
            with suppress(OSError):
                self.file_size = self.file.size
        # By its digest a copy of what is under embargo is known, whoever brought it in.
        if self.file and (not getattr(self.file, "_committed", True) or not self.file_hash):
            self.file_hash = ""
            with suppress(OSError, ValueError):  # lost, or closed on the way: taken when somebody asks
                self._set_file_hash()
            if (names := kwargs.get("update_fields")) is not None:
                kwargs["update_fields"] = {*names, "file_hash"}
        super().save(*args, **kwargs)

    @property
    def filename(self) -> str:
        """The name under which people know and download the document."""
        return (self.signed_words or {}).get("filename") or self.original_name or PurePath(self.file.name or "").name


class PublicFile(models.Model):
    """Leave for the public to fetch one photo, document or video, because ``content`` is live and uses it.

    Exactly one of ``photo``, ``file`` and ``video`` is set. Rows appear and disappear in the transaction that publishes
    or withdraws the content. ``words`` and ``digests`` are those of the content's certificate: what may be said of
    the file outside the house (``outgoing_words``), and which bytes were signed (``sha256``, ``proxy_sha256``).
    """

    wagtail_reference_index_ignore = True

    photo = models.ForeignKey(Photo, on_delete=models.PROTECT, null=True, related_name="public_uses")
    file = models.ForeignKey(File, on_delete=models.PROTECT, null=True, related_name="public_uses")
    video = models.ForeignKey(Video, on_delete=models.PROTECT, null=True, related_name="public_uses")
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.CharField(max_length=64)
    words = models.JSONField(default=dict, editable=False)
    digests = models.JSONField(default=dict, editable=False)

    class Meta:
        verbose_name = _("yayındaki dosya")
        verbose_name_plural = _("yayındaki dosyalar")
        indexes = [models.Index(fields=["content_type", "object_id"], name="publicfile_content")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(photo__isnull=False, file__isnull=True, video__isnull=True)
                | models.Q(photo__isnull=True, file__isnull=False, video__isnull=True)
                | models.Q(photo__isnull=True, file__isnull=True, video__isnull=False),
                name="publicfile_one_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.photo or self.file or self.video}"
