"""Our readers of metadata beside ExifTool (``-stay_open``, MWG's rules): what each reads, its cost, what breaks it.

    python -m bench.readers

Needs ``exiftool`` (Debian: libimage-exiftool-perl). Prints what docs/decisions/0019 speaks of; one machine, one run.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import resource
import statistics
import struct
import subprocess
import tempfile
import time
import warnings
import zlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image

from media_library.metadata.read import Metadata, read
from media_library.metadata.turkish_text import repair
from tests.media_library.corpus import CORPUS

SUFFIXES = {".jpg", ".png", ".gif", ".webp", ".avif", ".heic"}
ROUNDS, BROKEN, SEED = 20, 300, 19
# Which of ExifTool's names stand for which of our fields; the first that says something counts.
NAMES = {
    "headline": ["XMP-photoshop:Headline", "IPTC:Headline", "XMP-dc:Title", "IPTC:ObjectName", "IFD0:XPTitle"],
    "caption": ["MWG:Description", "XMP-dc:Description", "IFD0:XPComment", "ExifIFD:UserComment"],
    "credit": ["XMP-photoshop:Credit", "IPTC:Credit"],
    "byline": ["MWG:Creator", "IFD0:XPAuthor"],
    "copyright": ["MWG:Copyright"],
    "usage_terms": ["XMP-xmpRights:UsageTerms", "XMP-photoshop:Instructions", "IPTC:SpecialInstructions"],
    "keywords": ["MWG:Keywords", "IFD0:XPKeywords"],
    "city": ["MWG:City"],
    "sublocation": ["MWG:Location"],
    "country": ["MWG:Country"],
    "event": ["XMP-iptcExt:Event"],
    "persons_shown": ["XMP-iptcExt:PersonInImage"],
    "taken_at": ["MWG:DateTimeOriginal"],
    "digital_source_type": ["XMP-iptcExt:DigitalSourceType"],
    "alt_text": ["XMP-iptcCore:AltTextAccessibility"],
    "latitude": ["Composite:GPSLatitude"],
    "longitude": ["Composite:GPSLongitude"],
    "orientation": ["MWG:Orientation", "IFD0:Orientation"],
    "make": ["IFD0:Make"],
    "model": ["IFD0:Model"],
}


class ExifTool:
    """One process that stays open, as PyExifTool keeps it; words without a declared encoding are taken for Turkish."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            ["exiftool", "-stay_open", "True", "-@", "-", "-common_args", "-use", "MWG", "-j", "-G1", "-n",
             "-MWG:all", "-all", "-charset", "iptc=Turkish", "-charset", "exif=UTF8"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def read(self, path: Path) -> dict[str, Any]:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{path}\n-execute\n".encode())
        self.process.stdin.flush()
        lines = []
        while (line := self.process.stdout.readline()) and not line.startswith(b"{ready}"):
            lines.append(line)
        found = json.loads(b"".join(lines) or b"[{}]")
        return dict(found[0])

    def memory_mb(self) -> float:
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmHWM:")[1].split()[0]) / 1024

    def close(self) -> None:
        self.process.kill()
        self.process.wait()


def plain(value: object) -> object:
    """One field of either side in a form that can be compared."""
    if value is None or value == () or value == []:
        return ""
    if isinstance(value, tuple | list):
        return tuple(str(one) for one in value)
    if isinstance(value, dt.datetime):
        return value.strftime("%Y:%m:%d %H:%M:%S")
    return str(value)


def of_theirs(found: dict[str, Any], field: str) -> object:
    value = next((found[name] for name in NAMES[field] if found.get(name) not in (None, "")), "")
    if field in ("keywords", "persons_shown"):
        said = value if isinstance(value, list) else str(value).split(";") if value else []
        return plain(said)
    if field in ("latitude", "longitude") and value != "":
        return f"{float(value):.4f}"
    if field == "digital_source_type":
        return str(value).rstrip("/").rpartition("/")[2]
    if field == "taken_at":
        return str(value)[:19]
    if field == "orientation":
        return str(value or 1)
    return ", ".join(value) if isinstance(value, list) else plain(value)


def of_ours(found: Metadata, field: str) -> object:
    value = getattr(found, field)
    if field in ("latitude", "longitude") and value is not None:
        return f"{float(value):.4f}"
    return plain(value)


def ours(path: Path) -> Metadata:
    with path.open("rb") as file:
        return read(file)


def compare(paths: list[Path], tool: ExifTool) -> None:
    same, repaired, missed, other = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for path in paths:
        mine, theirs = ours(path), tool.read(path)
        for field in NAMES:
            a, b = of_ours(mine, field), of_theirs(theirs, field)
            if a == b:
                same[field] += bool(a)
                continue
            mended = tuple(map(repair, b)) if isinstance(b, tuple) else repair(str(b))
            if a == mended:
                repaired[field] += 1
                continue
            (other if a and b else missed)[field] += 1
            print(f"  {path.name:32} {field:14} ours {str(a)[:50]!r:54} ExifTool {str(b)[:50]!r}")
    counted = ((same, "the same"), (repaired, "after our repair"), (missed, "on one side only"), (other, "different"))
    print("  fields:", ", ".join(f"{sum(one.values())} {words}" for one, words in counted))


def cost(paths: list[Path], reader: Callable[[Path], object]) -> tuple[float, float]:
    """Median and longest time of one file, in milliseconds."""
    times = []
    for _ in range(ROUNDS):
        for path in paths:
            begin = time.perf_counter()
            reader(path)
            times.append((time.perf_counter() - begin) * 1000)
    return statistics.median(times), max(times)


def camera_file(directory: Path) -> Path:
    """A photo of 24 million pixels with the words of the agency's photo."""
    path = directory / "camera.jpg"
    noise = Image.effect_noise((1000, 667), 90).resize((6000, 4000)).convert("RGB")
    noise.save(path, quality=95)
    subprocess.run(
        ["exiftool", "-q", "-overwrite_original", "-tagsfromfile", CORPUS / "agency.jpg", "-all:all", path], check=True
    )
    return path


def bomb(directory: Path) -> Path:
    """A PNG whose text chunk unpacks to a gigabyte."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1 << 20)) for _ in range(1024)) + packer.flush()
    plain_png = (CORPUS / "sixteen_bit.png").read_bytes()
    data = b"XML:com.adobe.xmp\x00\x01\x00\x00\x00" + packed
    chunk = struct.pack(">I", len(data)) + b"iTXt" + data + struct.pack(">I", zlib.crc32(b"iTXt" + data))
    path = directory / "bomb.png"
    path.write_bytes(plain_png[:33] + chunk + plain_png[33:])
    return path


def broken(paths: list[Path], directory: Path) -> list[Path]:
    """Copies with a few bytes changed, cut or doubled in the first 2,000."""
    chance, made = random.Random(SEED), []
    for number in range(BROKEN):
        source = chance.choice(paths)
        data = bytearray(source.read_bytes())
        for _ in range(chance.randint(1, 12)):
            at = chance.randrange(min(len(data), 2000))
            if chance.random() < 0.7:
                data[at] = chance.randrange(256)
            elif chance.random() < 0.5:
                del data[at : at + chance.randint(1, 40)]
            else:
                data[at:at] = data[at : at + chance.randint(1, 40)]
        path = directory / f"{number}{source.suffix}"
        path.write_bytes(data)
        made.append(path)
    return made


def main() -> None:
    warnings.simplefilter("ignore")
    paths = sorted(path for path in CORPUS.iterdir() if path.suffix in SUFFIXES)
    tool = ExifTool()
    print(f"{len(paths)} files of the corpus")
    compare(paths, tool)
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        large = camera_file(directory)
        for title, files in (("corpus", paths), (f"camera, {large.stat().st_size / 1e6:.0f} MB", [large])):
            for who, reader in (("ours", ours), ("ExifTool", tool.read)):
                middle, longest = cost(files, reader)
                print(f"  {title:18} {who:9} median {middle:7.2f} ms, longest {longest:7.2f} ms")
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"  memory so far: ours (whole process) {before:.0f} MB, ExifTool beside it {tool.memory_mb():.0f} MB")
        files = broken(paths, directory)
        for who, reader in (("ours", ours), ("ExifTool", tool.read)):
            begin, fallen, slowest = time.perf_counter(), 0, 0.0
            for path in files:
                start = time.perf_counter()
                try:
                    reader(path)
                except Exception:
                    fallen += 1
                slowest = max(slowest, time.perf_counter() - start)
            print(f"  {BROKEN} broken files: {who:9} {fallen} raised, slowest {slowest * 1000:.0f} ms, "
                  f"{time.perf_counter() - begin:.1f} s in all")  # fmt: skip
        path = bomb(directory)
        for who, reader in (("ours", ours), ("ExifTool", tool.read)):
            start = time.perf_counter()
            reader(path)
            print(f"  text chunk of 1 GB: {who:9} {time.perf_counter() - start:.2f} s")
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"  memory at most: ours {after:.0f} MB, ExifTool {tool.memory_mb():.0f} MB")
    tool.close()


if __name__ == "__main__":
    main()
