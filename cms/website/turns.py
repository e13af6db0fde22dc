"""Whoever wants a part that somebody is just rendering waits for it, in place of rendering it once more.

Right after a publication, a correction above all, many readers come at once, and nginx keeps nothing for them. A turn
is a lock of this machine (``flock(2)``), common to its web processes and workers, which ends with the process that
holds it. Nothing hangs on it: whoever has waited for :data:`PATIENCE`, or finds no place for locks, renders.
"""

from __future__ import annotations

import fcntl
import logging
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from pathlib import Path

from django.conf import settings

logger = logging.getLogger(__name__)

PLACES = 64  # files of locks; two pages that share one wait for each other now and then
PATIENCE = 2.0  # seconds in all
LOOK = 0.004  # seconds between two tries

_within: ContextVar[bool] = ContextVar("website_turn", default=False)


@contextmanager
def of(page_ids: Iterable[int]) -> Iterator[bool]:
    """While it lasts nobody else renders parts of these pages. Gives whether somebody did when it was asked for: what
    they have kept need not be rendered again. A turn within a turn waits for nobody, so that no two wait for each
    other."""
    if _within.get():
        yield False
        return
    token = _within.set(True)
    try:
        with ExitStack() as held:
            deadline = time.monotonic() + PATIENCE
            places = sorted({pk % PLACES for pk in page_ids})  # in one order by everybody
            waited = [_taken(held, place, deadline) for place in places]
            yield any(waited)
    finally:
        _within.reset(token)


def _taken(held: ExitStack, place: int, deadline: float) -> bool:
    """Takes a place, at the latest at ``deadline`` without its lock; whether another one held it."""
    try:
        handle = os.open(_directory() / f"{place}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o660)
    except OSError as error:
        logger.warning("turns cannot be taken, parts may be rendered twice: %s", error)
        return False
    held.callback(os.close, handle)
    waited = False
    try:
        while not _locked(handle):
            waited = True
            if time.monotonic() > deadline:
                break
            time.sleep(LOOK)
    except OSError as error:  # a file system without locks
        logger.warning("turns cannot be taken, parts may be rendered twice: %s", error)
    return waited


def _locked(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _directory() -> Path:
    where = Path(settings.UPLOAD_ROOT) / "turns"
    where.mkdir(parents=True, exist_ok=True)
    return where
