"""Print files: pages a minute, memory of the program that draws a magazine of 64 pages with 120 photos, and seconds of
preflight."""

from __future__ import annotations

import hashlib
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from bench.goals import Goal, at_most
from bench.tables import table

ROOT = Path(__file__).resolve().parent.parent
PHOTOS, ARTICLES, SIZE = 120, 30, (3000, 2000)
MOST_MB = 1536.0
WORDS = "Kıyıkent’in sahil yolu, iki yıl süren çalışmanın ardından bu bahar ışıl ışıl, yeniden açıldı. " * 4


def run(scratch: Path) -> dict[str, Any]:
    """What the program found, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.printed", str(scratch)], cwd=ROOT, check=True, capture_output=True, text=True,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "cms.settings.dev"}, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def report(found: dict[str, Any]) -> None:
    """Prints what ``run`` found."""
    print(f"A magazine of {found['pages']} pages with {found['photos']} photos of {SIZE[0]} × {SIZE[1]} pixels\n")
    rows = [
        ["drawn in seconds", f"{found['seconds']:.0f}"],
        ["pages a minute", f"{60 * found['pages'] / found['seconds']:.0f}"],
        ["peak RSS of the program, MB", f"{found['peak_mb']:.0f}"],
        ["preflight, seconds", f"{found['preflight']:.1f}"],
        ["print.pdf, MB", f"{found['print_mb']:.0f}"], ["web.pdf, MB", f"{found['web_mb']:.1f}"],
        ["proofs of all pages, MB", f"{found['proofs_mb']:.1f}"],
    ]  # fmt: skip
    table(["", "measured"], rows)


def goals(found: dict[str, Any]) -> list[Goal]:
    """What was promised."""
    proofs = found["proofs_mb"] * 40 / found["pages"]
    return [
        at_most("memory of a 64-page magazine with 120 photos", found["peak_mb"], MOST_MB, " MB"),
        at_most("proofs of 40 pages before zoom", proofs, 3, " MB"),
    ]


def _measured(scratch: Path) -> dict[str, Any]:
    from PIL import Image

    from publishing.publications.prepress.design import Brand, Design, Page, Paragraph, Picture, Sheet, Story
    from publishing.publications.prepress.preflight import preflight
    from publishing.publications.prepress.rendering import render

    pictures = []
    for number in range(PHOTOS):
        path = scratch / f"photo-{number}.jpg"
        noise = Image.effect_noise((SIZE[0] // 4, SIZE[1] // 4), 40 + number % 30).resize(SIZE)
        Image.merge("RGB", (noise, noise.rotate(180), noise.point(lambda value: 255 - value))).save(path, quality=85)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        pictures.append(
            Picture(path=str(path), sha256=digest, width=SIZE[0], height=SIZE[1], caption="Sahil", credit="A")
        )
    pages = [
        Page(layout="cover", stories=(Story(headline="Sahil yolu"),)),
        Page(layout="imprint"),
        Page(layout="contents"),
    ]
    for number in range(ARTICLES):
        own = tuple(pictures[number * 4 : number * 4 + 4])
        story = Story(key=str(number), headline="Sahil yolu açıldı", paragraphs=(Paragraph(WORDS),) * 10, pictures=own)
        pages.append(Page(layout="article", stories=(story,), span=2))
    pages.append(Page(layout="back_cover"))
    sheet = Sheet(trim=(210, 297))
    what = Design(kind="magazine", title="Kıyıkent", sheet=sheet, brand=Brand(name="Kıyıkent"), pages=tuple(pages))
    folder = scratch / "printed"
    folder.mkdir()
    began = time.monotonic()
    made = render(what, folder)
    seconds = time.monotonic() - began
    began = time.monotonic()
    preflight(made.print_pdf, what)
    return {
        "pages": what.page_count, "photos": PHOTOS, "seconds": seconds, "preflight": time.monotonic() - began,
        "peak_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024,
        "print_mb": made.print_pdf.stat().st_size / 1e6, "web_mb": made.web_pdf.stat().st_size / 1e6,
        "proofs_mb": sum(page.stat().st_size for page in made.pages) / 1e6,
    }  # fmt: skip


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(_measured(Path(sys.argv[1]))))
