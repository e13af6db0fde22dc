"""An original video reduced to the track that is shown and the sound that is heard with it.

Pictures and sound stay as they are; further tracks, subtitles, attachments, cover pictures, data, chapters and what the
file says of itself stay behind, and of the pictures themselves the captions and notes that are hidden between them.

Source: ffmpeg(1), options ``-map``, ``-map_metadata``, ``-map_chapters``; ffmpeg-bitstream-filters(1),
``filter_units``; ITU-T H.264 and H.265 (unit types of SEI), H.262 (user data), AV1 (metadata OBU).
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

from media_library.metadata.write import MetadataNotWritten
from media_library.work.video import ffmpeg
from media_library.work.video.transcode import BARE, PLAIN_SOUND

SECONDS = 1800
LOOK_SECONDS = 60
# Units that carry words or pictures beside the video: closed captions, an encoder's notes, user data.
NOTES = {"h264": "6", "hevc": "39-40", "mpeg2video": "178", "av1": "5"}
CONTAINERS = {".mp4": ("mp4", "mov"), ".mov": ("mov",), ".mkv": ("matroska",)}


def bare_video(video: Path, target: Path, tags: Mapping[str, str] | None = None) -> None:
    """Makes ``target`` (.mp4, .mov or .mkv) of ``video``, with ``tags`` as its only words.

    Raises ``MetadataNotWritten``.
    """
    codec, sound = _tracks(video)
    words = [part for name, text in (tags or {}).items() if text for part in ("-metadata", f"{name}={text}")]
    notes = ["-bsf:v", f"filter_units=remove_types={NOTES[codec]}"] if codec in NOTES else []
    said = ""
    for container in CONTAINERS[target.suffix]:
        box = ["-movflags", "+faststart", "-write_tmcd", "0"] if container in ("mp4", "mov") else []
        argv = [
            "ffmpeg", "-nostdin", "-v", "error", "-y", *ffmpeg.INPUT_OPTIONS, "-i", ffmpeg.source(video),
            "-map", "0:V:0", *(["-map", "0:a:0"] if sound else ["-an"]), "-sn", "-dn", "-c", "copy", *BARE[:-2],
            *notes, *words, *box, "-f", container, ffmpeg.source(target),
        ]  # fmt: skip
        try:
            done = ffmpeg.run(argv, seconds=SECONDS, file_bytes=2 * video.stat().st_size + (1 << 20))
        except (OSError, subprocess.TimeoutExpired) as error:
            raise MetadataNotWritten(str(error)) from error
        if done.returncode == 0 and target.is_file():
            return
        said = ffmpeg.plain(done.stderr)
    raise MetadataNotWritten(said[-300:])


def _tracks(video: Path) -> tuple[str, bool]:
    """The codec of the pictures that are shown and whether there is sound that the web copy plays too."""
    argv = [
        "ffprobe", "-v", "error", *ffmpeg.INPUT_OPTIONS, "-show_entries",
        "stream=codec_type,codec_name:stream_disposition=attached_pic", "-of", "json", "-i", ffmpeg.source(video),
    ]  # fmt: skip
    try:
        done = ffmpeg.run(argv, seconds=LOOK_SECONDS)
        streams = json.loads(done.stdout)["streams"]
    except (OSError, ValueError, KeyError, subprocess.TimeoutExpired) as error:
        raise MetadataNotWritten(str(error)) from error
    shown = [one for one in streams if one.get("codec_type") == "video" and not one["disposition"]["attached_pic"]]
    heard = [str(one.get("codec_name")) for one in streams if one.get("codec_type") == "audio"]
    codec = str(shown[0].get("codec_name")) if shown else ""
    return codec, bool(heard) and (heard[0] in PLAIN_SOUND or heard[0].startswith("pcm_"))
