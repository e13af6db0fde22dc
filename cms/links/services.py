"""What the worker does about links: ``read_pages`` notes which stand in public pages, ``check_due`` looks gently at
those that lead to other sites."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from wagtail.models import Page

from cms.links.extraction import links_in
from cms.links.models import LinkState, LinkUse, PageLinks, WebLink, digest_of
from cms.web_fetch.fetcher import Answer, fetch
from cms.web_fetch.robots import NOBODY, refusal_of

PAGES_AT_ONCE = 100
LINKS_AT_ONCE = 1  # every half a minute; photos wait meanwhile
HOST_RESTS = dt.timedelta(seconds=60)
LEASE = dt.timedelta(minutes=10)
AGAIN = {
    LinkState.ALIVE: dt.timedelta(days=7),
    LinkState.DOUBTFUL: dt.timedelta(days=1),
    LinkState.DEAD: dt.timedelta(days=3),
    LinkState.UNASKED: dt.timedelta(days=30),
    LinkState.NEW: dt.timedelta(days=1),
}
GONE = (404, 410)
AGENT = "BasinMasasi-links/1.0"


def agent() -> str:
    """How we say who we are: with the address of the site whose links are looked at."""
    return f"{AGENT} (+{settings.SITE_URL})"


def read_pages(limit: int = PAGES_AT_ONCE) -> int:
    """Reads the links of public pages that are new or another version than last time; gives how many."""
    PageLinks.objects.filter(page__live=False).delete()
    unread = Page.objects.live().filter(depth__gt=1).filter(
        Q(links_read=None) | ~Q(links_read__revision_id=F("live_revision_id")) & Q(live_revision_id__isnull=False)
    )  # fmt: skip
    found = list(unread.order_by("pk").specific()[:limit])
    for page in found:
        _read(page)
    return len(found)


@transaction.atomic
def _read(page: Page) -> None:
    links = links_in(page)
    LinkUse.objects.filter(page=page).delete()
    rows = [LinkUse(page_id=page.pk, target_id=pk) for pk in sorted(links.pages)]
    for address in sorted(links.web):
        link, _created = WebLink.objects.get_or_create(
            digest=digest_of(address),
            defaults={"address": address, "host": (urlsplit(address).hostname or "")[:255]},
        )
        rows.append(LinkUse(page_id=page.pk, link=link))
    LinkUse.objects.bulk_create(rows)
    PageLinks.objects.update_or_create(page_id=page.pk, defaults={"revision_id": page.live_revision_id})


def check_due(limit: int = LINKS_AT_ONCE) -> int:
    """Looks at some addresses whose time has come, each on another host; gives how many."""
    if not settings.CHECK_OUTSIDE_LINKS:
        return 0
    links = claim(limit)
    for link in links:
        settle(link, look_outside(link.address))
    return len(links)


@transaction.atomic
def claim(limit: int) -> list[WebLink]:
    """Some due addresses for this worker alone, one of each host and none of a host that was asked a minute ago. A
    worker that dies with them leaves them to others after the lease."""
    now = timezone.now()
    resting = set(WebLink.objects.filter(claimed_at__gt=now - HOST_RESTS).values_list("host", flat=True))
    pks = list(
        WebLink.objects.due().exclude(host__in=resting).order_by("next_at", "pk").values_list("pk", flat=True)[:50]
    )
    taken: list[WebLink] = []
    for link in WebLink.objects.select_for_update(skip_locked=True).filter(pk__in=pks, next_at__lte=now).order_by("pk"):
        if len(taken) < limit and link.host not in resting:
            resting.add(link.host)
            link.claimed_at, link.next_at = now, now + LEASE
            link.save(update_fields=["claimed_at", "next_at"])
            taken.append(link)
    return taken


def look_outside(address: str) -> Answer:
    """One look, as its site's robots.txt allows it: what is asked first costs nothing (HEAD), and only where that is
    not understood the page itself is asked for."""
    if (refusal := refusal_of(address, agent=agent())) is not None:
        return refusal
    answer = fetch(address, method="HEAD", agent=agent())
    if answer.status in (400, 403, 404, 405, 410, 429, 500, 501, 503) or answer.trouble == "malformed":
        answer = fetch(address, method="GET", agent=agent())
    return answer


def settle(link: WebLink, answer: Answer) -> None:
    """Writes down what came of looking at ``link``, and when to look again."""
    # Nobody was met: twice in a row it is no accident.
    failures = link.failures + 1 if answer.trouble in NOBODY else 0
    state = state_of(answer, failures)
    WebLink.objects.filter(pk=link.pk).update(
        state=state, status=answer.status, trouble=answer.trouble, failures=failures, checked_at=timezone.now(),
        next_at=timezone.now() + AGAIN[state],
    )  # fmt: skip


def state_of(answer: Answer, failures: int) -> LinkState:
    """What an answer means. Who is refused or told to wait knows nothing: the page may be well."""
    if answer.trouble in ("robots", "forbidden"):
        return LinkState.UNASKED
    if answer.trouble in NOBODY:
        return LinkState.DEAD if failures > 1 else LinkState.DOUBTFUL
    if answer.trouble:
        return LinkState.DOUBTFUL
    if answer.status in GONE:
        return LinkState.DEAD
    return LinkState.ALIVE if 200 <= answer.status < 400 else LinkState.DOUBTFUL
