"""What is asked about digests."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef, QuerySet

from cms.users.models import User
from cms.users.roles import Office
from cms.users.selectors import signers_of
from press_archive.clippings import selectors as clippings
from press_archive.clippings.models import Clipping
from press_archive.clippings.permissions import may_read_clippings
from press_archive.clippings.words import URGENCY
from press_archive.digests.lines import Line, in_order, line_of
from press_archive.digests.models import Alert, Digest, DigestItem, Reader

# How old a clipping may be and still be news: over a long weekend. An archive that is brought in is none.
DAYS_BACK = 3


def fresh(day: dt.date) -> QuerySet[Clipping]:
    """What the digest of ``day`` has to tell: published lately, and in no other digest that was sent."""
    told = DigestItem.objects.filter(clipping=OuterRef("pk"), digest__sent_at__isnull=False).exclude(digest__day=day)
    near = Clipping.objects.filter(
        published_on__gte=day - dt.timedelta(days=DAYS_BACK), published_on__lte=day + dt.timedelta(days=1)
    )
    return near.filter(~Exists(told)).defer("text")


def put_together(day: dt.date) -> tuple[list[Line], list[Line]]:
    """The lines of a digest that was not sent yet, and those that somebody dropped; two queries."""
    items = {item.clipping_id: item for item in DigestItem.objects.filter(digest__day=day)}
    places = {number: item.place for number, item in items.items()}
    lines = in_order((line_of(row) for row in fresh(day)), places)
    dropped = {number for number, item in items.items() if item.is_dropped}
    return [one for one in lines if one.clipping not in dropped], [one for one in lines if one.clipping in dropped]


def kept(digest: Digest) -> list[Line]:
    """The lines of a digest as they were sent."""
    return [Line(**values) for values in digest.lines]


def to_tell(day: dt.date) -> list[Clipping]:
    """Clippings that need an answer and were told of neither in a digest nor at once, or only as less urgent."""
    near = Clipping.objects.filter(clippings.WAITING, published_on__gte=day - dt.timedelta(days=DAYS_BACK))
    rows = list(near.defer("text").order_by("pk"))
    if not rows:
        return []
    numbers = [row.pk for row in rows]
    said: dict[int, int] = {}
    in_digests = DigestItem.objects.filter(clipping__in=numbers, digest__sent_at__isnull=False).exclude(answer="")
    at_once = Alert.objects.filter(clipping__in=numbers)
    for found in (in_digests, at_once):
        for number, answer in found.values_list("clipping_id", "answer"):
            said[number] = min(said.get(number, 9), URGENCY[answer])
    return [row for row in rows if URGENCY[row.needs_answer] < said.get(row.pk, 9)]


def readers_of(which: str) -> list[User]:
    """Whom ``which`` (``gets_digest``, ``gets_alerts``) goes to today: holders and deputies of the named offices, and
    the named accounts, each once, with an address, and only while they may read clippings."""
    found: dict[int, User] = {}
    for row in Reader.objects.filter(**{which: True}).select_related("user"):
        people = [row.user] if row.user else signers_of(Office(row.office))
        found |= {user.pk: user for user in people if user.is_active and user.email and may_read_clippings(user)}
    return list(found.values())
