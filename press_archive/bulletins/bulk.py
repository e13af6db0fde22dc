"""What is done to several bulletins at once: tags given and taken away, copies made; and the last of it undone.

Live content is never changed: a tag goes into a new draft version, that of a published bulletin into a correction which
two people sign like any other. What waits for a signature or for its minute, or is locked, is left as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, count
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from taggit.utils import parse_tags

from cms.core.turkish import slugify
from cms.office.undo import TooLate
from cms.users.models import User
from press_archive.bulletins import beginnings
from press_archive.bulletins.models import BulletinIndexPage, BulletinPage, Tag

MOST = 100
UNDOING = "bulletins in bulk"  # as ``cms.office.undo`` knows it
# What a copy takes over by other ways than its columns.
LISTS = ("categories", "distribution_lists")


@dataclass(frozen=True, slots=True)
class Change:
    """What one bulletin became: its version ``after``; ``before`` is the one that it had, none of a copy."""

    page: int
    after: int
    before: int | None = None


def may_tag(bulletin: BulletinPage, user: User) -> bool:
    """Whether ``user`` may write a new version of ``bulletin`` now, as the editing screen would let them."""
    if not bulletin.permissions_for_user(user).can_edit() or bulletin.workflow_in_progress:
        return False
    lock = bulletin.get_lock()
    return not bulletin.approved_schedule and not (lock and lock.for_user(user))


def may_copy(bulletin: BulletinPage, user: User) -> bool:
    """Whether ``user`` may read ``bulletin`` as it is being written, and begin another."""
    parent = bulletin.get_parent()
    return bulletin.permissions_for_user(user).can_edit() and parent.permissions_for_user(user).can_add_subpage()


@transaction.atomic
def tag(*, bulletins: Iterable[BulletinPage], add: Sequence[str], remove: Iterable[Tag], user: User) -> list[Change]:
    """Gives each of them the tags named ``add`` and takes ``remove`` away; those whose tags stay the same get no
    version. Those that ``user`` may not change are passed over."""
    removed = {one.pk for one in remove}
    changes = []
    for row in _locked(bulletins):
        if not may_tag(row, user):
            continue
        version = row.latest_revision_id or row.save_revision(user=user).pk
        content = row.get_latest_revision_as_object()
        before = {one.pk for one in content.tags.all()}
        content.tags.remove(*[one.name for one in content.tags.all() if one.pk in removed])
        content.tags.add(*add)
        if {one.pk for one in content.tags.all()} == before:
            continue
        revision = content.save_revision(user=user, log_action=True, changed=True)
        changes.append(Change(row.pk, revision.pk, version))
    return changes


@transaction.atomic
def copy(*, bulletins: Iterable[BulletinPage], user: User) -> list[Change]:
    """A new draft with the words of each, as "Kopyala" on one bulletin makes it; in their order."""
    parent = BulletinIndexPage.objects.get()
    changes = []
    for bulletin in bulletins:
        if not may_copy(bulletin, user):
            continue
        page = _begun(beginnings.of_page(bulletin), user)
        page.slug = _free_slug(parent, page.title)
        parent.add_child(instance=page)
        parent.refresh_from_db()
        changes.append(Change(page.pk, page.save_revision(user=user, log_action=True).pk))
    return changes


def _begun(begun: beginnings.Beginning, user: User) -> BulletinPage:
    """A bulletin that nobody has saved, with what ``begun`` says."""
    values = dict(begun.values)
    tags = values.pop("tags")
    numbers = {name: values.pop(name) for name in LISTS}
    named = {name: value for name, value in values.items() if BulletinPage._meta.get_field(name).is_relation}
    keys = {BulletinPage._meta.get_field(name).attname: values.pop(name) for name in named}
    page = BulletinPage(owner=user, live=False, **keys, **values)
    page.categories = numbers["categories"]
    lists = BulletinPage._meta.get_field("distribution_lists").related_model
    page.distribution_lists = list(lists.objects.filter(pk__in=numbers["distribution_lists"]))
    page.tags.add(*parse_tags(tags))
    for row in begun.social:
        page.social_texts.create(**row)
    return page


def _free_slug(parent: BulletinIndexPage, title: str) -> str:
    base = slugify(title, max_length=80) or "bulten"
    taken = set(parent.get_children().filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in chain([base], (f"{base}-{n}" for n in count(2))) if slug not in taken)


@transaction.atomic
def undo(*, changes: Iterable[Change], user: User) -> int:
    """Takes back those of ``changes`` that nobody has written over since, and that are nobody else's by now; gives how
    many. A copy is removed; a bulletin gets its earlier version again, as a new one."""
    wanted = {change.page: change for change in changes}
    undone = 0
    for row in _locked(BulletinPage.objects.filter(pk__in=wanted)):
        change = wanted[row.pk]
        if row.latest_revision_id != change.after or not may_tag(row, user):
            continue
        if change.before is None:
            if not row.permissions_for_user(user).can_delete():
                continue
            row.delete(user=user)
        else:
            earlier = row.revisions.get(pk=change.before)
            earlier.as_object().save_revision(
                user=user, log_action="wagtail.revert", previous_revision=earlier, changed=True
            )
        undone += 1
    return undone


def undone(user: User, data: dict[str, Any]) -> str:
    """Undoes what a message offered to undo; gives a sentence, raises ``TooLate`` when nothing could be."""
    changes = [Change(**one) for one in data["changes"]]
    count = undo(changes=changes, user=user)
    if not count:
        raise TooLate(_("Bültenlere bu arada yeniden dokunulmuş; hiçbiri geri alınmadı."))
    said = ngettext("%(n)d bülten eski hâline döndü.", "%(n)d bülten eski hâline döndü.", count) % {"n": count}
    return sentence(count, len(changes), said)


def _locked(bulletins: Iterable[BulletinPage]) -> Any:
    numbers = [bulletin.pk for bulletin in bulletins]
    return BulletinPage.objects.select_for_update(of=("self",)).filter(pk__in=numbers).order_by("pk")


def sentence(done: int, chosen: int, said: str) -> str:
    """``said``, and how many were left as they are."""
    rest = chosen - done
    left = ngettext("%(rest)d bülten olduğu gibi kaldı.", "%(rest)d bülten olduğu gibi kaldı.", rest) % {"rest": rest}
    return f"{said} {left}" if rest else said
