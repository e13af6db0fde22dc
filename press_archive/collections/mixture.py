"""Several kinds in one list, by day: entries of registers, and the pages that stay.

The newest of each kind are read once in each generation of what is public, and put in one order. Cards and feeds are
the same as where each kind stands alone; a standing page, which no register lists, is rendered here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.html import format_html

from cms.core.turkish import has_words
from cms.website import parts
from cms.website.entries import KINDS, Kind
from cms.website.models import StandardPage
from cms.website.parts import Part
from cms.website.richtext import path_of
from cms.website.selectors import Frame
from press_archive.collections.criteria import LOOKED_THROUGH, Criteria, dated, lines, looked_through
from press_archive.collections.kinds import Listed

# A kind's name and the key of a line of its register; of a page its own.
Place = tuple[str, int]


def gathered(asked: Criteria, today: dt.date) -> list[Place]:
    """What answers ``asked`` among the newest of each of its kinds, in its order."""
    found: list[tuple[dt.date, dt.datetime, str, int]] = []
    for name in asked.kinds:
        one = replace(asked, kind=name, oldest_first=False, most=None)
        rows = _pages(one, today) if name == Listed.PAGE else _lines(one, today)
        found += [(_day(when), published, name, pk) for when, published, pk in rows]
    found.sort(reverse=not asked.oldest_first)
    return [(name, pk) for _when, _published, name, pk in found[: asked.most]]


def _lines(asked: Criteria, today: dt.date) -> Iterable[tuple[Any, dt.datetime, int]]:
    column = asked.listed.entry.newest_first[0].removeprefix("-")
    rows = lines(asked, today)
    if asked.looks_through:
        rows = rows.filter(pk__in=looked_through(asked, today))
    newest: Iterable[tuple[Any, dt.datetime, int]] = rows.values_list(column, "published_at", "pk")[:LOOKED_THROUGH]
    return newest


def _pages(asked: Criteria, today: dt.date) -> Iterable[tuple[Any, dt.datetime, int]]:
    live = dated(StandardPage.objects.live(), "first_published_at", asked, today)
    rows = live.order_by("-first_published_at", "-pk").values_list("first_published_at", "pk", "title", "introduction")
    for published, pk, title, introduction in rows[:LOOKED_THROUGH]:
        if has_words(asked.words, f"{title} {introduction}"):
            yield published, published, pk


def _day(when: dt.date | dt.datetime) -> dt.date:
    return timezone.localdate(when) if isinstance(when, dt.datetime) else when


class Mixture:
    """What answers ``asked`` today; remembered, as lists are, for as long as nothing public changes."""

    def __init__(self, asked: Criteria, frame: Frame) -> None:
        self.asked, self.frame = asked, frame
        today = timezone.localdate()
        key: Hashable = ("collection", "mixture", asked, today)
        self.places: list[Place] = parts.known(frame, key, lambda: gathered(asked, today))

    def cards(self, number: int, per_page: int) -> list[Part]:
        """The cards of page ``number``, first 1."""
        first = (number - 1) * per_page
        return self._shown(self.places[first : first + per_page], self._cards, _page_cards)

    def fed(self, most: int) -> list[Part]:
        """What feeds say of the newest, whatever the order is."""
        newest = self.places[::-1] if self.asked.oldest_first else self.places
        return self._shown(newest[:most], self._feed, _page_feed, oldest_first=False)

    def _cards(self, kind: Kind, ids: Sequence[int]) -> list[Part]:
        return parts.cards(kind, kind.look_around, kind.public().filter(pk__in=ids), self.frame)

    def _feed(self, kind: Kind, ids: Sequence[int]) -> list[Part]:
        return parts.feed_of(kind, kind.public().filter(pk__in=ids), self.frame)

    def _shown(
        self, places: Sequence[Place], of_kind: Callable[[Kind, Sequence[int]], list[Part]],
        of_pages: Callable[[Sequence[int]], list[Part]], *, oldest_first: bool | None = None,
    ) -> list[Part]:  # fmt: skip
        """The parts of ``places`` in their order; a kind gives its own newest first."""
        turned = self.asked.oldest_first if oldest_first is None else oldest_first
        newest_first = places[::-1] if turned else places
        made = {}
        for name in dict.fromkeys(name for name, _pk in newest_first):
            ids = [pk for one, pk in newest_first if one == name]
            made[name] = iter(of_pages(ids) if name == Listed.PAGE else of_kind(KINDS[name], ids))
        # What was taken back meanwhile is missing among the parts, and leaves no gap.
        shown = [part for name, _pk in newest_first if (part := next(made[name], None)) is not None]
        return shown[::-1] if turned else shown


def _standing(ids: Sequence[int]) -> list[StandardPage]:
    found = StandardPage.objects.live().in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]


def _page_cards(ids: Sequence[int]) -> list[Part]:
    with translation.override(settings.LANGUAGE_CODE):
        rendered = [
            render_to_string("collections/page_card.html", {"page": page, "path": path_of(page.url_path)})
            for page in _standing(ids)
        ]
    return [Part(text, {}) for text in rendered]


def _page_feed(ids: Sequence[int]) -> list[Part]:
    made = []
    for page in _standing(ids):
        published = page.first_published_at or timezone.now()
        told = {
            "title": page.title, "path": path_of(page.url_path), "summary": page.introduction or page.title,
            "author": "", "categories": [], "published": published.isoformat(),
            "updated": (page.last_published_at or published).isoformat(), "enclosed": None,
        }  # fmt: skip
        made.append(Part(format_html("<p>{}</p>", page.introduction or page.title), told))
    return made
