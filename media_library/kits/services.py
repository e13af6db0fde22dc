"""Every change of a kit.

By publication: ``kit_for_content``, ``close_for_content``. By editors: ``kit_saved``, ``add_to_kit``, ``make_link``,
``revoke_link``, ``build_again``. By the worker: ``finish_build``, ``give_up``. By a takedown: ``take_out``,
``put_back``. By visitors: ``try_password``, ``write_down``. By every publication and withdrawal: ``renew_hand_outs``.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models import F, Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from cms.core.addresses import network_of
from cms.core.message import Message
from cms.users.models import User
from media_library.access.selectors import certified
from media_library.kits import selectors
from media_library.kits.certified import KINDS, parts_of, parts_of_certificate
from media_library.kits.certified import objections as unsigned
from media_library.kits.models import (
    BUILT,
    Kit,
    KitDownload,
    KitDownloadedItem,
    KitFile,
    KitLink,
    KitState,
    KitTry,
)
from media_library.models import File, JobKind, Photo, Priority, Video
from media_library.rights.rules import Purpose
from media_library.rights.selectors import obstacles, sentences
from media_library.work.jobs import services as jobs

logger = logging.getLogger(__name__)

DAYS_OPEN = 30
RELATIONS = {"photo": "photos__photo", "video": "videos__video", "file": "documents__document"}


# --- Publication ------------------------------------------------------------------------------------------------------


@transaction.atomic(savepoint=False)
def kit_for_content(
    *, content: Any, message: Message, version: int, files: Iterable[dict[str, Any]] = (),
    letterhead: dict[str, str] | None = None,
) -> KitLink:  # fmt: skip
    """The kit of the signed ``version`` of ``content``, made or renewed by its publication, and the link for mails.

    ``files`` is the certificate's list (``{"kind": "photo"|"video"|"file", "id": int, "sha256": …, "words": {…}}``):
    nothing that is not in it goes in. Photos come in the order of ``message.pictures``; what the content itself says of
    a photo or video takes the place of the archive's words. The same version again changes nothing.
    """
    said = {
        "title": message.headline[:255], "number": message.number, "version": version, "message": message.as_payload(),
        "letterhead": letterhead or {},
    }  # fmt: skip
    kind = ContentType.objects.get_for_model(content, for_concrete_model=False)
    whose: dict[str, Any] = {"content_type": kind, "object_id": str(content.pk)}
    kit = Kit.objects.select_for_update().filter(**whose).first()
    made = kit is None
    if kit is None:
        new = Kit(**whose, **said, state=KitState.PREPARING, wanted=1, revision=1)
        # Nothing refers to it yet, and it to nothing that Wagtail's index of references is asked for. Another process
        # may make it in this moment.
        Kit.objects.bulk_create([new], ignore_conflicts=True)
        kit = Kit.objects.select_for_update().get(**whose)
        made = (kit.created_at, kit.revision) == (new.created_at, 1)
    link = None if made else KitLink.objects.filter(kit=kit, is_mailing=True).first()
    if link is None:
        (link,) = KitLink.objects.bulk_create([KitLink(kit=kit, is_mailing=True, label=_("Basın listeleri"))])
    if not made and kit.version == version and kit.state != KitState.CLOSED:
        return link
    for name, value in said.items():
        setattr(kit, name, value)
    # What an earlier version said must not be handed out while this one is made.
    _fill(kit, message, list(files), empty=made)
    if made:
        jobs.enqueue(kind=JobKind.KIT, subject_id=kit.pk, priority=Priority.NEWS)
    else:
        KitFile.objects.filter(kit=kit).delete()
        _ask(kit, state=KitState.PREPARING)
    return link


def _fill(kit: Kit, message: Message, files: list[dict[str, Any]], *, empty: bool) -> None:
    parts = parts_of_certificate(message, files)
    for kind, (model, name) in KINDS.items():
        rows = model._default_manager
        if not empty:
            rows.filter(kit=kit).delete()
        rows.bulk_create(
            model(kit=kit, sort_order=place, words=part.words, digests=part.digests, **{name: part.item})
            for place, part in enumerate(parts.of(kind))
        )


@transaction.atomic
def close_for_content(*, content: models.Model) -> None:
    """Closes the kit of withdrawn ``content``, if it has one: its addresses answer 410 from now on."""
    content_type = ContentType.objects.get_for_model(content, for_concrete_model=False)
    kit = Kit.objects.select_for_update().filter(content_type=content_type, object_id=str(content.pk)).first()
    if kit is None or kit.state == KitState.CLOSED:
        return
    kit.state, kit.wanted, kit.revision = KitState.CLOSED, kit.wanted + 1, kit.revision + 1
    kit.save(update_fields=["state", "wanted", "revision"])
    KitFile.objects.filter(kit=kit).delete()


def _ask(kit: Kit, *, state: KitState | None = None, priority: Priority = Priority.NEWS) -> None:
    """Saves ``kit`` (locked or new) and asks for its files to be made."""
    kit.state, kit.error, kit.wanted = state or KitState(kit.state), "", kit.wanted + 1
    kit.revision += 1 if state else 0
    kit.save()
    jobs.enqueue(kind=JobKind.KIT, subject_id=kit.pk, priority=priority)


# --- Editors ----------------------------------------------------------------------------------------------------------


def _may(user: User | AnonymousUser, action: str = "change") -> None:
    if not user.is_active or not user.has_perm(f"kits.{action}_kit"):
        raise PermissionDenied(_("Basın kitlerini değiştirme yetkiniz yok."))


def objections(*, photos: Iterable[int] = (), videos: Iterable[int] = (), files: Iterable[int] = ()) -> list[str]:
    """Why some of these may not go into a kit made by hand, a sentence each: by right, or because no live content was
    signed with them."""
    photos, videos = list(photos), list(videos)
    by_right = sentences(obstacles(photos=photos, videos=videos, purposes=[Purpose.PRESS]))
    return by_right + unsigned(photos=set(photos), videos=set(videos), files=set(files))


@transaction.atomic
def kit_saved(*, kit: Kit, user: User, new: bool, whole: Page | None = None) -> Kit:
    """After an editor's form wrote the parts of a kit made by hand: asks for its files, and adds all that the live page
    ``whole`` was signed with and may go to the press. Raises ``PermissionDenied``."""
    _may(user, "add" if new else "change")
    if whole is not None:
        photos, videos, files = usable_of(whole.specific)
        kit = add_to_kit(kit=kit, user=user, photos=photos, videos=videos, files=files)
    kit = Kit.objects.select_for_update().get(pk=kit.pk)
    if new:
        kit.created_by = user
    _ask(kit, state=KitState.PREPARING if new else None)
    return kit


@transaction.atomic
def add_to_kit(
    *, kit: Kit | None, user: User, photos: Sequence[Photo] = (), videos: Sequence[Video] = (),
    files: Sequence[File] = (), name: str = "",
) -> Kit:  # fmt: skip
    """Puts these into ``kit``, or into a new one that the office calls ``name``; what is in it already stays as it is.

    Raises ``PermissionDenied``, and ``ValidationError`` with a sentence for each thing that may not go to the press or
    that nobody signed.
    """
    _may(user, "add" if kit is None else "change")
    if kit is not None and not kit.is_by_hand:
        raise ValidationError(_("Bültenin kiti yalnızca imzalanan fotoğrafları içerir; yeni bir kit açın."))
    put_in: dict[str, Sequence[Any]] = {"photos": photos, "videos": videos, "files": files}
    ids: dict[str, Any] = {kind: [one.pk for one in things] for kind, things in put_in.items()}
    if errors := objections(**ids):
        raise ValidationError(errors)
    if kit is None:
        kit = Kit.objects.create(name=" ".join(name.split())[:255], created_by=user)
        log(instance=kit, action="wagtail.create", user=user)
    kit = Kit.objects.select_for_update().get(pk=kit.pk)
    by_kind: tuple[tuple[str, Sequence[Any]], ...] = (("photo", photos), ("video", videos), ("file", files))
    for kind, things in by_kind:
        model, field = KINDS[kind]
        rows = model._default_manager.filter(kit=kit)
        there = set(rows.values_list(f"{field}_id", flat=True))
        place = (rows.aggregate(last=Max("sort_order"))["last"] or 0) + 1
        fresh = [one for one in dict.fromkeys(things) if one.pk not in there]
        model._default_manager.bulk_create(
            model(kit=kit, sort_order=place + step, **{field: one}) for step, one in enumerate(fresh)
        )
    _ask(kit, state=KitState.PREPARING if kit.state == KitState.FAILED else None)
    log(instance=kit, action="kits.fill", user=user, data={name: len(found) for name, found in ids.items()})
    return kit


def signed_of(items: Iterable[Photo | Video]) -> tuple[list[Photo], list[Video]]:
    """Those of ``items`` that may be put into a kit made by hand, as far as signatures go."""
    photos = [one for one in items if isinstance(one, Photo)]
    videos = [one for one in items if isinstance(one, Video)]
    signed_photos = certified("photo", [one.pk for one in photos])
    signed_videos = certified("video", [one.pk for one in videos])
    return [one for one in photos if one.pk in signed_photos], [one for one in videos if one.pk in signed_videos]


def usable_of(content: models.Model) -> tuple[list[Photo], list[Video], list[File]]:
    """The photos, videos and documents that live ``content`` was signed with and that may go to the press today."""
    photos, videos, files = selectors.signed_with(content)
    blocked = obstacles(photos=[one.pk for one in photos], videos=[one.pk for one in videos], purposes=[Purpose.PRESS])
    return [one for one in photos if one not in blocked], [one for one in videos if one not in blocked], files


@transaction.atomic
def build_again(*, kit: Kit, user: User) -> None:
    """Tries once more to make a kit. Raises ``PermissionDenied``, or ``ValidationError`` for a closed one."""
    _may(user)
    kit = Kit.objects.select_for_update().get(pk=kit.pk)
    if kit.state == KitState.CLOSED:
        raise ValidationError(_("Bu kit kapatılmış; bülteni geri çekilmiş."))
    _ask(kit, state=KitState.PREPARING if kit.state == KitState.FAILED else None)


@transaction.atomic
def make_link(
    *, kit: Kit, user: User, label: str, email: str = "", expires_at: dt.datetime | None = None, password: str = ""
) -> KitLink:
    """A new address of the kit for ``label``. Raises ``PermissionDenied``, or ``ValidationError`` for a closed kit."""
    _may(user)
    kit = Kit.objects.select_for_update().get(pk=kit.pk)
    if kit.state == KitState.CLOSED:
        raise ValidationError(_("Bu kit kapatılmış; bağlantı verilemez."))
    link = KitLink.objects.create(
        kit=kit, label=label.strip()[:160], email=email, expires_at=expires_at,
        password=make_password(password) if password else "", created_by=user,
    )  # fmt: skip
    log(instance=kit, action="kits.link", user=user, data={"link": link.pk, "for": link.label})
    return link


@transaction.atomic
def revoke_link(*, link: KitLink, user: User) -> None:
    """Ends a link at once, downloads that have begun included. Raises ``PermissionDenied``, and ``ValidationError`` for
    the link in a signed bulletin's mails: it ends with the bulletin, and no one person ends it before."""
    _may(user)
    row = KitLink.objects.select_for_update(of=("self",)).select_related("kit").get(pk=link.pk)
    if row.is_mailing:
        raise ValidationError(_("Bültenin e-postalarındaki bağlantı iptal edilemez; bülten geri çekilince kapanır."))
    if row.revoked_at is None:
        row.revoked_at, row.revoked_by = timezone.now(), user
        row.save(update_fields=["revoked_at", "revoked_by"])
        log(instance=row.kit, action="kits.revoke", user=user, data={"link": row.pk, "for": row.label})


def renew_hand_outs(files: Iterable[Mapping[str, Any]]) -> int:
    """Asks anew for every kit made by hand that holds one of a certificate's ``files``; gives how many.

    To be called when content is published or withdrawn. What a kit may hand out changes in that moment by itself; this
    only has the new copies made before somebody asks for them.
    """
    ids: dict[str, list[int]] = defaultdict(list)
    for entry in files:
        ids[RELATIONS[entry["kind"]]].append(entry["id"])
    if not ids:
        return 0
    wanted = Q()
    for relation, named in ids.items():
        wanted |= Q(**{f"{relation}__in": named})
    by_hand = Kit.objects.filter(wanted, content_type=None, state__in=[KitState.READY, KitState.PREPARING])
    numbers = list(by_hand.order_by().values_list("pk", flat=True).distinct())
    # A download that has begun must not go on with what is not said any more.
    if numbers:
        Kit.objects.filter(pk__in=numbers).update(revision=F("revision") + 1)
    jobs.enqueue_all((JobKind.KIT, pk, Priority.ARRIVED) for pk in sorted(numbers))
    return len(numbers)


def _make_anew(kits: models.QuerySet[Kit]) -> int:
    numbers = list(kits.order_by().values_list("pk", flat=True).distinct())
    jobs.enqueue_all((JobKind.KIT, pk, Priority.ARRIVED) for pk in sorted(numbers))
    return len(numbers)


def look_for_changes(*, kit: Kit, contents: selectors.Contents) -> bool:
    """Asks for a kit's files anew if some of what it may hand out is not made; gives whether it did."""
    if kit.state != KitState.READY or not contents.waits:
        return False
    jobs.enqueue(kind=JobKind.KIT, subject_id=kit.pk)
    return True


# --- The worker -------------------------------------------------------------------------------------------------------


@transaction.atomic
def finish_build(*, kit_id: int, wanted: int, files: Sequence[KitFile], problem: str = "") -> bool:
    """Shows what was built, all at once. ``False``: meanwhile something else was asked for, and nothing is shown."""
    kit = Kit.objects.select_for_update().get(pk=kit_id)
    if kit.state == KitState.CLOSED or kit.wanted != wanted:
        return False
    files = selectors.may_go_out(kit, parts_of(kit), files)
    before = list(KitFile.objects.filter(kit=kit).values_list("name", "stored_name"))
    if before != [(one.name, one.stored_name) for one in files]:
        KitFile.objects.filter(kit=kit).delete()
        KitFile.objects.bulk_create(files)
        kit.revision += 1
    kit.state, kit.error, kit.built_at = KitState.READY, problem[:300], timezone.now()
    kit.save(update_fields=["state", "error", "built_at", "revision"])
    return True


@transaction.atomic
def give_up(kit_id: int, reason: str) -> None:
    """The worker does not try again. A kit that could be downloaded before still can."""
    kit = Kit.objects.select_for_update().filter(pk=kit_id, state=KitState.PREPARING).first()
    if kit is not None:
        kit.state, kit.error = KitState.FAILED, reason[:300]
        kit.save(update_fields=["state", "error"])


# --- Takedown ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def take_out(*, photo: Photo | None = None, video: Video | None = None) -> int:
    """Takes every file made of this photo or video out of every kit, and deletes it; gives how many kits that was.

    Runs in the transaction of the takedown; the files themselves go when it is committed.
    """
    rows = KitFile.objects.filter(photo=photo) if photo is not None else KitFile.objects.filter(video=video)
    kits = set(rows.values_list("kit_id", flat=True))
    stored = {name for name in rows.values_list("stored_name", flat=True) if name.startswith(BUILT)}
    if not kits:
        return 0
    list(Kit.objects.select_for_update().filter(pk__in=kits).order_by("pk"))
    rows.delete()
    Kit.objects.filter(pk__in=kits).update(revision=F("revision") + 1)
    transaction.on_commit(partial(_remove_stored, stored))
    return len(kits)


def put_back(*, photo: Photo | None = None, video: Video | None = None) -> None:
    """The picture may be used again: the kits that hold it are made anew."""
    _make_anew(selectors.kits_of(photo=photo, video=video).filter(state__in=[KitState.READY, KitState.PREPARING]))


def _remove_stored(names: set[str]) -> None:
    for name in names - selectors.stored_in_use(names):
        try:
            default_storage.delete(name)
        except OSError:
            # No address leads to it any more; the cleaning takes it next time.
            logger.exception("a file of a kit could not be deleted: %s", name)


# --- Visitors ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def try_password(*, link: KitLink, password: str, ip: str | None) -> bool:
    """Whether ``password`` opens ``link``; a wrong one is counted. Ask ``selectors.is_locked`` afterwards.

    The link's row is locked, so that many tries at once are not more tries.
    """
    row, network = KitLink.objects.select_for_update().get(pk=link.pk), network_of(ip) or None
    if selectors.is_locked(row, ip):
        return False
    if check_password(password, row.password):
        KitTry.objects.filter(link=row, ip=network).delete()
        return True
    KitTry.objects.create(link=row, ip=network)
    return False


@transaction.atomic
def write_down(
    *, link: KitLink, user: User | AnonymousUser, who: str, ip: str | None, what: str, is_zip: bool, first: int,
    length: int, handed: Iterable[tuple[int | None, int | None, str]],
) -> KitDownload:  # fmt: skip
    """Writes a download down before its first byte leaves. ``handed``: photo id, video id and name of every picture."""
    download = KitDownload.objects.create(
        kit_id=link.kit_id, link=link, user=user if isinstance(user, User) else None,
        who=who[:254], what=what[:255], is_zip=is_zip, first=first, bytes=length, ip=ip,
    )  # fmt: skip
    KitDownloadedItem.objects.bulk_create(
        KitDownloadedItem(download=download, photo_id=photo, video_id=video, name=name)
        for photo, video, name in handed
        if photo or video
    )
    return download


def forget_tries(*, older_than: dt.timedelta = dt.timedelta(days=1)) -> int:
    """Forgets wrong passwords of long ago; gives how many."""
    return KitTry.objects.filter(at__lt=timezone.now() - older_than).delete()[0]
