"""Elasticsearch as an engine: the same hits, order and counts as the database gives.

It is asked only while its copies follow the database closely; those few that do not yet, and what was hidden a moment
ago, are left out by the question itself, so that no count betrays them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from elasticsearch_dsl import A, Search
from elasticsearch_dsl.query import Query

from search.copies import behind
from search.documents import FACETS
from search.elastic import server
from search.elastic.fields import read
from search.elastic.server import Unavailable
from search.elastic.translation import ranked, translated, within
from search.models import Document
from search.questions import Asked, Cursor, Hit, LabelCount

# Of one facet; the same key may come under an old and a new name.
MOST_LABELS = 100


class Elasticsearch:
    """See :class:`search.engines.Engine`; each may raise :class:`Unavailable`."""

    def hits(self, asked: Asked, limit: int, after: Cursor | None) -> list[Hit]:
        """The next ``limit`` hits: by step, within a step the newest first."""
        ranks = len(asked.ranks)
        if after and after.step >= ranks:
            return []

        def shaped(search: Search) -> Search:
            search = search.sort({"_score": "desc"}, {"place": "desc"}).extra(track_total_hits=False, size=limit)
            return search.extra(search_after=[float(ranks - after.step), after.place]) if after else search

        answer = self._asked(asked, ranked(asked), shaped)
        found = [(ranks - int(hit["sort"][0]), int(hit["sort"][1])) for hit in answer["hits"]["hits"]]
        places = [place for _step, place in found]
        rows = Document.objects.filter(place_in_order__in=places, hidden=False)
        keys = dict(rows.values_list("place_in_order", "pk"))
        if len(keys) < len(places):
            raise Unavailable("something went while it was asked")
        return [Hit(step, place, keys[place]) for step, place in found]

    def matching(self, asked: Asked) -> int:
        """How many hits there are."""
        answer = self._asked(
            asked, translated(asked.wanted), lambda search: search.extra(track_total_hits=True, size=0)
        )
        return int(answer["hits"]["total"]["value"])

    def labels(self, asked: Asked) -> list[LabelCount]:
        """How many hits have each label, those of each facet that most have."""

        def shaped(search: Search) -> Search:
            for facet in FACETS:
                order = [{"_count": "desc"}, {"_key": "asc"}]
                search.aggs.bucket(facet, A("terms", field=f"labels.{facet}", size=MOST_LABELS, order=order))
            return search.extra(track_total_hits=False, size=0)

        answer = self._asked(asked, translated(asked.wanted), shaped)
        found: dict[tuple[str, str], tuple[str, int]] = {}
        for facet in FACETS:
            for bucket in answer["aggregations"][facet]["buckets"]:
                key, name = read(bucket["key"])
                before, hits = found.get((facet, key), ("", 0))
                found[facet, key] = max(before, name), hits + int(bucket["doc_count"])
        return [LabelCount(facet, key, name, hits) for (facet, key), (name, hits) in found.items()]

    def _asked(self, asked: Asked, query: Query, shaped: Callable[[Search], Search]) -> dict[str, Any]:
        left_out = behind()
        if left_out is None:
            raise Unavailable("its copies are behind")
        search = shaped(Search().query(within(query, asked.narrowed, left_out)))
        answer = server.asked(
            lambda client: client.search(
                index=server.answering(), body=search.to_dict(), allow_partial_search_results=False
            )
        )
        if answer["timed_out"] or answer["_shards"]["failed"]:
            raise Unavailable("it answered in part")
        return dict(answer)
