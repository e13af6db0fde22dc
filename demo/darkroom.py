"""Makes the files that the demo's photographers bring home: photos with everything a file can say, and short videos.

``work``: all of them; ``develop``: the photos of some shoots, drawn by two processes; ``cut``: one video. They write
into a directory that is given; nothing here knows the database.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from PIL import Image, ImageOps

from demo import pictures
from demo.archive_texts import PhotoText, ShootText, VideoText
from media_library.metadata.write import Copy, write_copies
from media_library.work.video import ffmpeg

Shot = tuple[str, pictures.Camera | None]
Frame = tuple[str, int, tuple[Shot, ...]]
Tell = Callable[[str, int, int], object]
Files = dict[tuple[str, str], Path]  # by title of the shoot and name of the photo

SECONDS_A_PICTURE = 2
PROCESSES = 2
POCKET_SIZE = (1024, 1024)  # what a messenger makes of a photo


class CannotCut(Exception):
    """ffmpeg made no video; the text is what it said."""


def silent(_stage: str, _done: int, _total: int) -> None:
    """For whoever does not count."""


def work(
    shoots: list[ShootText], videos: list[VideoText], directory: Path, tell: Tell = silent
) -> tuple[Files, dict[str, Path]]:
    """The photos of ``shoots`` and the ``videos`` by name; ``tell`` gets stage, number and total of what is done.

    Raises ``MetadataNotWritten`` and ``CannotCut``.
    """
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 10)  # this thread and what it starts: visitors first
    files, paths = develop(shoots, directory, tell), {}
    for number, video in enumerate(videos, start=1):
        paths[video.name] = cut(video, directory)
        tell("videos", number, len(videos))
    return files, paths


def develop(shoots: Iterable[ShootText], directory: Path, tell: Tell = silent) -> Files:
    """The files of ``shoots`` below ``directory``, by title of the shoot and name of the photo."""
    shoots = list(shoots)
    raw, done = directory / "raw", directory / "done"
    raw.mkdir()
    done.mkdir()
    frames: dict[tuple[str, int], list[tuple[str, PhotoText]]] = {}
    for shoot in shoots:
        for photo in shoot.photos:
            if not photo.copy_of:
                frames.setdefault((photo.scene, photo.seed), []).append((shoot.title, photo))
    wanted = [
        (scene, seed, tuple((photo.view, photo.camera) for _title, photo in there))
        for (scene, seed), there in frames.items()
    ]
    files: Files = {}
    total = sum(len(there) for there in frames.values())
    for there, drawn in zip(frames.values(), drawn_all(wanted), strict=True):
        for (title, photo), data in zip(there, drawn, strict=True):
            path = files[title, photo.name] = raw / f"{len(files):03d}.jpg"
            path.write_bytes(data)
        if len(files) // 10 > (len(files) - len(there)) // 10:
            tell("photos", len(files), total)
    for shoot in shoots:
        for photo in shoot.photos:
            if photo.copy_of and not photo.exact:
                original = files[shoot.title, shoot.photos[photo.copy_of - 1].name]
                path = files[shoot.title, photo.name] = raw / f"{len(files):03d}.jpg"
                _as_sent_by_telephone(original, path)
    describe(shoots, files, done)
    for shoot in shoots:
        for photo in shoot.photos:
            if photo.exact:
                files[shoot.title, photo.name] = files[shoot.title, shoot.photos[photo.copy_of - 1].name]
    return files


def drawn_all(frames: list[Frame]) -> Iterator[list[bytes]]:
    """The JPEGs of every frame, one after the other; drawn side by side when there are many."""
    if len(frames) < 2 * PROCESSES:
        yield from (pictures.photographs(*frame) for frame in frames)
        return
    scenes, seeds, shots = zip(*frames, strict=True)
    try:
        processes = ProcessPoolExecutor(PROCESSES, mp_context=multiprocessing.get_context("spawn"))
    except OSError:  # a machine without /dev/shm has no semaphores
        yield from map(pictures.photographs, scenes, seeds, shots)
        return
    with processes as pool:
        yield from pool.map(pictures.photographs, scenes, seeds, shots, chunksize=4)


def _as_sent_by_telephone(original: Path, target: Path) -> None:
    with Image.open(original) as picture:
        small = ImageOps.exif_transpose(picture)
        small.thumbnail(POCKET_SIZE)
        small.save(target, "JPEG", quality=58)


def describe(shoots: Iterable[ShootText], files: Files, directory: Path) -> None:
    """Writes each photo's words into its file, which lies in ``directory`` afterwards; ``files`` says so then.

    Raises ``MetadataNotWritten``.
    """
    photos = [(shoot.title, photo) for shoot in shoots for photo in shoot.photos if not photo.exact]
    copies = []
    for title, photo in photos:
        source = files[title, photo.name]
        target = files[title, photo.name] = directory / source.name
        copies.append(Copy(source, target, photo.fields))
    write_copies(copies)
    _locate([(files[title, photo.name], photo.camera) for title, photo in photos if photo.camera and not photo.copy_of])


def _locate(files: list[tuple[Path, pictures.Camera]]) -> None:
    """Adds the place, which a camera writes and :mod:`media_library.metadata.write` never does."""
    lines: list[str] = []
    for path, camera in files:
        lines += [f"-GPSLatitude={camera.latitude}", "-GPSLatitudeRef=N", f"-GPSLongitude={camera.longitude}"]
        lines += ["-GPSLongitudeRef=E", str(path), "-execute"]
    program = shutil.which("exiftool")
    if program is None or not files:
        return
    subprocess.run(  # noqa: S603 (fixed program and arguments of our own)
        [program, "-@", "-", "-common_args", "-q", "-overwrite_original"],
        input="\n".join(lines).encode() + b"\n",
        capture_output=True,
        check=True,
        timeout=120,
        env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", "HOME": "/nonexistent"},
    )


def cut(video: VideoText, directory: Path) -> Path:
    """The video as an MP4 of 1280 × 720 pixels: the camera moves slowly over its pictures. Raises ``CannotCut``.

    At least four seconds long, with a quiet tone.
    """
    target = directory / video.name
    scenes = video.pictures
    seconds = max(4, SECONDS_A_PICTURE * len(scenes))
    each = seconds / len(scenes)
    command = ["ffmpeg", "-v", "error", "-nostdin", "-y"]
    moves = []
    for number, (scene, seed) in enumerate(scenes):
        still = directory / f"{video.name}-{number}.jpg"
        still.write_bytes(pictures.render(scene, seed))
        command += ["-loop", "1", "-framerate", "25", "-t", str(each), "-i", ffmpeg.source(still)]
        across = f"(iw-ow)*t/{each}" if number % 2 == 0 else f"(iw-ow)*(1-t/{each})"
        moves.append(f"[{number}:v]scale=1480:-2,crop=1280:720:{across}:(ih-oh)/2,setsar=1[v{number}]")
    joined = "".join(f"[v{number}]" for number in range(len(scenes)))
    filters = ";".join([*moves, f"{joined}concat=n={len(scenes)}:v=1,format=yuv420p[v]"])
    tone = f"aevalsrc=0.03*sin(2*PI*{video.note}*t)+0.02*sin(2*PI*{video.note * 1.5}*t):s=48000:d={seconds}"
    command += [
        "-f", "lavfi", "-i", tone, "-filter_complex", filters, "-map", "[v]", "-map", f"{len(scenes)}:a",
        "-af", f"afade=in:d=1,afade=out:st={seconds - 1}:d=1", "-c:v", "libx264", "-preset", "veryfast", "-crf", "22",
        "-c:a", "aac", "-b:a", "96k", "-metadata", f"creation_time={video.taken.isoformat()}",
        "-movflags", "+faststart", ffmpeg.source(target),
    ]  # fmt: skip
    done = ffmpeg.run(command, seconds=120, file_bytes=64 * 1024**2)
    if done.returncode or not target.is_file():
        raise CannotCut(ffmpeg.plain(done.stderr))
    return target
