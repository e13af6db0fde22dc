"""nginx in front of the site: how it learns that its copies of public pages are not true any more.

It keeps a page for a second, and for days when nobody answers. In ``FRONT_ROOT`` lie its copies (``pages``,
``pictures``) and ``signs``, empty files that it looks for at every request. The end of a sign's name is the second of
the clock for which it counts, so that none has to be taken away in time:

- ``renew-<second>``: ask the site, and keep what it says in place of the copy;
- ``closed-<second>``: ask the site, keep nothing, and show no copy even if the site does not answer;
- ``unsettled``: the same, until the worker has removed every copy of what was taken back.

``ends-<second>`` is for the worker: a right in something that is shown ends then, and the copies with it, even if
nobody can ask the database at that moment.

What is taken back is closed *before* the commit and swept away after it, by the process that did it and once more by
the worker: a process killed in between leaves no copy that could be shown, nor do both when they are killed, or copies
that could not be removed. (docs/decisions/0027)
"""

from __future__ import annotations

import logging
import os
import time
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings
from django.db import transaction

logger = logging.getLogger(__name__)

# ``Cache-Control`` of what nginx may keep, and of what takes its place when there is nothing any more.
SHARED = "public, max-age=0, s-maxage=1, stale-while-revalidate=1, stale-if-error=259200"
GONE = "public, max-age=0, s-maxage=1"
# Said by nginx where it keeps a copy of a file, for which it needs the bytes; it hides a visitor's own word.
KEEPS_BYTES = "HTTP_X_KEEPS_BYTES"
COPIES = ("pages", "pictures")
SIGNS = "signs"
RENEW, CLOSED, PENDING, ENDS = "renew", "closed", "pending", "ends"
UNSETTLED = "unsettled"
# A copy counts for its second, one second more while it is renewed, and nginx reads a clock without fractions.
RENEWED = 4  # seconds
# From the change to some time after its commit. What was on its way to nginx has arrived by the end of it.
SHUT = 10  # seconds
SETTLED = 6  # seconds after the last word of a change; less than SHUT
KEPT = 3 * 24 * 3600  # seconds that a copy may stand in for a site that does not answer


def root() -> Path | None:
    """Where nginx keeps its copies; ``None`` where there is none in front."""
    return Path(settings.FRONT_ROOT) if settings.FRONT_ROOT else None


def unusable() -> list[str]:
    """The directories in which this process cannot make and remove files."""
    return [str(one) for one in _directories(*COPIES, SIGNS) if not os.access(one, os.R_OK | os.W_OK | os.X_OK)]


def added() -> None:
    """Something new is public, in this transaction: from its commit on nginx asks for every page anew."""
    transaction.on_commit(renew)


def taken_back() -> None:
    """Something that was public is not, or not in these words, once this transaction commits: no copy survives it."""
    if root() is None:
        return
    mark = f"{PENDING}-{uuid.uuid4().hex}"
    _close(mark)
    transaction.on_commit(lambda: _close(mark))


def ends(seconds: Iterable[int]) -> None:
    """Rights end at these seconds since 1970: said beforehand, for each ending within :data:`KEPT`."""
    for second in seconds:
        _touch(f"{ENDS}-{second}")


def renew() -> None:
    """nginx asks for every page anew, and keeps what it has for the case that nobody answers."""
    _put(RENEW, RENEWED)


def is_closed() -> bool:
    """Whether nginx keeps nothing at this moment."""
    names = (f"{CLOSED}-{int(time.time())}", UNSETTLED)
    return any((one / name).exists() for one in _directories(SIGNS) for name in names)


def empty() -> bool:
    """Removes every copy; gives whether none is left of those that were there."""
    found = [_removed(path) for directory in _directories(*COPIES) for path in _files(directory)]
    return all(found) and not unusable()


def sweep() -> None:
    """What the worker does every second, without the database: finishes what a killed process has begun, and removes
    signs whose second is over. Copies go that are too old to stand in for anything."""
    if (where := root()) is None:
        return
    now = time.time()
    settled = []
    for path in _files(where / SIGNS):
        kind, _dash, word = path.name.partition("-")
        if kind == ENDS and word.isdigit() and int(word) <= now:
            _close(f"{PENDING}-{word}")
            _removed(path)
        elif kind == PENDING and now - _changed(path) >= SETTLED:
            settled.append(path)
        elif kind in (RENEW, CLOSED) and word.isdigit() and int(word) < now - 60:
            _removed(path)
    if settled and not empty():
        return  # nginx shows no copy until it has worked
    for path in settled:
        _removed(path)
    if (where / SIGNS / UNSETTLED).exists():
        _removed(where / SIGNS / UNSETTLED)
        # Whoever takes something back marks it first: what has come meanwhile is found here.
        if any(path.name.startswith(f"{PENDING}-") for path in _files(where / SIGNS)):
            _touch(UNSETTLED)


def remove_old() -> None:
    """Removes copies that nobody has renewed for as long as they may stand in for the site."""
    for directory in _directories(*COPIES):
        for path in _files(directory):
            if time.time() - _changed(path) > KEPT:
                _removed(path)


def _directories(*names: str) -> list[Path]:
    where = root()
    return [where / name for name in names] if where else []


def _close(mark: str) -> None:
    _put(CLOSED, SHUT)
    _touch(mark)
    _touch(UNSETTLED)
    empty()


def _put(kind: str, seconds: int) -> None:
    now = int(time.time())
    for second in range(now, now + seconds):
        _touch(f"{kind}-{second}")


def _touch(name: str) -> None:
    if (where := root()) is None:
        return
    try:
        (where / SIGNS / name).touch()
    except OSError as error:  # what is public must not depend on it; the second after which copies end remains
        logger.error("nginx cannot be told that pages have changed: %s", error)


def _files(directory: Path) -> Iterator[Path]:
    try:
        with os.scandir(directory) as found:
            yield from [Path(entry.path) for entry in found if entry.is_file(follow_symlinks=False)]
    except OSError as error:
        logger.error("the copies of nginx cannot be read: %s", error)


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return time.time()


def _removed(path: Path) -> bool:
    """Whether nothing is there any more."""
    try:
        path.unlink()
    except FileNotFoundError:
        return True
    except OSError as error:
        logger.error("a copy of nginx cannot be removed: %s", error)
        return False
    return True
