"""A program of its own: lays a composed design out and writes its files, under limits that the kernel holds.

``python -m publishing.publications.prepress.program JOB FOLDER`` reads the job (JSON), writes ``print.pdf``,
``web.pdf``, ``page-001.jpg`` … and ``zoom-001.jpg`` … into the folder, says ``{"done": n, "of": m}`` a line while it
works and at last ``{"fits": …}`` or ``{"fault": …}``. It knows neither Django nor the database: a photo that makes a
decoder crash or swell ends this process alone.
"""

from __future__ import annotations

import io
import json
import resource
import sys
from collections.abc import Callable
from dataclasses import asdict
from hashlib import md5
from pathlib import Path
from typing import Any

from publishing.publications.prepress import design as designs
from publishing.publications.prepress import files, proofs, slots
from publishing.publications.prepress.design import Picture

MEMORY, SECONDS = 3 * 1024**3, 900  # bytes of address space, seconds of one processor
MOST_PIXELS = 150_000_000
STAND_IN = 1000  # pixels of the longer side of what stands for a photo while pages are laid out
Said = Callable[[dict[str, Any]], None]


class Fault(Exception):
    """Why nothing was drawn, in one word."""


def laid_out(
    stylesheet: str, pages: list[tuple[str, int]], stand_ins: dict[str, bytes], done: Callable[[], None]
) -> tuple[Any, list[slots.Fit]]:
    """One document of all pages, each plan page on exactly its span, and what fitted."""
    from PIL import ImageFile

    strict = ImageFile.LOAD_TRUNCATED_IMAGES
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    # WeasyPrint tells Pillow to take half pictures for whole ones, everywhere in this process.
    ImageFile.LOAD_TRUNCATED_IMAGES = strict
    fonts, reader = FontConfiguration(), fetcher(stand_ins)
    style = CSS(string=stylesheet, font_config=fonts, url_fetcher=reader)

    def rendered(html: str) -> Any:
        return HTML(string=html, url_fetcher=reader).render(stylesheets=[style], font_config=fonts)

    first: Any = None
    sheets: list[Any] = []
    fits: list[slots.Fit] = []
    for html, span in pages:
        document = rendered(html)
        first = first or document
        fits += slots.measured(document, span, len(sheets) + 1)
        kept = document.pages[:span]
        while len(kept) < span:
            kept += rendered('<html lang="tr"><title>.</title><body></body></html>').pages[:1]
        sheets += kept
        done()
    return first.copy(sheets), fits


def fetcher(stand_ins: dict[str, bytes]) -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Fetcher(URLFetcher):
        """Our fonts, and the pictures of this design: nothing else has an address."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            if url in stand_ins:
                return URLFetcherResponse(url, body=stand_ins[url], headers={"Content-Type": "image/jpeg"})
            return super().fetch(url, headers)

    return Fetcher(allowed_protocols=["file"])


def stand_in(width: int, height: int, key: str) -> bytes:
    """A small flat JPEG of the same proportions, with ``key`` in it: its bytes name the photo in the written file."""
    from PIL import Image

    part = min(1.0, STAND_IN / max(width, height))
    flat = Image.new("L", (max(1, round(width * part)), max(1, round(height * part))), 200)
    out = io.BytesIO()
    flat.save(out, "JPEG", quality=30, comment=key.encode())
    return out.getvalue()


def opened(picture: Picture) -> Any:
    """The photo, upright and cut as its slot wants it. Raises ``Fault``."""
    import pillow_heif
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    pillow_heif.register_heif_opener()
    try:
        image: Any = Image.open(picture.path)
        profile = image.info.get("icc_profile")
        image = ImageOps.exif_transpose(image)
        if image.mode in ("RGBA", "LA", "P", "PA"):
            seen = image.convert("RGBA")
            ground = Image.new("RGBA", seen.size, (255, 255, 255, 255))
            image = Image.alpha_composite(ground, seen).convert("RGB")
            if seen.getchannel("A").getextrema()[0] < 255:
                image.info["alpha"] = seen.getchannel("A")
        elif image.mode not in ("RGB", "L"):
            image = image.convert("RGB")
            profile = None
    except (OSError, Image.DecompressionBombError, ValueError) as error:
        raise Fault("picture") from error
    if profile:
        image.info["icc_profile"] = profile
    if picture.crop is not None:
        left, top, right, bottom = picture.crop
        wide, high = image.size
        cut = (round(left * wide), round(top * high), round(right * wide), round(bottom * high))
        told = dict(image.info)
        image = image.crop(cut)
        image.info.update(told)
        if "alpha" in told:
            image.info["alpha"] = told["alpha"].crop(cut)
    return image


def draw(job: dict[str, Any], folder: Path, say: Said) -> list[slots.Fit]:
    """All files of ``job`` into ``folder``."""
    design = designs.unpack(job["design"])
    pages = [(html, int(span)) for html, span in job["pages"]]
    pictures = [
        designs.Picture(**{**one, "focus": tuple(one["focus"]), "crop": one["crop"] and tuple(one["crop"])})
        for one in job["pictures"]
    ]
    count = len(pages) + design.page_count
    at = 0

    def done() -> None:
        nonlocal at
        at += 1
        say({"done": at, "of": count})

    stand_ins: dict[str, bytes] = {}
    keys: dict[str, Picture] = {}
    for place, picture in enumerate(pictures):
        wide, high = _cut(picture)
        made = stand_in(wide, high, f"{place}")
        stand_ins[f"picture:{place}"] = made
        keys[md5(made).hexdigest()] = picture  # noqa: S324  a name, not a lock
    document, fits = laid_out(job["stylesheet"], pages, stand_ins, done)
    document.metadata.title = " ".join(part for part in (design.title, design.number) if part)
    document.metadata.authors = [design.brand.name]
    document.metadata.lang = "tr"
    document.metadata.generator = None
    moment = (design.date.isoformat() if design.date else "2000-01-01") + "T00:00:00+03:00"
    document.metadata.created = document.metadata.modified = moment
    rough = folder / "rough.pdf"
    document.write_pdf(rough, pdf_version="1.6", pdf_identifier=b"basin-masasi")
    palette = {name: (tuple(inks), tuple(shone)) for name, (inks, shone) in job["palette"].items()}
    files.printed(rough, folder / "print.pdf", design, keys, opened)
    document.write_pdf(rough, pdf_variant="pdf/ua-1", pdf_identifier=b"basin-masasi")
    files.shown(rough, folder / "web.pdf", design, keys, opened, palette)
    rough.unlink()
    del document
    proofs.drawn(folder / "print.pdf", folder, design, done)
    proofs.cover(folder / "web.pdf", folder / "cover.jpg")
    return fits


def _cut(picture: Picture) -> tuple[int, int]:
    left, top, right, bottom = picture.crop or (0.0, 0.0, 1.0, 1.0)
    return max(1, round(picture.width * (right - left))), max(1, round(picture.height * (bottom - top)))


def main(argv: list[str]) -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    def say(told: dict[str, Any]) -> None:
        sys.stdout.write(f"{json.dumps(told)}\n")
        sys.stdout.flush()

    try:
        job = json.loads(Path(argv[0]).read_text("utf-8"))
        fits = draw(job, Path(argv[1]), say)
        say({"fits": [asdict(fit) for fit in fits]})
    except Fault as fault:
        say({"fault": str(fault)})
    except MemoryError:
        say({"fault": "too_large"})
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
