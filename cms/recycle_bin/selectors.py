"""Who sees what in the bin: whoever could have deleted it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.models import Page

from cms.recycle_bin.kinds import KINDS, Kind
from cms.recycle_bin.models import Discarded, DiscardedQuerySet


def declared_kind(entry: Discarded) -> Kind | None:
    """What ``entry`` is; ``None`` when its model is no longer declared."""
    model = ContentType.objects.get_for_id(entry.kind_id).model_class()
    return KINDS.get(model) if model is not None else None


def may_handle(user: AbstractUser | AnonymousUser, entry: Discarded) -> bool:
    """Whether ``user`` may see ``entry`` and bring it back."""
    kind = declared_kind(entry)
    return kind is not None and kind.may(user, entry.place, entry.owner_id)


def may_empty(user: AbstractUser | AnonymousUser) -> bool:
    """Whether ``user`` may remove for good what he or she sees in the bin."""
    return bool(user.has_perm("recycle_bin.empty_bin"))


def may_open(user: AbstractUser | AnonymousUser) -> bool:
    """Whether the bin is for ``user`` at all: who may delete rows of some kind."""
    return any(user.has_perm(kind.permission) for kind in KINDS.values())


def visible_to(user: AbstractUser | AnonymousUser) -> DiscardedQuerySet:
    """What ``user`` may see. A right is asked for once for each place and for what is one's own in it."""
    mine = str(user.pk)
    wanted = Q(pk__in=())
    rows = Discarded.objects.order_by()
    for kind_id, place in rows.values_list("kind_id", "place").distinct():
        model = ContentType.objects.get_for_id(kind_id).model_class()
        kind = KINDS.get(model) if model is not None else None
        if kind is None:
            continue
        here = Q(kind_id=kind_id, place=place)
        if kind.may(user, place, None):
            wanted |= here
        elif kind.owner_field and kind.may(user, place, user.pk):
            wanted |= here & Q(owner_id=mine)
    return Discarded.objects.filter(wanted)


def places_for(entry: Discarded, user: AbstractUser | AnonymousUser) -> list[Page]:
    """Where the page in ``entry`` may stand, when its own place is gone: pages that take it, below which ``user`` may
    add."""
    kind = declared_kind(entry)
    if kind is None or not kind.is_page:
        return []
    page: Any = kind.model
    parents = [one for one in page.allowed_parent_page_models() if issubclass(one, Page)]
    types = ContentType.objects.get_for_models(*parents).values()
    found = Page.objects.filter(content_type__in=types).order_by("path")[:200]
    return [one for one in found.specific() if one.permissions_for_user(user).can_add_subpage()]
