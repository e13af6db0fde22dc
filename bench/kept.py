"""Kept pages: what showing one costs, beside making the same page, beside a plain Wagtail's (in the same rounds) and
beside the smallest answer that Django gives."""

from __future__ import annotations

import statistics
from pathlib import Path

from bench import goals as promises
from bench.beside import Stock, stock
from bench.goals import Goal
from bench.house import House, serving
from bench.load import ROUNDS, SECONDS, Load, family, fetched, get, measure
from bench.tables import table

# As nginx asks: a connection for each request.
ASKED = {"Connection": "close"}
HEADERS = {
    "as it is": ASKED,
    "packed (br)": {**ASKED, "Accept-Encoding": "gzip, br"},
    "not modified": {**ASKED, "If-None-Match": ""},
}
SMALLEST = "/robots.txt"
PLAIN = "plain Wagtail's page"
# What a hit may cost of the plain Wagtail's page.
GOAL = 0.04


def run(house: House, scratch: Path) -> dict[str, tuple[float, float]]:
    """CPU ms a request of a bulletin's page: a plain Wagtail's, ours made anew, and kept in each form; medians.
    ``/robots.txt`` made anew asks for nothing but the generation."""
    found: dict[str, list[Load]] = {}
    page = house.paths["page"][:1]
    with stock(scratch) as other:
        for path in other.paths["page"] * 6:  # sizes are drawn
            get(other.port, path)
        _measure(house, page, other, found)
    return {name: (_median(loads, "per_second"), _median(loads, "cpu_ms")) for name, loads in found.items()}


def _measure(house: House, page: list[str], other: Stock, found: dict[str, list[Load]]) -> None:
    for address, where in (("dummy://", "made anew"), ("", "kept")):
        with serving(house.under(CACHE_URL=address)) as server:
            pids = family(server.pid)
            for path in (*page, SMALLEST) * 20:
                get(house.port, path, {"Accept-Encoding": "br"})
            tag = fetched(house.port, page[0], {})[1].get("ETag", "")
            for _round in range(ROUNDS):
                load = measure(
                    port=other.port, paths=other.paths["page"], seconds=SECONDS, pids=family(other.pid),
                    headers=ASKED,
                )  # fmt: skip
                found.setdefault(PLAIN, []).append(load)
                forms = HEADERS.items() if where == "kept" else [("", ASKED)]
                for form, headers in forms:
                    sent = {name: value or tag for name, value in headers.items()}
                    load = measure(
                        port=house.port, paths=page, seconds=SECONDS, pids=pids, headers=sent,
                        status=304 if "If-None-Match" in sent else 200,
                    )  # fmt: skip
                    found.setdefault(f"{where}, {form}".rstrip(", "), []).append(load)
                if where == "made anew":
                    load = measure(port=house.port, paths=[SMALLEST], seconds=SECONDS, pids=pids, headers=ASKED)
                    found.setdefault(f"{SMALLEST}, made anew", []).append(load)


def _median(loads: list[Load], what: str) -> float:
    return statistics.median(getattr(load, what) for load in loads)


def goals(measured: dict[str, tuple[float, float]]) -> list[Goal]:
    """The dearest form of a kept page beside the plain Wagtail's page."""
    hits = [cpu for name, (_rate, cpu) in measured.items() if name.startswith("kept, ")]
    return [promises.at_most(f"kept page: CPU of {PLAIN}", max(hits) / measured[PLAIN][1], GOAL)]


def report(measured: dict[str, tuple[float, float]]) -> None:
    """Prints it."""
    made, plain = measured["made anew"][1], measured[PLAIN][1]
    print("Kept pages: one bulletin's page, a connection each as nginx asks, gunicorn as in the demo\n")
    rows = [
        [name, f"{rate:.0f}", f"{cpu:.2f}", f"{cpu / made:.3f}", f"{cpu / plain:.3f}"]
        for name, (rate, cpu) in measured.items()
    ]
    head = ["", "requests/s", "CPU ms a request", "of the page made anew", f"of {PLAIN} (kept: ≤ {GOAL})"]
    table(head, rows)
