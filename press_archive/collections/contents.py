"""What a collection holds now, page by page: cards and feeds come from the parts that were rendered once
(``cms.website.parts``)."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils import timezone

from cms.website import landmarks, parts
from cms.website.entries import FORMS, FeedLink, Kind
from cms.website.parts import CARD, Listing, Part
from cms.website.richtext import path_of
from cms.website.selectors import Frame
from press_archive.collections.criteria import Criteria, lines, looked_through
from press_archive.collections.mixture import Mixture


class Several(Kind):
    """What a list of several kinds says of itself."""

    per_page = 24


SEVERAL = Several()


class Found:
    """What answers ``asked`` today; remembered, as lists are, for as long as nothing public changes."""

    def __init__(self, asked: Criteria, frame: Frame) -> None:
        self.asked, self.frame = asked, frame
        self.today = timezone.localdate()
        self.lines: QuerySet[Any] = lines(asked, self.today)
        self.ids: list[int] | None = None
        if asked.looks_through:
            self.ids = parts.known(frame, self._key("lines"), lambda: looked_through(asked, self.today))

    def _key(self, name: Hashable) -> Hashable:
        return ("collection", name, self.asked, self.today)

    @property
    def total(self) -> int:
        """How many there are."""
        if self.ids is not None:
            found = len(self.ids)
        else:
            found = parts.known(self.frame, self._key("total"), lambda: self.lines.order_by().count())
        return min(found, self.asked.most or found)

    def page(self, number: int, per_page: int) -> QuerySet[Any]:
        """The lines of page ``number``, first 1; raises ``EmptyPage`` when the list has become shorter meanwhile."""
        first = (number - 1) * per_page
        length = min(per_page, self.total - first)
        if self.ids is not None:
            return self.lines.filter(pk__in=self.ids[first : first + length])
        found = landmarks.page_of(
            self.lines, number, per_page,
            lambda stretch, place: parts.known(self.frame, self._key(stretch), place),
        )  # fmt: skip
        return found[:length]

    def newest(self, most: int) -> QuerySet[Any]:
        """The newest lines, whatever the order of the collection is."""
        newest_first = self.asked.listed.entry.newest_first
        count = min(most, self.asked.most or most)
        if self.ids is not None:
            kept = self.ids[: self.asked.most]
            newest = kept[-count:] if self.asked.oldest_first else kept[:count]
            return self.lines.filter(pk__in=newest).order_by(*newest_first)
        if self.asked.oldest_first and self.asked.most:
            first = self.lines.values("pk")[: self.asked.most]
            return self.asked.listed.lines().filter(pk__in=first).order_by(*newest_first)[:count]
        return self.lines.order_by(*newest_first)[:count]


def page_of(asked: Criteria, number: int, frame: Frame) -> Listing:
    """Page ``number`` of what answers ``asked``, first 1. Raises ``EmptyPage`` beyond the last."""
    if asked.is_mixed:
        mixture = Mixture(asked, frame)
        page, pages = _numbered(len(mixture.places), number, SEVERAL.per_page)
        return Listing(mixture.cards(number, SEVERAL.per_page), page, pages, len(mixture.places))
    found, kind = Found(asked, frame), asked.listed
    page, pages = _numbered(found.total, number, kind.per_page)
    return Listing(cards(found, CARD, number, kind.per_page) if found.total else [], page, pages, found.total)


def _numbered(total: int, number: int, per_page: int) -> tuple[Any, list[int | str]]:
    """Page ``number`` of a list of ``total``, and the numbers to show."""
    paginator: Paginator[Any] = Paginator([], per_page)
    paginator.__dict__["count"] = total
    page = paginator.page(number)
    return page, list(paginator.get_elided_page_range(number, on_each_side=2, on_ends=1))


def cards(found: Found, look: str, number: int, per_page: int) -> list[Part]:
    """The cards of one page, in the order of the collection."""
    shown = parts.cards(found.asked.listed, look, found.page(number, per_page), found.frame)
    return shown[::-1] if found.asked.oldest_first else shown


def first_cards(asked: Criteria, most: int, frame: Frame) -> list[Part]:
    """The first cards of what answers ``asked``, as other pages show them."""
    if asked.is_mixed:
        return Mixture(asked, frame).cards(1, most)
    found = Found(asked, frame)
    return cards(found, asked.listed.look_around, 1, most) if found.total else []


def fed(asked: Criteria, frame: Frame) -> list[Part]:
    """What feeds say of the newest of what answers ``asked``."""
    if asked.is_mixed:
        return Mixture(asked, frame).fed(SEVERAL.feed_length)
    kind = asked.listed
    return parts.feed_of(kind, Found(asked, frame).newest(kind.feed_length), frame)


def kind_shown(asked: Criteria) -> Kind:
    """What the list of ``asked`` says of itself: its length, its pager, its emptiness."""
    return SEVERAL if asked.is_mixed else asked.listed


def feed_links(page: Any) -> list[FeedLink]:
    """The feeds of the collection ``page``, which is public."""
    if not page.url_path:
        return []
    return [
        FeedLink(f"{page.title} ({said.name})", said.media_type, path_of(page.url_path) + said.file)
        for said in FORMS.values()
    ]
