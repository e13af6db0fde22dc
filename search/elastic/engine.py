"""Elasticsearch as an engine: the same hits, order and counts as the database gives.

It is asked only while its copies follow the database closely; those few that do not yet, and what was hidden a moment
ago, are left out by the question itself, so that no count betrays them.

As in the database the newest hits are counted and sorted, :data:`MOST_COUNTED` at most. Its documents lie in the order
of time: where the thousandth hit is costs the same however many there are, and nothing older is looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

from elasticsearch_dsl import A, Search
from elasticsearch_dsl.query import Query

from search.copies import behind
from search.documents import FACETS
from search.elastic import server
from search.elastic.fields import read
from search.elastic.server import Unavailable
from search.elastic.translation import between, ranked, translated, within
from search.models import Document, Label
from search.places import places_of
from search.questions import MOST_COUNTED, Asked, Cursor, Hit, LabelCount
from search.tables import older_facet, uncounted

# Of one facet; the same key may come under an old and a new name.
MOST_LABELS = 100
# So many hits come with the counts: no page has more.
WITH_COUNTS = 51


class Elasticsearch:
    """See :class:`search.engines.Engine`; each may raise :class:`Unavailable`."""

    def hits(self, asked: Asked, limit: int, after: Cursor | None) -> list[Hit]:
        """The next ``limit`` hits: by step, within a step the newest first; of more than :data:`MOST_COUNTED` all older
        ones by their time."""
        last = len(asked.ranks) - 1
        if after and after.step > last:
            return []
        oldest = after.oldest if after else self._oldest(asked)
        found: list[tuple[int, int]] = []
        if after is None and "counted" in asked.memo and limit <= WITH_COUNTS:
            found = self._places(asked, asked.memo["counted"])[:limit]
        elif not (after and after.step == last and after.place <= oldest):
            found = self._sorted(asked, limit, oldest, after)
        if len(found) < limit and oldest:
            below = min(after.place, oldest) if after and after.step == last else oldest
            older = self._asked(
                asked, translated(asked.wanted), between(0, below), lambda search: _newest(search, limit - len(found))
            )
            found += [(last, int(hit["sort"][0])) for hit in older["hits"]["hits"]]
        places = [place for _step, place in found]
        rows = Document.objects.filter(place_in_order__in=places, hidden=False)
        keys = dict(rows.values_list("place_in_order", "pk"))
        if len(keys) < len(places):
            raise Unavailable("something went while it was asked")
        return [Hit(step, place, keys[place], oldest) for step, place in found]

    def matching(self, asked: Asked) -> int:
        """How many hits there are; :data:`MOST_COUNTED` + 1 where there are more."""
        return MOST_COUNTED + 1 if self._oldest(asked) else int(self._counted(asked)["hits"]["total"]["value"])

    def labels(self, asked: Asked) -> list[LabelCount]:
        """How many of the hits that are counted have each label, those of each facet that most have; and years (of one
        year: months) that only older hits have."""
        answer = self._counted(asked)
        found: dict[tuple[str, str], tuple[str, int]] = {}
        for facet in FACETS:
            for bucket in answer["aggregations"][facet]["buckets"]:
                key, name = read(bucket["key"])
                before, hits = found.get((facet, key), ("", 0))
                found[facet, key] = max(before, name), hits + int(bucket["doc_count"])
        counts = [LabelCount(facet, key, name, hits) for (facet, key), (name, hits) in found.items()]
        return counts + self._older(asked, counts) if self._oldest(asked) else counts

    def _oldest(self, asked: Asked) -> int:
        """The place of the last hit that is counted where there are more; otherwise 0."""
        if "oldest" not in asked.memo:
            most = asked.looked or MOST_COUNTED
            answer = self._asked(
                asked, translated(asked.wanted), None, lambda search: _newest(search, 2).extra(from_=most - 1)
            )
            two = answer["hits"]["hits"]
            asked.memo["oldest"] = int(two[0]["sort"][0]) if len(two) > 1 else 0
        return cast(int, asked.memo["oldest"])

    def _counted(self, asked: Asked) -> dict[str, Any]:
        """The hits that are counted: how many, by label, and the first of them."""
        if "counted" not in asked.memo:

            def shaped(search: Search) -> Search:
                for facet in FACETS:
                    order = [{"_count": "desc"}, {"_key": "asc"}]
                    search.aggs.bucket(facet, A("terms", field=f"labels.{facet}", size=MOST_LABELS, order=order))
                return _best(search, WITH_COUNTS).extra(track_total_hits=True)

            asked.memo["counted"] = self._asked(asked, ranked(asked), between(self._oldest(asked)), shaped)
        return cast(dict[str, Any], asked.memo["counted"])

    def _sorted(self, asked: Asked, limit: int, oldest: int, after: Cursor | None) -> list[tuple[int, int]]:
        """The next hits down to ``oldest``, by how well they fit."""
        ranks = len(asked.ranks)

        def shaped(search: Search) -> Search:
            search = _best(search, limit)
            return search.extra(search_after=[float(ranks - after.step), after.place]) if after else search

        return self._places(asked, self._asked(asked, ranked(asked), between(oldest), shaped))

    def _places(self, asked: Asked, answer: dict[str, Any]) -> list[tuple[int, int]]:
        """Step and place of each hit of ``answer``, whose scores are numbers of ranks."""
        ranks = len(asked.ranks)
        return [(ranks - int(hit["sort"][0]), int(hit["sort"][1])) for hit in answer["hits"]["hits"]]

    def _older(self, asked: Asked, counts: Sequence[LabelCount]) -> list[LabelCount]:
        """Years, or months, that hits have and none that was counted."""
        facet = older_facet(asked)
        names = dict(Label.objects.filter(facet=facet).values_list("key", "name"))
        periods = uncounted(asked, names, {one.key for one in counts if one.facet == facet})
        searches: list[dict[str, Any]] = []
        for period in periods.values():
            first, end = places_of(period)
            query = self._query(asked, translated(asked.wanted), between(first, min(end, self._oldest(asked))))
            searches += [{}, {"query": query.to_dict(), "size": 0, "terminate_after": 1, "track_total_hits": 1}]
        if not searches:
            return []
        told = server.asked(lambda client: client.msearch(index=server.answering(), searches=searches))["responses"]
        for one in told:
            _whole(one)
        found = [key for key, one in zip(periods, told, strict=True) if one["hits"]["total"]["value"]]
        return [LabelCount(facet, key, names[key], 0) for key in found]

    def _query(self, asked: Asked, query: Query, places: Query | None) -> Query:
        left_out = behind()
        if left_out is None:
            raise Unavailable("its copies are behind")
        return within(query, asked.narrowed, left_out, places)

    def _asked(
        self, asked: Asked, query: Query, places: Query | None, shaped: Callable[[Search], Search]
    ) -> dict[str, Any]:
        search = shaped(Search().query(self._query(asked, query, places)))
        answer = server.asked(
            lambda client: client.search(
                index=server.answering(), body=search.to_dict(), allow_partial_search_results=False
            )
        )
        return _whole(dict(answer))


def _whole(answer: dict[str, Any]) -> dict[str, Any]:
    if "error" in answer or answer["timed_out"] or answer["_shards"]["failed"]:
        raise Unavailable("it answered in part")
    return answer


def _newest(search: Search, limit: int) -> Search:
    return search.sort({"place": "desc"}).extra(track_total_hits=False, size=limit)


def _best(search: Search, limit: int) -> Search:
    return search.sort({"_score": "desc"}, {"place": "desc"}).extra(track_total_hits=False, size=limit)
