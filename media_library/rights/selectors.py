"""Rights of stored pictures: obstacles, who may do what, consents and what hangs on them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.users.delegation import in_office
from cms.users.models import User
from cms.users.roles import Role, has_role
from media_library.models import Consent, Photo, Photographer, PublicFile, Takedown, Video
from media_library.models.consents import ConsentQuerySet
from media_library.rights import rules
from media_library.rights.rules import Purpose, obstacles_of

EXPIRY_WARNING = dt.timedelta(days=30)
# A merged photo may itself have been merged into another one.
DEEPEST_MERGE = 5


def may_see_consents(user: User | AnonymousUser) -> bool:
    """Whether ``user`` may look at consents: archivists, and nobody else, whatever else they may do."""
    return has_role(user, Role.ARCHIVIST)


def may_take_down(user: User | AnonymousUser) -> bool:
    """Whether ``user`` may take a picture off every surface."""
    return has_role(user, Role.ARCHIVIST) or in_office(user)


def may_open_withheld(user: User | AnonymousUser) -> bool:
    """Whether ``user`` is still served what was taken down."""
    return has_role(user, Role.ARCHIVIST)


def obstacles(
    *, photos: Iterable[int] = (), videos: Iterable[int] = (), purposes: Iterable[Purpose] = (Purpose.WEB,),
    on: dt.date | None = None, lock: bool = False, rows: Mapping[type, Mapping[int, Any]] | None = None,
) -> dict[Photo | Video, list[str]]:  # fmt: skip
    """Which of these may not be used on the day ``on`` (default today) for ``purposes``, and why; two queries a kind.

    A photo into which another one took its place shares that one's obstacles, a version those of its original: both
    show the same. With ``lock`` nobody
    takes them down until the transaction ends. ``rows`` are the pictures of whoever has locked and then read them.
    """
    on = on or timezone.localdate()
    purposes = tuple(Purpose(one) for one in purposes)
    found: dict[Photo | Video, list[str]] = {}
    for model, ids in ((Photo, set(photos)), (Video, set(videos))):
        if not ids:
            continue
        if rows is None and lock:
            # What is locked is read only afterwards, so that a takedown that was quicker is seen.
            list(model._default_manager.filter(pk__in=ids).order_by("pk").select_for_update(no_key=True).values("pk"))
        items = list(with_rights(model, ids)) if rows is None else [rows[model][pk] for pk in sorted(ids)]
        if rows is not None:
            prefetch_related_objects(items, "photographer", "consents")
        down = withheld_files(items)
        for item in items:
            reasons = obstacles_of(item, item.consents.all(), on=on, purposes=purposes)
            if item.withheld_at is None and item.sha256 in down:
                reasons.append(_("aynısı yayından kaldırılmış"))
            for other in speaking_for(item):
                reasons += obstacles_of(other, other.consents.all(), on=on, purposes=purposes)
            if reasons:
                found[item] = list(dict.fromkeys(reasons))
    return found


def days_of_change(items: Iterable[Photo | Video], on: dt.date | None = None) -> set[dt.date]:
    """The days after ``on`` (default today) from which :func:`obstacles` may say something else of ``items``, which it
    was asked about, by the calendar alone."""
    on = on or timezone.localdate()
    every: list[Any] = [one for item in items for one in (item, *speaking_for(item))]
    return {day for one in every for day in rules.turning_days(one, one.consents.all()) if day > on}


def with_rights(model: Any, ids: Iterable[int]) -> QuerySet[Any]:
    """The pictures ``ids`` with all that the rules ask for."""
    return model._default_manager.filter(pk__in=ids).select_related("photographer").prefetch_related("consents")


def withheld_files(items: Sequence[Photo | Video]) -> set[str]:
    """The digests of those files of ``items`` (all of one kind) that are in the archive once more, taken down."""
    digests = {item.sha256 for item in items} - {""}
    if not digests:
        return set()
    rows = type(items[0])._default_manager.filter(sha256__in=digests, withheld_at__isnull=False)
    return set(rows.order_by().values_list("sha256", flat=True))


def survivors(item: Photo | Video) -> list[Photo]:
    """The photos that took the place of ``item``, the next first."""
    found: list[Photo] = []
    following = getattr(item, "merged_into_id", None)
    while following is not None and len(found) < DEEPEST_MERGE:
        survivor = with_rights(Photo, [following]).first()
        if survivor is None:
            break
        found.append(survivor)
        following = survivor.merged_into_id
    return found


def original_of(item: Photo | Video) -> Photo | None:
    """The photo of which ``item`` is a version, turned or cropped."""
    if not isinstance(item, Photo) or item.edit is None or item.derived_from_id is None:
        return None
    found: Photo | None = with_rights(Photo, [item.derived_from_id]).first()
    return found


def speaking_for(item: Photo | Video) -> list[Photo]:
    """The other photos whose rights hold for ``item`` too: those that took its place, and of a version its original."""
    original = original_of(item)
    return survivors(item) + ([original, *survivors(original)] if original is not None else [])


def same_pictures(photo: Photo) -> list[Photo]:
    """The other photos that go with ``photo``: what it was merged into, what was merged into that, every other copy of
    the same file, and the versions of all these. Of a version the original is not among them."""
    found = {one.pk: one for one in survivors(photo)}
    digests = {one.sha256 for one in (photo, *found.values())} - {""}
    found |= {one.pk: one for one in Photo.objects.filter(sha256__in=digests).exclude(pk=photo.pk)} if digests else {}
    layer = [photo.pk, *found]
    for _step in range(DEEPEST_MERGE):
        merged = list(Photo.objects.filter(merged_into__in=layer).exclude(pk__in=[photo.pk, *found]))
        found |= {one.pk: one for one in merged}
        layer = [one.pk for one in merged]
        if not layer:
            break
    made = Photo.objects.filter(derived_from__in=[photo.pk, *found], edit__isnull=False).exclude(pk=photo.pk)
    found |= {one.pk: one for one in made}
    return [found[pk] for pk in sorted(found)]


def family_of(photos: Iterable[int]) -> set[int]:
    """The photos that show what one of ``photos`` shows: the same bytes, blurred copies and what they were made of,
    what was merged with them and what lies in one stack with them. ``photos`` themselves are among them."""
    found = set(photos)
    layer = found
    while layer:
        rows = Photo.objects.filter(pk__in=layer).values_list("sha256", "derived_from", "merged_into", "stack")
        digests = {sha256 for sha256, *_others in rows} - {""}
        named = {pk for _sha256, *others in rows for pk in others if pk is not None}
        near = Q(derived_from__in=layer) | Q(merged_into__in=layer) | Q(stack__in=layer) | Q(sha256__in=digests)
        layer = (named | set(Photo.objects.filter(near).order_by().values_list("pk", flat=True))) - found
        found = found | layer
    return found


def sentences(found: dict[Photo | Video, list[str]]) -> list[str]:
    """``obstacles`` as one sentence a picture, for editors."""
    return [
        _("“%(title)s” kullanılamaz: %(reasons)s.") % {"title": item.title, "reasons": ", ".join(reasons)}
        for item, reasons in found.items()
    ]


def blocked_photos(ids: Iterable[int], purpose: Purpose) -> dict[int, list[str]]:
    """Those of the photos ``ids`` that may not be used for ``purpose`` today, each with the reasons."""
    return {item.pk: reasons for item, reasons in obstacles(photos=ids, purposes=(purpose,)).items()}


def expiring_consents(on: dt.date | None = None) -> ConsentQuerySet:
    """Consents whose last day is near, the first to end first."""
    on = on or timezone.localdate()
    ending = Consent.objects.filter(withdrawn_at=None, expires_on__gte=on, expires_on__lte=on + EXPIRY_WARNING)
    return ending.order_by("expires_on", "pk")


def ending(rows: QuerySet[Any], on: dt.date | None = None) -> QuerySet[Any]:
    """Those of ``rows``, photos or videos, that may be used for some days more: their own last day, or that of their
    photographer's contract, is near."""
    on = on or timezone.localdate()
    near = (on, on + EXPIRY_WARNING)
    contracts = Photographer.objects.exclude(kind=Photographer.Kind.STAFF).filter(rights_until__range=near)
    return rows.filter(Q(licence_ends__range=near) | Q(photographer__in=contracts.values("pk")))


def used(items: Sequence[Photo | Video]) -> list[Photo | Video]:
    """Those of ``items`` that live content shows to the public now."""
    photos = [one.pk for one in items if isinstance(one, Photo)]
    videos = [one.pk for one in items if isinstance(one, Video)]
    rows = PublicFile.objects.filter(Q(photo__in=photos) | Q(video__in=videos)).values_list("photo", "video")
    public_photos, public_videos = {photo for photo, _video in rows}, {video for _photo, video in rows}
    return [one for one in items if one.pk in (public_photos if isinstance(one, Photo) else public_videos)]


def open_takedown(*, photo: Photo | None = None, video: Video | None = None) -> Takedown | None:
    """The takedown that still holds, or ``None``."""
    return Takedown.objects.filter(photo=photo, video=video, lifted_at=None).first()
