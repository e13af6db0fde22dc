"""Fixtures over ``tests.factories.videos``."""

from __future__ import annotations

from pathlib import Path

import pytest

from media_library.intake.services import take_in_video
from media_library.models import Video
from media_library.work.jobs.worker import MediaWorker
from tests.factories.videos import H264, PICTURE, SOUND, ffmpeg


@pytest.fixture(scope="session")
def films(tmp_path_factory) -> Path:
    """A directory of films and of files that only say that they are."""
    here = tmp_path_factory.mktemp("films")
    tags = ["-metadata", "creation_time=2026-05-01T10:00:00Z", "-metadata", "location=+39.3170+026.6953/"]
    ffmpeg(*PICTURE, *SOUND, *H264, *tags, "-metadata", "title=Gizli", here / "plain.mp4")
    ffmpeg("-i", here / "plain.mp4", "-c", "copy", "-metadata:s:v", "rotate=90", here / "rotated.mp4")
    ffmpeg(*PICTURE, *H264, "-movflags", "+faststart", here / "silent.mp4")
    ffmpeg(
        *PICTURE,
        "-vf",
        "format=yuv444p,crop=319:239:0:0:exact=1",
        "-c:v",
        "libx264",
        "-preset",
        "ultrafast",
        here / "odd.mov",
    )
    ffmpeg(*PICTURE, "-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none", here / "phone.mov")
    ffmpeg(*PICTURE, *SOUND, "-r", "25", "-c:v", "mpeg2video", here / "camcorder.mts")
    ffmpeg(*PICTURE, "-c:v", "ffv1", here / "rare.mkv")
    ffmpeg("-f", "lavfi", "-i", "testsrc2=s=1920x1080:r=50:d=0.4", *H264, here / "large.mp4")
    black = ["-f", "lavfi", "-i", "color=black:s=320x240:r=15:d=1"]
    ffmpeg(*black, *PICTURE, "-filter_complex", "concat", *H264, here / "dark.mp4")
    ffmpeg("-f", "lavfi", "-i", "color=s=8400x32:d=0.1", "-c:v", "mjpeg", here / "wide.mp4")
    ffmpeg(*SOUND, "-f", "mp3", here / "mp3.mp4")
    ffmpeg(*SOUND, here / "sound.mp4")
    (here / "empty.mp4").write_bytes(b"")
    (here / "text.mp4").write_text("<html>merhaba</html>")
    (here / "playlist.mp4").write_text("#EXTM3U\n#EXTINF:1,\n/etc/passwd\n#EXT-X-ENDLIST\n")
    (here / "concat.mp4").write_text(f"ffconcat version 1.0\nfile {here / 'plain.mp4'}\n")
    (here / "no_index.mp4").write_bytes((here / "plain.mp4").read_bytes()[:20_000])
    (here / "cut.mp4").write_bytes((here / "silent.mp4").read_bytes()[:-15_000])
    return here


@pytest.fixture(autouse=True)
def own_store(settings, tmp_path):
    """A store and a workplace that hold nothing else."""
    settings.MEDIA_ROOT, settings.UPLOAD_ROOT = tmp_path / "media", tmp_path / "uploads"
    return settings.MEDIA_ROOT


@pytest.fixture
def taken_in(films, db):
    """A function that takes a film in and, unless told otherwise, does the work on it."""

    def take(name: str = "plain.mp4", *, work: bool = True, **values) -> Video:
        video = take_in_video(path=films / name, name=name, values={"title": "Sahil yolu açılışı", **values})
        if work:
            MediaWorker(poll=0).run(drain=True)
        video.refresh_from_db()
        return video

    return take
