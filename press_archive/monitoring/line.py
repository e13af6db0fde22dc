"""The line to the reader: errands are handed over and what came of them is taken back, without ever waiting."""

from __future__ import annotations

import contextlib
import logging
import os
import selectors
import subprocess
import sys
import time
from pathlib import Path

from press_archive.monitoring.errands import Errand, Found, found_of, written

logger = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parents[2]
MOST_IN_HAND = 12
# No errand takes longer: robots.txt, a list or a page, and a picture have their own ends. Behind it something hangs.
SECONDS = 120.0
LONGEST_LINE = 32 * 1024 * 1024


class Line:
    """One reader and the errands that it has in hand. Started with the first errand, again after it died."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self.in_hand: dict[int, float] = {}
        self._come = bytearray()

    @property
    def free(self) -> int:
        """How many errands more it takes now."""
        return MOST_IN_HAND - len(self.in_hand)

    def hand(self, errand: Errand) -> None:
        """Gives the reader one errand; each has a number of its own."""
        if self.process is None:
            self._start()
        self.in_hand[errand.number] = time.monotonic()
        if self.process is not None and self.process.stdin is not None:
            with contextlib.suppress(BrokenPipeError):  # told by ``taken``
                self.process.stdin.write(written(errand))
                self.process.stdin.flush()

    def taken(self) -> tuple[list[Found], list[int]]:
        """What has come back since the last time, and the numbers of errands that were lost with a reader that died
        or hung. Returns at once."""
        found: list[Found] = []
        ended = self._read()
        while (end := self._come.find(b"\n")) >= 0:
            line = bytes(self._come[:end])
            del self._come[: end + 1]
            try:
                one = found_of(line)
            except (ValueError, TypeError, KeyError):
                logger.exception("the reader said what nobody understands")
                continue
            if self.in_hand.pop(one.number, None) is not None:
                found.append(one)
        late = any(time.monotonic() - since > SECONDS for since in self.in_hand.values())
        if ended or late or len(self._come) > LONGEST_LINE:
            lost = list(self.in_hand)
            logger.warning("the reader %s with %s errands in hand", "ended" if ended else "hangs", len(lost))
            self.end()
            return found, lost
        return found, []

    def end(self) -> None:
        """Ends the reader at once; it has nothing that could be lost."""
        process, self.process = self.process, None
        self.in_hand.clear()
        self._come.clear()
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                if pipe is not None:
                    pipe.close()
        process.wait()

    def _start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "press_archive.monitoring.reader"], cwd=ROOT, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, env=os.environ | {"MALLOC_ARENA_MAX": "2"},
        )  # fmt: skip
        if self.process.stdout is not None:
            os.set_blocking(self.process.stdout.fileno(), False)

    def wait(self, seconds: float) -> None:
        """Until something comes back, at most ``seconds``; for tests and measuring."""
        if self.process is None or self.process.stdout is None:
            return
        with selectors.DefaultSelector() as selector:
            selector.register(self.process.stdout, selectors.EVENT_READ)
            selector.select(seconds)

    def _read(self) -> bool:
        """Takes what stands in the pipe; gives whether the reader has ended."""
        if self.process is None or self.process.stdout is None:
            return False
        for _piece in range(512):
            try:
                piece = os.read(self.process.stdout.fileno(), 65536)
            except BlockingIOError:
                return False
            if not piece:
                return True
            self._come += piece
        return False
