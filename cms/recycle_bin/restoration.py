"""A row made anew from what the bin holds: the same keys and the same words, never public, never signed.

Rows are written as they were (``raw``), so that their dates stay; afterwards the main row is saved once in the usual
way, so that search, the index of references and every guard see it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.serializers import deserialize
from django.db import models
from django.db.models import F
from django.utils.translation import gettext as _
from wagtail.models import Collection, Page, Revision

from cms.core.refusal import Refusal
from cms.recycle_bin.kinds import Kind
from cms.recycle_bin.models import Discarded

# What a draft is: whatever the row said of its publication.
OF_A_DRAFT = {
    "live": False, "live_revision_id": None, "latest_revision_id": None, "has_unpublished_changes": True,
    "locked": False, "locked_by_id": None, "locked_at": None, "expire_at": None, "expired": False, "alias_of_id": None,
    "first_published_at": None, "last_published_at": None,
}  # fmt: skip


class NoPlace(Refusal):
    """The page under which it stood is gone; another place has to be chosen."""

    status = 409
    code = "no_place"


def rebuild(
    entry: Discarded, kind: Kind, *, user: AbstractUser | AnonymousUser, parent: Page | None
) -> tuple[Any, list[str]]:
    """The row of ``entry`` stored again with its parts, and sentences on what could not come back as it was.

    Raises ``Refusal`` when something else has taken its place.
    """
    notes: list[str] = []
    main, *others = read(entry.main)
    row = main
    for specific in others:
        for field in type(main)._meta.local_concrete_fields:
            setattr(specific, field.attname, getattr(main, field.attname))
        row = specific
    parts = read(entry.parts)
    coming = {(type(one), one.pk) for one in (row, *parts)}
    if not mend(row, coming, notes):
        raise Refusal(_("“%(title)s” geri alınamaz: bağlı olduğu kayıt artık yok.") % {"title": entry})
    if kind.is_page:
        row = place_page(row, entry, parent, user, notes)
    else:
        for name, value in OF_A_DRAFT.items():
            if any(field.attname == name for field in row._meta.concrete_fields):
                setattr(row, name, value)
        check(row, entry)
        row.save_base(raw=True, force_insert=True)
    store_parts([one for one in parts if not isinstance(one, Revision)], coming, notes)
    newest = store_revisions(parts, coming)
    fresh = type(row)._base_manager.get(pk=row.pk)
    if newest is not None:
        fresh.latest_revision = newest
        fresh.latest_revision_created_at = newest.created_at
    fresh.save()
    kind.settle(fresh)
    if kind.is_page and newest is not None and newest.content.get("slug") != fresh.slug:
        draft = fresh.get_latest_revision_as_object()
        draft.slug = fresh.slug
        draft.save_revision(user=user, log_action=False, clean=False)  # a draft may lack what publishing asks for
    return type(row)._base_manager.get(pk=row.pk), notes


def read(rows: Iterable[dict[str, Any]]) -> list[Any]:
    """The objects that ``rows`` say. A column that is no longer there is passed over, a new one begins as usual."""
    return [one.object for one in deserialize("python", rows, ignorenonexistent=True)]


def mend(row: Any, coming: set[tuple[Any, Any]], notes: list[str]) -> bool:
    """Empties what ``row`` refers to and is gone; whether the row can be without it. ``coming``: rows that come back
    with it or are known to be there; what is found is added."""
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname) if isinstance(field, models.ForeignKey) else None
        if value is None or getattr(field.remote_field, "parent_link", False):
            continue
        target: Any = field.remote_field.model
        column = field.target_field.attname
        if (target, value) in coming:
            continue
        if target._base_manager.filter(**{column: value}).exists():
            coming.add((target, value))
            continue
        if target is Collection:
            setattr(row, field.attname, Collection.get_first_root_node().pk)
        elif field.null:
            setattr(row, field.attname, None)
        else:
            return False
        if field.editable:
            notes.append(_("“%(field)s” boş kaldı: seçili kayıt artık yok.") % {"field": field.verbose_name})
    return True


def check(row: Any, entry: Discarded) -> None:
    """Raises ``Refusal`` for what a form would not take today: a name or address that is another's by now."""
    try:
        row.clean()
        row.validate_unique()
        row.validate_constraints()
    except ValidationError as error:
        raise Refusal(
            _("“%(title)s” geri alınamaz: %(why)s Önce onu değiştirin ya da silin.")
            % {"title": entry, "why": " ".join(error.messages)},
            status=409,
            code="taken",
        ) from error


def place_page(
    page: Any, entry: Discarded, parent: Page | None, user: AbstractUser | AnonymousUser, notes: list[str]
) -> Any:
    """The page as a draft below its old parent, or below ``parent``; with another address where its own is taken."""
    below = parent or Page.objects.filter(pk=entry.place or 0).first()
    if below is None:
        raise NoPlace(
            _("“%(title)s” eski yerine dönemiyor: üst sayfası silinmiş. Başka bir yer seçin.") % {"title": entry}
        )
    below = below.specific
    if str(below.pk) != entry.place and not below.permissions_for_user(user).can_add_subpage():
        raise PermissionDenied
    if not type(page).can_create_at(below):
        raise NoPlace(_("“%(title)s” bu sayfanın altına konamaz. Başka bir yer seçin.") % {"title": entry})
    for name, value in OF_A_DRAFT.items():
        setattr(page, name, value)
    page.numchild = 0
    if not Page._slug_is_available(page.slug, below):
        old = page.slug
        page.slug = page._get_autogenerated_slug(old)
        while not Page._slug_is_available(page.slug, below):
            page.slug = f"{page.slug}-2"
        notes.append(_("“%(old)s” adresi dolu: yeni adresi “%(new)s”.") % {"old": old, "new": page.slug})
    _stand_below(below, page)
    try:
        page.minimal_clean()
        # Wagtail's own way asks for the old row of every page that has a key, and this one has none.
        models.Model.save(page)
    except ValidationError as error:
        raise Refusal(
            _("“%(title)s” geri alınamaz: %(why)s") % {"title": entry, "why": " ".join(error.messages)}, status=409
        ) from error
    return page


def _stand_below(parent: Page, page: Page) -> None:
    """The last place below ``parent``, as treebeard gives it to a new page."""
    locked = Page.objects.select_for_update().get(pk=parent.pk)
    last = locked.get_last_child()
    page.path = last._inc_path() if last is not None else Page._get_path(locked.path, locked.depth + 1, 1)
    page.depth = locked.depth + 1
    page._state.adding = True
    Page.objects.filter(pk=locked.pk).update(numchild=F("numchild") + 1)
    page.set_url_path(parent)


def store_parts(parts: list[Any], coming: set[tuple[Any, Any]], notes: list[str]) -> None:
    """Stores ``parts``; one that cannot be without what is gone, or whose place is taken, stays away and is told."""
    away = 0
    for part in parts:
        if not mend(part, coming, []) or is_taken(part):
            coming.discard((type(part), part.pk))
            away += 1
            continue
        part.save_base(raw=True, force_insert=True)
    if away:
        notes.append(
            _("Ona bağlı %(count)d kayıt geri gelmedi: yerleri dolmuş ya da bağlı oldukları silinmiş.")
            % {"count": away}
        )


def is_taken(part: Any) -> bool:
    """Whether a form would not take it today: another row has what only one may have."""
    try:
        part.clean()
        part.validate_unique()
        part.validate_constraints()
    except ValidationError:
        return True
    return False


def store_revisions(parts: list[Any], coming: set[tuple[Any, Any]]) -> Revision | None:
    """The saved versions, in one statement and on no schedule; gives the newest."""
    revisions = [one for one in parts if isinstance(one, Revision)]
    for revision in revisions:
        revision.approved_go_live_at = None
        mend(revision, coming, [])
    Revision.objects.bulk_create(revisions)
    return max(revisions, key=lambda one: one.pk, default=None)
