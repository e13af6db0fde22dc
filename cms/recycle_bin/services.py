"""What happens to deleted rows: ``lay_aside`` (in the transaction that deletes one), ``restore``, ``undo_deletion``,
``empty`` (one, for good) and ``empty_due`` (what has stood long enough)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.core.serializers import serialize
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.log_actions import log
from wagtail.models import Collection, Page

from cms.core.refusal import Refusal
from cms.recycle_bin import restoration, selectors
from cms.recycle_bin.kinds import Kind, rows_with
from cms.recycle_bin.models import Discarded, KeptFile

# The bundles of the request that is being answered; ``None`` where nobody would offer to undo.
NOTED: ContextVar[set[uuid.UUID] | None] = ContextVar("recycle_bin_noted", default=None)


class Gone(Refusal):
    """Somebody was quicker, or its time had come."""

    status = 409
    code = "gone"


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back: the rows, and sentences on what is not as it was."""

    rows: Sequence[Any]
    notes: Sequence[str]


def lay_aside(*, row: Any, kind: Kind, user: AbstractUser | AnonymousUser, bundle: uuid.UUID | None) -> Discarded:
    """Keeps ``row`` and its parts as they are now; whoever calls deletes it in the same transaction."""
    parts = rows_with(row, kind)
    if kind.is_page:
        parent = row.get_parent()
        place, place_name = (str(parent.pk), parent.get_admin_display_title()) if parent else ("", "")
        tables = [Page.objects.get(pk=row.pk), row]
        title = row.get_admin_display_title()
    else:
        value = getattr(row, kind.place_field) if kind.place_field else None
        place, place_name = ("", "") if value is None else (str(value.pk), str(value))
        if isinstance(value, Collection) and value.is_root():
            place_name = ""
        tables, title = [row], str(row)
    entry, _created = Discarded.objects.update_or_create(
        kind=ContentType.objects.get_for_model(kind.model),
        row_id=str(row.pk),
        defaults={
            "title": title[:300], "place": place, "place_name": place_name[:300], "by_id": user.pk, "bundle": bundle,
            "owner_id": getattr(row, kind.owner_field) if kind.owner_field else None,
            "main": written(tables), "parts": written(parts),
        },
    )  # fmt: skip
    noted = NOTED.get()
    if noted is not None and bundle is not None:
        noted.add(bundle)
    names = {name for one in (*tables, *parts) for name in files_of(one)}
    KeptFile.objects.bulk_create(KeptFile(discarded=entry, name=name) for name in sorted(names))
    return entry


def written(rows: Sequence[models.Model]) -> list[dict[str, Any]]:
    """``rows`` as Django serialises them, column by column."""
    found: list[dict[str, Any]] = []
    for row in rows:
        names = [field.name for field in row._meta.concrete_model._meta.local_concrete_fields]  # type: ignore[union-attr]
        found += serialize("python", [row], fields=names)
    return found


def files_of(row: models.Model) -> list[str]:
    """The stored names that ``row`` itself names."""
    fields = [field for field in row._meta.local_fields if isinstance(field, models.FileField)]
    return [str(file.name) for file in (getattr(row, field.attname) for field in fields) if file]


# --- Bringing back ----------------------------------------------------------------------------------------------------


@transaction.atomic
def restore(*, entry: Discarded, user: AbstractUser | AnonymousUser, parent: Page | None = None) -> Restored:
    """Brings ``entry`` back, and drafts that went with it from below it; always as a draft, with no signature.

    ``parent``: another place for a page whose own is gone. Raises ``PermissionDenied``, :class:`Gone` and ``Refusal``
    with what stands in the way.
    """
    locked = _locked(entry, user)
    return _restore(locked, user, parent)


def _locked(entry: Discarded, user: AbstractUser | AnonymousUser) -> Discarded:
    # One lock for one row: of two who restore it the second finds it gone.
    locked = Discarded.objects.select_for_update().filter(pk=entry.pk).first()
    if locked is None:
        raise Gone(_("“%(title)s” çöp kutusunda değil: geri alınmış ya da kalıcı olarak silinmiş.") % {"title": entry})
    if not selectors.may_handle(user, locked):
        raise PermissionDenied
    return locked


def _restore(entry: Discarded, user: AbstractUser | AnonymousUser, parent: Page | None) -> Restored:
    kind = selectors.declared_kind(entry)
    if kind is None:
        raise Refusal(_("Bu türde kayıtlar artık geri alınamıyor."))
    row, notes = restoration.rebuild(entry, kind, user=user, parent=parent)
    log(instance=row, action="recycle_bin.restore", user=user, title=entry.title)
    below = []
    if kind.is_page:
        below = list(Discarded.objects.select_for_update().filter(bundle=entry.bundle, place=entry.row_id))
    entry.delete()
    rows = [row]
    for child in below:
        child_kind = selectors.declared_kind(child)
        if child_kind is not None and child_kind.is_page and selectors.may_handle(user, child):
            came = _restore(child, user, row)
            rows += came.rows
            notes += came.notes
    return Restored(rows, notes)


def undo_deletion(user: AbstractUser | AnonymousUser, data: dict[str, Any]) -> str:
    """Brings back what one request of ``user`` has deleted; gives a sentence."""
    with transaction.atomic():
        entries = list(
            Discarded.objects.select_for_update().filter(bundle=data["bundle"], by_id=user.pk).order_by("pk")
        )
        rows: list[Any] = []
        notes: list[str] = []
        # Those that stood below others of them come back with these.
        pks = {entry.row_id for entry in entries}
        for entry in sorted(entries, key=lambda one: one.place in pks):
            if not Discarded.objects.filter(pk=entry.pk).exists():
                continue
            came = restore(entry=entry, user=user)
            rows += came.rows
            notes += came.notes
    if not rows:
        raise Gone(_("Geri alınacak bir şey kalmamış."))
    said = ngettext("%(count)d kayıt geri alındı.", "%(count)d kayıt geri alındı.", len(rows)) % {"count": len(rows)}
    return " ".join([said, *notes])


# --- Letting go -------------------------------------------------------------------------------------------------------


@transaction.atomic
def empty(*, entry: Discarded, user: AbstractUser | AnonymousUser) -> None:
    """Removes ``entry`` and its files for good. Raises ``PermissionDenied`` and :class:`Gone`."""
    if not selectors.may_empty(user):
        raise PermissionDenied
    _remove(_locked(entry, user))
    model = entry.kind.model_class()
    log(
        instance=model(pk=entry.row_id) if model is not None else entry, action="recycle_bin.empty", user=user,
        title=str(entry.kind),
    )  # fmt: skip


def empty_due() -> int:
    """Removes what has stood its days; gives how much. One after the other: killed here, the next call goes on."""
    count = 0
    for pk in list(Discarded.objects.due().values_list("pk", flat=True)):
        with transaction.atomic():
            entry = Discarded.objects.select_for_update().due().filter(pk=pk).first()
            if entry is not None:
                _remove(entry)
                count += 1
    return count


def _remove(entry: Discarded) -> None:
    names = list(entry.files.values_list("name", flat=True))
    entry.delete()
    for name in names:
        transaction.on_commit(lambda name=name: _forget(name), robust=True)  # type: ignore[misc]


def _forget(name: str) -> None:
    """Killed before it, the file is one that no row names, which the sweeper of files finds."""
    if not KeptFile.objects.filter(name=name).exists():
        default_storage.delete(name)


def kept_names(names: list[str]) -> set[str]:
    """For the sweeper of files: those of ``names`` that wait in the bin."""
    return set(KeptFile.objects.filter(name__in=names).values_list("name", flat=True))
