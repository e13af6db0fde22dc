"""Parts of public pages that are rendered once and kept: an entry's cards in lists, its whole page without what
surrounds it, and what feeds say of it.

What is published does not change until the next signature. A part is shown again while three things hold: nothing that
it shows has changed (triggers delete it in the transaction of the change, see ``public_tables``), its key is that of
the version, the code, the settings and the identity of today, and its seal is ours: whoever writes into the table
without the installation's secret is not shown, and is found by ``verify_evidence``. Otherwise it is rendered again, by
``keeper`` or at the next request, whichever is first, and kept if that needs no waiting; whoever comes meanwhile waits
for it (``turns``).

Nothing of a visitor goes into a part: it is rendered without a request, in the site's language.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import math
import time
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, TypeVar

from django.conf import settings
from django.core.paginator import Paginator
from django.db import DatabaseError, connection, transaction
from django.db.models import FilteredRelation, Q, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from wagtail.models import Page

from cms.website import deployment, facts, generation, landmarks, pictures, richtext, selectors, turns
from cms.website.entries import KINDS, Kind
from cms.website.models import KeptPart
from cms.website.public_tables import nobody_publishes

logger = logging.getLogger(__name__)
Known = TypeVar("Known")

PAGE = "page"
CARD = "card"
FEED = "feed"
UNTIL = "until"  # of ``Part.more``: the second from which it is rendered again
COLUMNS = ("kept__name", "kept__key", "kept__seal", "kept__text", "kept__more")


@dataclass(frozen=True, slots=True)
class Part:
    """``text`` as HTML; ``more`` is what else there is to know of it."""

    text: SafeString
    more: Mapping[str, Any]

    @property
    def first(self) -> SafeString:
        """The card as the first of its page: its picture is fetched at once. Words of ours or of editors never hold
        a quotation mark that is not escaped."""
        return mark_safe(self.text.replace(' loading="lazy"', ' fetchpriority="high"', 1))


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a register with its part, if one is kept that holds. ``forged``: there is one that nobody of ours
    sealed."""

    page_id: int
    version: int | None
    part: Part | None
    forged: bool


@dataclass(frozen=True, slots=True)
class Served:
    """What stands at an address: whether strangers may see it, and its page."""

    line: Line
    public: bool
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list. ``pages`` are the numbers to show, with an ellipsis in between."""

    cards: list[Part]
    page: Any
    pages: list[int | str]
    total: int


# --- What is served ---------------------------------------------------------------------------------------------------


def listing(kind: Kind, chosen: Any, number: int, frame: selectors.Frame) -> Listing:
    """Page ``number`` of the list of ``kind``, first 1: one query, and another when the process does not know how long
    the list is, where a later page begins, or a card is not kept. Raises ``EmptyPage`` beyond the last."""
    public = kind.public(chosen)
    paginator = Paginator(public, kind.per_page)
    narrowed = (kind.name, kind.query_string(chosen))
    paginator.__dict__["count"] = known(frame, ("total", *narrowed), lambda: public.order_by().count())
    page = paginator.page(number)
    slice_of_lines = landmarks.page_of(
        public, number, kind.per_page, lambda stretch, place: known(frame, ("from", stretch, *narrowed), place)
    )
    pages = list(paginator.get_elided_page_range(number, on_each_side=2, on_ends=1))
    return Listing(cards(kind, CARD, slice_of_lines, frame), page, pages, paginator.count)


def cards(kind: Kind, name: str, entries: QuerySet[Any], frame: selectors.Frame) -> list[Part]:
    """The cards of these lines, a slice of ``kind.public()``, in the look ``name`` of ``kind.looks``."""
    return _shown(kind, name, kind.of_slice(entries), frame)


def feed(kind: Kind, chosen: Any, frame: selectors.Frame) -> list[Part]:
    """What feeds say of the newest entries: one query, and another when texts among them link to other pages."""
    return feed_of(kind, kind.public(chosen)[: kind.feed_length], frame)


def feed_of(kind: Kind, entries: QuerySet[Any], frame: selectors.Frame) -> list[Part]:
    """As :func:`feed`, of these lines, a slice of ``kind.public()``."""
    return _shown(kind, FEED, kind.of_slice(entries), frame)


def _shown(kind: Kind, name: str, entries: QuerySet[Any], frame: selectors.Frame) -> list[Part]:
    lines = [_line(row, environment_of(name, frame)) for row in _rows(kind, name, entries)]
    moved = _moved(lines)
    made = _made(kind, name, [line for line in lines if line.part is None or line.page_id in moved], frame)
    found = (made.get(line.page_id, line.part) for line in lines)
    return [part for part in found if part is not None]


def served(kind: Kind, slug: str, frame: selectors.Frame) -> Served | None:
    """What is or was public at this address; one query, and another when its text links to other pages."""
    found = kind.lines().filter(page__slug=slug)
    for public, withdrawn_at, live, *row in _rows(kind, PAGE, found, "public", "withdrawn_at", "page__live"):
        line = _line(row, environment_of(PAGE, frame))
        if _moved([line]):
            line = replace(line, part=None)
        return Served(line, public and live, withdrawn_at is not None)
    return None


def page(kind: Kind, line: Line, frame: selectors.Frame) -> Part:
    """The whole page of ``line``, with holes for what surrounds it (``pieces.filled``)."""
    if line.part is not None:
        return line.part
    return _made(kind, PAGE, [line], frame)[line.page_id]


def around(kind: Kind, page_id: int, frame: selectors.Frame) -> SafeString:
    """What stands around the page ``page_id``: the entries before and after it, and cards of what is like it."""
    found = kind.neighbours(page_id)
    related = _shown(kind, kind.look_around, found.related, frame)
    with translation.override(settings.LANGUAGE_CODE):
        return render_to_string("website/around.html", {"found": found, "related": related, "kind": kind})


def known(frame: selectors.Frame, key: Hashable, make: Callable[[], Known]) -> Known:
    """What ``make`` gives, asked once by this process in each generation of what is public."""
    return make() if frame.generation is None else facts.remembered(frame.generation, key, make)


# --- What is rendered -------------------------------------------------------------------------------------------------


def rendered_cards(kind: Kind, name: str, page_ids: Sequence[int]) -> dict[int, Part]:
    """Cards of these pages in the look ``name``, by the primary keys of the pages, as they are now."""
    made = {}
    with translation.override(settings.LANGUAGE_CODE):
        items = kind.shown(kind.lines().filter(page__in=page_ids))
        kind.attach_photos(items)
        for item in items:
            with pictures.noting() as noted:
                text = render_to_string(kind.card_template, {"entry": item, **kind.looks[name]})
            made[item.page.pk] = Part(mark_safe(text), _until(noted))
    return made


def rendered_page(kind: Kind, page_id: int, frame: selectors.Frame) -> Part:
    """The page ``page_id`` as it is now, with holes."""
    entry = kind.lines().select_related(*kind.served_with).get(page=page_id)
    found = kind.page_of(entry)
    request = HttpRequest()
    request.method = "GET"
    request.path = request.path_info = kind.path_of(found)
    request._site_frame = frame  # type: ignore[attr-defined]
    with translation.override(settings.LANGUAGE_CODE), pictures.noting() as noted:
        context = {**found.get_context(request), "with_holes": True}
        text = render_to_string(found.get_template(request), context)
    return Part(mark_safe(text), {**_links(kind, found, context.get("links") or {}), **_until(noted)})


def rendered_feed(kind: Kind, page_ids: Sequence[int]) -> dict[int, Part]:
    """What feeds say of these pages, by their primary keys: the text, and as ``more`` what stands beside it."""
    made = {}
    with translation.override(settings.LANGUAGE_CODE):
        for entry in kind.fed(page_ids):
            found = entry.page
            with pictures.noting() as noted:
                text, enclosed = kind.feed_html(found), kind.enclosed(found)
            linked = kind.linked(found)
            more: dict[str, Any] = {
                "title": str(found.title),
                "path": kind.path_of(found),
                "summary": kind.summary(found),
                "author": kind.author(found),
                "categories": kind.categories(found),
                "published": entry.published_at.isoformat(),
                "updated": (found.last_published_at or entry.published_at).isoformat(),
                "enclosed": [enclosed.url, enclosed.length, enclosed.media_type] if enclosed else None,
            }
            links = _links(kind, found, richtext.addresses(linked)) if linked else {}
            made[found.pk] = Part(mark_safe(text), {**more, **links, **_until(noted)})
    return made


def _links(kind: Kind, found: Any, addresses: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Where the pages stand to which the text of ``found`` links; nothing when it links to none."""
    linked = sorted(kind.linked(found))
    return {"links": {pk: addresses.get(pk, "") for pk in linked}} if linked else {}


def _until(noted: pictures.Noted) -> dict[str, int]:
    return {} if noted.until is None else {UNTIL: noted.until}


def _moved(lines: Iterable[Line]) -> set[int]:
    """Those of the pages whose parts link to what does not stand where it stood, or was not public and is now; one
    query at most."""
    links = {line.page_id: line.part.more["links"] for line in lines if line.part and line.part.more.get("links")}
    now = richtext.addresses({pk for linked in links.values() for pk in linked})
    return {page for page, linked in links.items() if any(now.get(pk, "") != path for pk, path in linked.items())}


# --- What is compared -------------------------------------------------------------------------------------------------


def faults() -> Iterator[tuple[str, str]]:
    """Kept parts that would be shown and are not what is rendered now, and such as somebody else wrote: the title of
    the page and what is wrong, for ``verify_evidence``. What does not hold any more is never shown, and passed over."""
    frame = selectors.frame(None)
    for kind in KINDS.values():
        for name in (PAGE, FEED, *kind.looks):
            for row in _rows(kind, name, kind.lines().filter(public=True)).iterator(chunk_size=200):
                line = _line(row, environment_of(name, frame))
                if line.forged:
                    yield _title(line), gettext("hazır tutulan HTML sistemin yazdığı değil")
                elif line.part is not None and not _as_rendered(kind, name, line, line.part, frame):
                    yield _title(line), gettext("hazır tutulan HTML şimdi üretilenle aynı değil")


def _rendered(kind: Kind, name: str, page_ids: Sequence[int], frame: selectors.Frame) -> dict[int, Part]:
    if name == PAGE:
        return {pk: rendered_page(kind, pk, frame) for pk in page_ids}
    if name == FEED:
        return rendered_feed(kind, page_ids)
    return rendered_cards(kind, name, page_ids)


def _as_rendered(kind: Kind, name: str, line: Line, part: Part, frame: selectors.Frame) -> bool:
    """Whether ``part`` is what is rendered now; a link that has moved since is none of its faults."""
    fresh = _rendered(kind, name, [line.page_id], frame)[line.page_id]
    same = {key: value for key, value in fresh.more.items() if key != UNTIL}
    kept = {key: value for key, value in part.more.items() if key != UNTIL}
    return bool(_moved([line])) or (part.text, kept) == (fresh.text, same)


def _title(line: Line) -> str:
    return str(Page.objects.values_list("title", flat=True).get(pk=line.page_id))


# --- What is kept -----------------------------------------------------------------------------------------------------


def environment_of(name: str, frame: selectors.Frame) -> str:
    """What parts called ``name`` are made with besides the version: code, settings, and for pages the identity."""
    common = _environment(
        deployment.digest(), settings.SITE_URL, settings.MEDIA_URL, settings.STATIC_URL, settings.SECRET_KEY
    )
    if name != PAGE:
        return common
    who = frame.identity
    return known(
        frame, ("environment", common), lambda: _digest(common, who.municipality, who.primary_colour, frame.theme)
    )


@lru_cache(maxsize=8)
def _environment(*said: str) -> str:
    return _digest(*said)


def _digest(*said: str) -> str:
    return hashlib.blake2b(json.dumps(said).encode(), digest_size=16).hexdigest()


@lru_cache(maxsize=8)
def _secret(secret_key: str) -> bytes:
    return hashlib.sha256(f"cms.website.parts {secret_key}".encode()).digest()


def sealed(page_id: int, name: str, key: str, text: str, more: str) -> str:
    """The seal of a part: nobody without the installation's secret makes it, or moves it to another page or version."""
    said = f"{page_id}\n{name}\n{key}\n{len(more)}\n{more}{text}"
    return hashlib.blake2b(said.encode(), key=_secret(settings.SECRET_KEY), digest_size=24).hexdigest()


def _rows(kind: Kind, name: str, entries: QuerySet[Any], *more: str) -> QuerySet[Any, Any]:
    kept = FilteredRelation("page__kept_parts", condition=Q(page__kept_parts__name=name))
    return entries.annotate(kept=kept).values_list(*more, "page_id", "page__live_revision_id", *COLUMNS)


def _line(row: Sequence[Any], environment: str) -> Line:
    page_id, version, name, key, seal, text, more = row
    if key != f"{environment}.{version}":
        return Line(page_id, version, None, False)
    if not hmac.compare_digest(sealed(page_id, name, key, text, more), seal):
        logger.error("the kept part %s of page %s was changed by somebody else; it is not shown", name, page_id)
        return Line(page_id, version, None, True)
    told = json.loads(more)
    if has_ended(told):
        return Line(page_id, version, None, False)
    return Line(page_id, version, Part(mark_safe(text), told), False)


def has_ended(more: Mapping[str, Any]) -> bool:
    """Whether a clock has ended the part of which ``more`` is told."""
    return bool(more.get(UNTIL, math.inf) <= time.time())


def _keep(name: str, lines: Sequence[Line], made: Mapping[int, Part], frame: selectors.Frame) -> None:
    """Keeps what was made of ``lines``, unless that means waiting or anything public has changed since it was begun.

    What somebody else wrote stays for ``verify_evidence`` to find.
    """
    rows = [
        KeptPart(
            page_id=line.page_id,
            name=name,
            key=f"{environment_of(name, frame)}.{line.version}",
            text=str(made[line.page_id].text),
            more=json.dumps(made[line.page_id].more, ensure_ascii=False, sort_keys=True),
        )
        for line in lines
        if line.page_id in made and not line.forged
    ]
    if not rows or frame.generation is None or settings.DEBUG:
        return
    for row in rows:
        row.seal = sealed(row.page_id, row.name, row.key, row.text, row.more)
    written = ["key", "text", "more", "seal"]
    try:
        with _without_waiting(), transaction.atomic():
            if nobody_publishes() and generation.current() == frame.generation:
                KeptPart.objects.bulk_create(
                    rows, update_conflicts=True, update_fields=written, unique_fields=["page", "name"]
                )
    except DatabaseError as error:
        logger.info("parts are not kept: %s", error)


def keep(kind: Kind, name: str, page_ids: Sequence[int]) -> int:
    """Renders those of these parts that no part is kept of, and keeps them; gives how many were rendered."""
    frame = selectors.frame(None)
    missing = [line for line in _lines(kind, name, page_ids, frame) if line.part is None]
    _made(kind, name, missing, frame)
    return len(missing)


def _made(kind: Kind, name: str, lines: Sequence[Line], frame: selectors.Frame) -> dict[int, Part]:
    """The parts of ``lines``, by the primary keys of the pages: rendered and kept; what somebody else was rendering
    when this began is waited for."""
    if not lines:
        return {}
    with turns.of(line.page_id for line in lines) as somebody_did:
        made = _kept_meanwhile(kind, name, lines, frame) if somebody_did else {}
        missing = [line for line in lines if line.page_id not in made]
        rendered = _rendered(kind, name, [line.page_id for line in missing], frame) if missing else {}
        _keep(name, missing, rendered, frame)
    return made | rendered


def _kept_meanwhile(kind: Kind, name: str, lines: Sequence[Line], frame: selectors.Frame) -> dict[int, Part]:
    """Those of the parts of ``lines`` that are kept now and hold."""
    now = _lines(kind, name, [line.page_id for line in lines], frame)
    moved = _moved(now)
    return {line.page_id: line.part for line in now if line.part is not None and line.page_id not in moved}


def _lines(kind: Kind, name: str, page_ids: Sequence[int], frame: selectors.Frame) -> list[Line]:
    entries = kind.lines().filter(page__in=page_ids, public=True)
    return [_line(row, environment_of(name, frame)) for row in _rows(kind, name, entries)]


@contextmanager
def _without_waiting() -> Iterator[None]:
    """On SQLite a reader's page must not wait until somebody else has written."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    seconds = connection.settings_dict.get("OPTIONS", {}).get("timeout", 5)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 0")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")
