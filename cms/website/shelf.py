"""Where kept pages lie: the memory of ``CACHES["pages"]`` while the database answers, and what every process of this
machine needs in common, in ``CACHES["copies"]``: a copy of each page for when the database is away, and what a page
must have been made in to be shown then.

Nothing here is needed to serve a page: a full disk or a cache that does not answer costs the copy, not the page.
"""

from __future__ import annotations

import contextlib
import logging
import time
import uuid
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.core.cache import caches
from django.core.cache.backends.filebased import FileBasedCache

logger = logging.getLogger(__name__)

KEPT = 24 * 3600  # seconds that a page may be shown
RENEWED = 60.0  # seconds between two copies of one unchanged page by one process
SPARED = 5.0  # seconds without another try after a cache did not answer
SETTLED = 60.0  # seconds after which a change that was about to be committed is, or never will be
WORD, NEWEST = "word", "newest"  # "generation" was a word of an earlier version, not a number


class Made(NamedTuple):
    """When a page was made: in which generation, on which day, marked with which :func:`word`."""

    generation: int
    day: str
    word: str | None


class Kept(NamedTuple):
    """One page: its headers, and its bytes as they are and as browsers prefer them; ``None`` until one has asked."""

    made: Made
    headers: dict[str, str]
    body: bytes
    gzip: bytes | None = None
    br: bytes | None = None


class _Known:
    """What this process knows."""

    newest = 0
    copied: dict[str, tuple[Made, float]] = {}
    spared: dict[str, float] = {}


@contextlib.contextmanager
def _harmless(alias: str) -> Iterator[None]:
    try:
        yield
    except Exception as error:  # whatever the client of a cache raises; also a copy that cannot be read
        _Known.spared[alias] = time.monotonic() + SPARED
        logger.warning("the cache %r does not answer: %s", alias, " ".join(str(error).split())[:200])


def _get(alias: str, key: str) -> Any:
    found = None
    if _Known.spared.get(alias, 0.0) < time.monotonic():
        with _harmless(alias):
            found = caches[alias].get(key)
    return found


def _set(alias: str, key: str, value: Any, timeout: float | None) -> None:
    if _Known.spared.get(alias, 0.0) < time.monotonic():
        with _harmless(alias):
            caches[alias].set(key, value, timeout)


def kept(key: str, generation: int, day: str) -> Kept | None:
    """The page as it is in this generation and on this day."""
    found = _get("pages", key)
    return found if isinstance(found, Kept) and found.made[:2] == (generation, day) else None


def last(key: str, day: str) -> Kept | None:
    """The page for when the database is away: made today, in the newest generation that anybody here has seen, and
    with no change since."""
    newest = max(_Known.newest, _get("copies", NEWEST) or 0)
    now = word(newest)
    for alias in ("pages", "copies"):
        found = _get(alias, key)
        if isinstance(found, Kept) and found.made == (newest, day, now) and now is not None:
            return found
    return None


def keep(key: str, page: Kept) -> None:
    """Puts ``page`` on the shelf. Of a page that has not changed there is one new copy a minute."""
    _set("pages", key, page, KEPT)
    now = time.monotonic()
    made, since = _Known.copied.get(key, (None, 0.0))
    if made == page.made and now - since < RENEWED:
        return
    if len(_Known.copied) > 5000:
        _Known.copied.clear()
    _Known.copied[key] = page.made, now
    _set("copies", key, page, KEPT)


def prefer(key: str, page: Kept) -> None:
    """Puts ``page`` back with the bytes that a browser asked for."""
    _set("pages", key, page, KEPT)


def drop(key: str) -> None:
    """Takes the page away: its address is not what it was."""
    for alias in ("pages", "copies"):
        with _harmless(alias):
            caches[alias].delete(key)
    _Known.copied.pop(key, None)


def seen(generation: int) -> None:
    """Tells everybody on this machine of a generation that this process has not seen before."""
    if generation != _Known.newest:
        _Known.newest = generation
        if (_get("copies", NEWEST) or 0) < generation:
            _set("copies", NEWEST, generation, KEPT)


def word(generation: int) -> str | None:
    """What a page made now in ``generation`` is marked with; ``None`` while a later one is about to be committed."""
    said, since, coming = _get("copies", WORD) or ("", 0.0, 0)
    return None if generation < coming and 0 <= time.time() - since < SETTLED else str(said)


def forget(*, coming: int = 0) -> None:
    """No page made before is shown while the database is away. Said before the commit, with the generation that it
    brings, so that a process killed at it leaves nothing of what is withdrawn; and after it, for pages that were made
    meanwhile."""
    if isinstance(caches["copies"], FileBasedCache):  # one that is shared may hold what is not ours
        newest = _get("copies", NEWEST)
        with _harmless("copies"):
            caches["copies"].clear()
        if newest:
            _set("copies", NEWEST, newest, KEPT)
    _set("copies", WORD, (uuid.uuid4().hex, time.time(), coming), None)
