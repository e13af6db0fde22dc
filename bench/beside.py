"""A bulletin and the list beside the same pages of a plain Wagtail (``bench.press``): same texts, same photos in the
same formats, same server, in turn. Neither has a cache of pages."""

from __future__ import annotations

import contextlib
import json
import os
import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench import goals as promises
from bench import plain
from bench.goals import Goal
from bench.house import House, serving
from bench.load import ROUNDS, SECONDS, Load, family, get, measure
from bench.tables import table

ARTICLES = int(os.environ.get("BENCH_ARTICLES", "1000"))
KINDS = {"page": "bulletin page", "list": "list, page 1"}
# What ours may cost of the plain Wagtail's.
GOALS = {"page": 0.30, "list": 0.22}


@dataclass(frozen=True, slots=True)
class Stock:
    """The plain Wagtail: where it listens, and its addresses by kind."""

    port: int
    pid: int
    paths: dict[str, list[str]]


@contextlib.contextmanager
def stock(scratch: Path) -> Iterator[Stock]:
    """It, filled once in ``scratch`` and serving with the settings of our own server."""
    place = scratch / "beside"
    paths = place / "paths.json"
    if not paths.exists():
        told = plain.told(place, "-m", "bench.press.fill", str(ARTICLES))
        paths.write_text(told)
    with plain.serving(place) as (port, pid):
        yield Stock(port, pid, json.loads(paths.read_text()))


def run(house: House, scratch: Path) -> dict[str, dict[str, list[Load]]]:
    """Loads of each kind of page, of both, in rounds."""
    found: dict[str, dict[str, list[Load]]] = {kind: {"ours": [], "stock": []} for kind in KINDS}
    with stock(scratch) as other, serving(house) as server:
        both = {"ours": (house.port, server.pid, house.paths), "stock": (other.port, other.pid, other.paths)}
        for port, _pid, paths in both.values():
            for kind in KINDS:
                for path in paths[kind] * 6:  # sizes are drawn, parts are kept
                    get(port, path)
        for _round in range(ROUNDS):
            for kind in KINDS:
                for name, (port, pid, paths) in both.items():
                    load = measure(port=port, paths=paths[kind], seconds=SECONDS, pids=family(pid))
                    found[kind][name].append(load)
    return found


def _cpu(loads: dict[str, list[Load]]) -> dict[str, float]:
    return {who: statistics.median(load.cpu_ms for load in found) for who, found in loads.items()}


def goals(measured: dict[str, dict[str, list[Load]]]) -> list[Goal]:
    """What ours costs of the plain Wagtail's."""
    found = {kind: _cpu(loads) for kind, loads in measured.items()}
    return [
        promises.at_most(f"{name}, no cache: CPU of a plain Wagtail's", cpu["ours"] / cpu["stock"], GOALS[kind])
        for (kind, cpu), name in zip(found.items(), KINDS.values(), strict=True)
    ]


def report(measured: dict[str, dict[str, list[Load]]]) -> None:
    """Prints what :func:`run` found."""
    print(f"Beside a plain Wagtail with {ARTICLES:,} articles: same texts and photos, no cache of pages\n")
    rows = []
    for kind, name in KINDS.items():
        cpu = _cpu(measured[kind])
        ratio = cpu["ours"] / cpu["stock"]
        rows.append([name, f"{cpu['stock']:.2f}", f"{cpu['ours']:.2f}", f"{ratio:.2f}", f"≤ {GOALS[kind]:.2f}"])
    table(["CPU ms a request", "plain Wagtail", "ours", "ours / Wagtail", "goal"], rows)
