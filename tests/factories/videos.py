"""Small films of every kind, made once a run; videos of the archive made of them."""

from __future__ import annotations

import subprocess
from pathlib import Path

from django.contrib.contenttypes.models import ContentType

from media_library.models import PublicFile, Video

PICTURE = ["-f", "lavfi", "-i", "testsrc2=s=320x240:r=15:d=1"]
SOUND = ["-f", "lavfi", "-i", "sine=d=1"]
H264 = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"]


def ffmpeg(*arguments: str | Path) -> None:
    subprocess.run(["ffmpeg", "-v", "error", "-nostdin", "-y", *map(str, arguments)], check=True, timeout=60)


def stored(root: Path, area: str) -> list[str]:
    """The stored names in one area."""
    folder = root / area
    return sorted(f"{area}/{one.name}" for one in folder.iterdir()) if folder.exists() else []


def make_public(video: Video) -> PublicFile:
    content_type = ContentType.objects.get_for_model(Video)
    return PublicFile.objects.create(video=video, content_type=content_type, object_id="1")
