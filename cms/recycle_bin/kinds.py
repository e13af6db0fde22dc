"""What goes into the bin when a person deletes it. Each app declares its own in a module ``discards``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from wagtail.models import Collection, Page
from wagtail.permissions import policy_registry

# Of a page, besides the page type's own rows. Rounds of approval, locks and sessions stay behind: signatures are void.
OF_PAGES = frozenset({"wagtailcore.Revision", "wagtailcore.Comment", "wagtailcore.CommentReply"})
# A page deleted after years of saving does not bring all of its versions.
MOST_REVISIONS = 30


def _nothing(row: Any) -> None:
    return None


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One model whose rows can come back.

    ``parts``: labels of the models whose rows belong to it and come back with it; whatever else a deletion takes along
    is made anew or stays away. ``may(user, place, owner_id)``: who may delete such a row, and so see it in the bin and
    bring it back. ``place_field``: the column that says where it stands. ``settle(row)``: called when the row is back,
    before anybody sees it: the place for rules that may have changed meanwhile.
    """

    model: type[models.Model]
    parts: frozenset[str] = frozenset()
    may: Callable[[Any, str, int | None], bool]
    place_field: str = ""
    owner_field: str = ""
    settle: Callable[[Any], None] = field(default=_nothing)

    @property
    def is_page(self) -> bool:
        return issubclass(self.model, Page)

    @property
    def permission(self) -> str:
        """The permission to delete any row of the model, as Django writes it."""
        meta = self.model._meta
        return f"{meta.app_label}.delete_{meta.model_name}"


KINDS: dict[type[models.Model], Kind] = {}


def register(
    model: type[models.Model],
    *,
    parts: Iterable[str] = (),
    may: Callable[[Any, str, int | None], bool] | None = None,
    place_field: str = "",
    owner_field: str = "",
    settle: Callable[[Any], None] = _nothing,
) -> None:
    """Declares that rows of ``model`` go into the bin; without ``may`` Django's permission to delete decides."""

    def by_permission(user: AbstractUser | AnonymousUser, place: str, owner_id: int | None) -> bool:
        return bool(user.has_perm(f"{model._meta.app_label}.delete_{model._meta.model_name}"))

    KINDS[model] = Kind(
        model=model, parts=frozenset(parts), may=may or by_permission, place_field=place_field,
        owner_field=owner_field, settle=settle,
    )  # fmt: skip


def register_page(model: type[Page], *, parts: Iterable[str] = ()) -> None:
    """A page type: who may delete a draft below its parent decides."""
    KINDS[model] = Kind(model=model, parts=OF_PAGES | set(parts), may=may_delete_below, owner_field="owner_id")


def may_delete_below(user: AbstractUser | AnonymousUser, place: str, owner_id: int | None) -> bool:
    """Whether ``user`` may delete a draft of ``owner_id`` below the page ``place``: Wagtail's own rule for what has no
    row any more. Below a page that is gone only whoever may change every page does."""
    if not user.is_active:
        return False
    if user.is_superuser:
        return True
    parent = Page.objects.filter(pk=place or 0).only("path").first() or Page.objects.filter(depth=1).only("path").get()
    held = policy_registry.get_by_type(Page).get_cached_permissions_for_user(user)
    names = {one.permission.codename for one in held if parent.path.startswith(one.page.path)}
    return "change_page" in names or ("add_page" in names and owner_id == user.pk)


def may_delete_in_collection(model: type[models.Model]) -> Callable[[Any, str, int | None], bool]:
    """The rule for photos and documents: by Wagtail's own rule for their collection and their uploader."""

    def may(user: AbstractUser | AnonymousUser, place: str, owner_id: int | None) -> bool:
        # Of a collection that is gone it comes back below the root.
        where = Collection.objects.filter(pk=place or 0).first() or Collection.get_first_root_node()
        was = model(collection=where, uploaded_by_user_id=owner_id)
        return bool(policy_registry.get_by_type(model).user_has_permission_for_instance(user, "delete", was))

    return may


def relations(model: type[models.Model]) -> list[tuple[str, Any]]:
    """What a deletion of a ``model`` takes along by itself: ``(label, relation)``."""
    found: list[tuple[str, Any]] = []
    for one in model._meta.get_fields(include_hidden=True):
        if isinstance(one, GenericRelation):
            found.append((one.related_model._meta.label, one))
        elif one.auto_created and not one.concrete and getattr(one, "on_delete", None) is models.CASCADE:
            remote: Any = one
            if not getattr(remote.field.remote_field, "parent_link", False):
                found.append((remote.related_model._meta.label, remote))
    return found


def rows_with(row: models.Model, kind: Kind) -> list[models.Model]:
    """The rows of ``kind.parts`` that belong to ``row``, those of their own after them; each once."""
    found: dict[tuple[str, Any], models.Model] = {}
    _gather(row, kind, found)
    return list(found.values())


def _gather(row: models.Model, kind: Kind, found: dict[tuple[str, Any], models.Model]) -> None:
    for label, relation in relations(type(row)):
        if label not in kind.parts:
            continue
        if isinstance(relation, GenericRelation):
            rows = relation.bulk_related_objects([row])
        else:
            rows = relation.related_model._base_manager.filter(**{relation.field.name: row.pk})
        if label == "wagtailcore.Revision":
            rows = rows.order_by("-pk")[:MOST_REVISIONS]
        for part in rows:
            if (label, part.pk) not in found:
                found[label, part.pk] = part
                _gather(part, kind, found)
