"""The tables that public pages are made of. A change of their rows raises the generation, and takes away the kept parts
of pages (``parts``) that show the row, whoever makes it.

An app whose rows a public page shows says so with :func:`watch` or :func:`watch_page` in a module of this name;
triggers follow from it after every ``migrate``. What nobody declares is found by the test that writes down the tables
read by every public address.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, models
from wagtail.models import Page, PageViewRestriction, Site

from cms.core.triggers import DIFFERS, Effect, Trigger
from cms.identity.models import Identity
from cms.users.models import Department
from cms.website.generation import RAISE, TABLE
from cms.website.models import AlertBanner, HomePage, KeptPart, StandardPage
from media_library.models import File, Photo, Photographer, PhotoRendition, PublicFile, Video, VideoCaption

# What only the office sees of a page or snippet: drafts change these and nothing that is public.
OF_DRAFTS = frozenset(
    {
        "draft_title", "latest_revision_id", "latest_revision_created_at", "has_unpublished_changes", "go_live_at",
        "expire_at", "locked", "locked_at", "locked_by_id", "owner_id", "numchild",
    }
)  # fmt: skip
EVERY = ("INSERT", "UPDATE", "DELETE")
# A row that exists already is chosen, not shown: what shows it raises the generation.
CHANGED = ("UPDATE", "DELETE")
# Held (shared) to its end by each transaction on PostgreSQL that has deleted parts: whoever keeps some wants it alone.
LOCK = 7_203_115


@dataclass(frozen=True, slots=True)
class Watched:
    """``shown``: SQL with ``{row}`` for NEW or OLD that says whether the public sees the row. ``unseen``: columns that
    it never sees. ``pages``: SQL that names the pages of registers that show the row, by primary key."""

    model: type[models.Model]
    shown: str
    events: Collection[str]
    unseen: Collection[str]
    pages: str

    def triggers(self) -> Iterator[Trigger]:
        """One for each event."""
        for event in self.events:
            new, old = self.shown.format(row="NEW"), self.shown.format(row="OLD")
            condition = {"INSERT": new, "DELETE": old}.get(event) or f"({new} OR {old}) AND ({self._differs()})"
            table = self.model._meta.db_table
            yield Effect(
                name=f"public_{table}_{event.lower()}", table=table, event=event, condition=condition,
                action=self._action(event),
            )  # fmt: skip

    def _action(self, event: str) -> tuple[tuple[str, str], ...]:
        """What follows, for each engine: the generation first, then the parts."""
        actions = {vendor: list(statements) for vendor, statements in RAISE.items()}
        if self.pages:
            rows = {"INSERT": ("NEW",), "DELETE": ("OLD",)}.get(event, ("OLD", "NEW"))
            where = " OR ".join(f"page_id IN ({self.pages.format(row=row)})" for row in rows)
            actions["postgresql"].append(f"PERFORM pg_advisory_xact_lock_shared({LOCK})")
            for statements in actions.values():
                statements.append(f"DELETE FROM {KeptPart._meta.db_table} WHERE {where}")  # noqa: S608
        return tuple((vendor, "; ".join(statements)) for vendor, statements in actions.items())

    def _differs(self) -> str:
        columns = [str(field.column) for field in self.model._meta.local_concrete_fields]
        return " OR ".join(f"NEW.{one} {DIFFERS} OLD.{one}" for one in columns if one not in self.unseen) or "TRUE"


WATCHED: dict[str, Watched] = {}


def watch(
    model: Any, *, shown: str = "TRUE", events: Collection[str] = EVERY, unseen: Collection[str] = frozenset(),
    pages: str = "",
) -> None:  # fmt: skip
    """Declares that public pages show rows of ``model``."""
    WATCHED[model._meta.db_table] = Watched(model, shown, events, unseen, pages)


def watch_page(model: type[Page]) -> None:
    """The own table of a kind of page; what every page has in common is watched already."""
    watch(model, shown=of_live_page("page_ptr_id"), pages="{row}.page_ptr_id")


def of_live_page(column: str) -> str:
    """Whether the page that ``column`` names is public."""
    return f"EXISTS (SELECT 1 FROM {Page._meta.db_table} p WHERE p.id = {{row}}.{column} AND p.live)"  # noqa: S608


def of_public_file(kind: str, column: str) -> str:
    """Whether live content uses the photo, video or file that ``column`` names."""
    return f"EXISTS (SELECT 1 FROM {PublicFile._meta.db_table} f WHERE f.{kind}_id = {{row}}.{column})"  # noqa: S608


def number_of(column: str) -> str:
    """What ``column`` holds as a number: of other content's keys, which need not be numbers, nothing."""
    digits = f"ltrim({column}, '0123456789') = '' AND length({column}) BETWEEN 1 AND 18"
    return f"CASE WHEN {digits} THEN CAST({column} AS bigint) END"


def pages_using(condition: str) -> str:
    """The primary keys of live content whose leaves ``f`` (``PublicFile``) fulfil ``condition``."""
    return f"SELECT {number_of('f.object_id')} FROM {PublicFile._meta.db_table} f WHERE {condition}"  # noqa: S608


def triggers(tables: set[str]) -> Iterator[Trigger]:
    """Those of the watched tables among ``tables``, once the generation has its own."""
    needed = {TABLE, Page._meta.db_table, PublicFile._meta.db_table, KeptPart._meta.db_table}
    if needed <= tables:
        for table, watched in WATCHED.items():
            if table in tables:
                yield from watched.triggers()


watch(Page, shown="{row}.live", unseen=OF_DRAFTS, pages="{row}.id")
for _snippet in (Identity, AlertBanner):
    watch(_snippet, shown="{row}.live", unseen=OF_DRAFTS)
for _page in (HomePage, StandardPage):
    watch_page(_page)
watch(Site)
watch(PageViewRestriction)
watch(Department, events=CHANGED)
watch(PublicFile, pages=number_of("{row}.object_id"))
for _model, _kind in ((Photo, "photo"), (Video, "video"), (File, "file")):
    watch(_model, shown=of_public_file(_kind, "id"), events=CHANGED, pages=pages_using(f"f.{_kind}_id = {{row}}.id"))
watch(PhotoRendition, shown=of_public_file("photo", "image_id"), pages=pages_using("f.photo_id = {row}.image_id"))
# Whoever took a photo stands in its sizes until other words were signed; and what the press may use hangs on contracts.
TAKEN = " OR ".join(
    f"f.{kind}_id IN (SELECT p.id FROM {model._meta.db_table} p WHERE p.photographer_id = {{row}}.id)"  # noqa: S608
    for model, kind in ((Photo, "photo"), (Video, "video"))
)
watch(Photographer, events=CHANGED, pages=pages_using(TAKEN))
watch(VideoCaption, shown=of_public_file("video", "video_id"), pages=pages_using("f.video_id = {row}.video_id"))


def nobody_publishes() -> bool:
    """Whether no transaction is on its way that has deleted parts already: it would not find what is written now.

    On SQLite one transaction writes at a time.
    """
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])
