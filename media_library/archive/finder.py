"""Finding photos and videos: one page of results, and what a tile shows, in a number of queries that never grows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count
from django.urls import reverse

from cms.users import office_search
from media_library import names
from media_library.access.selectors import present_sizes
from media_library.archive.criteria import Criteria, Item
from media_library.archive.keyset import Key, Order, merged, parsed, rows_after, weight
from media_library.archive.words import matching
from media_library.models import JobKind, JobState, MediaJob, Photo, PhotoRendition, RightsState, Video, VideoState
from media_library.renditions import sizes
from media_library.work.sizes import SCREEN_WORK, opened

PAGE = 60
# How many rows are read for words before the person is asked whether to go on.
WINDOW = 2_000
RANKS: dict[type[Any], int] = {Photo: 1, Video: 0}
MODELS: dict[int, type[Any]] = {rank: model for model, rank in RANKS.items()}
# What the office's index calls them.
KINDS: dict[type[Any], str] = {Photo: "fotograflar", Video: "videolar"}
# In a cursor: not a row's key, but how many hits were shown before.
RANKED = 9
GRID = sizes.GRID
PREVIEW = sizes.WIDTHS[1]
SEARCHED = ("title", "headline", "caption", "original_name")
LISTED = (
    "pk", "title", "headline", "caption", "taken_at", "created_at", "rights_state", "withheld_at", "contains_children",
    "shoot_id", "original_name",
)  # fmt: skip
PHOTO_LISTED = (
    *LISTED, "width", "height", "orientation", "stack_id", "merged_into_id", "derived_from_id", "credit",
    "photographer_id",
)  # fmt: skip
VIDEO_LISTED = (*LISTED, "width", "height", "kind", "state", "progress", "error", "duration_ms", "poster")


WORK: dict[str, str] = {JobState.FAILED: "failed", JobState.DONE: ""}
PHOTO_WORK = (*SCREEN_WORK, JobKind.PUBLIC)


@dataclass(slots=True)
class Tile:
    """One photo or video in a grid. ``address`` is "f12" or "v3"; ``thumb`` is empty while there is nothing to show."""

    kind: str
    item: Any
    key: Key
    thumb: str = ""
    state: str = ""
    progress: int = 0
    stacked: int = 0

    @property
    def address(self) -> str:
        return f"{'f' if self.kind == 'photo' else 'v'}{self.item.pk}"

    @property
    def url(self) -> str:
        return reverse("archive:photo" if self.kind == "photo" else "archive:video", args=[self.item.pk])

    @property
    def name(self) -> tuple[str, str]:
        """The title as two parts; of a long one the first is cut, never the number that tells photos apart."""
        return names.parts(self.item.title)

    @property
    def is_blocked(self) -> bool:
        return bool(self.item.rights_state == RightsState.BLOCKED)

    @property
    def is_incomplete(self) -> bool:
        return bool(self.item.rights_state == RightsState.INCOMPLETE)

    @property
    def duration(self) -> str:
        """A video's length as ``3:07`` or ``1:02:03``."""
        seconds = (getattr(self.item, "duration_ms", None) or 0) // 1000
        hours, minutes = seconds // 3600, seconds % 3600 // 60
        return f"{hours}:{minutes:02}:{seconds % 60:02}" if hours else f"{minutes}:{seconds % 60:02}"


@dataclass(slots=True)
class Page:
    """One page of results. ``cursor`` leads to the next, empty at the end; ``looked`` counts the rows read for words
    when the search stopped before the end of the archive."""

    tiles: list[Tile] = field(default_factory=list)
    cursor: str = ""
    looked: int = 0


def page_of(criteria: Criteria, *, cursor: str = "", size: int = PAGE) -> Page:
    """The page of what meets ``criteria`` that follows ``cursor``, in a number of queries that does not grow."""
    after = parsed(cursor)
    told = _told(criteria)
    if told is not None:
        return _page_of_hits(told, criteria, after, size)
    if after is not None and after.rank == RANKED:
        return Page()
    rows, looked = _found(criteria, criteria.order, after, limit=size + 1)
    shown = rows[:size]
    page = Page(tiles=tiles_of(shown), looked=looked.number if looked and len(rows) <= size else 0)
    if len(rows) > size:
        page.cursor = str(shown[-1][0])
    elif looked:
        page.cursor = str(looked.key)
    return page


def _told(criteria: Criteria) -> list[Key] | None:
    """By the office's index, the keys of everything that meets ``criteria`` with its words, in their order; ``None``
    without words, for words that are too frequent, and while the index cannot say."""
    if not criteria.text:
        return None
    found: list[tuple[int, Key]] = []
    for model in criteria.models:
        told = office_search.hits(KINDS[model], criteria.text, WINDOW)
        if told is None:
            return None
        rows = criteria.rows(model).only("pk", criteria.order.field)
        of_index = [(told.steps[row.pk], row) for row in rows.filter(pk__in=list(told.steps))] if told.steps else []
        of_today = rows.filter(matching(criteria.text, SEARCHED), pk__in=list(told.changed)) if told.changed else ()
        for step, row in [*of_index, *((0, row) for row in of_today)]:
            found.append((step if criteria.by_rank else 0, criteria.order.key(row, RANKS[model])))
    return [key for _step, key in sorted(found, key=lambda pair: (pair[0], *weight(pair[1], criteria.order)))]


def _page_of_hits(told: list[Key], criteria: Criteria, after: Key | None, size: int) -> Page:
    if criteria.by_rank:
        start = after.number if after is not None and after.rank == RANKED else 0
    else:
        last = weight(after, criteria.order) if after is not None else ()
        start = sum(1 for key in told if weight(key, criteria.order) <= last) if last else 0
    keys = told[start : start + size]
    page = Page(tiles=tiles_of(_rows_of(keys)))
    if start + size < len(told):
        page.cursor = str(Key(None, RANKED, start + size) if criteria.by_rank else keys[-1])
    return page


def _rows_of(keys: list[Key]) -> list[tuple[Key, Any]]:
    """The photos and videos of ``keys``, in this order."""
    rows: dict[tuple[int, int], Any] = {}
    for model, rank in RANKS.items():
        if numbers := [key.number for key in keys if key.rank == rank]:
            listed = PHOTO_LISTED if model is Photo else VIDEO_LISTED
            rows.update({(rank, row.pk): row for row in model._default_manager.filter(pk__in=numbers).only(*listed)})
    return [(key, rows[key.rank, key.number]) for key in keys if (key.rank, key.number) in rows]


@dataclass(frozen=True, slots=True)
class Looked:
    """How far a search for words has read: the last row's key and how many rows."""

    key: Key
    number: int


def _found(
    criteria: Criteria, order: Order, after: Key | None, *, limit: int
) -> tuple[list[tuple[Key, Any]], Looked | None]:
    lists = []
    for model in criteria.models:
        rank = RANKS[model]
        rows = criteria.rows(model).only(*(PHOTO_LISTED if model is Photo else VIDEO_LISTED))
        if not criteria.text:
            lists.append((rank, rows_after(rows, order, after, rank=rank, limit=limit)))
            continue
        lists.append(
            (rank, rows_after(criteria.rows(model).only("pk", order.field), order, after, rank=rank, limit=WINDOW))
        )
    found = merged(lists, order)
    if not criteria.text:
        return found[:limit], None
    window = found[:WINDOW]
    hits = _with_words(criteria.text, window, order, limit)
    stopped = Looked(window[-1][0], len(window)) if len(found) >= WINDOW else None
    return hits, stopped


def _with_words(text: str, window: list[tuple[Key, Any]], order: Order, limit: int) -> list[tuple[Key, Any]]:
    """The first ``limit`` rows of ``window`` with the words: by the index where it can say, else by what is written
    in them, read in pieces that every database takes as one list."""
    numbers = {rank: [row.pk for key, row in window if key.rank == rank] for rank in MODELS}
    if order.field == "taken_at":
        told = {rank: _holding(text, MODELS[rank], keys) for rank, keys in numbers.items() if keys}
        if all(held is not None for held in told.values()):
            return _rows_of([key for key, _row in window if key.number in (told[key.rank] or ())][:limit])
    lists = []
    for rank, keys in numbers.items():
        rows: list[Any] = []
        listed = PHOTO_LISTED if MODELS[rank] is Photo else VIDEO_LISTED
        for start in range(0, len(keys), WINDOW):
            piece = keys[start : start + WINDOW]
            rows += MODELS[rank]._default_manager.filter(matching(text, SEARCHED), pk__in=piece).only(*listed)
        lists.append((rank, rows))
    return merged(lists, order)[:limit]


def _holding(text: str, model: type[Any], numbers: list[int]) -> set[int] | None:
    """Which of these rows hold the words; ``None`` where the index cannot say."""
    told = office_search.among(KINDS[model], text, numbers)
    if told is None:
        return None
    held = set(told.steps)
    if changed := [number for number in numbers if number in told.changed]:
        written = model._default_manager.filter(matching(text, SEARCHED), pk__in=changed)
        held.update(written.values_list("pk", flat=True))
    return held


def tiles_of(rows: Iterable[tuple[Key, Any]]) -> list[Tile]:
    """Tiles for these photos and videos; three queries for any number of photos, none for videos."""
    tiles = [Tile("photo" if isinstance(row, Photo) else "video", row, key) for key, row in rows]
    photos = {tile.item.pk: tile for tile in tiles if tile.kind == "photo"}
    if photos:
        for number, rendition in thumbs_of(photos).items():
            photos[number].thumb = rendition
        stacks = Photo.objects.filter(stack__in=photos).values_list("stack").annotate(count=Count("pk")).order_by()
        for number, count in stacks:
            photos[number].stacked = count
        bare = [number for number, tile in photos.items() if not tile.thumb and tile.item.withheld_at is None]
        jobs = MediaJob.objects.filter(kind__in=PHOTO_WORK, subject_id__in=bare).order_by("pk") if bare else ()
        states = {job.subject_id: job.state for job in jobs}
        for number in bare:
            photos[number].thumb = reverse("archive:thumb", args=[number])
            photos[number].state = WORK.get(states.get(number, JobState.DONE), "working")
    for tile in tiles:
        if tile.kind == "video" and tile.item.withheld_at is None:
            tile.thumb = tile.item.poster.url if tile.item.poster else ""
            tile.progress = tile.item.progress
            tile.state = {VideoState.READY: "", VideoState.FAILED: "failed"}.get(tile.item.state, "working")
    return tiles


def hurry(tiles: Iterable[Tile]) -> None:
    """Somebody looks at ``tiles``: the photos among them that have no small size yet go before all others."""
    if numbers := [tile.item.pk for tile in tiles if tile.kind == "photo" and tile.state == "working"]:
        opened(numbers)


def last_work(photo: Photo) -> str:
    """The state of the last background work on ``photo``; empty when none is known."""
    states = MediaJob.objects.filter(kind__in=PHOTO_WORK, subject_id=photo.pk).order_by("-pk")
    return str(states.values_list("state", flat=True).first() or "")


def thumbs_of(photos: Iterable[int], spec: str = GRID) -> dict[int, str]:
    """The address of the thumbnail of each of these photos that has one; one query."""
    rows = PhotoRendition.objects.filter(image__in=list(photos), image__withheld_at=None, filter_spec=spec)
    return {row.image_id: row.url for row in present_sizes(rows)}


def neighbours(item: Item, criteria: Criteria) -> tuple[Any, Any]:
    """The photos or videos before and after ``item`` in the list of ``criteria``; ``None`` where it ends."""
    key = criteria.order.key(item, RANKS[type(item)])
    told = _told(criteria)
    if told is not None:
        if key not in told:
            return None, None
        place = told.index(key)
        rows = dict(_rows_of(told[max(0, place - 1) : place + 2]))
        before = rows.get(told[place - 1]) if place else None
        return before, rows.get(told[place + 1]) if place + 1 < len(told) else None
    following = _found(criteria, criteria.order, key, limit=1)[0]
    if key.moment is None:
        return None, following[0][1] if following else None
    preceding = _found(criteria, criteria.order.reversed(), key, limit=1)[0]
    before = next((row for found, row in preceding if found.moment is not None), None)
    return before, following[0][1] if following else None
