"""Very many short documents, as clippings are, in Elasticsearch and, beside it, in PostgreSQL: how many a second one
worker writes, and what :data:`CLIENTS` clients at once wait for a page of results with facets.

``BENCH_SHORT`` (1000000) documents. The server has 512 MB and the same cores as whoever asks it.
"""

from __future__ import annotations

import contextlib
import itertools
import multiprocessing
import os
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from bench.house import House
from bench.tables import table

DOCUMENTS = int(os.environ.get("BENCH_SHORT", "1000000"))
CLIENTS, ASKED = 8, 25
PER_SECOND, P95_MS = 2_000, 100
# Of what is asked: how many hits these have is another matter than how long they take.
QUESTIONS = (
    "belediye", "zeytin hasadı", "ender77", "konser", "başkan konser", '"hasat şenliği"', "zabıta", "senlik",
    "ender512", "sahil", "belediye ender900", "fidan",
)  # fmt: skip


def short(said: Any) -> Any:
    """A document of the corpus, cut to a headline and some lines."""
    from bench.corpus import OFTEN

    lines = said.body.split("\n")
    return replace(said, spot="", body="\n".join([*[line for line in lines if line in OFTEN][:2], *lines[-2:]]))


def run(house: House, scratch: Path) -> dict[str, Any]:
    """What each server costs, each beside an empty database of its own."""
    from bench import search

    found: dict[str, Any] = {}
    for name in ("elasticsearch", "postgresql"):
        place = scratch / f"short-{name}"
        place.mkdir()
        with contextlib.ExitStack() as stack:
            url = stack.enter_context(search.database("sqlite" if name == "elasticsearch" else name, place))
            server = stack.enter_context(search_server()) if name == "elasticsearch" else ""
            if url and (server or name != "elasticsearch"):
                found[name] = search.asked(house, "short", DOCUMENTS, DATABASE_URL=url, ELASTICSEARCH_URL=server)
    return found


@contextlib.contextmanager
def search_server() -> Iterator[str]:
    """The address of an empty Elasticsearch; empty when it is not to be had."""
    from scripts import elasticsearch

    with contextlib.ExitStack() as stack:
        url = os.environ.get("BENCH_ELASTICSEARCH", "")
        try:
            url = url or stack.enter_context(elasticsearch.throwaway_server()).url
        except elasticsearch.NoElasticsearch as error:
            print(f"  without Elasticsearch: {error}")
        yield url


def measure(count: int) -> dict[str, Any]:
    """Inside Django: fills the database, and the server where there is one; then asks."""
    from django.conf import settings

    from bench import searching
    from bench.corpus import Corpus

    corpus = Corpus()
    wanted = bool(settings.ELASTICSEARCH_URL)
    began = time.perf_counter()
    searching.fill(corpus, 0, count, of=short, with_words=not wanted)
    filled = time.perf_counter() - began
    answer = {"documents": count, "per_second": count / filled}
    if wanted:
        answer |= _written(count)
    return answer | asked_at_once()


def _written(count: int) -> dict[str, Any]:
    """How many documents a second the worker brings to the server, and the CPU ms that one costs it."""
    from search.elastic import upkeep

    upkeep.settle()
    began, used = time.perf_counter(), time.process_time()
    carried = 0
    while done := upkeep.carry("bench"):
        carried += done
    if carried != count:
        raise RuntimeError(f"{carried} of {count} documents were written")
    seconds, used = time.perf_counter() - began, time.process_time() - used
    return {"per_second": carried / seconds, "worker_ms": 1000 * used / carried}


def asked_at_once() -> dict[str, Any]:
    """Milliseconds that each of :data:`CLIENTS` clients waits for its pages, all at the same time."""
    from django.db import connection, connections

    connections.close_all()
    if connection.vendor == "postgresql":
        cast(Any, connection).close_pool()  # what it keeps would be everybody's
    fork = multiprocessing.get_context("fork")
    with fork.Pool(CLIENTS) as pool:
        waited = sorted(itertools.chain.from_iterable(pool.map(_client, range(CLIENTS), chunksize=1)))
    alone = sorted(_client(0))
    return {
        "median_ms": waited[len(waited) // 2], "p95_ms": waited[int(len(waited) * 0.95)],
        "alone_ms": alone[len(alone) // 2], "questions": len(waited),
    }  # fmt: skip


def _client(number: int) -> list[float]:
    from unittest.mock import patch

    from django.conf import settings

    from bench import searching
    from search import selectors
    from search.elastic import server
    from search.elastic.engine import Elasticsearch
    from search.engines import engine
    from search.queries import parse
    from search.selectors import Narrowed

    answers = Elasticsearch() if settings.ELASTICSEARCH_URL else engine()  # nobody else answers for it
    waited = []
    server._client.cache_clear()  # the lines of the process that was forked are its own
    with (
        patch.object(selectors, "answered", lambda question: question(answers)),
        patch.object(server, "asked", lambda question: question(server.client(server.PATIENT_SECONDS))),
    ):  # a reader would have the database's answer after 0.8 s; here each is waited for
        for turn in range(-len(QUESTIONS), ASKED):  # the first ones warm up
            text = QUESTIONS[(turn + number) % len(QUESTIONS)]
            began = time.perf_counter()
            searching.page_of(selectors.understood(parse(text), Narrowed()), None)
            if turn >= 0:
                waited.append(1000 * (time.perf_counter() - began))
    return waited


def report(found: dict[str, Any]) -> None:
    """Prints what :func:`run` found."""
    if not found:
        return
    size = next(iter(found.values()))["documents"]
    print(f"{size:,} short documents: total, 20 best, facets with counts, marked passages; {CLIENTS} clients at once\n")
    rows = [
        [
            f"written a second, one worker (goal ≥ {PER_SECOND:,})",
            *(f"{one['per_second']:,.0f}" for one in found.values()),
        ],
        [f"p95 ms (goal ≤ {P95_MS})", *(f"{one['p95_ms']:.1f}" for one in found.values())],
        ["median ms", *(f"{one['median_ms']:.1f}" for one in found.values())],
        ["median ms, one client alone", *(f"{one['alone_ms']:.1f}" for one in found.values())],
    ]
    table(["", *found], rows)
    if "elasticsearch" in found:
        print(
            f"  the worker's own CPU a document: {found['elasticsearch']['worker_ms']:.2f} ms;"
            " PostgreSQL is filled in bulk\n"
        )
