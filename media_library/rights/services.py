"""Changes of rights: the state of pictures (``refresh``, ``refresh_due``), consents (``save_consent``,
``withdraw_consent``, ``record_look``), photographers (``save_photographer``), and what is off the air (``take_down``,
``lift``)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import File as DjangoFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.core import front
from cms.users.models import User
from media_library.models import (
    Consent,
    ConsentLook,
    JobKind,
    Photo,
    Photographer,
    PhotoRendition,
    Priority,
    RightsState,
    Takedown,
    Video,
)
from media_library.rights import selectors, spread, versions
from media_library.rights.rules import BY_CONTRACT, age_of, holds, person_key, rights_state_of
from media_library.signals import item_restored, item_withheld, public_sizes_removed, rights_changed, taking_down
from media_library.work.jobs import services as jobs

CHUNK = 500
ONLY_ARCHIVISTS = _("Rıza kayıtları yalnızca arşivcilere açıktır.")


# --- The state of pictures --------------------------------------------------------------------------------------------


def refresh(*, photos: Iterable[int] = (), videos: Iterable[int] = ()) -> int:
    """Writes the rights state of these pictures anew, their versions brought in step first; gives how many changed."""
    today, changed, numbers = timezone.localdate(), 0, set(photos)
    numbers |= versions.follow(numbers) if numbers else set()
    for model, ids in ((Photo, sorted(numbers)), (Video, sorted(set(videos)))):
        for start in range(0, len(ids), CHUNK):
            by_state: dict[str, list[Any]] = {}
            items = list(selectors.with_rights(model, ids[start : start + CHUNK]))
            down = selectors.withheld_files(items)
            for item in items:
                states = [
                    rights_state_of(one, one.consents.all(), on=today) for one in (item, *selectors.speaking_for(item))
                ]
                blocked = item.sha256 in down or RightsState.BLOCKED in states
                state = RightsState.BLOCKED if blocked else states[0]
                if state != item.rights_state:
                    by_state.setdefault(state.value, []).append(item)
            for value, found in by_state.items():
                changed_ids = [item.pk for item in found]
                changed += model._default_manager.filter(pk__in=changed_ids).update(rights_state=value)
                if selectors.used(found):
                    rights_changed.send(sender=model)
    return changed


def refresh_due() -> int:
    """Blocks what ran out since the last call: licences, contracts and consents whose day has passed. Gives how many.

    Time takes rights away and never gives any, so that only pictures that are not blocked yet need to be looked at.
    """
    today, changed = timezone.localdate(), 0
    ended = Photographer.objects.filter(rights_until__lt=today).exclude(kind=Photographer.Kind.STAFF)
    expired = Consent.objects.filter(expires_on__lt=today, withdrawn_at=None)
    for model, name in ((Photo, "photos"), (Video, "videos")):
        usable = model._default_manager.exclude(rights_state=RightsState.BLOCKED).order_by()
        # Three queries, each by its own index, instead of one that must look at every picture.
        ids = set(usable.filter(licence_ends__lt=today).values_list("pk", flat=True))
        ids |= set(usable.filter(photographer__in=ended, licence__in=BY_CONTRACT).values_list("pk", flat=True))
        ids |= set(usable.filter(consents__in=expired).values_list("pk", flat=True))
        changed += refresh(**{name: ids})
        if model is Photo and ids:
            changed += refresh(photos=Photo.objects.filter(merged_into__in=ids).values_list("pk", flat=True))
    return changed


def announce_endings() -> None:
    """Tells whoever removes nginx's copies of the rights that end while a copy could stand in for the site."""
    today = timezone.localdate()
    days = (today, today + dt.timedelta(seconds=front.KEPT))
    usable = [model._default_manager.exclude(rights_state=RightsState.BLOCKED) for model in (Photo, Video)]
    found: set[dt.date] = set()
    for rows, name in (
        (usable[0], "licence_ends"),
        (usable[1], "licence_ends"),
        (Photographer.objects.exclude(kind=Photographer.Kind.STAFF), "rights_until"),
        (Consent.objects.filter(withdrawn_at=None), "expires_on"),
    ):
        last = rows.filter(**{f"{name}__range": days}).order_by()
        found |= set(last.values_list(name, flat=True).distinct())
    midnights = (day + dt.timedelta(days=1) for day in found)
    front.ends(int(timezone.make_aware(dt.datetime.combine(day, dt.time())).timestamp()) for day in midnights)


# --- Consents ---------------------------------------------------------------------------------------------------------


def record_look(
    *, user: User, part: ConsentLook.Part, consent: Consent | None = None, detail: str = "", ip: str | None = None
) -> ConsentLook:
    """Writes down that ``user`` looked. Raises ``PermissionDenied`` for anybody but an archivist."""
    if not selectors.may_see_consents(user):
        raise PermissionDenied(ONLY_ARCHIVISTS)
    return ConsentLook.objects.create(user=user, part=part, consent=consent, detail=detail[:300], ip=ip or None)


@transaction.atomic
def save_consent(
    *, consent: Consent, user: User, photos: Sequence[Photo] = (), videos: Sequence[Video] = (),
    document: DjangoFile | None = None, ip: str | None = None,
) -> Consent:  # fmt: skip
    """Stores a new or changed consent for exactly these photos and videos, and what follows for them.

    ``document`` replaces the signed form. Raises ``PermissionDenied``, ``ValidationError`` for a withdrawn consent.
    """
    if not selectors.may_see_consents(user):
        raise PermissionDenied(ONLY_ARCHIVISTS)
    if consent.pk and Consent.objects.select_for_update().get(pk=consent.pk).withdrawn_at is not None:
        raise ValidationError(_("Geri alınmış bir rıza değiştirilemez; yeni bir kayıt açın."))
    created = consent.pk is None
    if created:
        consent.created_by = user
    if document is not None:
        if old := consent.document.name:
            storage = consent.document.storage
            transaction.on_commit(lambda: storage.delete(old))
        consent.document_name = str(document.name)[-255:]
        consent.document.save(consent.document_name, document, save=False)
    consent.save()
    before = _ids(consent)
    consent.photos.set(photos)
    consent.videos.set(videos)
    after = _ids(consent)
    record_look(
        user=user, part=ConsentLook.Part.CHANGE, consent=consent, ip=ip,
        detail=_("kayıt açıldı") if created else _("kayıt değiştirildi"),
    )  # fmt: skip
    refresh(photos=before[0] | after[0], videos=before[1] | after[1])
    return consent


@transaction.atomic
def withdraw_consent(*, consent: Consent, user: User, note: str, ip: str | None = None) -> list[Takedown]:
    """The person takes the consent back: what depends on it can no longer be used, and what the public sees of it is
    taken down. Gives the takedowns. Raises ``PermissionDenied``, ``ValidationError`` when it was withdrawn before.
    """
    if not selectors.may_see_consents(user):
        raise PermissionDenied(ONLY_ARCHIVISTS)
    taking_down.send(sender=Consent)
    row = Consent.objects.select_for_update().get(pk=consent.pk)
    if row.withdrawn_at is not None:
        raise ValidationError(_("Bu rıza daha önce geri alınmış."))
    row.withdrawn_at, row.withdrawn_by, row.withdrawal_note = timezone.now(), user, note.strip()[:300]
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawal_note"])
    record_look(user=user, part=ConsentLook.Part.CHANGE, consent=row, detail=_("rıza geri alındı"), ip=ip)
    photos, videos = _ids(row)
    photos |= set(Photo.objects.filter(merged_into__in=photos).values_list("pk", flat=True))
    refresh(photos=photos, videos=videos)
    taken = []
    for item in depending(consent=row):
        item.refresh_from_db(fields=["withheld_at"])
        if item.withheld_at is None:  # else it went with another one that shows the same
            named = {"photo": item} if isinstance(item, Photo) else {"video": item}
            taken.append(take_down(**named, user=user, reason=_("Rıza geri alındı."), consent=row))
    consent.refresh_from_db()
    return taken


def depending(*, consent: Consent) -> list[Photo | Video]:
    """What goes off the air when ``consent`` is withdrawn: its pictures that somebody has seen or been given, be it in
    another copy, unless they are down already or the same person's newer consent holds for them."""
    photos, videos = _ids(consent)
    today, person = timezone.localdate(), person_key(consent)
    found: list[Photo | Video] = []
    for model, ids in ((Photo, photos), (Video, videos)):
        for item in selectors.with_rights(model, ids).filter(withheld_at=None).order_by("pk"):
            theirs = [one for one in item.consents.all() if one.pk != consent.pk and person_key(one) == person]
            newer = any(holds(one, today) and age_of(one) > age_of(consent) for one in theirs)
            same = [item, *(selectors.same_pictures(item) if isinstance(item, Photo) else [])]
            if not newer and any(spread.is_spread(one) for one in same):
                found.append(item)
    return found


def _ids(consent: Consent) -> tuple[set[int], set[int]]:
    return (
        set(consent.photos.values_list("pk", flat=True)),
        set(consent.videos.values_list("pk", flat=True)),
    )


# --- Photographers ----------------------------------------------------------------------------------------------------


@transaction.atomic
def save_photographer(*, photographer: Photographer, user: User) -> Photographer:
    """Stores a photographer and what the contract means for the pictures. Raises ``PermissionDenied``."""
    action = "change" if photographer.pk else "add"
    if not user.has_perm(f"media_library.{action}_photographer"):
        raise PermissionDenied(_("Fotoğrafçı kayıtlarını arşivciler tutar."))
    photographer.save()
    refresh(
        photos=photographer.photos.values_list("pk", flat=True),
        videos=photographer.videos.values_list("pk", flat=True),
    )
    return photographer


# --- Taking down ------------------------------------------------------------------------------------------------------


@transaction.atomic
def take_down(
    *, user: User, reason: str, photo: Photo | None = None, video: Video | None = None, consent: Consent | None = None
) -> Takedown:
    """Takes one photo or video off every surface at once, with the photos that were merged into it.

    The original stays stored: what was signed can be verified. Raises ``PermissionDenied`` for anybody but archivists
    and the two offices, ``ValidationError`` without a reason and for what is down already.
    """
    if not selectors.may_take_down(user):
        raise PermissionDenied(_("Yayından kaldırma yetkisi arşivcilerde, Müdürde ve Başkandadır."))
    if not reason.strip():
        raise ValidationError(_("Gerekçe yazılmadan yayından kaldırılamaz."))
    taking_down.send(sender=Takedown)
    item, twins = _locked(photo=photo, video=video)
    if item.withheld_at is not None:
        raise ValidationError(_("“%(title)s” zaten yayından kaldırılmış.") % {"title": item.title})
    named = {"photo": item} if isinstance(item, Photo) else {"video": item}
    row = Takedown.objects.create(
        **named, reason=reason.strip()[:300], consent=consent, by=user, spread=spread.spread_of([item, *twins])
    )
    for one in [item, *twins]:
        if one.withheld_at is None:
            _withhold(one, row, user)
    return row


def _withhold(item: Photo | Video, row: Takedown, user: User) -> None:
    item.withheld_at, item.rights_state = row.at, RightsState.BLOCKED
    item.save(update_fields=["withheld_at", "rights_state"])
    photo, video = (item, None) if isinstance(item, Photo) else (None, item)
    log(instance=item, action="rights.taken_down", user=user, data={"reason": row.reason})
    item_withheld.send(sender=type(item), photo=photo, video=video, takedown=row)
    if photo is not None:
        transaction.on_commit(partial(_without_sizes, photo.pk))


def _without_sizes(photo_id: int) -> None:
    remove_sizes(photo_id=photo_id)
    public_sizes_removed.send(sender=Photo)


@transaction.atomic
def lift(*, takedown: Takedown, user: User, reason: str) -> Takedown:
    """Opens again what ``takedown`` closed. Raises ``PermissionDenied`` for anybody but archivists,
    ``ValidationError`` without a reason, when it was lifted before, and when readers would see again what may not be
    shown, such as somebody who took a consent back."""
    if not selectors.may_open_withheld(user):
        raise PermissionDenied(_("Yayından kaldırılanı yalnızca arşivciler yeniden açabilir."))
    if not reason.strip():
        raise ValidationError(_("Gerekçe yazılmadan yeniden açılamaz."))
    row = Takedown.objects.select_for_update().get(pk=takedown.pk)
    if row.lifted_at is not None:
        raise ValidationError(_("Bu kaldırma daha önce sona erdirilmiş."))
    item, twins = _locked(photo=row.photo, video=row.video)
    original = selectors.original_of(item)
    if original is not None and original.withheld_at is not None:
        raise ValidationError(_("Fotoğrafın aslı yayından kaldırılmış; önce onu yeniden açın."))
    row.lifted_at, row.lifted_by, row.lift_reason = timezone.now(), user, reason.strip()[:300]
    row.save(update_fields=["lifted_at", "lifted_by", "lift_reason"])
    opened: list[Photo | Video] = []
    for one in [item, *twins]:
        named = {"photo": one} if isinstance(one, Photo) else {"video": one}
        made_of = selectors.original_of(one)
        if one.withheld_at is None or selectors.open_takedown(**named) or (made_of and made_of.withheld_at):
            continue
        one.withheld_at = None
        one.save(update_fields=["withheld_at"])
        opened.append(one)
    _check_shown(opened)
    for one in opened:
        named = {"photo": one} if isinstance(one, Photo) else {"video": one}
        if isinstance(one, Photo):
            refresh(photos=[one.pk])
            kind = JobKind.PUBLIC if one.public_uses.exists() else JobKind.PHOTO
            jobs.enqueue(kind=kind, subject_id=one.pk, priority=Priority.AGAIN)
        else:
            refresh(videos=[one.pk])
        log(instance=one, action="rights.lifted", user=user, data={"reason": row.lift_reason})
        item_restored.send(sender=type(one), photo=named.get("photo"), video=named.get("video"))
    refresh(photos=[one.pk for one in twins])
    return row


def _check_shown(items: Sequence[Photo | Video]) -> None:
    """Raises ``ValidationError`` if live content shows one of ``items`` although its rights forbid it."""
    public = selectors.used(items)
    photos = [one.pk for one in public if isinstance(one, Photo)]
    videos = [one.pk for one in public if isinstance(one, Video)]
    if found := selectors.obstacles(photos=photos, videos=videos):
        why = " ".join(selectors.sentences(found))
        raise ValidationError(_("Yeniden açılırsa yayındaki sayfada yine görünür. %(why)s") % {"why": why})


def remove_sizes(*, photo_id: int) -> int:
    """Deletes every stored size of a photo, rows and files; gives how many rows and files it was. Repeatable."""
    return PhotoRendition.objects.filter(image_id=photo_id).delete()[0]


def _locked(*, photo: Photo | None, video: Video | None) -> tuple[Any, list[Any]]:
    """The row itself and the other photos that show the same, locked in the order of their numbers."""
    if photo is not None and video is None:
        ids: set[int] = set()
        while True:
            fresh = Photo.objects.get(pk=photo.pk)  # it may have been merged since the caller read it
            found = {photo.pk, *(one.pk for one in selectors.same_pictures(fresh))}
            if found <= ids:
                break
            # Whoever was making a version meanwhile is waited for here; the next look finds it.
            ids |= found
            locked = Photo.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=ids).order_by("pk")
            rows = {one.pk: one for one in locked}
        return rows.pop(photo.pk), list(rows.values())
    if video is not None and photo is None:
        return Video.objects.select_for_update(of=("self",), no_key=True).get(pk=video.pk), []
    raise TypeError("exactly one of photo and video")
