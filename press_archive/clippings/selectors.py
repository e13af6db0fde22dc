"""What is asked about clippings."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from cms.core import turkish
from press_archive.bulletins.models import BulletinPage, RegisterEntry
from press_archive.clippings import matches
from press_archive.clippings.models import EARLIEST, LATEST, Clipping
from press_archive.clippings.sources import host_of
from press_archive.clippings.words import URGENCY, Tone
from press_archive.contacts.models import Outlet

DAYS_BEFORE, DAYS_AFTER = 30, 1
TAG = re.compile(r"<[^>]*>")
# Blocks without words of the story.
SILENT = frozenset({"picture", "gallery", "archive_video", "video", "file", "contact", "related"})
# The office still owes an answer.
WAITING = ~Q(needs_answer="") & Q(answered_on=None)


def outlet_of(address: str) -> Outlet | None:
    """The outlet whose site ``address`` is on; the longest name of a host wins."""
    host = host_of(address)
    found = [
        (len(site), outlet)
        for outlet in Outlet.objects.exclude(website="")
        if (site := host_of(outlet.website)) and (host == site or host.endswith(f".{site}"))
    ]
    return max(found, key=lambda one: one[0])[1] if found else None


def same_story(clipping: Clipping) -> QuerySet[Clipping]:
    """Other clippings with the very same text, whatever address, dateline or signature they came with."""
    others = Clipping.objects.filter(fingerprint=clipping.fingerprint).exclude(pk=clipping.pk)
    return others if clipping.fingerprint else others.none()


# So many rows are counted and paged through; a longer list says so and asks for a filter.
MOST_COUNTED = 10_000


def counts(clippings: QuerySet[Clipping]) -> dict[str, Any]:
    """What a list adds up to: ``count``, one number a tone, ``to_answer``, ``matched``, ``area`` in st×cm.

    A list of more than ``MOST_COUNTED`` is not added up: ``has_more`` says so, and ``count`` is where counting ended.
    """
    plain = clippings.order_by()
    count = plain[: MOST_COUNTED + 1].count()
    if count > MOST_COUNTED:
        return {"count": MOST_COUNTED, "has_more": True}
    tones = {f"tone_{tone.value}": Count("pk", filter=Q(tone=tone)) for tone in Tone}
    found = plain.aggregate(
        to_answer=Count("pk", filter=WAITING), area=Sum("area"),
        matched=Count("pk", filter=Q(bulletin__isnull=False, matched_at__isnull=False)), **tones,
    )  # fmt: skip
    return {"count": count, "has_more": False, **found}


def of_day(day: dt.date) -> list[Clipping]:
    """The clippings of one day: what waits for an answer, then what is negative, then by outlet."""
    rows = Clipping.objects.filter(published_on=day).select_related("bulletin__register_entry").defer("text")
    return sorted(
        rows,
        key=lambda row: (
            URGENCY[row.needs_answer] if row.waits_for_answer else 9,
            0 if row.tone == Tone.NEGATIVE else 1,
            turkish.collation_key(row.outlet_name),
            row.pk,
        ),
    )


def of_bulletin(bulletin: Any) -> QuerySet[Clipping]:
    """Everything that was matched with ``bulletin``, confirmed or not; the first to print it first."""
    rows = Clipping.objects.filter(bulletin_id=bulletin.pk).defer("text")
    return rows.order_by("published_on", "published_time", "pk")


def bulletins_around(day: dt.date) -> matches.Bulletins:
    """The bulletins that a story of ``day`` may come from, as they were read: what was public in the month before."""
    day = min(max(day, EARLIEST), LATEST)  # whatever somebody typed
    start = timezone.make_aware(dt.datetime.combine(day - dt.timedelta(days=DAYS_BEFORE), dt.time()))
    end = timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=DAYS_AFTER + 1), dt.time()))
    entries = RegisterEntry.objects.filter(public=True, published_at__gte=start, published_at__lt=end)
    pages = BulletinPage.objects.filter(pk__in=entries.values("page_id")).only("pk", "title", "summary", "body")
    return matches.Bulletins(matches.read(words_of(page), page.pk) for page in pages)


def story_of(clipping: Clipping) -> matches.Subject:
    """A clipping as it is compared: its text, else what we have instead. A headline that the outlet made itself would
    only thin out a text that is ours."""
    said = clipping.text or clipping.page_copy_text
    return matches.read(said or f"{clipping.headline}\n{clipping.summary}")


def words_of(page: BulletinPage) -> str:
    """Headline, spot and text of a bulletin. Nothing is asked for the photos in it."""
    body = "\n".join(_words_in(block["value"]) for block in page.body.raw_data if block["type"] not in SILENT)
    return f"{page.title}\n{page.summary}\n{body}"


def _words_in(value: Any) -> str:
    return "\n".join(_strings(value))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield unescape(TAG.sub(" ", value)).strip()
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name not in ("type", "id"):
                yield from _strings(inner)
    elif isinstance(value, Sequence):
        for inner in value:
            yield from _strings(inner)
