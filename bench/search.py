"""The search: CPU ms and SQL queries of what people ask most, at 1,000, 10,000 and 100,000 documents, on SQLite and on
a PostgreSQL of its own; beside it the search of a plain Wagtail, and the time from a publication to its being found.

A search is all that a page of results needs from the index: total, the best twenty, facets with counts, marked
passages. On PostgreSQL the server's CPU is counted too. ``BENCH_DOCUMENTS`` ("1000,10000") makes it smaller,
``BENCH_ENGINES`` ("sqlite") leaves the other one out.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench import plain
from bench.house import House, process
from bench.searching import HEAVY, PER_PAGE, QUESTIONS
from bench.tables import table

DOCUMENTS = [int(size) for size in os.environ.get("BENCH_DOCUMENTS", "1000,10000,100000").split(",")]
ENGINES = os.environ.get("BENCH_ENGINES", "sqlite,postgresql").split(",")
# Beyond this many documents a plain Wagtail takes minutes.
STOCK_MOST = 10_000
# What ours may cost of the plain Wagtail's, and the largest of the smallest index.
GROWTH, SUGGESTION_MS, FOUND_SECONDS, SAVING_MS = 1.5, 4.0, 5.0, 2.0
# Plone's bare search at 10,000 documents, CPU ms, measured once on two cores; ours may cost a quarter of it.
PLONE_AT, PLONE_MS, OF_PLONE = 10_000, 53.0, 0.25


def run(house: House, scratch: Path) -> dict[str, Any]:
    """What each engine costs, the plain Wagtail, and how soon a publication is found in ``house``."""
    found = {}
    for name in ENGINES:
        with database(name, scratch) as url:
            if url:
                found[name] = asked(house, "search", DOCUMENTS, DATABASE_URL=url)
    stock = {}
    for size in [size for size in DOCUMENTS if size <= STOCK_MOST]:
        stock[size] = json.loads(plain.told(scratch / f"searched-{size}", "-m", "bench.press.searched", str(size)))
    command = [sys.executable, "manage.py", "worker"]
    with process(command, house.environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL):
        seconds = house.inside("publish_to_found")
    return {"engines": found, "stock": stock, "found": seconds}


@contextlib.contextmanager
def database(name: str, scratch: Path) -> Iterator[str]:
    """The address of an empty database of the engine ``name``; empty when it is not to be had."""
    if name != "postgresql":
        yield f"sqlite:///{scratch / 'search.sqlite3'}"
        return
    from scripts.postgres import NoPostgres, throwaway_server

    with contextlib.ExitStack() as stack:
        try:
            url = stack.enter_context(throwaway_server())
        except NoPostgres as error:
            print(f"  without PostgreSQL: {error}")
            url = ""
        yield url


def asked(house: House, command: str, argument: Any, **variables: str) -> dict[str, Any]:
    """The answer of ``bench.inside`` on an empty index in the database that ``variables`` name."""
    house = house.under(**variables)
    house.manage("migrate", "search", "--verbosity", "0")
    return house.inside(command, argument)


def report(measured: dict[str, Any]) -> None:
    """Prints what :func:`run` found."""
    print(f"Search: total, {PER_PAGE} best, facets with counts, marked passages; CPU ms (SQL queries), one process\n")
    for name, found in measured["engines"].items():
        _report_engine(name, found)
    rows = []
    for size, stock in measured["stock"].items():
        for name, ms in stock.items():
            row = [f"{size:,} documents: {name}", f"{ms:.1f}"]
            for found in measured["engines"].values():
                own = next(one for one in found["found"] if one["size"] == int(size))
                cost = own["asked"][_number_of(name)][0]
                row += [f"{cost:.1f}", f"{cost / ms:.3f}"]
            rows.append(row)
    if rows:
        print("Beside a plain Wagtail (SQLite, the same texts): total, the best twenty, one facet, nothing marked\n")
        head = [
            "CPU ms",
            "plain Wagtail",
            *(one for name in measured["engines"] for one in (name, f"{name} / Wagtail")),
        ]
        table(head, rows)
    found, saving = measured["found"], measured["found"]["saving_ms"]
    more = saving["with"] - saving["without"]
    print(
        f"  from publication to being found, worker running: {found['seconds']:.1f} s (goal ≤ {FOUND_SECONDS:g})\n"
        f"  saving a bulletin: {found['queries']} queries for the index (goal ≤ 3), {saving['with']:.1f} ms CPU with"
        f" its triggers, {saving['without']:.1f} without: {more:+.1f} (goal ≤ {SAVING_MS:g})\n"
    )


def _number_of(text: str) -> int:
    return next(number for number, (_name, asked, told) in enumerate(QUESTIONS) if asked == text and not told)


def _report_engine(name: str, found: dict[str, Any]) -> None:
    answers = found["found"]
    small, large = answers[0], answers[-1]
    head = [name, *(f"{one['size']:,}" for one in answers), f"{large['size']:,} / {small['size']:,}"]

    def row(label: str, values: list[list[float]]) -> list[str]:
        shown = [f"{ms:.1f} ({queries:.0f})" for ms, queries in values]
        return [label, *shown, f"{values[-1][0] / values[0][0]:.2f}×"]

    rows = [row(label, [one["asked"][number] for one in answers]) for number, (label, *_rest) in enumerate(QUESTIONS)]
    rows.append(row(f"suggestion (goal ≤ {SUGGESTION_MS:g})", [one["suggestion"] for one in answers]))
    rows.append(
        ["writing one document", *(f"{one['index_ms']:.1f}" for one in answers),
         f"{large['index_ms'] / small['index_ms']:.2f}×"]
    )  # fmt: skip
    table(head, rows)
    for one in answers:
        if one["size"] == PLONE_AT:
            dearest = max(one["asked"][number][0] for number in HEAVY)
            print(
                f"  frequent words at {PLONE_AT:,}: at most {dearest:.1f} ms, {dearest / PLONE_MS:.2f} of Plone's"
                f" {PLONE_MS:g} (goal ≤ {OF_PLONE:g})"
            )
    worst = max(large["asked"][number][0] / small["asked"][number][0] for number in HEAVY)
    print(f"  frequent words, {large['size']:,} / {small['size']:,}: {worst:.2f}× (goal ≤ {GROWTH:g})\n")
