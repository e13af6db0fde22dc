"""What a video is, said before it is taken in. What is no video, or none that we can play, is a ``NotAVideo``."""

from __future__ import annotations

import datetime as dt
import json
import re
import subprocess
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from media_library.work.video import ffmpeg

CODECS = frozenset(
    {
        "h264", "hevc", "mpeg4", "mpeg2video", "mpeg1video", "mjpeg", "prores", "dnxhd", "dvvideo", "vp8", "vp9", "av1",
        "h263", "msmpeg4v3",
    }
)  # fmt: skip
SOUND_FORMATS = frozenset({"mp3", "aac", "wav", "flac", "ogg", "ac3", "eac3", "aiff", "amr", "caf", "dts", "ape"})
PLAYLISTS = frozenset({"hls", "concat", "dash", "sdp", "rtsp", "asf_o", "ffmetadata", "imf", "lrc"})
WIDE_TRANSFERS = frozenset({"arib-std-b67", "smpte2084"})
LONGEST_SIDE = 8192  # pixels
LONGEST = 6 * 3600  # seconds
TIMEOUT = 60  # seconds for one look
PLAYLIST_BEGINNINGS = (b"#EXTM3U", b"ffconcat", b"<?xml", b"v=0", b"[playlist]")
VIDEO_BOXES = frozenset({b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"})
FOREIGN_FORMAT = re.compile(r"\[([\w,]+) @ 0x[0-9a-f]+\] Format not on whitelist")


class NotAVideo(Exception):
    """The file is no video that the archive can keep and play; the text is a Turkish sentence for who brought it."""


@dataclass(frozen=True, slots=True)
class Facts:
    """``width`` and ``height`` in pixels of the upright picture; ``taken_at`` aware, ``None`` when not said.

    ``audio_codec`` is empty for a silent video. ``format`` is the container by its first ffmpeg name (``mov``, …).
    ``frame_rate`` is in pictures a second, 0 when unknown. ``wide_range``: filmed in HDR (HLG or PQ).
    """

    width: int
    height: int
    duration_ms: int
    taken_at: dt.datetime | None
    video_codec: str
    audio_codec: str
    format: str
    frame_rate: Fraction = Fraction(0)
    wide_range: bool = False


def probe(path: Path) -> Facts:
    """Looks into the video at ``path``: its headers, its first picture and its end. Raises ``NotAVideo``."""
    if path.stat().st_size == 0:
        raise NotAVideo(_("Dosya boş (0 bayt). Yeniden aktarıp deneyin."))
    try:
        document, log = _headers(path)
        picture = _picture_stream(document, log)
        sound: dict[str, Any] = next((one for one in document["streams"] if one.get("codec_type") == "audio"), {})
        width, height = upright_size(picture)
        codec = str(picture.get("codec_name") or "?")
        if codec not in CODECS:
            raise NotAVideo(
                _("Görüntü biçimi (%(codec)s) desteklenmiyor. H.264 ya da H.265 olarak dışa aktarıp deneyin.")
                % {"codec": codec}
            )
        if not width or not height:
            raise NotAVideo(_damaged())
        if max(width, height) > LONGEST_SIDE:
            raise NotAVideo(
                _("Görüntü çok büyük (%(width)d × %(height)d piksel). Bir kenarı en çok %(most)d piksel olabilir.")
                % {"width": width, "height": height, "most": LONGEST_SIDE}
            )
        kind = str(document["format"].get("format_name", "")).split(",")[0]
        duration = _duration(path, document["format"], picture)
        if duration > LONGEST:
            raise NotAVideo(_("Video çok uzun. En çok %(hours)d saat olabilir.") % {"hours": LONGEST // 3600})
        _check_whole(path, kind, duration)
    except subprocess.TimeoutExpired as error:
        raise NotAVideo(_("Video makul sürede incelenemedi; dosya bozuk olabilir.")) from error
    return Facts(
        width=width,
        height=height,
        duration_ms=round(duration * 1000),
        taken_at=_taken_at(document["format"], picture),
        video_codec=codec,
        audio_codec=str(sound.get("codec_name") or ""),
        format=kind,
        frame_rate=_frame_rate(picture),
        wide_range=picture.get("color_transfer") in WIDE_TRANSFERS,
    )


def upright_size(stream: dict[str, Any]) -> tuple[int, int]:
    """Width and height in square pixels of a ffprobe video ``stream`` when it stands as it was filmed."""
    width, height = int(stream.get("width") or 0), int(stream.get("height") or 0)
    across, _colon, down = str(stream.get("sample_aspect_ratio") or "1:1").partition(":")
    if across.isdigit() and down.isdigit() and 0 < int(across) <= 10 * int(down) <= 100 * int(across):
        width = round(width * int(across) / int(down))
    if rotation(stream) % 180 == 90:
        return height, width
    return width, height


def rotation(stream: dict[str, Any]) -> int:
    """By how many degrees players turn a ffprobe video ``stream``."""
    for side in stream.get("side_data_list", []):
        if "rotation" in side:
            return int(float(side["rotation"]))
    return 0


def _frame_rate(stream: dict[str, Any]) -> Fraction:
    """Of a stream whose pictures come at uneven times the mean."""
    for said in (stream.get("r_frame_rate"), stream.get("avg_frame_rate")):
        try:
            rate = Fraction(str(said))
        except (ValueError, ZeroDivisionError):
            continue
        if 0 < rate <= 240:
            return rate
    return Fraction(0)


def _damaged() -> str:
    return _("Bu dosya bir video değil ya da bozuk. Kameradan ya da telefondan yeniden aktarıp deneyin.")


def _references() -> str:
    return _("Bu dosya bir video değil, başka dosyalara başvuran bir oynatma listesi.")


def _unfinished() -> str:
    return _("Videonun sonu eksik; dosya yarım aktarılmış olabilir. Yeniden aktarıp deneyin.")


def _headers(path: Path) -> tuple[dict[str, Any], str]:
    done = ffmpeg.run(
        ["ffprobe", "-v", "warning", *ffmpeg.INPUT_OPTIONS, "-of", "json", "-show_format", "-show_streams",
         ffmpeg.source(path)],
        seconds=TIMEOUT,
    )  # fmt: skip
    if done.returncode:
        raise NotAVideo(_refusal(path, done.stderr))
    try:
        document = json.loads(done.stdout)
    except ValueError as error:
        raise NotAVideo(_damaged()) from error
    document.setdefault("streams", [])
    document.setdefault("format", {})
    return document, done.stderr


def _refusal(path: Path, log: str) -> str:
    with path.open("rb") as stream:
        beginning = stream.read(64)
    if beginning.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(PLAYLIST_BEGINNINGS):
        return _references()
    if foreign := FOREIGN_FORMAT.search(log):
        names = set(foreign.group(1).split(","))
        if names & PLAYLISTS:
            return _references()
        if names & SOUND_FORMATS:
            return _("Bu dosya bir video değil, yalnızca ses.")
        return _damaged()
    if "moov atom not found" in log and beginning[4:8] in VIDEO_BOXES:
        return _unfinished()
    return _damaged()


def _picture_stream(document: dict[str, Any], log: str) -> dict[str, Any]:
    if "Skipped opening external track" in log:
        raise NotAVideo(_("Bu video görüntüsünü başka bir dosyadan alıyor; tek dosya olarak dışa aktarıp deneyin."))
    streams: list[dict[str, Any]] = document["streams"]
    for stream in streams:
        cover = stream.get("disposition", {}).get("attached_pic")
        if stream.get("codec_type") == "video" and not cover:
            return stream
    if any(stream.get("codec_type") == "audio" for stream in streams):
        raise NotAVideo(_("Dosyada görüntü yok, yalnızca ses var."))
    raise NotAVideo(_("Dosyada görüntü yok."))


def _duration(path: Path, container: dict[str, Any], picture: dict[str, Any]) -> float:
    for said in (container.get("duration"), picture.get("duration")):
        try:
            seconds = float(said or 0)
        except ValueError:
            continue
        if seconds > 0:
            return seconds
    # Recordings made by browsers do not say how long they are.
    done = ffmpeg.run(
        ["ffmpeg", "-v", "error", "-nostdin", *ffmpeg.INPUT_OPTIONS, "-i", ffmpeg.source(path), "-map", "0:v:0",
         "-c", "copy", "-progress", "pipe:1", "-f", "null", "-"],
        seconds=TIMEOUT,
    )  # fmt: skip
    times = re.findall(r"^out_time_us=(\d+)$", done.stdout, re.MULTILINE)
    if done.returncode or not times or int(times[-1]) <= 0:
        raise NotAVideo(_damaged())
    return int(times[-1]) / 1_000_000


def _check_whole(path: Path, kind: str, duration: float) -> None:
    """The first picture can be shown and the last seconds are there. Raises ``NotAVideo``."""
    first = ffmpeg.run(
        ["ffmpeg", "-v", "error", "-nostdin", "-threads", "1", *ffmpeg.INPUT_OPTIONS, "-i", ffmpeg.source(path),
         "-map", "0:v:0", "-frames:v", "1", "-f", "null", "-"],
        seconds=TIMEOUT,
    )  # fmt: skip
    if first.returncode or "partial file" in first.stderr:
        raise NotAVideo(_unfinished() if "partial file" in first.stderr else _damaged())
    last = ffmpeg.run(
        ["ffprobe", "-v", "warning", *ffmpeg.INPUT_OPTIONS, "-select_streams", "v:0", "-of", "csv=p=0",
         "-show_entries", "packet=size", "-read_intervals", f"{max(0.0, duration - 1):.3f}%", ffmpeg.source(path)],
        seconds=TIMEOUT,
    )  # fmt: skip
    if "partial file" in last.stderr or (kind == "mov" and not last.stdout.strip()):
        raise NotAVideo(_unfinished())


def _taken_at(container: dict[str, Any], picture: dict[str, Any]) -> dt.datetime | None:
    tags = {**picture.get("tags", {}), **container.get("tags", {})}
    for key in ("com.apple.quicktime.creationdate", "creation_time"):
        try:
            said = parse_datetime(str(tags.get(key, "")))
        except ValueError:
            continue
        # Clocks that were never set say 1904, 1970 or 1980.
        if said is not None and said.tzinfo is not None and said.year > 1990 and said <= timezone.now():
            return said.astimezone(dt.UTC)  # whatever offset it claims, a database takes this
    return None
