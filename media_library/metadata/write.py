"""Writes the office's words into a copy of an original that is handed out, and takes out what must not go along.

Everything that the file says of itself goes (place, serial numbers, owner, maker, model, maker notes, previews, editing
history), save a few numbers of the camera (``camera_facts``); then come the office's words as XMP, in JPEG also as
IPTC-IIM, and in EXIF. The picture or video itself is the same byte for byte; ExifTool does it without decoding, WebP
our own ``webp``. What is handed out goes through ``media_library.handed`` first: this module leaves further pictures
and tracks, and the colour profile, as they are.

What ExifTool cannot take out of a video: separate tracks of measurements that some drones and action cameras record.

No value and no file name of ours reaches ExifTool as it is: values are written as entities of ASCII letters, files are
seen by it under names that we give in a directory of their own.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from media_library.metadata import exif, webp, xmp
from media_library.metadata.blocks import blocks_of
from media_library.metadata.fields import Fields, exif_tags, iim_datasets, written, xmp_properties
from media_library.metadata.read import read

logger = logging.getLogger(__name__)

CONFIG = Path(__file__).with_name("exiftool.config")
IMAGE_SUFFIXES = frozenset({".jpg", ".png", ".avif", ".heic"})
VIDEO_SUFFIXES = frozenset({".mp4", ".mov"})
# What a picture desk may know of the camera, and what viewers need: each one number, never a text. With the name that
# the decoder gives it and its limits.
NUMBERS = {
    "ColorSpace": ("ColorSpace", 1, 0xFFFF), "XResolution": ("XResolution", 1, 10_000),
    "YResolution": ("YResolution", 1, 10_000), "ResolutionUnit": ("ResolutionUnit", 1, 3),
    "ExposureTime": ("ExposureTime", 0.00001, 3600), "FNumber": ("FNumber", 0.5, 100),
    "ISO": ("ISOSpeedRatings", 1, 65535), "FocalLength": ("FocalLength", 0.5, 10_000),
}  # fmt: skip
XMP_GROUPS = {"Iptc4xmpCore": "iptcCore", "Iptc4xmpExt": "iptcExt"}
NOT_PLAIN = re.compile(r"[^A-Za-z0-9]")
WEBP_TAGS = ("ImageDescription", "Artist", "Copyright")
BATCH = 50
SECONDS, BYTES_PER_SECOND = 60, 10_000_000


class MetadataNotWritten(Exception):
    """One or more copies could not be made; the text is a Turkish sentence for the officer.

    ``failed``: the targets that do not exist now; all others of the same call are complete.
    """

    def __init__(self, message: str, failed: Sequence[Path] = ()) -> None:
        super().__init__(message)
        self.failed = tuple(failed)


@dataclass(frozen=True)
class Copy:
    """An original, where its copy shall be (its directory exists), and the words for it."""

    source: Path
    target: Path
    fields: Fields
    facts: Mapping[str, str] | None = None


def write_copy(source: Path, target: Path, fields: Fields, facts: Mapping[str, str] | None = None) -> None:
    """Makes ``target``, a copy of the photo or video ``source`` with ``fields``; a file there is replaced at once.
    ``facts``: those of the camera, where they are not to be read from ``source``.

    Raises ``MetadataNotWritten``; then ``target`` is as it was before.
    """
    write_copies([Copy(source, target, fields, facts)])


def write_copies(copies: Sequence[Copy]) -> None:
    """As :func:`write_copy` for many, with one ExifTool process for every fifty.

    Raises ``MetadataNotWritten`` after all have been tried.
    """
    failed: list[Path] = []
    by_directory: dict[Path, list[Copy]] = {}
    for copy in copies:
        by_directory.setdefault(copy.target.parent, []).append(copy)
    for directory, there in by_directory.items():
        for start in range(0, len(there), BATCH):
            failed += _written(directory, there[start : start + BATCH])
    if failed:
        message = ngettext(
            "Dosyaya başlık, fotoğraf altı ve telif bilgisi yazılamadı.",
            "%(count)d dosyaya başlık, fotoğraf altı ve telif bilgisi yazılamadı.",
            len(failed),
        )
        raise MetadataNotWritten(message % {"count": len(failed)}, failed)


def _written(directory: Path, copies: Sequence[Copy]) -> list[Path]:
    """Makes the copies, all in ``directory``; gives the targets that could not be made."""
    failed: list[Path] = []
    made: list[tuple[Copy, Path]] = []
    arguments: list[str] = []
    size = 0
    # Beside the targets, so that a finished copy takes its place in one step.
    with TemporaryDirectory(prefix=".copy-", dir=directory, ignore_cleanup_errors=True) as name:
        room = Path(name)
        for number, copy in enumerate(copies):
            try:
                suffix = suffix_of(copy.source)
                one = room / f"{number}{suffix}"
                if suffix == ".webp":
                    one.write_bytes(_webp(copy))
                else:
                    seen = one.with_stem(f"{number}-original")
                    seen.symlink_to(copy.source.resolve())
                    arguments += [*_arguments(suffix, copy), "-o", one.name, seen.name, "-execute"]
                    size += copy.source.stat().st_size
            except (OSError, ValueError):
                logger.info("No copy of %s can be made", copy.source, exc_info=True)
                failed.append(copy.target)
            else:
                made.append((copy, one))
        if arguments:
            _run(arguments, room, size)
        for copy, one in made:
            try:
                one.replace(copy.target)
            except OSError:
                failed.append(copy.target)
    return failed


def suffix_of(source: Path) -> str:
    """The suffix that belongs to what ``source`` is by its first bytes. Raises ``ValueError`` for what we cannot write.

    ExifTool goes by the suffix, and the stored name of an old file may say something else.
    """
    with source.open("rb") as file:
        head = file.read(32)
    for start, suffix in ((b"\xff\xd8\xff", ".jpg"), (b"\x89PNG\r\n\x1a\n", ".png"), (b"GIF8", ".gif")):
        if head.startswith(start):
            return suffix
    if webp.is_webp(head):
        return ".webp"
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        if brand in {b"avif", b"avis"}:
            return ".avif"
        if brand in {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"}:
            return ".heic"
        return ".mov" if brand == b"qt  " else ".mp4"
    if head[4:8] in {b"moov", b"mdat", b"wide", b"free"}:
        return ".mov"
    raise ValueError(source.suffix)


def camera_facts(source: Path, *, turn: int | None = None) -> dict[str, str]:
    """The numbers that the camera wrote into ``source`` and that may go along, by their EXIF names.

    ``turn`` (1 to 8) is the turn that the copy still needs, if it is not the one that ``source`` needs. Never raises
    for a broken file.
    """
    with source.open("rb") as file:
        tags = exif.parse(blocks_of(file).exif)
        said = read(file)
    turn = turn or said.orientation
    facts = {"Orientation": str(turn)} if turn != 1 else {}
    for name, (known, least, most) in NUMBERS.items():
        value = tags.get(known)
        if isinstance(value, tuple) and value:
            value = value[0]
        with suppress(TypeError, ValueError, ZeroDivisionError):
            number = float(value)  # type: ignore[arg-type]
            if least <= number <= most:
                facts[name] = f"{number:.8g}"
    if said.taken_at and tags.get("DateTimeOriginal") is not None:
        facts |= {name: str(text) for name, text in exif_tags(Fields(taken_at=said.taken_at)).items()}
    return facts


def _arguments(suffix: str, copy: Copy) -> list[str]:
    """What ExifTool is to do with one file, one argument a line."""
    fields = copy.fields
    lines = ["-all=", "--ICC_Profile:all"]
    if suffix in IMAGE_SUFFIXES:
        facts = camera_facts(copy.source) if copy.facts is None else copy.facts
        numbers = {name: text for name, text in facts.items() if name == "Orientation" or name in NUMBERS}
        lines += [f"-EXIF:{name}#={text}" for name, text in numbers.items()]
        moment = {} if fields.taken_at else {name: text for name, text in facts.items() if name not in numbers}
        lines += _assigned("EXIF", moment | exif_tags(fields))
    if suffix == ".jpg" and (datasets := iim_datasets(fields)):
        lines += ["-IPTC:CodedCharacterSet=UTF8", *_assigned("IPTC", datasets), "-Photoshop:IPTCDigest=new"]
    if suffix in VIDEO_SUFFIXES:
        video = {
            "Title": fields.headline, "Description": fields.caption, "Artist": fields.byline or fields.credit,
            "Copyright": fields.copyright or fields.credit,
        }  # fmt: skip
        lines += _assigned("ItemList", {name: written(text) for name, text in video.items() if text})
    for name, value in xmp_properties(fields).items():
        prefix, _colon, local = name.partition(":")
        lines += _assigned(f"XMP-{XMP_GROUPS.get(prefix, prefix)}", {local: value})
    return lines


def _assigned(group: str, values: Mapping[str, str | list[str]]) -> Iterator[str]:
    """One assignment for every text; a list property gets its texts one after the other."""
    for name, value in values.items():
        for text in [value] if isinstance(value, str) else value:
            yield f"-{group}:{name}={_as_entities(text)}"


def _as_entities(text: str) -> str:
    return NOT_PLAIN.sub(lambda char: f"&#x{ord(char.group()):x};", text)


def _run(arguments: list[str], room: Path, size: int) -> None:
    """One ExifTool process in ``room``. What it could not make does not exist afterwards; the log says why."""
    program = shutil.which("exiftool")
    if program is None:
        raise MetadataNotWritten(_("Dosya bilgilerini yazan ExifTool programı bu sunucuda kurulu değil."))
    command = [
        program,
        "-config",
        str(CONFIG),
        "-@",
        "-",
        "-common_args",
        "-E",
        "-m",
        "-q",
        "-api",
        "LargeFileSupport=1",
    ]
    try:
        done = subprocess.run(  # noqa: S603 (fixed program; every argument is made here)
            command,
            input="\n".join(arguments).encode() + b"\n",
            capture_output=True,
            timeout=SECONDS + size / BYTES_PER_SECOND,
            check=False,
            cwd=room,
            env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", "HOME": "/nonexistent"},
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        logger.warning("ExifTool did not finish: %s", error)
        return
    for line in done.stderr.decode("utf-8", "replace").splitlines():
        if not line.startswith("Warning: No writable tags set"):
            logger.info("ExifTool: %s", line)


def _webp(copy: Copy) -> bytes:
    """The bytes of a WebP copy. Raises ``webp.NotWebP``."""
    data = copy.source.read_bytes()
    facts = camera_facts(copy.source) if copy.facts is None else copy.facts
    orientation = int(facts.get("Orientation", 1))
    tags = {name: value for name, value in exif_tags(copy.fields).items() if isinstance(value, str)}
    block = exif.build({name: tags[name] for name in WEBP_TAGS if name in tags}, orientation)
    return webp.rewritten(data, exif=block, xmp=xmp.build(xmp_properties(copy.fields)))
