"""``make bench``: prints what pages, publication, dispatch and photos cost. One machine, one run: read the ratios.

Environment, to make it smaller: ``BENCH_SIZES`` ("1000,100000"), ``BENCH_SECONDS`` (3) and ``BENCH_ROUNDS`` (3) of each
measure, ``BENCH_ARTICLES`` (1000) of the plain Wagtail, ``BENCH_DELIVERIES`` (500), ``BENCH_PUBLISH`` (8),
``BENCH_UPLOADS`` (6) photos a round, ``BENCH_PHOTOS`` ("100,10000,100000") in the finder, ``BENCH_KIT_GB`` (4),
``BENCH_GALLERY`` ("200x15", photos and MB) that is signed, ``BENCH_DOCUMENTS`` ("1000,10000,100000") that are searched,
and how well, by ``BENCH_ENGINES`` ("sqlite,postgresql"), ``BENCH_SHORT`` (1000000) short ones beside them.
``BENCH_PARTS`` ("pages,dispatch": see ``PARTS``) runs only
these. A part that fails is named at the end and takes no other part's figures away.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import (
    beside,
    drawing,
    finder,
    front,
    goals,
    ingest,
    judged,
    kept,
    kits,
    monitors,
    printed,
    renditions,
    search,
    signing,
)
from bench.goals import Goal
from bench.load import Load, cpu_seconds, family, get, measure, memory_mb

ROOT = Path(__file__).resolve().parent.parent
SIZES = [int(size) for size in os.environ.get("BENCH_SIZES", "1000,100000").split(",")]
SECONDS = float(os.environ.get("BENCH_SECONDS", "3"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
DELIVERIES = int(os.environ.get("BENCH_DELIVERIES", "500"))
STILL = 90.0  # seconds without one more row: the worker hangs
KINDS = {"page": "bulletin page", "list": "list, page 1", "deep": "list, later pages"}
GROWTH = 1.2  # what a page may cost at the largest size, of what it costs at the smallest


class House:
    """One scratch installation with ``size`` bulletins."""

    def __init__(self, *, size: int, scratch: Path, smtp_port: int) -> None:
        self.size, self.port = size, free_port()
        self.database = scratch / f"{size}.sqlite3"
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
            "DATABASE_URL": f"sqlite:///{self.database}",
            "MEDIA_ROOT": str(scratch / f"media-{size}"),
            "STATIC_ROOT": str(scratch / "static"),
            "EMAIL_URL": f"smtp://127.0.0.1:{smtp_port}",
            "SITE_URL": f"http://localhost:{self.port}",
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            "WEB_CONCURRENCY": "2",
            "BIND": "",
            "CACHE_URL": "dummy://",  # each page is made; bench.kept measures the kept ones
        }
        self.paths: dict[str, list[str]] = {}
        self.loads: dict[str, list[Load]] = {kind: [] for kind in KINDS}

    def manage(self, *command: str) -> None:
        subprocess.run(
            [sys.executable, "manage.py", *command], cwd=ROOT, env=self.environment, check=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        )  # fmt: skip

    def inside(self, command: str, argument: Any) -> dict[str, Any]:
        """The answer of ``bench.inside``; its own messages go to stderr."""
        result = subprocess.run(
            [sys.executable, "-m", "bench.inside", command, json.dumps(argument)], cwd=ROOT, env=self.environment,
            check=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        answer: dict[str, Any] = json.loads(result.stdout.splitlines()[-1])
        return answer

    def fill(self) -> None:
        pages = self.inside("prepare", self.size)["pages"]
        last = max(1, self.size // 20)
        self.paths = {
            "page": [path.removeprefix(f"http://localhost:{self.port}") for path in pages],
            "list": ["/bultenler/"],
            "deep": [f"/bultenler/?sayfa={max(1, last * part // 20)}" for part in range(1, 20)],
        }

    def median(self, kind: str, what: str) -> float:
        return statistics.median(getattr(load, what) for load in self.loads[kind])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def process(command: list[str], environment: dict[str, str], **options: Any) -> Iterator[subprocess.Popen[str]]:
    """A child process, ended and waited for."""
    child = subprocess.Popen(command, cwd=ROOT, env=environment, text=True, **options)
    try:
        yield child
    finally:
        child.terminate()
        try:
            child.wait(60)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


@contextlib.contextmanager
def serving(house: House) -> Iterator[subprocess.Popen[str]]:
    """gunicorn as the demo runs it, once every worker has answered."""
    gunicorn = str(Path(sys.executable).with_name("gunicorn"))
    command = [gunicorn, "--config", "deploy/gunicorn.conf.py", "cms.wsgi"]
    with process(command, house.environment, stdin=subprocess.DEVNULL) as server:
        deadline = time.monotonic() + 60
        while True:
            if server.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("gunicorn does not answer")
            with contextlib.suppress(OSError):
                if (status := get(house.port, "/bultenler/")) == 200:
                    break
                raise RuntimeError(f"/bultenler/ answered {status}")
            time.sleep(0.1)
        yield server


def measure_pages(houses: list[House]) -> list[tuple[str, float, float]]:
    """Rounds over all houses in turn, so that a slow minute of the machine meets all of them. Gives memory rows."""
    with contextlib.ExitStack() as stack:
        servers = [stack.enter_context(serving(house)) for house in houses]
        for house in houses:
            for paths in house.paths.values():
                for path in paths * 4:
                    get(house.port, path)
        for _ in range(ROUNDS):
            for kind in KINDS:
                for house, server in zip(houses, servers, strict=True):
                    load = measure(port=house.port, paths=house.paths[kind], seconds=SECONDS, pids=family(server.pid))
                    house.loads[kind].append(load)
        master, *workers = family(servers[-1].pid)
        rows = [("gunicorn, master", *memory_mb(master))]
        rows += [(f"gunicorn, worker {number}", *memory_mb(pid)) for number, pid in enumerate(workers, 1)]
    return rows


def measure_dispatch(house: House) -> tuple[int, float, float, tuple[float, float]]:
    """Rows carried to the mail server, rows per second, the worker's CPU ms a row and its memory."""
    due = house.inside("deliveries", DELIVERIES)["due"]
    if due < DELIVERIES:
        raise RuntimeError(f"{due} of {DELIVERIES} rows were made")
    # autocommit, read only: the worker must not wait for the one who counts
    books = sqlite3.connect(f"file:{house.database}?mode=ro", uri=True, isolation_level=None)
    query = "SELECT count(*) FROM dispatch_delivery WHERE channel = 'email' AND state = 'accepted'"
    already = books.execute(query).fetchone()[0]
    log = (house.database.parent / "worker.log").open("w")
    with process(
        [sys.executable, "manage.py", "worker"], house.environment, stdin=subprocess.DEVNULL, stdout=log
    ) as worker:
        began = first = used = 0.0
        done, moved_at = 0, time.monotonic()
        while done < due:
            if worker.poll() is not None or time.monotonic() - moved_at > STILL:
                raise RuntimeError(f"the worker carried {done} of {due} rows")
            time.sleep(0.05)
            before, done = done, books.execute(query).fetchone()[0] - already
            if done != before:
                moved_at = time.monotonic()
            if done and not began:
                began, first, used = time.perf_counter(), done, cpu_seconds([worker.pid])
        seconds, used = time.perf_counter() - began, cpu_seconds([worker.pid]) - used
        memory = memory_mb(worker.pid)
    books.close()
    carried = max(due - first, 1)
    return due, carried / max(seconds, 0.001), 1000 * used / carried, memory


def make_sizes(house: House) -> None:
    """Runs the media worker until nothing is due."""
    house.manage("media_worker", "--drain", "--verbosity", "0")


def table(head: list[str], rows: list[list[str]]) -> None:
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]
    for number, row in enumerate([head, *rows]):
        cells = [
            cell.ljust(width) if not column else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        print("  " + "  ".join(cells))
        if not number:
            print("  " + "  ".join("─" * width for width in widths))
    print()


def report_pages(found: tuple[list[House], list[dict[str, Any]], list[tuple[str, float, float]]]) -> None:
    houses, measured, memory = found
    small, large = houses[0], houses[-1]

    def row(name: str, values: list[float], digits: int) -> list[str]:
        ratio = f"{values[-1] / values[0]:.2f}×" if values[0] else "—"
        return [name, *(f"{value:.{digits}f}" for value in values), ratio]

    head = ["", *(f"{house.size:,} bulletins" for house in houses), f"{large.size:,} / {small.size:,}"]
    lines = []
    for kind, name in KINDS.items():
        lines.append(row(f"{name}: requests/s", [house.median(kind, "per_second") for house in houses], 1))
        lines.append(row(f"{name}: CPU ms a request", [house.median(kind, "cpu_ms") for house in houses], 2))
        lines.append(row(f"{name}: median ms", [house.median(kind, "median_ms") for house in houses], 1))
        lines.append(row(f"{name}: SQL queries, no cache", [one["queries"][kind][0] for one in measured], 0))
        lines.append(row(f"{name}: SQL queries, warm", [one["queries"][kind][1] for one in measured], 0))
    lines.append(row("create, sign twice, publish: ms", [one["publish_ms"] for one in measured], 1))
    lines.append(row("create, sign twice, publish: CPU ms", [one["publish_cpu_ms"] for one in measured], 1))
    print(
        f"\nPages and publication: gunicorn, 2 workers, SQLite, 4 clients, median of {ROUNDS} rounds of {SECONDS:g} s\n"
    )
    table(head, lines)
    print(f"Memory with {large.size:,} bulletins (PSS shares common pages out among the processes)\n")
    table(["process", "RSS MB", "PSS MB"], [[name, f"{rss:.0f}", f"{pss:.0f}"] for name, rss, pss in memory])


def page_goals(found: tuple[list[House], list[dict[str, Any]], list[tuple[str, float, float]]]) -> list[Goal]:
    houses = found[0]
    small, large = houses[0], houses[-1]
    if large is small:
        return []
    return [
        goals.at_most(
            f"{name}: CPU at {large.size:,} bulletins / at {small.size:,}",
            large.median(kind, "cpu_ms") / small.median(kind, "cpu_ms"), GROWTH, "×",
        )
        for kind, name in KINDS.items()
    ]  # fmt: skip


def report_dispatch(found: list[tuple[House, int, float, float, tuple[float, float]]]) -> None:
    print("Dispatch: one worker, SMTP on loopback, one message per address\n")
    rows = [
        [f"{house.size:,} bulletins", str(count), f"{rate:.1f}", f"{cpu:.1f}", *(f"{size:.0f}" for size in memory)]
        for house, count, rate, cpu, memory in found
    ]
    table(["", "rows", "rows/s", "CPU ms a row", "worker's RSS MB", "PSS MB"], rows)


class Bench:
    """The houses of one run, and what each part of it finds."""

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

    def pages(self) -> Any:
        memory = measure_pages(self.houses)
        paths = [{kind: paths[0] for kind, paths in house.paths.items()} for house in self.houses]
        return (
            self.houses,
            [house.inside("measure", one) for house, one in zip(self.houses, paths, strict=True)],
            memory,
        )

    def dispatch(self) -> Any:
        ends = dict.fromkeys((self.small, self.large))
        return [(house, *measure_dispatch(house)) for house in ends]


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
    Part("pages", "Asking for pages, counting queries, publishing", Bench.pages, report_pages, page_goals),
    Part("dispatch", "Dispatching", Bench.dispatch, report_dispatch),
    Part(
        "photos",
        "Drawing photos",
        lambda one: one.small.inside("renditions", ROUNDS),
        lambda found: renditions.report(found, table),
        lambda found: drawing.goals(found["ways"]),
    ),
    Part(
        "intake",
        "Taking photos in",
        lambda one: ingest.measure(one.small, serving, make_sizes, one.scratch, min(ROUNDS, 2)),
        lambda found: ingest.report(found, table),
        ingest.goals,
    ),
    Part(
        "kits",
        "Handing out a press kit",
        lambda one: kits.run(one.small, serving),
        lambda found: kits.report(found, table),
    ),
    Part(
        "stock",
        "Asking a plain Wagtail for the same pages",
        lambda one: beside.run(one.small, serving, one.scratch, SECONDS, ROUNDS),
        lambda found: beside.report(found, table),
        beside.goals,
    ),
    Part(
        "kept",
        "Showing kept pages",
        lambda one: kept.run(one.small, serving, one.scratch, SECONDS, ROUNDS),
        lambda found: kept.report(found, table),
        kept.goals,
    ),
    Part(
        "signing",
        "Signing a large gallery",
        lambda one: signing.run(one.small),
        lambda found: signing.report(found, table),
        signing.goals,
    ),
    Part(
        "front",
        "Asking nginx",
        lambda one: front.measure(one.small, serving, one.scratch),
        lambda found: front.report(found, table),
        front.goals,
    ),
    Part(
        "finder",
        "Looking around in the archive",
        lambda one: one.small.inside("finder", finder.PHOTOS),
        lambda found: finder.report(found, table),
    ),
    Part(
        "search",
        "Searching",
        lambda one: search.run(one.small, process, one.scratch),
        lambda found: search.report(found, table),
    ),
    Part(
        "judged",
        "Judging the search",
        lambda one: judged.run(one.small, one.scratch),
        lambda found: judged.report(found, table),
    ),
    Part(
        "monitors",
        "Watching the press",
        lambda one: one.small.inside("monitors", monitors.SOURCES),
        lambda found: monitors.report(found, table),
        monitors.goals,
    ),
    Part(
        "printed",
        "Drawing a magazine for the press",
        lambda one: printed.run(one.scratch),
        lambda found: printed.report(found, table),
        printed.goals,
    ),
]


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
            goals.report(promised, table)
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
