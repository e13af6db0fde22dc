"""Pages as readers ask for them, at each size: rate, CPU, SQL queries, memory; and what a publication costs."""

from __future__ import annotations

import contextlib
import statistics
from dataclasses import dataclass
from typing import Any

from bench import goals as promises
from bench.goals import Goal
from bench.house import House, serving
from bench.load import ROUNDS, SECONDS, Load, family, get, measure, memory_mb
from bench.tables import table

KINDS = {"page": "bulletin page", "list": "list, page 1", "deep": "list, later pages"}
GROWTH = 1.2  # what a page may cost at the largest size, of what it costs at the smallest


@dataclass(frozen=True, slots=True)
class Found:
    """Of one house: its loads by kind of page, what ``bench.inside`` measured, and memory by process."""

    size: int
    loads: dict[str, list[Load]]
    inside: dict[str, Any]
    memory: list[tuple[str, float, float]]

    def median(self, kind: str, what: str) -> float:
        return statistics.median(getattr(load, what) for load in self.loads[kind])


def run(houses: list[House]) -> list[Found]:
    """Rounds over all houses in turn, so that a slow minute of the machine meets all of them."""
    loads: list[dict[str, list[Load]]] = [{kind: [] for kind in KINDS} for _house in houses]
    with contextlib.ExitStack() as stack:
        servers = [stack.enter_context(serving(house)) for house in houses]
        for house in houses:
            for paths in house.paths.values():
                for path in paths * 4:
                    get(house.port, path)
        for _ in range(ROUNDS):
            for kind in KINDS:
                for house, server, found in zip(houses, servers, loads, strict=True):
                    load = measure(port=house.port, paths=house.paths[kind], seconds=SECONDS, pids=family(server.pid))
                    found[kind].append(load)
        memory = [_memory(server.pid) for server in servers]
    return [
        Found(house.size, of_house, house.inside("measure", {kind: house.paths[kind][0] for kind in KINDS}), used)
        for house, of_house, used in zip(houses, loads, memory, strict=True)
    ]


def _memory(pid: int) -> list[tuple[str, float, float]]:
    master, *workers = family(pid)
    rows = [("gunicorn, master", *memory_mb(master))]
    return rows + [(f"gunicorn, worker {number}", *memory_mb(pid)) for number, pid in enumerate(workers, 1)]


def report(found: list[Found]) -> None:
    """Prints what :func:`run` found."""
    small, large = found[0], found[-1]

    def row(name: str, values: list[float], digits: int) -> list[str]:
        ratio = f"{values[-1] / values[0]:.2f}×" if values[0] else "—"
        return [name, *(f"{value:.{digits}f}" for value in values), ratio]

    head = ["", *(f"{one.size:,} bulletins" for one in found), f"{large.size:,} / {small.size:,}"]
    lines = []
    for kind, name in KINDS.items():
        lines.append(row(f"{name}: requests/s", [one.median(kind, "per_second") for one in found], 1))
        lines.append(row(f"{name}: CPU ms a request", [one.median(kind, "cpu_ms") for one in found], 2))
        lines.append(row(f"{name}: median ms", [one.median(kind, "median_ms") for one in found], 1))
        lines.append(row(f"{name}: SQL queries, no cache", [one.inside["queries"][kind][0] for one in found], 0))
        lines.append(row(f"{name}: SQL queries, warm", [one.inside["queries"][kind][1] for one in found], 0))
    lines.append(row("create, sign twice, publish: ms", [one.inside["publish_ms"] for one in found], 1))
    lines.append(row("create, sign twice, publish: CPU ms", [one.inside["publish_cpu_ms"] for one in found], 1))
    print(
        f"\nPages and publication: gunicorn, 2 workers, SQLite, 4 clients, median of {ROUNDS} rounds of {SECONDS:g} s\n"
    )
    table(head, lines)
    print(f"Memory with {large.size:,} bulletins (PSS shares common pages out among the processes)\n")
    table(["process", "RSS MB", "PSS MB"], [[name, f"{rss:.0f}", f"{pss:.0f}"] for name, rss, pss in large.memory])


def goals(found: list[Found]) -> list[Goal]:
    """What pages cost at the largest size, of what they cost at the smallest."""
    small, large = found[0], found[-1]
    if large is small:
        return []
    return [
        promises.at_most(
            f"{name}: CPU at {large.size:,} bulletins / at {small.size:,}",
            large.median(kind, "cpu_ms") / small.median(kind, "cpu_ms"), GROWTH, "×",
        )
        for kind, name in KINDS.items()
    ]  # fmt: skip
