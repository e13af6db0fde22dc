"""Ways of drawing a photo in all its sizes, on the same photos in the same rounds, with the likeness (SSIM) of what
they draw: every size from the decoded picture, as it was done once; each from the next larger, as it is done; pyvips,
when it is installed (it is none of the project's dependencies)."""

from __future__ import annotations

import io
import os
import statistics
import time
from collections.abc import Iterable
from typing import Any, Protocol

from bench import goals as promises
from bench.goals import Goal
from bench.tables import table

os.environ.setdefault("VIPS_CONCURRENCY", "1")  # a worker leaves the other cores to the website

FORMATS = ("jpeg", "webp", "avif")
OURS, VIPS = "each from the next larger, AVIF 8", "pyvips, AVIF 8"
# Beyond this, pyvips' CPU time would be worth a second set of decoders (docs/decisions/0028).
DEARER = 1.25
# The sizes whose likeness is told: a small, a middle and a large one.
LOOKED_AT = (480, 960, 1600)


Part = tuple[tuple[float, ...], tuple[int, int]]


class Way(Protocol):
    """One way of decoding a photo, drawing a part of it and encoding that."""

    def open(self, data: bytes, wanted: list[Part]) -> None:
        """Reads the photo, of which ``wanted`` will be drawn."""

    def draw(self, box: tuple[float, ...], size: tuple[int, int]) -> Any:
        """The part ``box`` of the photo in ``size``."""

    def encode(self, picture: Any, kind: str) -> bytes:
        """``picture`` as a file of ``kind``."""


def pillow(speed: int, *, steps: bool) -> Way:
    """Our own drawing; without ``steps`` as it was before."""
    from django.conf import settings
    from PIL import Image

    from media_library.renditions.drawing import WEBP_METHOD, Original, reduction

    class Whole(Original):
        """Every size from the decoded picture, which Pillow halves only when it is four times as large."""

        def _source(self, wanted: int) -> tuple[int, Image.Image]:
            return self._decode(min(wanted, 8))

    class Pillow:
        def open(self, data: bytes, wanted: list[Part]) -> None:
            self.source = (Original if steps else Whole).opened(io.BytesIO(data))
            if steps:
                self.source._expected.update(wanted)  # type: ignore[arg-type]
            self.source._decode(min(reduction(*one) for one in wanted))

        def draw(self, box: tuple[float, ...], size: tuple[int, int]) -> Image.Image:
            if steps:
                return self.source.draw(box, size)  # type: ignore[arg-type]
            scale, decoded = self.source._source(reduction(box, size))
            edges = tuple(edge / scale for edge in box)
            return decoded.resize(size, Image.Resampling.LANCZOS, box=edges, reducing_gap=2.0)  # type: ignore[arg-type]

        def encode(self, picture: Image.Image, kind: str) -> bytes:
            how: dict[str, Any] = {
                "jpeg": {"quality": 76, "progressive": True, "optimize": True},
                "webp": {"quality": settings.WAGTAILIMAGES_WEBP_QUALITY, "method": WEBP_METHOD},
                "avif": {"quality": 50 if speed == 7 else settings.WAGTAILIMAGES_AVIF_QUALITY, "speed": speed},
            }[kind]
            output = io.BytesIO()
            picture.save(output, kind.upper(), **how, **({"max_threads": 1} if kind == "avif" else {}))
            return output.getvalue()

    return Pillow()


def vips() -> Way | None:
    """pyvips with the same encoders at the same settings; ``None`` where it is not installed."""
    try:
        import pyvips  # type: ignore[import-not-found]
    except ImportError:
        return None
    from django.conf import settings

    from media_library.renditions.drawing import reduction

    pyvips.cache_set_max(0)

    class Vips:
        def open(self, data: bytes, wanted: list[Part]) -> None:
            self.scale = min(8, *(reduction(*one) for one in wanted))
            self.source = pyvips.Image.jpegload_buffer(data, shrink=self.scale).copy_memory()

        def draw(self, box: tuple[float, ...], size: tuple[int, int]) -> Any:
            left, top, right, bottom = (round(edge / self.scale) for edge in box)
            part = self.source.crop(left, top, right - left, bottom - top)
            across, down = size[0] / part.width, size[1] / part.height
            return part.resize(across, vscale=down, kernel="lanczos3").copy_memory()

        def encode(self, picture: Any, kind: str) -> bytes:
            if kind == "jpeg":
                return picture.jpegsave_buffer(Q=76, interlace=True, optimize_coding=True)
            if kind == "webp":
                return picture.webpsave_buffer(Q=settings.WAGTAILIMAGES_WEBP_QUALITY, effort=2)
            quality = settings.WAGTAILIMAGES_AVIF_QUALITY
            return picture.heifsave_buffer(Q=quality, compression="av1", effort=1)

    return Vips()


def ways() -> dict[str, Way]:
    """Every way that can be gone here, by what it is called."""
    found: dict[str, Way | None] = {
        "from the decoded picture, AVIF 7": pillow(7, steps=False),
        "from the decoded picture, AVIF 8": pillow(8, steps=False),
        OURS: pillow(8, steps=True),
        VIPS: vips(),
    }
    return {name: way for name, way in found.items() if way is not None}


def measure(photos: Iterable[tuple[str, bytes]], rounds: int) -> list[dict[str, Any]]:
    """For each photo and way the median CPU milliseconds of the three steps of a worker, and of what they draw the mean
    likeness and the kilobytes by format. Inside Django."""
    return [_measured(name, data, rounds) for name, data in photos]


def _measured(name: str, data: bytes, rounds: int) -> dict[str, Any]:
    from wagtail.images.models import Filter

    from media_library.models import Photo
    from media_library.renditions.drawing import header
    from media_library.renditions.sizes import ARCHIVE_SIZES, KNOWN_SIZES, RESPONSIVE

    whole = header(io.BytesIO(data)).size
    photo = Photo(collection_id=1, width=whole[0], height=whole[1])

    def drawn(specs: Iterable[str]) -> list[tuple[tuple[float, ...], tuple[int, int], str]]:
        found = []
        for spec in specs:
            transform = Filter(spec=spec).get_transform(photo, whole)
            kind = next((kind for kind in FORMATS if f"format-{kind}" in spec), "jpeg")
            found.append((tuple(transform.get_rect().round()), transform.size, kind))
        return found

    readers = [spec for spec in KNOWN_SIZES if spec not in (*ARCHIVE_SIZES, *RESPONSIVE)]
    steps = {"grid": drawn(ARCHIVE_SIZES), "screens": drawn(RESPONSIVE), "readers": drawn(readers)}
    answers: dict[str, Any] = {}
    taken: dict[tuple[str, str], list[float]] = {}
    for _ in range(rounds):
        for called, way in ways().items():
            for step, wanted in steps.items():
                began = time.process_time()
                way.open(data, [(box, size) for box, size, _ in wanted])
                pictures: dict[Any, Any] = {}
                for box, size, kind in wanted:
                    if (box, size) not in pictures:
                        pictures[box, size] = way.draw(box, size)
                    way.encode(pictures[box, size], kind)
                taken.setdefault((called, step), []).append((time.process_time() - began) * 1000)
    for called, way in ways().items():
        looks = looked_at(way, data, whole)
        answers[called] = {step: statistics.median(taken[called, step]) for step in steps} | looks
    return {"name": name, "megabytes": len(data) / 1e6, "ways": answers}


def looked_at(way: Way, data: bytes, whole: tuple[int, int]) -> dict[str, Any]:
    """The likeness of some sizes to those that Lanczos draws from the whole picture, and their kilobytes, by format."""
    from PIL import Image

    with Image.open(io.BytesIO(data)) as opened:
        full = opened.convert("RGB")
    box = (0.0, 0.0, float(whole[0]), float(whole[1]))
    sizes = [(width, round(whole[1] * width / whole[0])) for width in LOOKED_AT]
    way.open(data, [(box, size) for size in sizes])
    likeness: dict[str, list[float]] = {kind: [] for kind in FORMATS}
    weight = dict.fromkeys(FORMATS, 0.0)
    for size in sizes:
        best = full.resize(size, Image.Resampling.LANCZOS)
        picture = way.draw(box, size)
        for kind in FORMATS:
            encoded = way.encode(picture, kind)
            weight[kind] += len(encoded) / 1e3
            with Image.open(io.BytesIO(encoded)) as said:
                likeness[kind].append(ssim(said, best))
    return {"ssim": {kind: statistics.mean(found) for kind, found in likeness.items()}, "kilobytes": weight}


def ssim(one: Any, other: Any, window: int = 8) -> float:
    """The mean structural similarity of two pictures of one size, by their grey, over every window of that many pixels.

    Source: Wang, Bovik, Sheikh, Simoncelli, "Image quality assessment: from error visibility to structural similarity",
    2004; with plain means over the window in place of a Gaussian.
    """
    import numpy as np

    def mean(values: Any) -> Any:
        sums = np.cumsum(np.cumsum(np.pad(values, ((1, 0), (1, 0))), axis=0), axis=1)
        corners = sums[window:, window:] - sums[:-window, window:] - sums[window:, :-window] + sums[:-window, :-window]
        return corners / window**2

    x, y = (np.asarray(picture.convert("L"), dtype=np.float64) for picture in (one, other))
    mean_x, mean_y = mean(x), mean(y)
    spread = mean(x * x) - mean_x**2 + mean(y * y) - mean_y**2
    together = mean(x * y) - mean_x * mean_y
    steady, lively = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    found = (2 * mean_x * mean_y + steady) * (2 * together + lively)
    return float((found / ((mean_x**2 + mean_y**2 + steady) * (spread + lively))).mean())


def report(measured: list[dict[str, Any]]) -> None:
    """Prints what :func:`measure` found."""
    print("Ways of drawing a photo: CPU ms of the worker's three steps; SSIM and kB of 480, 960, 1,600 px\n")
    for photo in measured:
        rows = []
        first = next(iter(photo["ways"].values()))
        for name, found in photo["ways"].items():
            steps = [found["grid"], found["screens"], found["readers"]]
            ratio = sum(steps) / sum(first[step] for step in ("grid", "screens", "readers"))
            rows.append(
                [
                    name,
                    *(f"{step:.0f}" for step in steps),
                    f"{ratio:.2f}×",
                    " / ".join(f"{found['ssim'][kind]:.4f}" for kind in FORMATS),
                    " / ".join(f"{found['kilobytes'][kind]:.0f}" for kind in FORMATS),
                ]
            )
        head = [f"{photo['name']}, {photo['megabytes']:.1f} MB", "grid", "screens", "readers", "all", "SSIM", "kB"]
        table(head, rows)


def goals(measured: list[dict[str, Any]]) -> list[Goal]:
    """Ours beside pyvips, all photos and steps together; a line without a figure where it is not installed."""
    what = f"drawing all sizes: CPU of pyvips' ({' / '.join(FORMATS)}: SSIM ours; pyvips')"
    if any(VIPS not in photo["ways"] for photo in measured):
        return [Goal(what, f"≤ {DEARER:g}", "pyvips is not installed", None)]
    cpu = {
        way: sum(photo["ways"][way][step] for photo in measured for step in ("grid", "screens", "readers"))
        for way in (OURS, VIPS)
    }

    def alike(way: str) -> str:
        by_kind = ([photo["ways"][way]["ssim"][kind] for photo in measured] for kind in FORMATS)
        return " / ".join(f"{statistics.mean(found):.4f}" for found in by_kind)

    return [promises.at_most(what, cpu[OURS] / cpu[VIPS], DEARER, more=f" ({alike(OURS)}; {alike(VIPS)})")]
