"""Pages of newspapers that do not exist, set in columns as a scanner would see them.

- `Story`: a headline, its text, how many columns it fills, and a scene for its photo.
- `page(...)`: one page as a picture, with the box of each story in pixels.
- `scanned(page, ...)`: the page a little askew and grainy on the glass, as JPEG bytes that say their resolution.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

DPI = 150
RIM = 70  # pixels of the glass around the sheet
INK, PAPER = (28, 28, 30), (250, 248, 242)
FACES = {
    "serif": ("DejaVuSerif.ttf", "LiberationSerif-Regular.ttf", "NotoSerif-Regular.ttf", "DejaVuSans.ttf"),
    "bold": ("DejaVuSerif-Bold.ttf", "DejaVuSans-Bold.ttf", "LiberationSans-Bold.ttf", "NotoSans-Bold.ttf"),
}
Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Story:
    """What stands in one place of a page; `span` is its width in columns."""

    headline: str
    text: str
    span: int = 2
    photo: Image.Image | None = None


@cache
def face(kind: str, size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """A font with Turkish letters in `size` pixels."""
    for name in FACES[kind]:
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    return ImageFont.load_default(size)


def wrapped(text: str, font: ImageFont.FreeTypeFont | ImageFont.ImageFont, width: float) -> list[str]:
    """`text` as lines that are at most `width` pixels wide."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}".strip()
            if line and font.getlength(longer) > width:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
    return [line for line in lines if line]


def page(
    title: str, line: str, rows: Sequence[Sequence[Story]], *, columns: int = 6, column_cm: float = 4.8,
    height_cm: float = 50,
) -> tuple[Image.Image, list[Box]]:  # fmt: skip
    """A page called `title` with the smaller `line` below it; `rows` of stories from the top down. A story's box comes
    in the order of the stories; what the page has no room for is cut off at its foot."""
    centimetre = DPI / 2.54
    width, height = round(columns * column_cm * centimetre), round(height_cm * centimetre)
    sheet = Image.new("RGB", (width, height), PAPER)
    pen = ImageDraw.Draw(sheet)
    gap = round(0.25 * centimetre)
    size = width / columns
    masthead, small, body = face("bold", 92), face("serif", 24), face("serif", 23)
    pen.text((gap * 2, gap * 2), title, font=masthead, fill=(138, 28, 19))
    pen.text((gap * 2, gap * 2 + 118), line, font=small, fill=INK)
    top = gap * 2 + 165
    pen.line((gap, top, width - gap, top), fill=INK, width=4)
    top += gap
    boxes: list[Box] = []
    for row in rows:
        left, lowest = 0.0, top
        for story in row:
            foot = _set(sheet, pen, story, round(left) + gap, top, round(size * story.span) - 2 * gap, body, height)
            boxes.append((round(left), top - gap // 2, round(size * story.span), min(foot, height) - top + gap))
            left += size * story.span
            lowest = max(lowest, foot)
        top = lowest + gap
        pen.line((gap, top, width - gap, top), fill=INK, width=2)
        top += gap
    return sheet, boxes


def _set(
    sheet: Image.Image, pen: ImageDraw.ImageDraw, story: Story, left: int, top: int, width: int,
    body: ImageFont.FreeTypeFont | ImageFont.ImageFont, height: int,
) -> int:  # fmt: skip
    """Sets one story and gives where it ends."""
    head = face("bold", 34 + 10 * story.span)
    for said in wrapped(story.headline, head, width):
        pen.text((left, top), said, font=head, fill=INK)
        top += 44 + 12 * story.span
    if story.photo is not None:
        photo = story.photo.convert("RGB")
        photo.thumbnail((width, width))
        sheet.paste(photo, (left, top))
        top += photo.height + 14
    count = max(1, story.span // 2)
    gap, leading = 22, 31
    each = (width - gap * (count - 1)) // count
    lines = wrapped(story.text, body, each)
    length = -(-len(lines) // count)
    for number, said in enumerate(lines):
        column, row = divmod(number, length)
        if top + row * leading < height - leading:
            pen.text((left + column * (each + gap), top + row * leading), said, font=body, fill=INK)
    return top + length * leading + 8


def scanned(sheet: Image.Image, *, seed: int = 1, angle: float | None = None, grain: bool = True) -> bytes:
    """`sheet` as it lies on a scanner's glass: a little askew (`angle` in degrees), with the paper's grain."""
    chance = Random(seed)  # noqa: S311  a drawing
    angle = chance.uniform(-1.2, 1.2) if angle is None else angle
    glass = Image.new("RGB", (sheet.width + 2 * RIM, sheet.height + 2 * RIM), PAPER)
    glass.paste(sheet, (RIM, RIM))
    lying = glass.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=PAPER)
    if grain:
        # Pillow's own noise goes on where the process left off; a drawing is the same each time.
        size = (lying.width // 4, lying.height // 4)
        noise = Image.frombytes("L", size, chance.randbytes(size[0] * size[1]))
        small = noise.point(lambda value: 83 + value * 90 // 255).resize(lying.size)
        dust = small.filter(ImageFilter.GaussianBlur(0.6)).point(lambda value: min(255, 190 + value // 2))
        lying = ImageChops.multiply(lying, Image.merge("RGB", (dust, dust, dust)))
    data = BytesIO()
    lying.save(data, "JPEG", quality=72, dpi=(DPI, DPI))
    return data.getvalue()
