"""Kept pages: what showing one costs, beside making the same page and beside the smallest answer that Django gives."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from bench.load import Load, family, fetched, get, measure

# As nginx asks: a connection for each request.
ASKED = {"Connection": "close"}
HEADERS = {
    "as it is": ASKED,
    "packed (br)": {**ASKED, "Accept-Encoding": "gzip, br"},
    "not modified": {**ASKED, "If-None-Match": ""},
}
SMALLEST = "/robots.txt"


def run(house: Any, serving: Callable[[Any], AbstractContextManager[Any]], seconds: float, rounds: int) -> Any:
    """CPU ms a request of a bulletin's page: made anew, and kept in each form; medians. The last: ``/robots.txt`` made
    anew, which asks for nothing but the generation."""
    found: dict[str, list[Load]] = {}
    page = house.paths["page"][:1]
    for address, where in (("dummy://", "made anew"), ("", "kept")):
        kept_before = house.environment
        house.environment = {**kept_before, "CACHE_URL": address}
        try:
            with serving(house) as server:
                pids = family(server.pid)
                for path in (*page, SMALLEST) * 20:
                    get(house.port, path, {"Accept-Encoding": "br"})
                tag = fetched(house.port, page[0], {})[1].get("ETag", "")
                for _round in range(rounds):
                    forms = HEADERS.items() if where == "kept" else [("", ASKED)]
                    for form, headers in forms:
                        sent = {name: value or tag for name, value in headers.items()}
                        load = measure(
                            port=house.port, paths=page, seconds=seconds, pids=pids, headers=sent,
                            status=304 if "If-None-Match" in sent else 200,
                        )  # fmt: skip
                        found.setdefault(f"{where}, {form}".rstrip(", "), []).append(load)
                    if where == "made anew":
                        load = measure(port=house.port, paths=[SMALLEST], seconds=seconds, pids=pids, headers=ASKED)
                        found.setdefault(f"{SMALLEST}, made anew", []).append(load)
        finally:
            house.environment = kept_before
    return {name: (_median(loads, "per_second"), _median(loads, "cpu_ms")) for name, loads in found.items()}


def _median(loads: list[Load], what: str) -> float:
    return statistics.median(getattr(load, what) for load in loads)


def report(measured: dict[str, tuple[float, float]], table: Callable[[list[str], list[list[str]]], None]) -> None:
    """Prints it."""
    made = measured["made anew"][1]
    print("Kept pages: one bulletin's page, a connection each as nginx asks, gunicorn as in the demo\n")
    rows = [[name, f"{rate:.0f}", f"{cpu:.2f}", f"{cpu / made:.3f}"] for name, (rate, cpu) in measured.items()]
    table(["", "requests/s", "CPU ms a request", "of the page made anew"], rows)
