"""How the programs that look at scans are run: a process each, with limits, watched while it works.

``counted`` and ``drawn`` ask :mod:`press_archive.scans.renderer`, ``read`` asks tesseract (Apache-2.0) with its Turkish
data. Where tesseract is not installed the house works: pages are cut, their words are typed.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from media_library.work.jobs.registry import JobRefused
from media_library.work.video.ffmpeg import guarded
from press_archive.scans import renderer

Alive = Callable[[], None]
LOOK = 1.0  # seconds between two looks at a program that works
READING_SECONDS = 240  # of one processor; a page of a broadsheet takes some ten
MOST_READ = 8 * 1024 * 1024  # bytes that tesseract may say of a page
LANGUAGE = "tur"
FAULTS = {
    "locked": gettext_lazy("PDF parolalı; parolasız bir kopyasını yükleyin."),
    "broken": gettext_lazy("Dosya bozuk; açılamadı."),
    "many_pages": gettext_lazy("Dosyada çok fazla sayfa var; en çok 120 sayfa olabilir."),
    "too_large": gettext_lazy("Sayfa çok büyük; en çok 150 milyon piksel olabilir."),
    "unknown_kind": gettext_lazy("Dosya PDF, JPG, PNG, TIFF, WEBP ya da HEIC değil."),
}


def counted(path: Path, alive: Alive) -> dict[str, Any]:
    """Kind and number of pages of the file at ``path``. Raises ``JobRefused`` with a sentence."""
    return _asked(["count", str(path)], alive)


def drawn(
    path: Path, place: int, turns: int, picture: Path, small: Path, alive: Alive, *, longest: int = renderer.LONGEST
) -> dict[str, Any]:
    """Draws a page into ``picture``, at most ``longest`` pixels long, and into ``small``; gives ``width``, ``height``,
    ``width_cm``. Raises ``JobRefused``."""
    return _asked(["draw", str(path), str(place), str(turns), str(picture), str(small), str(longest)], alive)


def _asked(argv: list[str], alive: Alive) -> dict[str, Any]:
    own = [sys.executable, "-m", renderer.__name__, *argv]
    said = _run(
        own, alive=alive, seconds=4 * renderer.SECONDS, file_bytes=64 * 1024 * 1024, cpu_seconds=renderer.SECONDS
    )
    try:
        answer = json.loads(said)
    except ValueError:
        answer = {"fault": "broken"}  # it crashed, or the kernel ended it
    if fault := answer.get("fault"):
        raise JobRefused(str(FAULTS.get(fault, FAULTS["broken"])))
    return dict(answer)


@cache
def reader() -> str | None:
    """Where tesseract is, with Turkish; ``None`` where either is missing."""
    program = shutil.which("tesseract")
    if program is None:
        return None
    listed = subprocess.run(  # noqa: S603  a list of our own, no shell
        [program, "--list-langs"], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, timeout=30
    )
    return program if LANGUAGE in (listed.stdout + listed.stderr).split() else None


def no_reader() -> str:
    """What is told where pages cannot be read."""
    return _("Metin okunmuyor: sunucuda tesseract-ocr ve tesseract-ocr-tur kurulu değil. Metni elle yazabilirsiniz.")


def read(picture: Path, alive: Alive) -> str:
    """What tesseract reads on ``picture``: its table of words (TSV). Raises ``JobRefused``."""
    program = reader()
    if program is None:
        raise JobRefused(no_reader())
    # Sauvola's threshold (2) follows the shadows of a photographed page.
    argv = [program, str(picture), "stdout", "-l", LANGUAGE, "--psm", "3", "--dpi", str(renderer.DPI)]
    argv += ["-c", "thresholding_method=2", "tsv"]
    return _run(argv, alive=alive, seconds=3 * READING_SECONDS, file_bytes=MOST_READ, cpu_seconds=READING_SECONDS)


def _run(argv: list[str], *, alive: Alive, seconds: int, file_bytes: int, cpu_seconds: int) -> str:
    """What the program says; an empty string when it ended badly or was ended."""
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(  # noqa: S603  a list of our own, no shell
            guarded(argv, cpu_seconds=cpu_seconds, file_bytes=file_bytes), stdin=subprocess.DEVNULL, stdout=output,
            stderr=subprocess.DEVNULL, cwd=settings.BASE_DIR, env=environment,
        )  # fmt: skip
        until = time.monotonic() + seconds
        try:
            while True:
                try:
                    status = process.wait(timeout=LOOK)
                    break
                except subprocess.TimeoutExpired:
                    alive()
                    if time.monotonic() > until:
                        return ""
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
        if status:
            return ""
        output.seek(0)
        return output.read(MOST_READ).decode("utf-8", "replace")
