"""Dispatch: what one worker carries to a mail server on loopback, and what that costs it."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import subprocess
import sys
import time
from dataclasses import dataclass

from bench.house import House, process
from bench.load import cpu_seconds, memory_mb
from bench.tables import table

DELIVERIES = int(os.environ.get("BENCH_DELIVERIES", "500"))
STILL = 90.0  # seconds without one more row: the worker hangs


@dataclass(frozen=True, slots=True)
class Carried:
    """In a house of ``size`` bulletins: rows, rows a second, the worker's CPU ms a row, and its memory in MB."""

    size: int
    rows: int
    per_second: float
    cpu_ms: float
    memory: tuple[float, float]


def run(house: House) -> Carried:
    """The worker, from its first row to its last."""
    due = house.inside("deliveries", DELIVERIES)["due"]
    if due < DELIVERIES:
        raise RuntimeError(f"{due} of {DELIVERIES} rows were made")
    query = "SELECT count(*) FROM dispatch_delivery WHERE channel = 'email' AND state = 'accepted'"
    with contextlib.ExitStack() as stack:
        # autocommit, read only: the worker must not wait for the one who counts
        books = sqlite3.connect(f"file:{house.database}?mode=ro", uri=True, isolation_level=None)
        stack.callback(books.close)
        already = books.execute(query).fetchone()[0]
        log = stack.enter_context((house.database.parent / "worker.log").open("w"))
        command = [sys.executable, "manage.py", "worker"]
        worker = stack.enter_context(process(command, house.environment, stdin=subprocess.DEVNULL, stdout=log))
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
    carried = max(due - first, 1)
    return Carried(house.size, due, carried / max(seconds, 0.001), 1000 * used / carried, memory)


def report(found: list[Carried]) -> None:
    """Prints what :func:`run` found in each house."""
    print("Dispatch: one worker, SMTP on loopback, one message per address\n")
    rows = [
        [
            f"{one.size:,} bulletins", str(one.rows), f"{one.per_second:.1f}", f"{one.cpu_ms:.1f}",
            *(f"{size:.0f}" for size in one.memory),
        ]
        for one in found
    ]  # fmt: skip
    table(["", "rows", "rows/s", "CPU ms a row", "worker's RSS MB", "PSS MB"], rows)
