"""How ffmpeg and ffprobe are run here: hostile files, so with few file formats, no network, and limits on everything.

Source of the options: ffmpeg-formats(1) (``format_whitelist``, ``protocol_whitelist``), prlimit(1), setpriv(1).
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
def wrappers() -> tuple[str | None, str | None]:
    """Where setpriv(1) and prlimit(1) are; ``None`` on systems without them."""
    return shutil.which("setpriv"), shutil.which("prlimit")


def guarded(argv: list[str], *, cpu_seconds: int, file_bytes: int = 0) -> list[str]:
    """``argv`` under limits of memory, processor time and the size of what it writes (bytes);
    it dies with its parent."""
    setpriv, prlimit = wrappers()
    if prlimit is not None:
        limits = [f"--as={MEMORY}", f"--cpu={cpu_seconds}", f"--fsize={file_bytes}", "--core=0"]
        argv = [prlimit, *limits, "--", *argv]
    if setpriv is not None:
        argv = [setpriv, "--pdeathsig", "KILL", "--", *argv]
    return argv


def source(path: Path) -> str:
    """``path`` as ffmpeg must be given it, so that no name is taken for an option or another protocol."""
    return f"file:{path.absolute()}"


def run(argv: list[str], *, seconds: int, file_bytes: int = 0) -> subprocess.CompletedProcess[str]:
    """Runs a short program and gives what it said. Raises ``subprocess.TimeoutExpired``."""
    return subprocess.run(  # noqa: S603  a list of our own, no shell
        guarded(argv, cpu_seconds=seconds, file_bytes=file_bytes), stdin=subprocess.DEVNULL, capture_output=True,
        text=True, errors="replace", timeout=seconds, check=False,
    )  # fmt: skip


def plain(log: str) -> str:
    """The end of a program's log, fit for ours: without memory addresses, at most 2,000 characters."""
    return ADDRESS.sub("", log).strip()[-2000:]
