"""``make bench``: prints what pages, publication, dispatch and photos cost. One machine, one run: read the ratios.

Environment, to make it smaller: ``BENCH_SIZES`` ("1000,100000"), ``BENCH_SECONDS`` (3) and ``BENCH_ROUNDS`` (3) of each
measure, ``BENCH_ARTICLES`` (1000) of the plain Wagtail, ``BENCH_DELIVERIES`` (500), ``BENCH_PUBLISH`` (8),
``BENCH_UPLOADS`` (6) photos a round, ``BENCH_PHOTOS`` ("100,10000,100000") in the finder, ``BENCH_KIT_GB`` (4),
``BENCH_GALLERY`` ("200x15", photos and MB) that is signed, ``BENCH_DOCUMENTS`` ("1000,10000,100000") that are searched,
by ``BENCH_ENGINES`` ("sqlite,postgresql"), ``BENCH_SHORT`` (1000000) short ones beside them,
``BENCH_CLIPPINGS`` ("10000,1000000") that are leafed through.
``BENCH_PARTS`` ("pages,dispatch": see ``PARTS``) runs only these. A part that fails is named
at the end and takes no other part's figures away.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import (
    beside,
    clippings,
    dispatch,
    finder,
    front,
    goals,
    ingest,
    judged,
    kept,
    kits,
    monitors,
    pages,
    printed,
    renditions,
    search,
    short,
    signing,
)
from bench.goals import Goal
from bench.house import House, process
from bench.load import ROUNDS

SIZES = [int(size) for size in os.environ.get("BENCH_SIZES", "1000,100000").split(",")]


class Bench:
    """The houses of one run."""

    def __init__(self, scratch: Path, smtp_port: int) -> None:
        self.scratch = scratch
        self.houses = [House(size=size, scratch=scratch, smtp_port=smtp_port) for size in SIZES]
        self.small, self.large = self.houses[0], self.houses[-1]

    def prepare(self) -> None:
        """Fills the houses; all begin as the same migrated database."""
        self.small.manage("migrate", "--verbosity", "0")
        self.small.manage("collectstatic", "--noinput", "--verbosity", "0")
        for house in self.houses[1:]:
            source = sqlite3.connect(self.small.database)
            with contextlib.closing(source), contextlib.closing(sqlite3.connect(house.database)) as target:
                source.backup(target)
        for house in self.houses:
            house.fill()
            print(f"  {house.size:,} bulletins", flush=True)


@dataclass(frozen=True, slots=True)
class Part:
    """What it is called, what it is said to do, how it is measured and printed, and what was promised of it."""

    name: str
    said: str
    measure: Callable[[Bench], Any]
    report: Callable[[Any], None]
    goals: Callable[[Any], list[Goal]] = lambda found: []


# In this order.
PARTS = [
    Part(
        "pages", "Asking for pages, counting queries, publishing",
        lambda one: pages.run(one.houses), pages.report, pages.goals,
    ),
    Part(
        "dispatch", "Dispatching",
        lambda one: [dispatch.run(house) for house in dict.fromkeys((one.small, one.large))], dispatch.report,
    ),
    Part(
        "photos", "Drawing photos",
        lambda one: one.small.inside("renditions", ROUNDS), renditions.report, renditions.goals,
    ),
    Part("intake", "Taking photos in", lambda one: ingest.measure(one.small, one.scratch), ingest.report, ingest.goals),
    Part("kits", "Handing out a press kit", lambda one: kits.run(one.small), kits.report),
    Part(
        "stock", "Asking a plain Wagtail for the same pages",
        lambda one: beside.run(one.small, one.scratch), beside.report, beside.goals,
    ),
    Part("kept", "Showing kept pages", lambda one: kept.run(one.small, one.scratch), kept.report, kept.goals),
    Part("signing", "Signing a large gallery", lambda one: signing.run(one.small), signing.report, signing.goals),
    Part("front", "Asking nginx", lambda one: front.measure(one.small, one.scratch), front.report, front.goals),
    Part(
        "finder", "Looking around in the archive",
        lambda one: one.small.inside("finder", finder.PHOTOS), finder.report,
    ),
    Part("search", "Searching", lambda one: search.run(one.small, one.scratch), search.report),
    Part("short", "Searching very many short documents", lambda one: short.run(one.small, one.scratch), short.report),
    Part("judged", "Judging the search", lambda one: judged.run(one.small, one.scratch), judged.report),
    Part(
        "monitors", "Watching the press",
        lambda one: one.small.inside("monitors", monitors.SOURCES), monitors.report, monitors.goals,
    ),
    Part(
        "printed", "Drawing a magazine for the press",
        lambda one: printed.run(one.scratch), printed.report, printed.goals,
    ),
    Part(
        "clippings", "Leafing through a million clippings",
        lambda one: one.small.inside("clippings", clippings.SIZES), clippings.report, clippings.goals,
    ),
]  # fmt: skip


def main() -> int:
    began = time.monotonic()
    scratch = Path(tempfile.mkdtemp(prefix="basin-masasi-bench-"))
    wanted = [name for name in os.environ.get("BENCH_PARTS", "").split(",") if name]
    if unknown := set(wanted) - {part.name for part in PARTS}:
        raise SystemExit(f"BENCH_PARTS: no part is called {', '.join(sorted(unknown))}")
    failed: list[str] = []
    promised: list[Goal] = []
    took: dict[str, float] = {}
    try:
        sink_command = [sys.executable, "-m", "bench.sink"]
        with process(sink_command, dict(os.environ), stdin=subprocess.PIPE, stdout=subprocess.PIPE) as sink:
            assert sink.stdout is not None
            bench = Bench(scratch, int(sink.stdout.readline()))
            print("Preparing scratch databases …", flush=True)
            bench.prepare()
            took["preparing"] = time.monotonic() - began
            for part in PARTS:
                if wanted and part.name not in wanted:
                    continue
                print(f"{part.said} …\n", flush=True)
                since = time.monotonic()
                try:
                    found = part.measure(bench)
                    part.report(found)
                    promised += part.goals(found)
                except Exception as error:
                    traceback.print_exc()
                    failed.append(f"{part.name} ({error})")
                took[part.name] = time.monotonic() - since
        if promised:
            goals.report(promised)
        print(", ".join(f"{name} {seconds:.0f} s" for name, seconds in took.items()))
        print(
            f"One machine ({os.cpu_count()} cores), one run, {time.monotonic() - began:.0f} s:"
            " read the ratios, not the figures."
        )
        for one in failed:
            print(f"NOT MEASURED: {one}")
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
