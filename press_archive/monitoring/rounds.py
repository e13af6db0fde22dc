"""The rounds of the monitors: what is due goes to the reader, what comes back is written down.

A chore of the dispatcher's worker that never waits: the reader is a process of its own, and all that happens here is
short work on the database. What a worker that died had in hand is due again when its claim ends; whatever is written
down twice is one row (``Candidate.key``).
"""

from __future__ import annotations

import datetime as dt
import itertools
import logging
import random
import time
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from cms.core.text import clean
from cms.core.worker import DATABASE_TROUBLE
from cms.letters.models import LetterKind
from cms.letters.services import one_line, write
from press_archive.monitoring import pauses, selectors, services
from press_archive.monitoring.errands import Errand, Found
from press_archive.monitoring.line import Line
from press_archive.monitoring.models import KEPT_DAYS, Candidate, Host, Kind, Monitor, Page, State

logger = logging.getLogger(__name__)

CLAIM = dt.timedelta(minutes=5)
LONGEST_PAUSE = dt.timedelta(hours=12)
ROBOTS_AGAIN = dt.timedelta(days=1)
JITTER = 0.1
MOST_SEEN, MOST_GAPS = 1_000, 40
READ_AT_ONCE, READ_SECONDS = 40, 0.3
LINE = Line()
_numbers = itertools.count(1)
# What the reader has in hand: number of the errand → what it is for.
_sent: dict[int, Monitor | Candidate] = {}


def agent() -> str:
    """What we call ourselves to other sites."""
    return f"BasinMasasi-monitor/1.0 (+{settings.SITE_URL})"


def look(owner: str) -> int:
    """One round: takes what came back, reads what came in, hands over what is due. Gives how many pieces it was."""
    if not settings.MONITOR_PRESS:
        return 0
    done = take_back(owner) + read_new()
    return done + hand_over(owner)


def take_back(owner: str) -> int:
    """Writes down what the reader has brought."""
    found, lost = LINE.taken()
    for one in found:
        asked = _sent.pop(one.number, None)
        try:
            _settle(asked, one, owner)
        except DATABASE_TROUBLE:
            raise
        except Exception:  # what one answer does to us takes no other away, and is not asked for again and again
            logger.exception("what %s brought cannot be written down", one.address)
            _settle(asked, Found(one.number, one.what, trouble="broken"), owner)
    for number in lost:
        _settle(_sent.pop(number, None), Found(number, "", trouble="broken"), owner)
    return len(found) + len(lost)


def _settle(asked: Monitor | Candidate | None, found: Found, owner: str) -> None:
    if asked is None:
        return
    leave_alone(asked.host, found)
    if isinstance(asked, Monitor):
        settle_list(monitor=asked, owner=owner, found=found)
    else:
        services.settle_page(candidate=asked, owner=owner, found=found)


def leave_alone(host: str, found: Found) -> None:
    """Lets a site that was asked rest: the usual while, or as long as it wants."""
    now = timezone.now()
    wanted = pauses.asked_pause(found.status, found.retry_after, now) or dt.timedelta()
    Host.objects.filter(name=host).update(free_at=now + max(wanted, pauses.HOST_RESTS))


def read_new() -> int:
    """Looks for words in what came in, for a moment at most."""
    until, done = time.monotonic() + READ_SECONDS, 0
    unread = Candidate.objects.filter(state=State.UNREAD).exclude(page=Page.WANTED).order_by("pk")
    for row in unread[:READ_AT_ONCE]:
        services.read(candidate=row)
        done += 1
        if time.monotonic() > until:
            break
    return done


def hand_over(owner: str) -> int:
    """Claims what is due, as much as the reader takes, one of each host."""
    if LINE.free <= 0:
        return 0
    asked = claim(owner=owner, limit=LINE.free)
    for one in asked:
        number = next(_numbers)
        _sent[number] = one
        LINE.hand(_errand(number, one))
    return len(asked)


def _errand(number: int, one: Monitor | Candidate) -> Errand:
    if isinstance(one, Candidate):
        return Errand(number, "page", one.url, agent())
    version = {} if one.look_again else {"etag": one.etag, "last_modified": one.last_modified}
    return Errand(number, "list", one.address, agent(), one.selector if one.kind == Kind.PAGE else "", **version)


@transaction.atomic
def claim(*, owner: str, limit: int) -> list[Monitor | Candidate]:
    """Up to ``limit`` due lists and pages for this worker alone; of each site one, and none of a site that is in
    somebody's hand, was asked a moment ago or wants to be left alone (``Host``).

    Sites are taken before what is asked of them, and nothing is waited for but the first row of a new site.
    """
    now = timezone.now()
    free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    due = Monitor.objects.filter(free, active=True, next_at__lte=now).order_by("next_at", "pk")
    wanted = Candidate.objects.filter(free, page=Page.WANTED, page_at__lte=now).order_by("page_at", "pk")
    resting = Host.objects.filter(free_at__gt=now).values("name")
    chosen: dict[str, Monitor | Candidate] = {}
    # Lists first, so that the many pages of a site never keep its list waiting; a part is always left for pages.
    for rows, most in ((due, max(1, limit - limit // 3)), (wanted, limit)):
        for row in rows.exclude(host__in=resting)[: limit * 4]:
            if len(chosen) < most:
                chosen.setdefault(row.host, row)
    if not chosen:
        return []
    Host.objects.bulk_create([Host(name=name, free_at=now) for name in sorted(chosen)], ignore_conflicts=True)
    hosts = Host.objects.select_for_update(skip_locked=True).filter(name__in=chosen, free_at__lte=now)
    names = set(hosts.values_list("name", flat=True))
    taken: list[Any] = []
    for model, rows in ((Monitor, due), (Candidate, wanted)):
        keys = [row.pk for name, row in chosen.items() if name in names and isinstance(row, model)]
        locked = list(rows.filter(pk__in=keys).select_for_update(skip_locked=True, of=("self",))) if keys else []
        claimed = {"claimed_by": owner[:80], "claimed_until": now + CLAIM}
        model.objects.filter(pk__in=[row.pk for row in locked]).update(**claimed)
        taken += locked
    Host.objects.filter(name__in=[row.host for row in taken]).update(free_at=now + CLAIM)
    return taken


@transaction.atomic
def settle_list(*, monitor: Monitor, owner: str, found: Found) -> int:
    """Writes down what came of asking for a list, with everything new in it, in one transaction; gives how many items
    were offered."""
    row = Monitor.objects.select_for_update(of=("self",)).filter(pk=monitor.pk, claimed_by=owner[:80]).first()
    if row is None:
        return 0
    now = timezone.now()
    row.claimed_by, row.claimed_until, row.checked_at = "", None, now
    row.status, row.trouble = found.status, found.trouble
    offered = 0
    if found.trouble or found.status not in (200, 304):
        row.failures = min(row.failures + 1, 1000)
        row.next_at = now + _pause(row, found, now)
    else:
        row.failures, row.answered_at = 0, now
        row.next_at = now + _spread(dt.timedelta(minutes=row.minutes))
        if found.status == 200:
            offered = _note(row, found, now)
    row.save(
        update_fields=[
            "claimed_by", "claimed_until", "checked_at", "status", "trouble", "failures", "next_at", "answered_at",
            "etag", "last_modified", "seen", "look_again", "arrived_at", "gaps", "silent_since",
        ]
    )  # fmt: skip
    return offered


def _note(row: Monitor, found: Found, now: dt.datetime) -> int:
    seen = set(row.seen)
    fresh = [one for one in found.entries if one.key not in seen]
    offered = services.offer(monitor=row, entries=found.entries if row.look_again else fresh)
    if fresh:
        if row.arrived_at is not None:
            row.gaps = [*row.gaps, round((now - row.arrived_at).total_seconds())][-MOST_GAPS:]
            row.arrived_at = now
        else:  # a list that is looked at for the first time says itself since when it has been quiet
            row.arrived_at = max((one.moment for one in fresh if one.moment), default=now)
        row.silent_since = None
    keys = [one.key for one in found.entries]
    row.seen = list(dict.fromkeys([*keys, *row.seen]))[:MOST_SEEN]
    row.etag, row.last_modified = (clean(said, lines=False)[:200] for said in (found.etag, found.last_modified))
    row.look_again = False
    return offered


def _spread(pause: dt.timedelta) -> dt.timedelta:
    """A little more or less, so that two hundred lists are not asked in one second."""
    return pause * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311


def _pause(row: Monitor, found: Found, now: dt.datetime) -> dt.timedelta:
    """How long a site that gave nothing is left alone: what it asked for, else twice as long each time."""
    usual = dt.timedelta(minutes=row.minutes)
    if found.trouble == "robots":
        return _spread(ROBOTS_AGAIN)
    pause = _spread(min(usual * 2 ** min(row.failures, 10), LONGEST_PAUSE))
    asked = pauses.asked_pause(found.status, found.retry_after, now)
    return max(pause if asked is None else asked, usual)


# --- Silence ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def look_for_silence(owner: str = "") -> int:
    """Tells editors and archivists, once and in one letter, of lists that have brought nothing new for longer than
    usual; gives how many lists."""
    if not settings.MONITOR_PRESS:
        return 0
    now = timezone.now()
    quiet = Monitor.objects.filter(active=True, silent_since=None, checked_at__isnull=False).select_related("outlet")
    # What was changed a moment ago is looked at first: it may have been out of use, or read something else.
    quiet = quiet.exclude(look_again=True, failures=0)
    rows = [row for row in quiet.select_for_update(of=("self",)).order_by("pk") if selectors.went_silent(row, at=now)]
    if not rows:
        return 0
    Monitor.objects.filter(pk__in=[row.pk for row in rows]).update(silent_since=now)
    with override("tr"):
        lines = [_silence_in_words(row) for row in rows]
        body = "\n".join(
            [
                _("Şu kaynaklardan alışılandan uzun süredir yeni haber gelmiyor:"), "", *lines, "",
                _("Adresi ve siteyi denetleyin: %(url)s") % {
                    "url": settings.SITE_URL + reverse("monitoring:index")
                },
                _("Bu bildirim her sessizlikte bir kez gönderilir."),
            ]
        )  # fmt: skip
        subject = _("Sessiz kalan haber kaynakları: %(count)d") % {"count": len(rows)}
    people = [(user.email, user.get_full_name() or user.get_username()) for user in selectors.told_of_silence()]
    write(kind=LetterKind.TROUBLE, to=people, subject=subject, body=body)
    return len(rows)


def _silence_in_words(row: Monitor) -> str:
    since = timezone.localtime(row.arrived_at or row.created_at)
    said = selectors.look_in_words(row)
    return f"- {one_line(row.outlet.name)} ({one_line(row.address)}): {since:%d.%m.%Y %H:%M}" + (
        f" – {said}" if said else ""
    )


# --- Upkeep -----------------------------------------------------------------------------------------------------------


def tidy(owner: str = "") -> int:
    """Takes text and page from what nobody wanted :data:`KEPT_DAYS` days ago; the row stays, so that the story is
    never offered again. Gives how many."""
    before = timezone.now() - dt.timedelta(days=KEPT_DAYS)
    old = Candidate.objects.filter(state=State.REJECTED, decided_at__lt=before).exclude(text="", page_copy=None)
    done = 0
    for row in old.select_related("page_copy").order_by("pk")[:500]:
        with transaction.atomic():
            copy, row.page_copy, row.text, row.author = row.page_copy, None, "", ""
            row.page = Page.NONE
            row.save(update_fields=["page_copy", "text", "author", "page"])
            if copy is not None:
                copy.delete()
        done += 1
    Host.objects.filter(free_at__lt=before).delete()
    return done


def trouble() -> str:
    """For monitoring: whether the rounds stand still; empty while they go on, and where there is nothing to watch."""
    if not settings.MONITOR_PRESS:
        return ""
    late = selectors.condition()["late"]
    return f"{late} lists late" if late else ""
