"""How well the search ranks: nDCG@10 of the judged queries (``tests/search/judged``), by sort and by engine.

No time and no ratio: every run on every machine gives the same figures.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

from bench import search, short
from bench.house import House
from bench.tables import table

ALL = "all"


def measure(_argument: None) -> dict[str, Any]:
    """Inside Django: ``{sort: [queries, mean]}``. What it puts into the index is taken back."""
    from unittest.mock import patch

    from django.conf import settings
    from django.db import transaction

    from search import selectors
    from search.elastic import server, upkeep
    from search.elastic.engine import Elasticsearch
    from tests.search import judged

    with transaction.atomic():
        filled = judged.fill()
        if settings.ELASTICSEARCH_URL:
            upkeep.settle()
            while upkeep.carry("bench"):
                pass
            with (
                patch.object(selectors, "answered", lambda question: question(Elasticsearch())),
                patch.object(server, "asked", lambda question: question(server.client(server.PATIENT_SECONDS))),
            ):  # how well it ranks, not how soon it answers
                score = judged.score(filled)
        else:
            score = judged.score(filled)
        transaction.set_rollback(True)
    return {**score.by_sort(), ALL: (len(score.each), score.mean())}


def run(house: House, scratch: Path) -> dict[str, dict[str, Any]]:
    """What each engine reaches on an empty database of its own."""
    found = {}
    place = scratch / "judged"
    place.mkdir()
    for name in [*search.ENGINES, "elasticsearch"]:
        beside = short.search_server() if name == "elasticsearch" else contextlib.nullcontext("")
        at = place / name
        at.mkdir()
        with search.database("sqlite" if name == "elasticsearch" else name, at) as url, beside as server:
            if url and (server or name != "elasticsearch"):
                found[name] = search.asked(house, "judged", None, DATABASE_URL=url, ELASTICSEARCH_URL=server)
    return found


def report(found: dict[str, dict[str, Any]]) -> None:
    """Prints what :func:`run` found."""
    print("Ranking: nDCG@10 of judged queries, 1 being the best order that there can be\n")
    first = next(iter(found.values()), {})
    rows = [
        [f"{sort} ({count} queries)", *(f"{answer[sort][1]:.3f}" for answer in found.values())]
        for sort, (count, _mean) in first.items()
    ]
    table(["", *found], rows)
