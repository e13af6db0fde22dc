"""Redirects from old addresses: ``save_one``, ``remove``, ``read_rows`` and ``import_rows`` for a table of them, and
what a renamed or moved page leaves behind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.redirects.signal_handlers import create_redirects
from wagtail.log_actions import log
from wagtail.models import Page, Site

from cms.core.refusal import Refusal
from cms.core.sheets import lines_in
from cms.redirects.places import Target, old_path_of, target_of
from cms.users.models import User
from cms.website.models import StandardPage

MOST_ROWS = 2000
MOST_BYTES = 2 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: what was written, what it means, and why it cannot be taken."""

    number: int
    old: str
    new: str
    path: str = ""
    target: Target | None = None
    fault: str = ""
    is_known: bool = False


def may_redirect(user: User) -> bool:
    """Whether ``user`` may write redirects."""
    return bool(user.has_perm("wagtailredirects.add_redirect"))


def look_at(pairs: Iterable[tuple[int, str, str]]) -> list[Row]:
    """What each ``(number, old, new)`` means; an old address counts once."""
    rows: list[Row] = []
    seen: dict[str, int] = {}
    known = set(Redirect.objects.values_list("old_path", flat=True))
    for number, old, new in pairs:
        path, fault = old_path_of(old)
        target: Target | None = None
        if not fault:
            target, fault = target_of(new)
        if not fault and target is not None and Redirect.normalise_path(target.path) == path:
            fault = _("Eski ve yeni adres aynı.")
        if not fault and path in seen:
            fault = _("Bu eski adres %(number)d. satırda da var.") % {"number": seen[path]}
        if not fault:
            seen[path] = number
        rows.append(Row(number, old, new, path, target, fault, path in known))
    return rows


@transaction.atomic
def import_rows(*, pairs: Iterable[tuple[int, str, str]], user: User) -> int:
    """Stores the good ones of ``pairs`` and gives how many; one that was there gets its new target.

    Raises ``PermissionDenied``.
    """
    if not may_redirect(user):
        raise PermissionDenied
    good = [row for row in look_at(pairs) if not row.fault and row.target is not None]
    for row in good:
        _store(row, user)
    return len(good)


def save_one(*, old: str, new: str, user: User) -> Row:
    """Stores one redirect; gives the row with its fault when it could not be. Raises ``PermissionDenied``."""
    if not may_redirect(user):
        raise PermissionDenied
    row = look_at([(1, old, new)])[0]
    if not row.fault:
        with transaction.atomic():
            _store(row, user)
    return row


def _store(row: Row, user: User) -> None:
    target = row.target
    if target is None:
        return
    kept = Redirect.objects.filter(old_path=row.path).order_by("pk").first() or Redirect(old_path=row.path)
    is_new = kept.pk is None
    kept.redirect_page, kept.redirect_link = target.page, "" if target.page else target.path
    kept.automatically_created, kept.site = False, None
    kept.save()
    log(instance=kept, action="wagtail.create" if is_new else "wagtail.edit", user=user, title=kept.old_path)


@transaction.atomic
def remove(*, redirect: Redirect, user: User) -> None:
    """Deletes one. Raises ``PermissionDenied``."""
    if not user.has_perm("wagtailredirects.delete_redirect"):
        raise PermissionDenied
    log(instance=redirect, action="wagtail.delete", user=user, title=redirect.old_path)
    redirect.delete()


# --- Tables -----------------------------------------------------------------------------------------------------------


def read_rows(data: bytes) -> list[tuple[int, str, str]]:
    """The first two columns of a CSV or XLSX file with their line numbers, without a heading and empty lines.

    Raises ``Refusal`` with what is wrong with the file.
    """
    lines = lines_in(data, most_rows=MOST_ROWS, most_columns=2, most_bytes=MOST_BYTES)
    rows = [
        (number, *_pair(line)) for number, line in enumerate(lines, 1) if any(str(cell or "").strip() for cell in line)
    ]
    if rows and "/" not in rows[0][1]:
        rows = rows[1:]  # the heading
    if not rows:
        raise Refusal(_("Dosyada adres bulunamadı: ilk sütunda eski, ikinci sütunda yeni adres olmalı."))
    if len(rows) > MOST_ROWS:
        raise Refusal(_("Bir dosyada en çok %(most)d satır olabilir.") % {"most": MOST_ROWS})
    return rows


def _pair(line: list[Any]) -> tuple[str, str]:
    cells = [str(cell if cell is not None else "").strip()[:2000] for cell in line[:2]]
    return cells[0] if cells else "", cells[1] if len(cells) > 1 else ""


# --- Pages that were renamed or moved ---------------------------------------------------------------------------------


def after_rename(sender: Any, instance: Page, instance_before: Page, **kwargs: Any) -> None:
    """What was never public may get another address; the old one leads to it once it is public."""
    if _leaves_an_address(instance):
        create_redirects(page=instance, page_old=instance_before, sites=Site.objects.exclude(root_page=instance))


def after_move(sender: Any, instance: Page, url_path_before: str, url_path_after: str, **kwargs: Any) -> None:
    """As after a renaming."""
    page = instance.specific
    if url_path_before == url_path_after or not _leaves_an_address(page):
        return
    before = type(page)()
    before.__dict__.update(page.__dict__)
    before.url_path = url_path_before
    create_redirects(page=page, page_old=before, sites=Site.objects.exclude(root_page=page))


def _leaves_an_address(page: Any) -> bool:
    """Only pages that stay, and only before both offices signed their address: bulletins and galleries have a register
    of their own, and what was published keeps its address for good."""
    return isinstance(page, StandardPage) and page.first_published_at is None
