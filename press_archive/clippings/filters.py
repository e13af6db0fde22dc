"""Saved filters of the list of clippings: each is a name for a query that the list understands."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from cms.core.refusal import Refusal
from cms.core.text import clean
from cms.users.models import User
from press_archive.clippings.models import SavedFilter
from press_archive.clippings.permissions import may_read_clippings, may_work_clippings

MOST = 30  # of one person
LONGEST = 1000
NAMES = frozenset(
    {
        "q", "ordering", "published_on_from", "published_on_to", "medium", "tone", "needs_answer", "waiting", "match",
        "outlet", "department", "category", "topic", "origin", "bulletin", "scope", "prominence", "known", "story",
        "likeness", "bulletin_on_from", "bulletin_on_to",
    }
)  # fmt: skip


def plain(query: str) -> str:
    """``query`` with what the list knows of it and nothing else; empty for the whole list."""
    try:
        pairs = parse_qsl(query, max_num_fields=100)
    except ValueError:
        return ""
    return urlencode([pair for pair in pairs if pair[0] in NAMES])


def of(user: User) -> QuerySet[SavedFilter]:
    """What ``user`` saved, and what others share."""
    return SavedFilter.objects.filter(Q(owner=user) | Q(shared=True)).select_related("owner")


@transaction.atomic
def keep(*, name: str, query: str, shared: bool, user: User) -> SavedFilter:
    """Saves ``query`` as ``name``; the same name again takes its place. Only who works the clippings shares one.

    Raises ``PermissionDenied`` and ``Refusal``.
    """
    if not may_read_clippings(user) or (shared and not may_work_clippings(user)):
        raise PermissionDenied
    name, query = " ".join(clean(name, lines=False).split())[:60], plain(query)
    if not name or not query:
        raise Refusal(_("Süzgece bir ad verin ve listeyi önce süzün."), status=400)
    if len(query) > LONGEST:
        raise Refusal(_("Bu süzgeç kaydedilemeyecek kadar uzun."), status=400)
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    own = SavedFilter.objects.filter(owner=user)
    known = own.filter(name=name).first()
    if known is None and own.count() >= MOST:
        raise Refusal(_("En çok %(most)d süzgeç kaydedilebilir; birini silin.") % {"most": MOST}, status=400)
    row = known or SavedFilter(owner=user, name=name)
    row.query, row.shared = query, shared
    row.save()
    return row


@transaction.atomic
def drop(*, row: SavedFilter, user: User) -> None:
    """Takes a saved filter away: one's own, or a shared one if one works the clippings. Raises ``PermissionDenied``."""
    if row.owner_id != user.pk and not (row.shared and may_work_clippings(user)):
        raise PermissionDenied
    row.delete()
