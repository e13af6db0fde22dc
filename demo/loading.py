"""How far the loading of the demo has come: written by the process that loads, read by the note on the pages.

The file is locked while its writer lives, so that a loader that was killed leaves no note behind.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from django.conf import settings
from django.utils.translation import gettext as _

LONGEST = 200  # bytes; every state is padded to it, so that no reader sees half of a new one
REST = 0.05  # seconds between two transactions in which a visitor's own may be written

State = tuple[str, int, int]  # stage, done, total


def label(stage: str) -> str:
    """The counted thing in the reader's language."""
    return {
        "photos": _("fotoğraf"),
        "videos": _("video"),
        "bulletins": _("bülten"),
        "shoots": _("çekim"),
        "galleries": _("galeri"),
    }[stage]


def mark() -> str:
    """Tells the files of one database's demo from another's."""
    return f"{zlib.crc32(str(settings.DATABASES['default'].get('NAME')).encode()):08x}"


def state_file() -> Path:
    """Where the state of this database's demo stands."""
    return Path(settings.VAR_DIR) / f".demo-loading-{mark()}.json"


def state() -> State | None:
    """What is being loaded at this moment; ``None`` when nothing is."""
    try:
        with state_file().open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                stage, done, total = json.loads(file.read(LONGEST))
                return str(stage), int(done), int(total)
    except (OSError, ValueError):
        pass
    return None


class Progress:
    """Counts what was loaded. Nothing is written before the first count, and the file is gone afterwards."""

    def __init__(self, write: Callable[[str], object]) -> None:
        self.write = write
        self._file: int | None = None
        self._lock = threading.Lock()  # photos are drawn beside the rest

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            state_file().unlink(missing_ok=True)
            os.close(self._file)
            self._file = None

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Says that ``done`` of ``total`` are there."""
        with self._lock:
            if self._file is None:
                path = state_file()
                path.parent.mkdir(parents=True, exist_ok=True)
                self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
                fcntl.flock(self._file, fcntl.LOCK_EX)
            os.pwrite(self._file, json.dumps([stage, done, total]).encode().ljust(LONGEST), 0)
            self.write(f"{label(stage)} {done}/{total}")


def rest() -> None:
    """Lets others write between two transactions: SQLite does not queue those who wait."""
    time.sleep(REST)


@contextmanager
def workplace() -> Iterator[Path]:
    """A directory for files that are being drawn; what a killed loader left in it is removed first."""
    place = Path(settings.VAR_DIR) / f"demo-{mark()}"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)
