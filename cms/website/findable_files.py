"""What the public finds of photos and films themselves: those that a live, signed page shows, with the words that were
signed with them. Each leads to the newest page that shows it, and is found only by whoever asks for its kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.core import turkish
from cms.website.findable import FINDABLES, EntryFindable, Findable, Label, PageFindable, Source, Text, declare
from media_library.models import Photo, PublicFile, Video

LONGEST_TITLE = 120


class Use(NamedTuple):
    """A file on a page: what was signed of it, and the page."""

    words: Mapping[str, Any]
    findable: Findable
    page: int


@dataclass(frozen=True, slots=True)
class Words:
    """What a file is called, what is said of it, and the rest, from its signed words."""

    title: str
    spot: str
    body: str

    @classmethod
    def of(cls, words: Mapping[str, Any]) -> Words:
        said = [str(words.get(name, "")) for name in ("headline", "alt_text", "caption", "title")]
        titles = [one for one in said if one] or [""]
        caption = str(words.get("caption", ""))
        title = titles[0] if len(titles[0]) <= LONGEST_TITLE else f"{titles[0][:LONGEST_TITLE].rsplit(' ', 1)[0]} …"
        more = [words.get(name, "") for name in ("alt_text", "event", "credit", "byline")]
        rest = [str(one) for one in (*more, titles[0]) if one and one not in (title, caption)]
        return cls(title, caption if caption != title else "", "\n".join(dict.fromkeys(rest)))


class FileFindable(Findable):
    """``holder`` is the column of ``PublicFile``, ``model`` what it names."""

    aside = True
    holder: str
    model: type[Photo] | type[Video]

    def sources(self) -> Sequence[Source]:
        column = f"{{row}}.{self.holder}_id"
        return [
            Source(PublicFile._meta.db_table, f"SELECT {column}", when=f"{column} IS NOT NULL"),
            Source(
                self.model._meta.db_table, "SELECT {row}.id", events=("UPDATE",),
                when="OLD.withheld_at {differs} NEW.withheld_at", gone="NEW.withheld_at IS NOT NULL",
            ),
        ]  # fmt: skip

    def ids(self) -> Iterator[int]:
        column = f"{self.holder}_id"
        return iter(self._signed().order_by(column).values_list(column, flat=True).distinct().iterator())

    def public(self, ids: Collection[int]) -> set[int]:
        return set(self._uses(ids))

    def texts(self, ids: Collection[int]) -> Mapping[int, Text]:
        uses = self._uses(ids)
        pages = Page.objects.in_bulk({use.page for use in uses.values()})
        return {
            pk: self._text(use.words, pages[use.page].first_published_at)
            for pk, use in uses.items()
            if use.page in pages and pages[use.page].first_published_at
        }

    def _text(self, words: Mapping[str, Any], moment: Any) -> Text:
        said = Words.of(words)
        keywords = [str(one) for one in words.get("keywords", ())]
        return Text(
            title=said.title, spot=said.spot, body=said.body, moment=moment, place=str(words.get("city", "")),
            tags=tuple(Label(turkish.slugify(one), one) for one in keywords),
            with_photo=self.model is Photo, with_video=self.model is Video,
        )  # fmt: skip

    def paths(self, ids: Collection[int]) -> Mapping[int, str]:
        uses = self._uses(ids)
        by_findable: dict[Findable, set[int]] = defaultdict(set)
        for use in uses.values():
            by_findable[use.findable].add(use.page)
        paths = {
            (findable, page): path
            for findable, pages in by_findable.items()
            for page, path in findable.paths(pages).items()
        }
        return {pk: paths.get((use.findable, use.page), "") for pk, use in uses.items()}

    def pictures(self, ids: Collection[int]) -> Mapping[int, Any]:
        return self.model.objects.filter(withheld_at=None).in_bulk(list(ids))

    def _signed(self) -> QuerySet[PublicFile]:
        """What pages show that can be found; what content from before there were signatures shows has no words."""
        rows = PublicFile.objects.filter(
            **{f"{self.holder}__isnull": False, f"{self.holder}__withheld_at": None}, content_type__in=_shelves()
        )
        return rows.exclude(words={}).exclude(digests={})

    def _uses(self, ids: Collection[int]) -> dict[int, Use]:
        """Of ``ids`` those that strangers may see, each with its newest page."""
        shelves, found = _shelves(), list[tuple[int, Use]]()
        for row in self._signed().filter(**{f"{self.holder}__in": list(ids)}).order_by("-pk"):
            if row.object_id.isdigit():
                use = Use(row.words, shelves[row.content_type_id], int(row.object_id))
                found.append((getattr(row, f"{self.holder}_id"), use))
        pages: dict[Findable, set[int]] = defaultdict(set)
        for _pk, use in found:
            pages[use.findable].add(use.page)
        public = {findable: findable.public(some) for findable, some in pages.items()}
        newest: dict[int, Use] = {}
        for pk, use in found:
            if use.page in public[use.findable]:
                newest.setdefault(pk, use)
        return newest


def _shelves() -> dict[int, Findable]:
    """The kinds of pages that can be found, by their content type."""
    pages: dict[Any, Findable] = {}
    for findable in FINDABLES.values():
        if isinstance(findable, EntryFindable):
            pages[findable.kind.page] = findable
        elif isinstance(findable, PageFindable):
            pages[findable.page] = findable
    types = ContentType.objects.get_for_models(*pages, for_concrete_models=False)
    return {types[page].pk: findable for page, findable in pages.items()}


class FindablePhotos(FileFindable):
    name = "fotograf"
    number = 4
    title = _("Fotoğraflar")
    one = _("fotoğraf")
    holder = "photo"
    model = Photo


class FindableVideos(FileFindable):
    name = "video"
    number = 5
    title = _("Videolar")
    one = _("video")
    holder = "video"
    model = Video


PHOTOS, VIDEOS = declare(FindablePhotos()), declare(FindableVideos())
