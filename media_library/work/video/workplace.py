"""Room for unfinished videos on this machine, and a memory of what was put into the store for them.

A worker may die at any moment. Before it stores a file, or takes the place of one, it writes the file's name here;
whoever cleans up later removes from the store what is listed and belongs to no video.
"""

from __future__ import annotations

import json
import logging
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import Q

from media_library.models import Video

logger = logging.getLogger(__name__)

NAMES = "stored.json"
ABANDONED = 3600  # seconds without a sign of life


class Workplace:
    """A directory of one attempt. ``note`` before storing anything."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def note(self, *names: str) -> None:
        """Remembers stored names that must go unless a video has them."""
        listed = self.path / NAMES
        unfinished = listed.with_suffix(".new")
        unfinished.write_text(json.dumps([name for name in names if name]))
        unfinished.replace(listed)

    def clear(self) -> None:
        """Removes what was noted and belongs to no video from the store, then the directory."""
        listed = self.path / NAMES
        names = json.loads(listed.read_text()) if listed.is_file() else []
        for name in names:
            if not Video.objects.filter(Q(proxy=name) | Q(poster=name)).exists():
                default_storage.delete(name)
        shutil.rmtree(self.path, ignore_errors=True)


def _root() -> Path:
    root = Path(settings.UPLOAD_ROOT) / "films"
    root.mkdir(parents=True, exist_ok=True)
    return root


@contextmanager
def workplace() -> Iterator[Workplace]:
    """A new workplace, cleared at the end of the block, however it ends."""
    place = Workplace(Path(tempfile.mkdtemp(dir=_root())))
    try:
        yield place
    finally:
        try:
            place.clear()
        except OSError:
            logger.exception("the workplace %s is left for the next cleaning", place.path)


def clear_abandoned(*, silent_for: float = ABANDONED) -> int:
    """Clears what killed workers of this machine left; gives how many places that were."""
    count = 0
    for path in sorted(_root().iterdir()):
        try:
            last = max(one.stat().st_mtime for one in (path, *path.iterdir()))
            if time.time() - last > silent_for:
                Workplace(path).clear()
                count += 1
        except FileNotFoundError:
            continue  # its owner, or another cleaner, was faster
    return count
