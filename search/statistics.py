"""What strangers look for, without persons: :func:`note`, and :func:`asked_often` for the office.

A search is written in a form that can be read only once ``ENOUGH`` networks have asked for it within ``HELD_DAYS``;
before, only a keyed digest stands in the database, which nobody reads back. Nothing says who asked, from where or at
what time. What looks like somebody's own (an address of mail, a long number, a whole sentence) is not noted at all.
"""

from __future__ import annotations

import datetime as dt
import hmac
import logging
import re
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, OuterRef, Subquery, Sum
from django.utils import timezone

from cms.core.worker import DATABASE_TROUBLE
from cms.users.models import User
from search.models import HeldSearch, SearchCount
from search.queries import Query

logger = logging.getLogger(__name__)

ENOUGH, HELD_DAYS = 3, 30
# No flood fills the database: what is beyond these is not noted.
MOST_HELD, MOST_A_DAY = 20_000, 2_000
LONGEST, MOST_WORDS = 80, 6
# The same network counts once an hour for the same words.
ONCE = 3600
OWN = re.compile(r"@|\d{5,}|(?:\d[ .-]?){7,}")


@dataclass(frozen=True, slots=True)
class Line:
    """Words, how often they were asked for, how many hits there were on the last day."""

    words: str
    asked: int
    found: int


def words_of(query: Query) -> str:
    """``query`` as it is counted: its words in lower case; empty for what is not counted."""
    if not query.parts or query.number or query.address or len(query.text) > LONGEST or OWN.search(query.text):
        return ""
    said = [
        ("-" if part.unwanted else "") + " ".join(token.surface for token in part.tokens if not token.extra)
        for part in query.parts
    ]
    words = " ".join(said)
    return words if len(words) <= LONGEST and len(words.split()) <= MOST_WORDS else ""  # NFKC makes some longer


def note(query: Query, found: int, network: str) -> None:
    """Counts one search. A search must not fail because it could not be counted."""
    words = words_of(query)
    if not words or not cache.add(f"search:counted:{_sealed(f'{words} {network}')}", 1, ONCE):
        return
    try:
        with transaction.atomic():
            _count(words, found, network)
    except DATABASE_TROUBLE as error:
        logger.warning("a search could not be counted: %s", type(error).__name__)


def _sealed(text: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"search\n{text}".encode(), "sha256").hexdigest()


def _count(words: str, found: int, network: str) -> None:
    today = timezone.localdate()
    changed = SearchCount.objects.filter(day=today, words=words).update(asked=F("asked") + 1, found=found)
    if changed:
        return
    known = SearchCount.objects.filter(words=words, day__gt=today - dt.timedelta(days=HELD_DAYS)).exists()
    asked = 1 if known else _heard(words, network, today)
    if asked and SearchCount.objects.filter(day=today).count() < MOST_A_DAY:
        SearchCount.objects.get_or_create(day=today, words=words)
        SearchCount.objects.filter(day=today, words=words).update(asked=F("asked") + asked, found=found)


def _heard(words: str, network: str, today: dt.date) -> int:
    """How many networks have asked for ``words``, once they are enough; else 0, and one more is remembered."""
    digest, asker = _sealed(words), _sealed(f"asker {words} {network}")[:2]
    held = HeldSearch.objects.select_for_update().filter(digest=digest).first()
    if held is None:
        if HeldSearch.objects.count() < MOST_HELD:
            HeldSearch.objects.get_or_create(digest=digest, defaults={"askers": asker, "since": today})
        return 0
    askers = {*held.askers.split(), asker}
    if len(askers) >= ENOUGH:
        held.delete()
        return len(askers)
    HeldSearch.objects.filter(pk=held.pk).update(askers=" ".join(sorted(askers)))
    return 0


def asked_often(days: int, *, in_vain: bool, most: int) -> list[Line]:
    """What was asked for in the last ``days``, most often first; ``in_vain``: only what had no hit the last time."""
    since = timezone.localdate() - dt.timedelta(days=days - 1)
    newest = SearchCount.objects.filter(words=OuterRef("words")).order_by("-day").values("found")[:1]
    rows = SearchCount.objects.filter(day__gte=since).values("words").annotate(times=Sum("asked"))
    rows = rows.annotate(latest=Subquery(newest)).order_by("-times", "words")
    if in_vain:
        rows = rows.filter(latest=0)
    return [Line(row["words"], row["times"], row["latest"]) for row in rows[:most]]


def may_forget(user: User) -> bool:
    """Whether ``user`` may take words out of what is counted."""
    return bool(user.is_active and user.has_perm("search.delete_searchcount"))


@transaction.atomic
def forget(*, words: str, user: User) -> None:
    """Takes ``words`` out of what is counted, on all days. Raises ``PermissionDenied``."""
    if not may_forget(user):
        raise PermissionDenied
    SearchCount.objects.filter(words=words).delete()
    HeldSearch.objects.filter(digest=_sealed(words)).delete()


def tidy() -> None:
    """Deletes what has been kept long enough."""
    today = timezone.localdate()
    SearchCount.objects.filter(day__lt=today - dt.timedelta(days=settings.SEARCH_COUNTS_DAYS)).delete()
    HeldSearch.objects.filter(since__lt=today - dt.timedelta(days=HELD_DAYS)).delete()
