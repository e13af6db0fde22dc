"""What the web plays: an upright H.264/AAC copy of a video, without the camera's metadata, and a still.

Both are written to given paths; nothing here knows the database. A broken video is a ``CannotConvert``, a machine in
trouble an ``OSError``.
"""

from __future__ import annotations

import contextlib
import logging
import os
import selectors
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from django.utils.translation import gettext as _
from PIL import Image, ImageStat, UnidentifiedImageError

from media_library.work.video import ffmpeg
from media_library.work.video.probe import Facts

logger = logging.getLogger(__name__)

LONG_SIDE = 1280  # pixels
SMOOTHEST = 30  # pictures a second
LARGEST = 4 * 1024**3  # bytes that a copy may have
STALLED = 180  # seconds without a new picture
STOPPED = 255  # what ffmpeg ends with when it is told to
CRASHES = (signal.SIGSEGV, signal.SIGABRT, signal.SIGFPE, signal.SIGXFSZ)
REPORT_EVERY = 1.0  # seconds
PLAIN_SOUND = frozenset({"aac", "mp3", "mp2", "ac3", "eac3", "opus", "vorbis", "flac", "alac", "amr_nb", "amr_wb"})
# Brings HDR into the range of ordinary screens; without it colours look washed out.
NARROWED = (
    "zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709,tonemap=hable:desat=0,zscale=t=bt709:m=bt709:r=tv,"
    "format=yuv420p,"
)
BARE = ("-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact")


class CannotConvert(Exception):
    """No copy can be made of this video, now or later; the text is a Turkish sentence."""


def proxy_size(facts: Facts) -> tuple[int, int]:
    """Width and height in pixels of the copy: at most 1280 on the long side, never enlarged, even numbers."""
    scale = min(1.0, LONG_SIDE / max(facts.width, facts.height))
    return tuple(max(2, round(side * scale / 2) * 2) for side in (facts.width, facts.height))  # type: ignore[return-value]


def make_proxy(source: Path, facts: Facts, target: Path, progress: Callable[[int], None]) -> None:
    """Writes the copy of ``source`` to ``target``; ``progress`` is called with percent about once a second.

    Whatever ``progress`` raises stops the work. Raises ``CannotConvert`` and ``OSError``.
    """
    width, height = proxy_size(facts)
    # Interlaced pictures (older camcorders) become whole ones.
    filters = f"yadif=deint=interlaced,{NARROWED if facts.wide_range else ''}scale={width}:{height},setsar=1"
    if facts.frame_rate > SMOOTHEST:
        rate = facts.frame_rate / -(-facts.frame_rate // (SMOOTHEST + 1))
        filters += f",fps={rate.numerator}/{rate.denominator}"
    sound = ["-an"]
    if facts.audio_codec in PLAIN_SOUND or facts.audio_codec.startswith("pcm_"):
        sound = ["-map", "0:a:0", "-c:a", "aac", "-b:a", "128k", "-ac", "2", "-ar", "48000", "-flags:a", "+bitexact"]
    argv = [
        "ffmpeg", "-v", "error", "-nostdin", "-y", "-progress", "pipe:1", "-stats_period", "0.5",
        *ffmpeg.INPUT_OPTIONS, "-i", ffmpeg.source(source), "-map", "0:V:0", *sound, "-sn", "-dn", *BARE,
        "-vf", filters, "-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-maxrate", "4M", "-bufsize", "8M",
        "-profile:v", "high", "-pix_fmt", "yuv420p", "-threads", str(min(4, os.cpu_count() or 1)),
        "-movflags", "+faststart", "-f", "mp4", ffmpeg.source(target),
    ]  # fmt: skip
    cpu_seconds = 600 + 40 * facts.duration_ms // 1000
    log_path = target.with_suffix(".log")
    with log_path.open("wb") as log:
        status = _watched(
            ffmpeg.guarded(argv, cpu_seconds=cpu_seconds, file_bytes=LARGEST), log, facts.duration_ms, progress
        )
    if status < 0 or status == STOPPED:
        progress(0)  # perhaps this whole worker is being stopped
    _judge(status, ffmpeg.plain(log_path.read_text(errors="replace")))
    if not target.is_file() or not target.stat().st_size:
        raise CannotConvert(_undecodable())


def _watched(argv: list[str], log: object, duration_ms: int, progress: Callable[[int], None]) -> int:
    """Runs ``argv`` to its end and gives its exit status; stops it when it stalls or ``progress`` raises."""
    process = subprocess.Popen(  # noqa: S603  a list of our own, no shell
        argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, start_new_session=True,  # type: ignore[call-overload]
    )  # fmt: skip
    try:
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            reached, moved, reported, tail = 0, time.monotonic(), 0.0, b""
            while True:
                if selector.select(timeout=REPORT_EVERY):
                    piece = os.read(process.stdout.fileno(), 65536)
                    if not piece:
                        break
                    *lines, tail = (tail + piece).split(b"\n")
                    at = max((_milliseconds(line) for line in lines), default=0)
                    if at > reached:
                        reached, moved = at, time.monotonic()
                if time.monotonic() - moved > STALLED:
                    raise CannotConvert(_("Video işlenirken takıldı; dosya bozuk olabilir."))
                if time.monotonic() - reported >= REPORT_EVERY:
                    progress(min(99, reached * 100 // max(1, duration_ms)))
                    reported = time.monotonic()
        return int(process.wait(timeout=STALLED))
    finally:
        if process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        process.stdout.close()
        process.wait()


def _milliseconds(line: bytes) -> int:
    key, _equals, value = line.partition(b"=")
    return int(value) // 1000 if key == b"out_time_us" and value.isdigit() else 0


def _judge(status: int, log: str) -> None:
    if status == 0:
        return
    logger.warning("ffmpeg ended with %s: %s", status, log)
    if status == -signal.SIGXCPU:
        raise CannotConvert(_("Videonun işlenmesi çok uzun sürdü."))
    if "No space left on device" in log:
        raise OSError("no space left for the web copy of a film")
    if status == STOPPED or (status < 0 and -status not in CRASHES):
        raise OSError(f"ffmpeg was stopped ({status})")
    raise CannotConvert(_undecodable())


def _undecodable() -> str:
    return _("Videonun görüntüsü çözülemedi; dosya bozuk olabilir. Özgün dosyayı yeniden aktarıp deneyin.")


def make_poster(proxy: Path, duration_ms: int, target: Path) -> None:
    """Writes a JPEG still of the video ``proxy`` to ``target``: a typical picture that is neither black nor blank.

    Raises ``CannotConvert``.
    """
    best = -1.0
    for number, share in enumerate((0.1, 0.35, 0.6, 0.0)):
        still = target.with_name(f"{target.stem}-{number}.jpg")
        done = ffmpeg.run(
            ["ffmpeg", "-v", "error", "-nostdin", "-y", "-threads", "2", *ffmpeg.INPUT_OPTIONS,
             "-ss", f"{duration_ms * share / 1000:.3f}", "-i", ffmpeg.source(proxy), "-map", "0:v:0", *BARE,
             "-vf", "thumbnail=50", "-frames:v", "1", "-q:v", "3", "-f", "image2", "-update", "1",
             ffmpeg.source(still)],
            seconds=60, file_bytes=32 * 1024**2,
        )  # fmt: skip
        if done.returncode or not still.is_file():
            continue
        contrast = _contrast(still)
        if contrast > best:
            best = contrast
            still.replace(target)
        if contrast > 20:
            return
    if best < 0:
        raise CannotConvert(_undecodable())


def _contrast(picture: Path) -> float:
    """How much there is to see: the spread of brightness, 0 for one flat colour, some 40 to 80 for most pictures."""
    try:
        with Image.open(picture) as image:
            return float(ImageStat.Stat(image.convert("L")).stddev[0])
    except (OSError, UnidentifiedImageError):
        return -1.0
