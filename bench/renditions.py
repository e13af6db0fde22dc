"""Sizes of photos: what one 24-megapixel JPEG costs, beside stock Wagtail on the same machine in the same rounds."""

from __future__ import annotations

import io
import statistics
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from bench import drawing
from bench.goals import Goal
from bench.tables import table

WIDTH, HEIGHT = 6000, 4000
SPEC = "width-1200"


def camera_jpeg(*, grain: float, orientation: int = 1) -> bytes:
    """A generated photo of 24 megapixels as a camera writes it; ``grain`` (0 to 100) is how much detail it has."""
    from PIL import ExifTags, Image

    coarse = Image.effect_noise((WIDTH // 8, HEIGHT // 8), 60).resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)
    slope = Image.radial_gradient("L").resize((WIDTH, HEIGHT))
    fine = Image.effect_noise((WIDTH, HEIGHT), grain)
    bands = [Image.blend(coarse, slope, 0.5), Image.blend(slope, fine, 0.25), Image.blend(coarse, fine, 0.3)]
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    stream = io.BytesIO()
    Image.merge("RGB", bands).save(stream, "JPEG", quality=92, exif=exif.tobytes())
    return stream.getvalue()


def measure(rounds: int) -> dict[str, Any]:
    """Inside Django: for each of three photos the median milliseconds of one size, stock and ours in turn, and of all
    known sizes; kilobytes of the 1,600 px wide ones. Of the first two also what other ways of drawing cost."""
    from django.core.files.images import ImageFile
    from wagtail.images.models import AbstractImage, Filter

    from media_library.models import Photo
    from media_library.renditions.sizes import KNOWN_SIZES, WIDTHS, in_format
    from media_library.renditions.storing import make_sizes

    wanted = Filter(spec=SPEC)
    answers = []
    compared = []
    for name, grain, orientation in (("little detail", 4, 1), ("much detail", 18, 1), ("upright", 10, 6)):
        data = camera_jpeg(grain=grain, orientation=orientation)
        if orientation == 1:
            compared.append((name, data))
        photo = Photo.objects.create(title=name, file=ImageFile(io.BytesIO(data), name="DSC_0001.jpg"))
        photo = Photo.objects.get(pk=photo.pk)
        stock, ours, known = [], [], []
        for _ in range(rounds + 1):
            stock.append(clocked(partial(AbstractImage.generate_rendition_file, photo, wanted)))
            ours.append(clocked(partial(photo.generate_rendition_file, wanted)))
        for _ in range(rounds):
            photo.renditions.all().delete()
            known.append(clocked(partial(make_sizes, photo)))
        widest = {suffix: in_format(WIDTHS[-1], suffix) for suffix in ("jpeg", "webp", "avif")}
        answers.append(
            {
                "name": name,
                "megabytes": len(data) / 1e6,
                # the first of each warms the file and the memory up
                "stock_ms": median(stock[1:]),
                "ours_ms": median(ours[1:]),
                "known_ms": median(known),
                "sizes": len(KNOWN_SIZES),
                "kilobytes": {
                    suffix: photo.renditions.get(filter_spec=spec).file.size / 1e3 for suffix, spec in widest.items()
                },
            }
        )
    return {"photos": answers, "ways": drawing.measure(compared, rounds)}


def clocked(action: Callable[[], Any]) -> tuple[float, float]:
    """Milliseconds that ``action`` took, by the clock and of the processor."""
    began, used = time.perf_counter(), time.process_time()
    action()
    return (time.perf_counter() - began) * 1000, (time.process_time() - used) * 1000


def median(measured: list[tuple[float, float]]) -> list[float]:
    """The medians of clock and processor."""
    return [statistics.median(one) for one in zip(*measured, strict=True)]


def report(measured: dict[str, Any]) -> None:
    """Prints what :func:`measure` found."""
    photos = measured["photos"]
    print(f"Photos: a {WIDTH} × {HEIGHT} JPEG to 1,200 px, Wagtail's way and ours in turn; then every known size\n")
    rows = [
        [
            f"{photo['name']}, {photo['megabytes']:.1f} MB",
            f"{photo['stock_ms'][0]:.0f}",
            f"{photo['ours_ms'][0]:.0f}",
            " / ".join(f"{ours / stock:.2f}×" for ours, stock in zip(photo["ours_ms"], photo["stock_ms"], strict=True)),
            " / ".join(f"{known / 1000:.2f}" for known in photo["known_ms"]),
            " / ".join(f"{photo['kilobytes'][suffix]:.0f}" for suffix in ("jpeg", "webp", "avif")),
        ]
        for photo in photos
    ]
    known = f"{photos[0]['sizes']} sizes s, clock / CPU"
    head = ["", "Wagtail ms", "ours ms", "ratio, clock / CPU", known, "1600 px JPEG / WebP / AVIF kB"]
    table(head, rows)
    drawing.report(measured["ways"])


def goals(measured: dict[str, Any]) -> list[Goal]:
    """Of all ways of drawing, ours beside the other that could be had."""
    return drawing.goals(measured["ways"])
