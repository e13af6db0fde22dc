"""Watching the press: 200 sources by one reader, its memory, and how well stories are matched with bulletins.

The sources are feeds of thirty items on loopback, each on a host of its own; every twentieth story has our words, and
its page is read. The second round finds nothing new (304).
"""

from __future__ import annotations

import datetime as dt
import os
import time
from pathlib import Path
from typing import Any

from bench.goals import Goal, at_least, at_most
from bench.load import cpu_seconds
from bench.tables import table

SOURCES, ITEMS, ABOUT = 200, 30, 20


def measure(sources: int) -> dict[str, Any]:
    """Inside Django: seconds, CPU and memory of two rounds; precision and recall of the matching. Nothing is kept."""
    from django.conf import settings
    from django.db import transaction
    from django.test import override_settings

    from press_archive.monitoring import pauses, rounds
    from press_archive.monitoring.models import Candidate, Monitor
    from tests.factories import monitoring
    from tests.press_archive.clippings import pairs
    from tests.services.sites import Sites, serving

    found: dict[str, Any] = {"sources": sources, "rounds": []}
    pauses.HOST_RESTS = dt.timedelta()  # what the machine can do, not how long it waits between a list and its pages
    with serving(Sites()) as sites, transaction.atomic():
        variable = "DEMO_SITES_PORT" if settings.SETTINGS_MODULE.endswith("dev") else "TEST_STAND_IN_PORT"
        os.environ[variable] = str(sites.port)
        with override_settings(MONITOR_PRESS=True, WEB_FETCH_STAND_IN_PORT=sites.port):
            monitoring.words()
            for number in range(sources):
                _site(sites, number)
                monitoring.monitor(f"http://s{number}.example/rss")
            for _round in range(2):
                monitoring.due()
                began, used = time.perf_counter(), time.process_time()
                before = cpu_seconds([rounds.LINE.process.pid]) if rounds.LINE.process else 0.0
                monitoring.work(seconds=600)
                reader = rounds.LINE.process.pid if rounds.LINE.process else 0
                found["rounds"].append(
                    {
                        "seconds": time.perf_counter() - began, "here": time.process_time() - used,
                        "reader": cpu_seconds([reader]) - before, "peak_mb": _peak(reader),
                        "asked": len(sites.asked),
                    }
                )  # fmt: skip
                sites.asked.clear()
            rounds.LINE.end()
        found["troubled"] = Monitor.objects.exclude(trouble="").count()
        found["offered"] = Candidate.objects.count()
        transaction.set_rollback(True)
    said = pairs.measured(pairs.held_out())
    found["matching"] = [said.count, said.precision, said.recall, said.same_kind]
    return found


def _site(sites: Any, number: int) -> None:
    from tests.services.sites import Reply, article, item, rss

    host = f"s{number}.example"
    items = []
    for one in range(ITEMS):
        ours = (number * ITEMS + one) % ABOUT == 0
        title = f"{'Çamlıkıyı Belediyesi ' if ours else ''}haber {one} başlığı {number * 31 + one * 7}"
        items.append(item(title, f"http://{host}/{one}", "Özet burada birkaç cümle sürer. " * 8))
        if ours:
            sites.pages[f"{host}/{one}"] = article(title, "Haberin metni birkaç paragraf sürer. \n" * 20)
    body, tag = rss(*items), f'"{number}"'

    def feed(headers: Any) -> Any:
        return Reply(status=304) if headers.get("If-None-Match") == tag else Reply(body, headers={"ETag": tag})

    sites.pages[f"{host}/rss"] = feed


def _peak(pid: int) -> float:
    """The most memory (RSS) that a process has had, in MB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0.0


def report(found: dict[str, Any]) -> None:
    """Prints what :func:`measure` found."""
    print(f"Monitors: {found['sources']} sources of {ITEMS} items by one reader, {found['offered']} stories offered\n")
    rows = [
        [
            name, str(one["asked"]), f"{one['seconds']:.1f}", f"{found['sources'] / one['seconds']:.0f}",
            f"{one['reader']:.1f}", f"{one['here']:.1f}", f"{one['peak_mb']:.0f}",
        ]
        for name, one in zip(("first round", "second (304)"), found["rounds"], strict=True)
    ]  # fmt: skip
    table(["", "requests", "seconds", "sources/s", "reader's CPU s", "worker's CPU s", "reader's peak RSS MB"], rows)
    count, precision, recall, kind = found["matching"]
    print("Matching of stories with bulletins, pairs that no threshold was chosen by\n")
    table(
        ["pairs", "precision", "recall", "kind right"],
        [[str(count), f"{precision:.1%}", f"{recall:.1%}", f"{kind:.1%}"]],
    )


def goals(found: dict[str, Any]) -> list[Goal]:
    """What was promised of watching the press."""
    _count, precision, recall, _kind = found["matching"]
    return [
        at_most("reader of 200 sources, peak", max(one["peak_mb"] for one in found["rounds"]), 150, " MB"),
        at_least("matching, precision", 100 * precision, 90, " %"),
        at_least("matching, recall", 100 * recall, 80, " %"),
    ]
