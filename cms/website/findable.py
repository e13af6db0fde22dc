"""What of the house can be found by the public: an app declares it here, ``search`` carries it into its index.

A :class:`Findable` says what text of an object is searched (:class:`Text`), what it can be narrowed by, and which rows
it is made of (:class:`Source`): triggers follow from these, so that a change is noted in its own transaction whoever
makes it. What has a line in a register of public entries is an :class:`EntryFindable`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import StreamValue
from wagtail.models import Page

from cms.users.office_search import Source as Source
from cms.website.entries import Kind
from cms.website.models import StandardPage
from cms.website.pictures import shown
from cms.website.public_tables import pages_using
from media_library.models import Photo, Video


class Label(NamedTuple):
    """Something to narrow by: a key for addresses and the words that people see."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Text:
    """The words of one object as they are public now. ``moment`` sorts; ``place`` and ``tags`` are also searched.

    ``number``: what it is called by, ``2026/0123``.
    """

    title: str
    spot: str
    body: str
    moment: dt.datetime
    department: Label | None = None
    place: str = ""
    tags: tuple[Label, ...] = ()
    number: str = ""
    with_photo: bool = False
    with_video: bool = False


class Findable:
    """One kind of object. ``name`` stands in addresses of the search, ``number`` (0 to 31) in its index, for good;
    ``title`` is what people call many of them, ``one`` a single one. ``aside``: shown only to whoever asks for this
    kind or finds nothing else; there are so many that they would stand before what they belong to."""

    name: str
    number: int
    title: Any
    one: Any
    aside: bool = False

    def sources(self) -> Sequence[Source]:
        """The rows that its objects are made of."""
        raise NotImplementedError

    def ids(self) -> Iterator[int]:
        """The keys of everything that strangers may find now."""
        raise NotImplementedError

    def public(self, ids: Collection[int]) -> set[int]:
        """Those of ``ids`` that strangers may find now; one query."""
        raise NotImplementedError

    def texts(self, ids: Collection[int]) -> Mapping[int, Text]:
        """The words of those of ``ids`` that strangers may find now."""
        raise NotImplementedError

    def paths(self, ids: Collection[int]) -> Mapping[int, str]:
        """Where they stand."""
        raise NotImplementedError

    def pictures(self, ids: Collection[int]) -> Mapping[int, Any]:
        """The photo that a result is shown with, of those that have one."""
        return {}


class EntryFindable(Findable):
    """What a register of public entries lists; ``kind`` is the register's declaration."""

    kind: Kind

    def sources(self) -> Sequence[Source]:
        own = " AND ".join(f"{{row}}.{name} = '{value}'" for name, value in self.kind.which.items()) or "TRUE"
        return [
            Source(self.kind.entry._meta.db_table, "SELECT {row}.page_id", when=own, gone="NOT NEW.public"),
            Source(
                Page._meta.db_table, "SELECT {row}.id", events=("UPDATE",),
                when=f"OLD.slug <> NEW.slug AND EXISTS (SELECT 1 FROM {self.kind.entry._meta.db_table} e"  # noqa: S608
                " WHERE e.page_id = {row}.id)",
            ),
            *taken_down(),
        ]  # fmt: skip

    def ids(self) -> Iterator[int]:
        return iter(self.kind.lines().filter(public=True).order_by("pk").values_list("page_id", flat=True).iterator())

    def public(self, ids: Collection[int]) -> set[int]:
        found = self.kind.lines().filter(public=True, page__live=True, page__in=list(ids))
        return set(found.values_list("page_id", flat=True))

    def texts(self, ids: Collection[int]) -> Mapping[int, Text]:
        entries = self.kind.lines().filter(public=True, page__live=True, page__in=list(ids))
        return {entry.page_id: self.text(entry, self.kind.page_of(entry)) for entry in entries.select_related("page")}

    def text(self, entry: Any, page: Any) -> Text:
        """The words of ``page``, whose line is ``entry``."""
        raise NotImplementedError

    def paths(self, ids: Collection[int]) -> Mapping[int, str]:
        pages = Page.objects.filter(pk__in=list(ids)).only("pk", "slug")
        return {page.pk: self.kind.path_of(page) for page in pages}

    def pictures(self, ids: Collection[int]) -> Mapping[int, Any]:
        lines = self.kind.lines().filter(public=True, page__in=list(ids))
        shown = self.kind.shown(lines)
        return {card.page.pk: photo for card in shown for photo in self.kind.photos([card]) if photo}


class PageFindable(Findable):
    """The website's own pages that stay."""

    name = "sayfa"
    number = 0
    title = _("Sayfalar")
    one = _("sayfa")
    page: type[Page] = StandardPage

    def sources(self) -> Sequence[Source]:
        own, base = self.page._meta.db_table, Page._meta.db_table
        is_one = f"EXISTS (SELECT 1 FROM {own} s WHERE s.page_ptr_id = {{row}}.id)"  # noqa: S608
        live = f"EXISTS (SELECT 1 FROM {base} p WHERE p.id = {{row}}.page_ptr_id AND p.live)"  # noqa: S608
        return [
            Source(own, "SELECT {row}.page_ptr_id", when=live, events=("INSERT", "UPDATE")),
            Source(own, "SELECT {row}.page_ptr_id", events=("DELETE",)),
            Source(
                base, "SELECT {row}.id", when=f"(OLD.live OR NEW.live) AND {is_one}", gone="NOT NEW.live",
                events=("UPDATE",),
            ),
            *taken_down(),
        ]  # fmt: skip

    def _live(self) -> Any:
        return self.page.objects.live().public()

    def ids(self) -> Iterator[int]:
        return iter(self._live().order_by("pk").values_list("pk", flat=True))

    def public(self, ids: Collection[int]) -> set[int]:
        return set(self._live().filter(pk__in=list(ids)).values_list("pk", flat=True))

    def texts(self, ids: Collection[int]) -> Mapping[int, Text]:
        return {
            page.pk: Text(
                title=page.title, spot=page.introduction, body=words_in(page.body),
                moment=page.last_published_at or page.first_published_at,
            )
            for page in self._live().filter(pk__in=list(ids))
            if page.first_published_at
        }  # fmt: skip

    def paths(self, ids: Collection[int]) -> Mapping[int, str]:
        return {page.pk: page.url or "" for page in self._live().filter(pk__in=list(ids))}


def words_in(body: StreamValue) -> str:
    """The words of a body text, one block below the other; none of a photo or video that was taken down."""
    parts: list[str] = []
    for block in body:
        value, block_type = block.value, block.block_type
        if block_type == "picture":
            parts += beside(value)
        elif block_type == "gallery":
            parts += [value["title"] or "", *(word for one in value["pictures"] for word in beside(one))]
        elif block_type != "archive_video" or (value["video"] and value["video"].withheld_at is None):
            parts += [str(part) for part in block.block.get_searchable_content(value)]
    return "\n".join(part for part in parts if part)


def beside(picture: Mapping[str, Any]) -> list[str]:
    """The words beside a photo; none of one that was taken down."""
    return [picture["alt"] or "", picture["caption"] or ""] if shown(picture["image"]) else []


def taken_down() -> list[Source]:
    """A photo or video of a page is taken down, or comes back: its words go with it. Until they have gone, nobody finds
    the page."""
    return [
        Source(
            model._meta.db_table, pages_using(f"f.{kind}_id = {{row}}.id"), events=("UPDATE",),
            when="OLD.withheld_at {differs} NEW.withheld_at", gone="NEW.withheld_at IS NOT NULL",
        )
        for model, kind in ((Photo, "photo"), (Video, "video"))
    ]  # fmt: skip


FINDABLES: dict[str, Findable] = {}
Declared = TypeVar("Declared", bound=Findable)


def declare(findable: Declared) -> Declared:
    """From here on strangers find these."""
    FINDABLES[findable.name] = findable
    return findable


PAGES = declare(PageFindable())
