"""The life of a worker process: it works, rests, survives a database that is away, and stops when it is told to."""

from __future__ import annotations

import logging
import os
import secrets
import select
import signal
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import InterfaceError, OperationalError, close_old_connections, connection, connections

from cms.core import beats

logger = logging.getLogger(__name__)

DATABASE_TROUBLE = (OperationalError, InterfaceError)
LONGEST_BACKOFF = 30.0


@dataclass(frozen=True, slots=True)
class Chore:
    """Something that the dispatcher's worker does beside its own work, every ``seconds``; told who does it."""

    name: str
    seconds: float
    work: Callable[[str], Any]


# Apps beside and above the dispatcher add theirs when they are loaded.
CHORES: list[Chore] = []


class BaseWorker:
    """Runs until :meth:`stop`. Several may run at once, on one machine or many; ``owner`` tells them apart.

    Subclasses say what there is to do (:meth:`carry_batch`), what else has its time (:meth:`housekeeping`) and how
    claimed work is given back (:meth:`give_back`). ``job`` is what it is called on the health page; ``note`` is what
    stands in its way there, empty for nothing.
    """

    job: beats.Job
    note = ""

    def __init__(self, *, poll: float = 1.0) -> None:
        self.poll = poll
        self.owner = f"{socket.gethostname()[:30]}:{os.getpid()}:{secrets.token_hex(4)}"
        self.stopping = False
        self._next: dict[str, float] = {}
        self._wake_write: int | None
        self._wake_read, self._wake_write = os.pipe()

    def carry_batch(self) -> int:
        """Claims some work and does it; gives how many pieces it was, 0 when nothing is due."""
        raise NotImplementedError

    def housekeeping(self) -> None:
        """Whatever has its time come; cheap when nothing has."""

    def beat(self) -> None:
        """Says that this worker lives, now and then; also to be called in the middle of long work."""
        self._every("beat", beats.EVERY, lambda: beats.beat(self.job, self.owner, self.note))

    def give_back(self) -> None:
        """Puts what this worker has claimed and not begun back for others."""

    def install_signals(self) -> None:
        """``SIGTERM`` and ``SIGINT`` stop it after the piece in hand."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.stop())

    def stop(self) -> None:
        """Asks it to finish the piece in hand, give the rest back and end. Safe in a signal handler."""
        self.stopping = True
        if self._wake_write is not None:
            os.write(self._wake_write, b".")

    def run(self, *, once: bool = False, drain: bool = False) -> int:
        """Works and gives how many pieces were done. ``once``: one pass; ``drain``: until nothing is due."""
        carried = 0
        backoff = 1.0
        while not self.stopping:
            try:
                if not connection.in_atomic_block:  # else it is the caller's
                    close_old_connections()
                if backoff > 1.0:
                    self.give_back()
                self.housekeeping()
                self.beat()
                done = self.carry_batch()
            except DATABASE_TROUBLE as error:
                logger.warning("database trouble, trying again in %.0f s: %s", backoff, error)
                connections.close_all()
                self._rest(backoff)
                backoff = min(backoff * 2, LONGEST_BACKOFF)
                continue
            backoff = 1.0
            carried += done
            if once or (drain and not done):
                break
            if not done:
                self._rest(self.poll)
        try:
            self.give_back()
            beats.ended(self.owner)
        except DATABASE_TROUBLE as error:
            # The leases will end by themselves.
            logger.warning("could not give work back: %s", error)
        # A signal may still come: its number would be somebody else's file then.
        wake, self._wake_write = self._wake_write, None
        os.close(self._wake_read)
        if wake is not None:
            os.close(wake)
        return carried

    def _rest(self, seconds: float) -> None:
        select.select([self._wake_read], [], [], seconds)

    def do_chores(self) -> None:
        """What other apps have for it, each when its time has come."""
        for chore in CHORES:
            self._every(chore.name, chore.seconds, partial(chore.work, self.owner))

    def _every(self, name: str, seconds: float, work: Callable[[], Any]) -> None:
        now = time.monotonic()
        if now < self._next.get(name, 0.0):
            return
        self._next[name] = now + seconds
        try:
            work()
        except DATABASE_TROUBLE:
            raise
        except Exception:
            # One broken piece must not stop everything else.
            logger.exception("%s failed", name)
