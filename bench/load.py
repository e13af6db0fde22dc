"""A small bounded HTTP client for loopback, and what ``/proc`` says about processes. Linux only."""

from __future__ import annotations

import http.client
import os
import statistics
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
CLIENTS = 4
SECONDS = float(os.environ.get("BENCH_SECONDS", "3"))  # of one measure
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
PATIENCE = 120  # seconds for one answer: the first one may draw photos, on a machine that others use


@dataclass(frozen=True, slots=True)
class Load:
    """One measure: requests per second, median and 95th percentile in ms, the server's CPU ms for each request."""

    per_second: float
    median_ms: float
    p95_ms: float
    cpu_ms: float


def measure(
    *, port: int, paths: Sequence[str], seconds: float, pids: Sequence[int], headers: Mapping[str, str] | None = None,
    status: int = 200,
) -> Load:  # fmt: skip
    """Asks ``127.0.0.1:port`` for ``paths`` in turn, from :data:`CLIENTS` threads, for ``seconds``.

    Raises ``RuntimeError`` at the first answer that is not ``status``: a fast error page must not look like speed.
    """
    times: list[float] = []
    errors: list[str] = []
    deadline = time.perf_counter() + seconds
    cpu_before, began = cpu_seconds(pids), time.perf_counter()

    def client(number: int) -> None:
        turn = number
        while time.perf_counter() < deadline and not errors:
            path = paths[turn % len(paths)]
            turn += CLIENTS
            start = time.perf_counter()
            try:
                answered = get(port, path, headers)
            except OSError as error:
                errors.append(f"{path}: {error}")
                return
            times.append(time.perf_counter() - start)
            if answered != status:
                errors.append(f"{path} answered {answered}")

    threads = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wall, cpu = time.perf_counter() - began, cpu_seconds(pids) - cpu_before
    if errors:
        raise RuntimeError(errors[0])
    times.sort()
    return Load(
        per_second=len(times) / wall,
        median_ms=statistics.median(times) * 1000,
        p95_ms=times[int(len(times) * 0.95)] * 1000,
        cpu_ms=cpu * 1000 / len(times),
    )


def get(port: int, path: str, headers: Mapping[str, str] | None = None) -> int:
    """The status of one GET; reads the whole body."""
    return fetched(port, path, headers)[0]


def fetched(port: int, path: str, headers: Mapping[str, str] | None = None) -> tuple[int, Message]:
    """Status and headers of one GET; reads the whole body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", path, headers={"Host": "localhost", **(headers or {})})
        response = connection.getresponse()
        response.read()
        return response.status, response.headers
    finally:
        connection.close()


def family(pid: int) -> list[int]:
    """``pid`` and its children, children's children included."""
    found = [pid]
    for parent in found:
        for task in Path(f"/proc/{parent}/task").glob("*/children"):
            found += [int(child) for child in task.read_text().split()]
    return found


def cpu_seconds(pids: Sequence[int]) -> float:
    """User and system time of ``pids`` together."""
    total = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICKS


def memory_mb(pid: int) -> tuple[float, float]:
    """Resident and proportional set size in MB; the second shares common pages out among the processes."""
    values = {"Rss:": 0, "Pss:": 0}
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        name, *rest = line.split()
        if name in values:
            values[name] = int(rest[0])
    return values["Rss:"] / 1024, values["Pss:"] / 1024
