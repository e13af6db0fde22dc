"""How ffmpeg and ffprobe are run here: hostile files, so with few file formats, no network, and limits on everything.

Source of the options: ffmpeg-formats(1) (``format_whitelist``, ``protocol_whitelist``), prlimit(1).
"""

from __future__ import annotations

import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

# The demuxers behind the suffixes that the archive takes. Playlists (hls, concat, dash, sdp) would open other files.
FORMATS = ("mov", "matroska", "mpegts", "mpeg", "avi")
INPUT_OPTIONS = ("-protocol_whitelist", "file", "-format_whitelist", ",".join(FORMATS))
MEMORY = 6 * 1024**3  # bytes of address space
ADDRESS = re.compile(r" @ 0x[0-9a-f]+")


@cache
def limiter() -> str | None:
    """Where prlimit(1) is; ``None`` on systems without it."""
    return shutil.which("prlimit")


def guarded(argv: list[str], *, cpu_seconds: int, file_bytes: int = 0) -> list[str]:
    """``argv`` under limits of memory, processor time and the size of what it writes (bytes)."""
    program = limiter()
    if program is None:
        return argv
    limits = [f"--as={MEMORY}", f"--cpu={cpu_seconds}", f"--fsize={file_bytes}", "--core=0"]
    return [program, *limits, "--", *argv]


def source(path: Path) -> str:
    """``path`` as ffmpeg must be given it, so that no name is taken for an option or another protocol."""
    return f"file:{path.absolute()}"


def run(argv: list[str], *, seconds: int) -> subprocess.CompletedProcess[str]:
    """Runs a short program that writes no file and gives what it said. Raises ``subprocess.TimeoutExpired``."""
    return subprocess.run(
        guarded(argv, cpu_seconds=seconds), stdin=subprocess.DEVNULL, capture_output=True, text=True,
        errors="replace", timeout=seconds, check=False,
    )  # fmt: skip


def plain(log: str) -> str:
    """The end of a program's log, fit for ours: without memory addresses, at most 2,000 characters."""
    return ADDRESS.sub("", log).strip()[-2000:]
