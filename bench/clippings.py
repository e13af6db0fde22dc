"""The archive of clippings at two sizes: its list, filters and one month's report; and how fast pages are read.

Both sizes have as many clippings a day, the larger one reaches further back. All of it is written and rolled back in
one transaction; the triggers of the search are away while rows are copied, for the search is measured by itself.
"""

from __future__ import annotations

import datetime as dt
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from bench.goals import Goal, at_most
from bench.tables import table

SIZES = [int(size) for size in os.environ.get("BENCH_CLIPPINGS", "10000,1000000").split(",")]
A_DAY, PATTERNS, ASKED, SHEETS = 24, 240, 7, 3
LAST = dt.date(2026, 10, 31)
GROWTH = 1.5  # what a page may cost at the larger size, of what it costs at the smaller: the noise of so few questions


def measure(sizes: list[int]) -> dict[str, Any]:
    """Inside Django: milliseconds and queries of each address and of the report, at each of ``sizes``. Nothing is
    kept."""
    from django.db import connection, transaction
    from django.test import Client

    from cms.core import triggers
    from tests import factories

    found: dict[str, Any] = {"sizes": sizes, "pages": {}, "filling": []}
    with transaction.atomic():
        client = Client(headers={"host": "localhost"})
        client.force_login(factories.editor())
        addresses = _addresses(_patterns())
        triggers.suspend(connection)
        there = 0
        for size in sizes:
            began = time.perf_counter()
            _copy(there, size)
            found["filling"].append(time.perf_counter() - began)
            there = size
            for name, address in addresses.items():
                found["pages"].setdefault(name, []).append(_asked(partial(_get, client, address)))
            found["pages"].setdefault("a month's report", []).append(_asked(_report))
        transaction.set_rollback(True)
    found["reading"] = _reading()
    return found


def _patterns() -> dict[str, int]:
    """Writes one clipping of each kind; gives keys to filter by."""
    from django.utils import timezone

    from press_archive.bulletins.models import Category
    from press_archive.clippings.models import Clipping, ClippingTopic, Topic
    from press_archive.clippings.words import Answer, Likeness, Medium, Origin, Tone
    from press_archive.contacts.imprint import Scope
    from tests import factories
    from tests.factories.clippings import outlet

    now = timezone.now()
    outlets = [outlet(f"Ölçüm Gazetesi {number}") for number in range(40)]
    departments = [factories.department(f"Ölçüm {number} Müdürlüğü", f"olcum-{number}") for number in range(12)]
    categories = list(Category.objects.all()[:6])
    bulletins = [factories.publish(factories.bulletin(**factories.with_photo())) for _ in range(3)]
    rows = Clipping.objects.bulk_create(
        Clipping(
            headline=f"Ölçüm haberi {number}", medium=Medium.values[number % 7], outlet=outlets[number % 40],
            outlet_name=outlets[number % 40].name, published_on=LAST + dt.timedelta(days=1),
            tone=["", *Tone.values][number % 4], scope=Scope.values[number % len(Scope.values)],
            origin=Origin.values[number % 5], department=departments[number % 12],
            category=categories[number % len(categories)] if categories else None,
            needs_answer=Answer.values[number % 3] if number % 20 == 0 else "",
            bulletin=bulletins[number % 3] if number % 5 == 0 else None,
            matched_at=now if number % 10 == 0 else None,
            likeness=Likeness.values[number % 3] if number % 5 == 0 else "",
            on_front_page=number % 30 == 0, with_our_picture=number % 8 == 0, quotes_mayor=number % 12 == 0,
            columns=3, centimetres=12, area=36 if number % 2 else None, reach=12_000 if number % 3 else None,
            text="Haberin metni birkaç cümle sürer. " * 6, summary="Bizim özetimiz.",
        )
        for number in range(PATTERNS)
    )  # fmt: skip
    topic = Topic.objects.create(name="Ölçüm konusu", slug="olcum-konusu")
    ClippingTopic.objects.bulk_create(ClippingTopic(tag=topic, content_object=row) for row in rows[:200])
    return {
        "outlet": outlets[3].pk, "department": departments[4].pk, "bulletin": bulletins[0].pk, "topic": topic.pk,
        "category": categories[0].pk if categories else 0,
    }  # fmt: skip


def _copy(start: int, end: int) -> None:
    """Copies the patterns by turns, so many a day and each day further back, until there are ``end``."""
    from django.db import connection

    from press_archive.clippings.models import Clipping

    stored = Clipping._meta.db_table
    names = [str(field.column) for field in Clipping._meta.concrete_fields if field.name not in ("id", "published_on")]
    said = ", ".join(f'p."{name}"' for name in names)
    columns = ", ".join(f'"{name}"' for name in names)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT MIN(id) FROM {stored} WHERE published_on > %s", [LAST])
        first = cursor.fetchone()[0]
        cursor.execute(
            f"WITH RECURSIVE n(i) AS (SELECT %s UNION ALL SELECT i + 1 FROM n WHERE i + 1 < %s) "
            f"INSERT INTO {stored} (published_on, {columns}) "
            f"SELECT date(%s, '-' || (n.i / {A_DAY}) || ' days'), {said} "
            f"FROM n JOIN {stored} p ON p.id = %s + n.i %% {PATTERNS}",
            [start, end, LAST.isoformat(), first],
        )
        cursor.execute("ANALYZE")


def _addresses(keys: dict[str, int]) -> dict[str, str]:
    from django.urls import reverse

    index = reverse("clippings:index")
    month = "published_on_from=2026-10-01&published_on_to=2026-10-31"
    queries = {
        "the list": "", "page 100": "p=100", "a month": month, "a month, negative": f"{month}&tone=negative",
        "tone": "tone=negative", "medium": "medium=radio", "kind of publication": "scope=local",
        "way in": "origin=scan",
        "outlet": f"outlet={keys['outlet']}", "department": f"department={keys['department']}",
        "category": f"category={keys['category']}", "topic": f"topic={keys['topic']}",
        "bulletin": f"bulletin={keys['bulletin']}", "confirmed": "match=onayli", "to confirm": "match=oneri",
        "waits for an answer": "waiting=true", "front page": "prominence=front", "measured": "known=area",
    }  # fmt: skip
    day = reverse("clippings:day")
    return {
        **{name: f"{index}?{query}" for name, query in queries.items()},
        "the wall": reverse("clippings:wall"), "one day": f"{day}?gun=2026-10-15",
    }  # fmt: skip


def _get(client: Any, address: str) -> None:
    response = client.get(address)
    if response.status_code != 200:
        raise RuntimeError(f"{address} answered {response.status_code}")


def _report() -> None:
    from cms.reports.coverage.figures import figures
    from cms.reports.coverage.periods import Period
    from cms.reports.coverage.sources import gather

    if figures(gather(Period.of_month(LAST)))["totals"]["count"]["now"] != A_DAY * 31:
        raise RuntimeError("the report counts otherwise")


def _asked(ask: Callable[[], None]) -> list[float]:
    """Milliseconds (the median) and queries."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    ask()
    took = []
    for _ in range(ASKED):
        began = time.perf_counter()
        ask()
        took.append(time.perf_counter() - began)
    with CaptureQueriesContext(connection) as queries:
        ask()
    return [statistics.median(took) * 1000, len(queries)]


def _reading() -> dict[str, float]:
    """Drawing and reading a scanned page, one after another as one worker does it."""
    from press_archive.scans import programs
    from press_archive.scans.words import words_in
    from tests.factories.scans import jpeg, sheet

    if programs.reader() is None:
        return {}
    with tempfile.TemporaryDirectory() as place:
        scan, picture, small = (Path(place) / name for name in ("s.jpg", "p.jpg", "k.jpg"))
        drawn, _boxes = sheet()
        scan.write_bytes(jpeg(drawn))
        drawing = reading = 0.0
        count = 0
        for _ in range(SHEETS):
            began = time.perf_counter()
            programs.drawn(scan, 0, 0, picture, small, lambda: None)
            between = time.perf_counter()
            count = len(words_in(programs.read(picture, lambda: None)))
            drawing += between - began
            reading += time.perf_counter() - between
    return {"drawing": drawing / SHEETS, "reading": reading / SHEETS, "words": count}


def report(found: dict[str, Any]) -> None:
    """Prints what :func:`measure` found."""
    small, large = (f"{size:,}" for size in found["sizes"])
    seconds = " and ".join(f"{one:.0f}" for one in found["filling"])
    print(f"Clippings: {small} and {large} rows on SQLite, written in {seconds} s; ms are medians of {ASKED}\n")
    rows = [
        [name, f"{one[0]:.0f}", f"{two[0]:.0f}", f"{two[0] / one[0]:.2f}", f"{one[1]:.0f}", f"{two[1]:.0f}"]
        for name, (one, two) in found["pages"].items()
    ]
    table(["", f"ms, {small}", f"ms, {large}", "ratio", f"queries, {small}", f"queries, {large}"], rows)
    if read := found["reading"]:
        print("A scanned page (drawn by the tests), one worker with tesseract\n")
        minute = 60 / (read["drawing"] + read["reading"])
        cells = [f"{read['drawing']:.1f}", f"{read['reading']:.1f}", f"{read['words']:.0f}", f"{minute:.1f}"]
        table(["drawing s", "reading s", "words", "pages a minute"], [cells])
    else:
        print("Pages are not read here: no tesseract with Turkish\n")


def goals(found: dict[str, Any]) -> list[Goal]:
    """What was promised of the archive's size."""
    small, large = found["sizes"]
    slowest, ratio = max(
        ((name, two[0] / one[0]) for name, (one, two) in found["pages"].items()), key=lambda one: one[1]
    )
    said = f"clippings, {large:,} beside {small:,}"
    more = max(two[1] - one[1] for one, two in found["pages"].values())
    return [
        at_most(f"{said}, slowest", ratio, GROWTH, " ×", more=f" ({slowest})"),
        at_most(f"{said}, queries more", more, 0),
    ]
