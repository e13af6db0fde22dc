"""What people decide on photos that look alike. Nothing is ever deleted."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.core import holds
from cms.users.models import User
from cms.users.roles import Role, has_role, is_administrator
from media_library.duplicates.models import DuplicatePair, PairState
from media_library.models import Consent, Photo
from media_library.rights import services as rights
from media_library.rights.selectors import may_see_consents

WORDS = ("headline", "caption", "credit", "copyright_notice", "usage_terms", "city", "place", "taken_at", "description")


def may_merge(user: User | AnonymousUser) -> bool:
    """Whether ``user`` may stack and merge photos."""
    return has_role(user, Role.ARCHIVIST) or is_administrator(user)


def _chosen(user: User, keeper: int, others: Iterable[int]) -> tuple[Photo, list[Photo]]:
    """The locked photos; raises ``PermissionDenied``, ``ValidationError``."""
    if not may_merge(user):
        raise PermissionDenied
    numbers = {int(pk) for pk in others} - {keeper}
    rows = {
        photo.pk: photo for photo in Photo.objects.select_for_update().filter(pk__in={keeper, *numbers}).order_by("pk")
    }
    if keeper not in rows or numbers - rows.keys():
        raise ValidationError(_("Seçilen fotoğraflardan biri artık arşivde yok; sayfayı yenileyin."))
    if not numbers:
        raise ValidationError(_("En az iki fotoğraf seçin."))
    check_held(rows)
    if rows[keeper].merged_into_id or rows[keeper].withheld_at:
        raise ValidationError(_("Öne seçilen fotoğraf birleştirilmiş ya da yayından kaldırılmış; başka birini seçin."))
    return rows[keeper], [rows[pk] for pk in sorted(numbers)]


def check_held(numbers: Iterable[int]) -> None:
    """Raises ``ValidationError`` when content in approval, or signed content, uses one of these photos or one that lies
    behind them: two people see each photo of it as it is now."""
    numbers = set(numbers)
    behind = Photo.objects.filter(Q(stack__in=numbers) | Q(merged_into__in=numbers)).values_list("pk", flat=True)
    for hold in holds.held(Photo, numbers | set(behind)).values():
        raise ValidationError(holds.sentence(hold))


def _decide(photos: Iterable[int], *, state: PairState, user: User) -> None:
    numbers = list(photos)
    DuplicatePair.objects.filter(first__in=numbers, second__in=numbers).exclude(state=PairState.MERGED).update(
        state=state, decided_by=user, decided_at=timezone.now()
    )


@transaction.atomic
def stack(*, keeper: int, others: Iterable[int], user: User) -> int:
    """Puts ``others`` behind ``keeper``: lists show the front one and say how many lie behind. Gives how many."""
    front, behind = _chosen(user, keeper, others)
    Photo.objects.filter(pk=front.pk).update(stack=None)
    numbers = [photo.pk for photo in behind]
    # Whatever lay behind them comes along: a stack is never two deep.
    moved = Photo.objects.filter(Q(pk__in=numbers) | Q(stack__in=numbers)).exclude(pk=front.pk).update(stack=front)
    _decide([front.pk, *numbers], state=PairState.STACKED, user=user)
    log(instance=front, action="media_library.stack", user=user, data={"photos": numbers})
    return moved


@transaction.atomic
def unstack(*, photo: int, user: User) -> None:
    """Takes one photo out of its stack, or takes apart the stack that it is in front of. Raises ``PermissionDenied``,
    ``ValidationError``."""
    if not may_merge(user):
        raise PermissionDenied
    item = Photo.objects.select_for_update().filter(pk=photo).first()
    if item is None:
        raise ValidationError(_("Seçilen fotoğraf artık arşivde yok."))
    check_held([photo])
    Photo.objects.filter(Q(pk=photo) | Q(stack=photo)).update(stack=None)
    pairs = DuplicatePair.objects.filter(Q(first=photo) | Q(second=photo), state=PairState.STACKED)
    pairs.update(state=PairState.OPEN, decided_by=None, decided_at=None)
    log(instance=item, action="media_library.unstack", user=user)


@transaction.atomic
def merge(*, keeper: int, others: Iterable[int], user: User) -> int:
    """Lets ``keeper`` take the place of ``others`` in the archive. Gives how many were merged.

    Their tags, people, consents and missing words go to it; their files and addresses stay, so that every page, kit and
    mail that shows one of them shows it as before. Lists and choosers offer only the keeper. Raises
    ``ValidationError`` for what was taken down, ``PermissionDenied`` when consents would move that ``user`` may not
    see.
    """
    front, merged = _chosen(user, keeper, others)
    if any(photo.withheld_at for photo in merged):
        raise ValidationError(_("Yayından kaldırılmış bir fotoğraf birleştirilemez."))
    if not may_see_consents(user) and Consent.objects.filter(photos__in=[front, *merged]).exists():
        raise PermissionDenied(_("Rıza kaydı olan fotoğrafları yalnızca arşivciler birleştirir."))
    for photo in merged:
        for word in WORDS:
            if not getattr(front, word) and getattr(photo, word):
                setattr(front, word, getattr(photo, word))
        front.contains_children |= photo.contains_children
        front.tags.add(*photo.tags.names())
        front.people.add(*photo.people.all())
        front.consents.add(*photo.consents.all())
        photo.consents.add(*front.consents.all())
        photo.merged_into, photo.stack = front, None
        photo.save(update_fields=["merged_into", "stack"])
    numbers = [photo.pk for photo in merged]
    if front.shoot_id is None:
        front.shoot_id = next((photo.shoot_id for photo in merged if photo.shoot_id), None)
    front.stack = None
    front.save()
    Photo.objects.filter(merged_into__in=numbers).update(merged_into=front)
    Photo.objects.filter(stack__in=numbers).update(stack=front)
    _decide([front.pk, *numbers], state=PairState.MERGED, user=user)
    rights.refresh(photos=[front.pk, *numbers])
    log(instance=front, action="media_library.merge", user=user, data={"photos": numbers})
    return len(merged)


@transaction.atomic
def separate(*, photos: Iterable[int], user: User) -> None:
    """Says that these photos only look alike; they are not shown as a pair again."""
    if not may_merge(user):
        raise PermissionDenied
    _decide(photos, state=PairState.DIFFERENT, user=user)
