"""A program of its own: opens strangers' PDFs and pictures and draws one page, under limits that the kernel holds.

``python -m press_archive.scans.renderer count FILE`` and ``… draw FILE PLACE TURNS PICTURE SMALL LONGEST`` answer with
one line of JSON; ``{"fault": …}`` names why not. It knows neither Django nor the database, so that a file which makes
the reader of PDFs (PDFium, without a script engine) or of pictures (Pillow) crash or swell ends this process alone.
"""

from __future__ import annotations

import json
import math
import resource
import sys
from pathlib import Path
from typing import Any

MEMORY, SECONDS = 2 * 1024**3, 60  # bytes of address space, seconds of one processor
MOST_PIXELS = 150_000_000  # a scanner's A2 at 600 dpi has 140 million
MOST_PAGES = 120
LONGEST, SMALL, QUALITY = 4600, 420, 78
DPI = 230  # of a PDF's page, as far as LONGEST allows
FORMATS = ("JPEG", "PNG", "TIFF", "WEBP", "HEIF")
NARROWEST, WIDEST = 8.0, 90.0  # cm that a page of a newspaper can have
STEEPEST = 6.0  # degrees that a sheet lies askew on a scanner


class Fault(Exception):
    """Why a file cannot be drawn, in one word."""


def count(path: Path) -> dict[str, Any]:
    """What kind of file it is and how many pages it has."""
    if is_pdf(path):
        document = _document(path)
        return {"kind": "pdf", "pages": len(document)}
    picture = _picture(path)
    return {"kind": str(picture.format).lower(), "pages": int(getattr(picture, "n_frames", 1))}


def is_pdf(path: Path) -> bool:
    """Whether the file begins as a PDF does; some have a few bytes before it."""
    with path.open("rb") as file:
        return file.read(1024).lstrip(b"\xef\xbb\xbf\x00\t\n\r ").startswith(b"%PDF-")


def draw(path: Path, place: int, turns: int, picture_path: Path, small_path: Path, longest: int) -> dict[str, Any]:
    """Draws page ``place`` upright and straight into ``picture_path``, and a small one beside it."""
    from PIL import Image

    picture, width_cm, drawn_exactly = _pdf_page(path, place, longest) if is_pdf(path) else _frame(path, place)
    picture = picture.convert("RGB")
    if max(picture.size) > longest:
        picture.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    if turns % 4:
        ratio = picture.height / picture.width
        picture = picture.rotate(-90 * (turns % 4), expand=True)
        width_cm = width_cm * ratio if width_cm and turns % 2 else width_cm
    angle = 0.0
    if not drawn_exactly:
        flat = _flattened(picture)
        if flat is not None:
            picture, width_cm = flat, None
        angle = askew(picture)
        if abs(angle) >= 0.1:
            picture = picture.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
    picture.save(picture_path, "JPEG", quality=QUALITY, optimize=False)
    width, height = picture.size
    picture.thumbnail((SMALL, SMALL * 2), Image.Resampling.LANCZOS)
    picture.save(small_path, "JPEG", quality=QUALITY)
    if width_cm is not None and not NARROWEST <= width_cm <= WIDEST:
        width_cm = None
    known = round(width_cm, 1) if width_cm else None
    return {"width": width, "height": height, "width_cm": known, "angle": round(angle, 1)}


def _document(path: Path) -> Any:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise Fault("locked" if "password" in str(error).lower() else "broken") from error
    if len(document) > MOST_PAGES:
        raise Fault("many_pages")
    if not len(document):
        raise Fault("broken")
    return document


def _pdf_page(path: Path, place: int, longest: int) -> tuple[Any, float | None, bool]:
    """A page, its width in cm, and whether it was set by a machine: a page that holds one big picture is a scan."""
    page = _document(path)[place]
    width, height = page.get_size()
    if not (0 < width < 20_000 and 0 < height < 20_000):
        raise Fault("broken")
    scale = min(DPI / 72, longest / max(width, height))
    kinds = [one.type for _number, one in zip(range(40), page.get_objects(max_depth=2), strict=False)]
    picture = page.render(scale=scale, may_draw_forms=False).to_pil()
    return picture, width / 72 * 2.54, 1 in kinds  # FPDF_PAGEOBJ_TEXT


def _picture(path: Path) -> Any:
    import pillow_heif
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    pillow_heif.register_heif_opener()
    try:
        picture = Image.open(path, formats=FORMATS)
    except Image.DecompressionBombError as error:
        raise Fault("too_large") from error
    except Exception as error:
        raise Fault("unknown_kind") from error
    if picture.width * picture.height > MOST_PIXELS:
        raise Fault("too_large")
    if getattr(picture, "n_frames", 1) > MOST_PAGES:
        raise Fault("many_pages")
    return picture


def _frame(path: Path, place: int) -> tuple[Any, float | None, bool]:
    """A picture upright. What it says of its resolution counts only from a scanner: telephones write 72."""
    from PIL import ImageOps

    picture = _picture(path)
    try:
        picture.seek(place)
        if picture.width * picture.height > MOST_PIXELS:  # each frame says its own size
            raise Fault("too_large")
        dpi = float(picture.info.get("dpi", (0, 0))[0] or 0)
        picture.load()
        upright = ImageOps.exif_transpose(picture)
    except Fault:
        raise
    except Exception as error:
        raise Fault("broken") from error
    dpi = dpi if math.isfinite(dpi) and 100 <= dpi <= 1300 else 0
    return upright, upright.width / dpi * 2.54 if dpi else None, False


def _grey(picture: Any, longest: int) -> Any:
    import numpy

    small = picture.convert("L")
    small.thumbnail((longest, longest))
    return numpy.asarray(small, dtype=numpy.float32)


def askew(picture: Any) -> float:
    """Degrees that ``picture`` has to be turned (anticlockwise) so that its lines lie level: the angle at which rows of
    ink and rows of paper differ most. 0 for what has no lines."""
    import numpy
    from PIL import Image

    grey = _grey(picture, 900)
    ink = (grey < grey.mean() - 0.6 * grey.std()).astype(numpy.uint8) * 255
    if not 0.002 < ink.mean() / 255 < 0.5:
        return 0.0
    sheet = Image.fromarray(ink)

    def sharpness(angle: float) -> float:
        rows = numpy.asarray(sheet.rotate(angle), dtype=numpy.float32).sum(axis=1)
        return float(numpy.square(numpy.diff(rows)).sum())

    level = sharpness(0.0)
    coarse = max((step / 2 for step in range(round(-2 * STEEPEST), round(2 * STEEPEST) + 1)), key=sharpness)
    best = max((coarse + step / 10 for step in range(-4, 5)), key=sharpness)
    return best if abs(best) < STEEPEST and sharpness(best) > 1.05 * level else 0.0


def _flattened(picture: Any) -> Any | None:
    """A sheet that was photographed on a darker table, as if seen from above; ``None`` where no sheet stands out."""
    import numpy
    from PIL import Image

    grey = _grey(picture, 500)
    height, width = grey.shape
    low, high = numpy.percentile(grey, (5, 90))
    sheet = grey > (low + high) / 2
    rim = numpy.concatenate([sheet[0], sheet[-1], sheet[:, 0], sheet[:, -1]])
    if high - low < 60 or rim.mean() > 0.1:
        return None  # the paper reaches the rim: there is no table around it
    rows, columns = numpy.nonzero(sheet)
    if len(rows) < 0.25 * width * height:
        return None
    places = (columns + rows, columns - rows)
    corners = [
        (int(columns[at]), int(rows[at]))
        for at in (places[0].argmin(), places[1].argmax(), places[0].argmax(), places[1].argmin())
    ]
    following = corners[1:] + corners[:1]
    area = abs(sum(x * v - u * y for (x, y), (u, v) in zip(corners, following, strict=True))) / 2
    if not 0.3 * width * height < area < 0.985 * width * height or not 0.75 < len(rows) / area < 1.05:
        return None
    scale = picture.width / width
    left_top, right_top, right_bottom, left_bottom = [(x * scale, y * scale) for x, y in corners]
    wide = round(max(math.dist(left_top, right_top), math.dist(left_bottom, right_bottom)))
    tall = round(max(math.dist(left_top, left_bottom), math.dist(right_top, right_bottom)))
    goal = [(0, 0), (wide, 0), (wide, tall), (0, tall)]
    equations, values = [], []
    for (x, y), (u, v) in zip(goal, (left_top, right_top, right_bottom, left_bottom), strict=True):
        equations += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    how = numpy.linalg.solve(numpy.array(equations, dtype=float), numpy.array(values, dtype=float))
    return picture.transform((wide, tall), Image.Transform.PERSPECTIVE, how.tolist(), Image.Resampling.BICUBIC)


def main(argv: list[str]) -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        if argv[0] == "count":
            answer = count(Path(argv[1]))
        else:
            _draw, path, place, turns, picture, small, longest = argv
            answer = draw(Path(path), int(place), int(turns), Path(picture), Path(small), int(longest))
    except Fault as fault:
        answer = {"fault": str(fault)}
    except MemoryError:
        answer = {"fault": "too_large"}
    except Exception:  # whatever a stranger's bytes make a decoder do
        answer = {"fault": "broken"}
    sys.stdout.write(f"{json.dumps(answer)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
