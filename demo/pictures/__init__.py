"""Drawn pictures for the demo: posters in flat colours, made without any file or network.

- `KINDS`: the names of the scenes.
- `render(kind, seed, camera=None)`: one picture as JPEG bytes; the same arguments always give the same bytes.
- `photographs(kind, seed, shots)`: several photos of one scene, as a camera would have framed them; `VIEWS`: how.
- `Camera`: what a camera would have written into the file.
- `logo(size)`: the emblem of the fictional municipality as PNG bytes.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from PIL import Image, ImageDraw
from PIL.TiffImagePlugin import IFDRational

from demo.pictures import coast, country, people, streets, works
from demo.pictures.canvas import HEIGHT, WIDTH, Canvas, Rng, View

__all__ = ["HEIGHT", "KINDS", "VIEWS", "WIDTH", "Camera", "logo", "photographs", "render"]

_SCENES = {**coast.SCENES, **country.SCENES, **streets.SCENES, **works.SCENES, **people.SCENES}
KINDS = frozenset(_SCENES)
# A camera held upright has the scene's full height, and two thirds of that in width.
_UPRIGHT = HEIGHT * 2 / 3 / WIDTH
VIEWS: dict[str, View | None] = {
    "whole": None,
    "left": (0, 0.28, 0.62, 0.9),
    "right": (0.38, 0.28, 1, 0.9),
    "middle": (0.2, 0.3, 0.8, 0.9),
    "upright": ((1 - _UPRIGHT) / 2, 0, (1 + _UPRIGHT) / 2, 1),
    "upright-left": (0.06, 0, 0.06 + _UPRIGHT, 1),
    "upright-right": (0.94 - _UPRIGHT, 0, 0.94, 1),
}


@dataclass(frozen=True)
class Camera:
    """The EXIF block of a camera file (Exif 2.32): maker, model, author (ASCII), local time and position in degrees."""

    make: str
    model: str
    artist: str
    taken: datetime
    latitude: float
    longitude: float

    def exif(self, turn: int = 1) -> Image.Exif:
        """The block as Pillow writes it. ``turn``: the orientation, 1 to 8."""
        stamp = self.taken.strftime("%Y:%m:%d %H:%M:%S")
        block = Image.Exif()
        block[0x010F], block[0x0110], block[0x0112] = self.make, self.model, turn
        block[0x0132], block[0x013B] = stamp, self.artist
        block[0x8769] = {
            0x9003: stamp,
            0x9004: stamp,
            0x8827: 200,
            0x829A: IFDRational(1, 500),
            0x829D: 8.0,
            0x920A: 50.0,
        }
        block[0x8825] = {
            1: "N" if self.latitude >= 0 else "S",
            2: _sexagesimal(self.latitude),
            3: "E" if self.longitude >= 0 else "W",
            4: _sexagesimal(self.longitude),
        }
        return block


def _sexagesimal(degrees: float) -> tuple[float, float, float]:
    whole, rest = divmod(abs(degrees) * 60, 60)
    return float(whole), float(int(rest)), round((rest - int(rest)) * 60, 2)


def render(kind: str, seed: int, camera: Camera | None = None) -> bytes:
    """Draw one picture of 1600 × 1067 pixels as JPEG.

    Raises `KeyError` for an unknown scene.
    """
    canvas = Canvas(Rng(f"{kind}:{seed}"))
    _SCENES[kind](canvas)
    file = BytesIO()
    extra = {"exif": camera.exif()} if camera else {}
    canvas.finish().save(file, "JPEG", quality=85, **extra)
    return file.getvalue()


def photographs(kind: str, seed: int, shots: Sequence[tuple[str, Camera | None]]) -> list[bytes]:
    """Draws one scene and takes a JPEG of 1600 × 1067 pixels of it for each shot: a name of ``VIEWS`` and a camera.

    Upright ones lie on their side with the orientation in EXIF, as cameras store them. Raises `KeyError`.
    """
    canvas = Canvas(Rng(f"{kind}:{seed}"))
    _SCENES[kind](canvas)
    found = []
    for view, camera in shots:
        picture, turn = canvas.finish(view=VIEWS[view]), 1
        if picture.height > picture.width and camera is not None:
            picture, turn = picture.transpose(Image.Transpose.ROTATE_90), 6
        file = BytesIO()
        extra = {"exif": camera.exif(turn)} if camera else {}
        picture.save(file, "JPEG", quality=85, **extra)
        found.append(file.getvalue())
    return found


def logo(size: int = 512) -> bytes:
    """A round emblem: a stone pine and the sun above the waves. PNG with a transparent ground."""
    scale = size * 4 / 1000
    image = Image.new("RGBA", (size * 4, size * 4), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    navy, teal, gold, cream, green = (22, 58, 92), (31, 127, 148), (242, 177, 52), (252, 248, 238), (38, 99, 78)

    def disc(x: float, y: float, rx: float, colour: tuple[int, int, int], ry: float | None = None) -> None:
        ry = rx if ry is None else ry
        pen.ellipse([v * scale for v in (x - rx, y - ry, x + rx, y + ry)], fill=colour)

    def shape(points: list[tuple[float, float]], colour: tuple[int, int, int]) -> None:
        pen.polygon([(x * scale, y * scale) for x, y in points], fill=colour)

    disc(500, 500, 490, navy)
    disc(500, 500, 452, cream)
    disc(640, 385, 112, gold)
    shape([(395, 720), (425, 420), (470, 420), (465, 720)], (110, 78, 56))
    for x, y, rx in ((430, 330, 215), (300, 385, 120), (560, 395, 120), (430, 260, 130)):
        disc(x, y, rx, green, rx * 0.46)
    disc(400, 262, 92, (58, 128, 98), 34)
    for row, colour in enumerate((teal, navy)):
        crest = [
            (float(x), 655 + row * 100 - 26 * math.sin((x + row * 90) / 900 * math.tau * 3)) for x in range(0, 1001, 8)
        ]
        arc = [(500 + 457 * math.cos(math.radians(a)), 500 + 457 * math.sin(math.radians(a))) for a in range(0, 181, 2)]
        inside = [(x, y) for x, y in crest if math.hypot(x - 500, y - 500) < 452]
        shape([*inside, *[(x, y) for x, y in arc if y > inside[0 if x < 500 else -1][1]]], colour)
    file = BytesIO()
    image.resize((size, size), Image.Resampling.LANCZOS).save(file, "PNG", optimize=True)
    return file.getvalue()
