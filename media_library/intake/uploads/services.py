"""Every change of an upload's state.

By people: ``begin``, ``receive``, ``abandon``. When the last byte is here: ``settle``, ``take_in``. By the media
worker: ``take_in_received`` (also what a killed web process left), ``clean``.
"""

from __future__ import annotations

import datetime as dt
import logging
import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import F, Sum
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.permissions import policy_registry

from cms.core.text import clean_file_name
from cms.core.worker import DATABASE_TROUBLE
from cms.users.models import User
from media_library.intake.services import Refused, digest_of, kind_of, take_in_photo, take_in_video
from media_library.intake.uploads import parts
from media_library.intake.uploads.models import Upload, UploadKind, UploadState
from media_library.models import Photo, Shoot, Video

logger = logging.getLogger(__name__)

GIGABYTE = 1024**3
MOST_OPEN = 2000
ROOM_TO_LEAVE = 2 * GIGABYTE
# What is no larger is taken in while the sender waits; of a larger one even the digest takes long.
TAKEN_AT_ONCE = 64 * 1024 * 1024
MOST_ATTEMPTS = 4
TRY_AGAIN_AFTER = dt.timedelta(minutes=1)
STRAY_AFTER = 24 * 3600.0
# A refusal is told again to a sender that missed it; later the same file may be tried once more.
ANSWER_KEPT = dt.timedelta(minutes=10)
ROWS_KEPT = dt.timedelta(days=30)


class TooLarge(Refused):
    """The file, or what was sent of it, is larger than it may be."""

    status = 413


class NoRoom(Refused):
    """The disk is full."""

    status = 507


class NotAllowed(Refused):
    """This person may not upload, or has too much under way."""

    status = 403


class WrongOffset(Exception):
    """The bytes do not continue where the file ends."""


class Gone(Exception):
    """The upload has ended or expired; nothing more is taken for it."""


class AlreadyThere(Refused):
    """The shoot has this very file; ``item`` is the one it has."""

    def __init__(self, item: Photo | Video) -> None:
        super().__init__(_("Bu dosya bu çekimde zaten var."))
        self.item = item


def may_upload(user: User | AnonymousUser) -> bool:
    """Whether ``user`` may open shoots and bring photos and videos in."""
    return bool(policy_registry.get_by_type(Photo).user_has_permission(user, "add"))


def largest(kind: str) -> int:
    """The size in bytes up to which files of ``kind`` are taken."""
    if kind == UploadKind.PHOTO:
        return settings.MEDIA_MAX_PHOTO_MB * 1024**2
    return settings.MEDIA_MAX_VIDEO_GB * GIGABYTE


def begin(*, user: User, shoot: Shoot, name: str, size: int) -> Upload:
    """Opens an upload of ``size`` bytes into ``shoot``. Raises ``Refused`` with a sentence for ``user``."""
    if not may_upload(user):
        raise NotAllowed(_("Arşive dosya ekleme yetkiniz yok."))
    kind = kind_of(name)
    if size <= 0:
        raise Refused(_("Dosya boş (0 bayt). Yeniden aktarıp deneyin."))
    if size > largest(kind):
        raise TooLarge(
            _("Dosya çok büyük (%(size)s). En çok %(most)s olabilir.")
            % {"size": filesizeformat(size), "most": filesizeformat(largest(kind))}
        )
    if Upload.objects.receiving().filter(user=user).count() >= MOST_OPEN:
        raise NotAllowed(
            _("Bitmemiş %(count)d yüklemeniz var. Yenisine başlamadan önce onları bitirin ya da iptal edin.")
            % {"count": MOST_OPEN}
        )
    if parts.free_bytes() - _promised() < size + ROOM_TO_LEAVE:
        raise NoRoom(_("Sunucunun diskinde bu dosya için yer kalmadı. Sistem yöneticinize haber verin."))
    upload = Upload(user=user, shoot=shoot, name=clean_file_name(name), kind=kind, size=size)
    parts.make(upload.pk)
    try:
        upload.save(force_insert=True)
    except BaseException:
        parts.remove(upload.pk)
        raise
    return upload


def _promised() -> int:
    """Bytes that uploads under way have yet to bring."""
    lately = timezone.now() - dt.timedelta(hours=1)
    return (
        Upload.objects.receiving().filter(touched_at__gt=lately).aggregate(rest=Sum(F("size") - F("offset")))["rest"]
        or 0
    )


def receive(
    *, upload: Upload, offset: int, length: int, read: Callable[[int], bytes], checksum: tuple[str, bytes] | None = None
) -> int:
    """Appends ``length`` bytes from ``read`` at ``offset`` and gives the new offset. What came before a cut is kept.

    ``checksum`` is (algorithm, digest) of the bytes. Raises ``WrongOffset``, ``TooLarge``, ``Gone``, ``NoRoom``,
    ``parts.Busy`` or ``parts.Mismatch``.
    """
    if upload.state != UploadState.RECEIVING:
        raise Gone
    if offset + length > upload.size:
        raise TooLarge(_("Gönderilen, dosyanın bildirilen boyutundan büyük."))
    try:
        with parts.writer(upload.pk) as part:
            if part.size != offset:
                raise WrongOffset
            try:
                if checksum is None:
                    part.take(read, length, at=offset)
                else:
                    part.take_checked(read, length, at=offset, algorithm=checksum[0], digest=checksum[1])
            except parts.Overtaken:
                raise parts.Busy from None
            except parts.Full as error:
                raise NoRoom(_("Sunucunun diskinde yer kalmadı. Sistem yöneticinize haber verin.")) from error
            finally:
                part.sync()
                _note(upload, part.size)
    except parts.Missing:
        _end(upload, UploadState.ABANDONED)
        raise Gone from None
    return upload.offset


def _note(upload: Upload, offset: int) -> None:
    upload.offset, upload.touched_at = offset, timezone.now()
    Upload.objects.receiving().filter(pk=upload.pk).update(offset=offset, touched_at=upload.touched_at)


def _end(upload: Upload, state: UploadState) -> bool:
    ended = Upload.objects.receiving().filter(pk=upload.pk).update(state=state, touched_at=timezone.now())
    return bool(ended)


def abandon(*, upload: Upload) -> None:
    """The owner does not want it any more. Raises ``Gone`` when it has ended already."""
    if not _end(upload, UploadState.ABANDONED):
        raise Gone
    parts.remove(upload.pk)


def settle(*, upload: Upload, leave: bool = False) -> None:
    """Whatever the arrival of the last byte asks for; nothing when it has not come. ``upload`` is fresh afterwards.

    Files up to ``TAKEN_AT_ONCE`` bytes are taken in here unless one is to ``leave`` them; the rest by the media worker.
    """
    if upload.state == UploadState.RECEIVING:
        try:
            complete = parts.size_of(upload.pk) == upload.size
        except parts.Missing:
            complete = False
        if complete:
            Upload.objects.receiving().filter(pk=upload.pk).update(
                state=UploadState.RECEIVED, offset=upload.size, touched_at=timezone.now()
            )
            upload.refresh_from_db()
    if upload.state == UploadState.RECEIVED and upload.size <= TAKEN_AT_ONCE and not leave:
        take_in(upload_id=upload.pk)
        upload.refresh_from_db()


def is_over(*, upload: Upload) -> bool:
    """Whether the sender of the same file should begin anew instead of hearing what became of it this time."""
    if upload.state == UploadState.TAKEN:
        return upload.item is None
    return upload.state == UploadState.REFUSED and upload.touched_at < timezone.now() - ANSWER_KEPT


def take_in(*, upload_id: uuid.UUID) -> bool:
    """Brings a received file into its shoot, or refuses it. ``False``: somebody else is at it, or it must wait.

    May be repeated and killed anywhere: the photo's row and the upload's state change in one transaction.
    """
    try:
        with parts.claimed(upload_id) as path:
            upload = Upload.objects.select_related("shoot", "user").filter(pk=upload_id).first()
            if upload is None or upload.state != UploadState.RECEIVED:
                return False
            # Written down first: a file that kills whoever opens it is not opened for ever.
            Upload.objects.filter(pk=upload_id).update(attempts=F("attempts") + 1)
            try:
                if upload.attempts >= MOST_ATTEMPTS:
                    raise Refused(_("Bu dosya sunucuda açılamadı. Başka bir biçimde kaydedip deneyin."))
                _store(upload, path)
            except Refused as refusal:
                _refuse(upload, refusal)
            parts.remove(upload_id)
            return True
    except (parts.Busy, parts.Missing):
        return False
    except DATABASE_TROUBLE:
        raise
    except Exception as error:
        logger.exception("upload %s could not be taken in", upload_id)
        # A full disk or a store that is away is no fault of the file; anything else counts as an attempt.
        ours = isinstance(error, OSError)
        Upload.objects.filter(pk=upload_id, state=UploadState.RECEIVED).update(
            reason=_("Sunucudaki bir sorun yüzünden arşive henüz eklenemedi; kendiliğinden yeniden denenecek."),
            attempts=F("attempts") - (1 if ours else 0),
            touched_at=timezone.now(),
        )
        return False


def _store(upload: Upload, path: Any) -> None:
    digest = digest_of(path)
    photo = upload.kind == UploadKind.PHOTO
    _note_on_twins(upload, digest)

    def then(item: Any) -> None:
        # Two copies of one file at the same time: the second waits here and finds the first.
        Shoot.objects.select_for_update().get(pk=upload.shoot_id)
        note = _note_on_twins(upload, digest, but=item)
        log(instance=item, action="wagtail.create", user=upload.user)
        became = {"photo": item} if photo else {"video": item}
        taken = Upload.objects.filter(pk=upload.pk, state=UploadState.RECEIVED).update(
            state=UploadState.TAKEN, reason=note, touched_at=timezone.now(), **became
        )
        if not taken:
            raise parts.Busy

    common = {"path": path, "name": upload.name, "user": upload.user, "shoot": upload.shoot, "digest": digest}
    common["ours"] = True
    if photo:
        take_in_photo(**common, then=then)
    else:
        take_in_video(**common, then=then)


def _note_on_twins(upload: Upload, digest: str, *, but: Photo | Video | None = None) -> str:
    """A sentence about the same file elsewhere in the archive. Raises ``Refused`` where a second one is not wanted."""
    rows: Any = Photo.objects if upload.kind == UploadKind.PHOTO else Video.objects
    twins = rows.filter(sha256=digest).select_related("shoot").order_by("pk")
    if but is not None:
        twins = twins.exclude(pk=but.pk)
    twins = list(twins[:50])
    for twin in twins:
        if twin.shoot_id == upload.shoot_id:
            raise AlreadyThere(twin)
    if any(twin.withheld_at for twin in twins):
        raise Refused(_("Bu dosya arşivde var ve kullanımdan kaldırılmış; yeniden eklenemez."))
    if not twins:
        return ""
    sentence = (
        _("Bu fotoğraf arşivde zaten var") if upload.kind == UploadKind.PHOTO else _("Bu video arşivde zaten var")
    )
    return f"{sentence}: {twins[0].shoot}" if twins[0].shoot else f"{sentence}."


@transaction.atomic
def _refuse(upload: Upload, refusal: Refused) -> None:
    became: dict[str, Any] = {}
    if isinstance(refusal, AlreadyThere):
        became = {"photo" if isinstance(refusal.item, Photo) else "video": refusal.item}
    Upload.objects.filter(pk=upload.pk, state=UploadState.RECEIVED).update(
        state=UploadState.REFUSED, reason=str(refusal)[:600], touched_at=timezone.now(), **became
    )


def take_in_received() -> int:
    """A chore of the media worker: takes in what waits, and what is whole but was left by a killed process."""
    count = 0
    for upload in Upload.objects.receiving():
        settle(upload=upload, leave=True)
    late = timezone.now() - TRY_AGAIN_AFTER
    for pk, reason, touched_at in list(Upload.objects.waiting().values_list("pk", "reason", "touched_at")):
        if not reason or touched_at < late:
            count += take_in(upload_id=pk)
    return count


def clean() -> None:
    """A chore of the media worker: gives up what nobody continues, and removes files that nothing needs."""
    for upload in Upload.objects.expired():
        if _end(upload, UploadState.ABANDONED):
            parts.remove(upload.pk)
    parts.strays(_needed, older_than=STRAY_AFTER)
    Upload.objects.exclude(state__in=(UploadState.RECEIVING, UploadState.RECEIVED)).filter(
        touched_at__lt=timezone.now() - ROWS_KEPT
    ).delete()


def _needed(ids: set[uuid.UUID]) -> set[uuid.UUID]:
    open_states = (UploadState.RECEIVING, UploadState.RECEIVED)
    needed: set[uuid.UUID] = set()
    asked = list(ids)
    for start in range(0, len(asked), 500):
        some = asked[start : start + 500]
        needed |= set(Upload.objects.filter(pk__in=some, state__in=open_states).values_list("pk", flat=True))
    return needed
