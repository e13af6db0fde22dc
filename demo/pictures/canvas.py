"""The drawing table of the demo pictures: a large canvas, soft colours and a few shapes.

- `Rng`: the only source of chance, so that a seed always gives the same picture.
- `across`: places counted from an origin to the right or, mirrored, to the left.
- `mix`, `shade`: colour arithmetic on `(r, g, b)` triples of 0–255.
- `View`: left, top, right and bottom edge of a part of the picture, as shares of it (0–1).
- `Canvas`: 1600 × 1067 units, drawn at twice the size and reduced for smooth edges. All coordinates are in units.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from random import Random as Rng

from PIL import Image, ImageChops, ImageDraw

WIDTH, HEIGHT = 1600, 1067
SCALE = 2

Colour = tuple[int, int, int]
Point = tuple[float, float]
View = tuple[float, float, float, float]


def rgb(hexcode: str) -> Colour:
    """`"e8a33d"` as `(232, 163, 61)`."""
    return int(hexcode[0:2], 16), int(hexcode[2:4], 16), int(hexcode[4:6], 16)


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """The colour at `share` (0–1) of the way from `first` to `second`."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


def shade(colour: Colour, amount: float) -> Colour:
    """Darker for a negative amount (−1 is black), lighter for a positive one (1 is white)."""
    return mix(colour, (255, 255, 255) if amount > 0 else (0, 0, 0), abs(amount))


def across(origin: float, sign: int) -> Callable[[float], float]:
    """Turns a distance into an x: to the right of `origin` for sign 1, to the left for sign −1."""
    return lambda distance: origin + sign * distance


def wave(rng: Rng, rough: float = 1.0) -> list[tuple[float, float, float]]:
    """Random sine terms `(frequency, phase, weight)` of one ridge line."""
    terms = [(0.6, 1.0), (1.3, 0.5), (2.9, 0.22 * rough), (6.3, 0.09 * rough), (13.7, 0.035 * rough)]
    return [(f * rng.uniform(0.8, 1.25), rng.uniform(0, math.tau), w) for f, w in terms]


class Canvas:
    """One picture in the making."""

    def __init__(self, rng: Rng, ground: Colour = (255, 255, 255)) -> None:
        self.rng = rng
        self.image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), ground)
        self.pen = ImageDraw.Draw(self.image, "RGBA")

    # Plain shapes -------------------------------------------------------------------------------------------------

    def poly(self, points: Iterable[Point], fill: Colour, alpha: float = 1.0) -> None:
        """A filled polygon."""
        self.pen.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=(*fill, round(alpha * 255)))

    def rect(self, x: float, y: float, w: float, h: float, fill: Colour, *, r: float = 0, alpha: float = 1.0) -> None:
        """A rectangle with its upper left corner at (x, y) and corners rounded by `r`."""
        box = (x * SCALE, y * SCALE, (x + w) * SCALE, (y + h) * SCALE)
        ink = (*fill, round(alpha * 255))
        if r:
            self.pen.rounded_rectangle(box, radius=r * SCALE, fill=ink)
        else:
            self.pen.rectangle(box, fill=ink)

    def disc(self, x: float, y: float, rx: float, fill: Colour, *, ry: float | None = None, alpha: float = 1.0) -> None:
        """An ellipse around (x, y)."""
        ry = rx if ry is None else ry
        box = ((x - rx) * SCALE, (y - ry) * SCALE, (x + rx) * SCALE, (y + ry) * SCALE)
        self.pen.ellipse(box, fill=(*fill, round(alpha * 255)))

    def ring(
        self, x: float, y: float, r: float, fill: Colour, width: float, *, start: float = 0, end: float = 360
    ) -> None:
        """An arc of a circle, degrees clockwise from three o'clock."""
        box = ((x - r) * SCALE, (y - r) * SCALE, (x + r) * SCALE, (y + r) * SCALE)
        self.pen.arc(box, start, end, fill=fill, width=round(width * SCALE))

    def pie(self, x: float, y: float, r: float, fill: Colour, start: float, end: float) -> None:
        """A slice of a disc, degrees clockwise from three o'clock."""
        box = ((x - r) * SCALE, (y - r) * SCALE, (x + r) * SCALE, (y + r) * SCALE)
        self.pen.pieslice(box, start, end, fill=fill)

    def line(self, points: Iterable[Point], fill: Colour, width: float, alpha: float = 1.0) -> None:
        """A line with round ends."""
        path = [(x * SCALE, y * SCALE) for x, y in points]
        ink = (*fill, round(alpha * 255))
        self.pen.line(path, fill=ink, width=max(1, round(width * SCALE)), joint="curve")
        if alpha == 1.0 and width > 2:
            for x, y in (path[0], path[-1]):
                r = width * SCALE / 2
                self.pen.ellipse((x - r, y - r, x + r, y + r), fill=ink)

    # Colour fields ------------------------------------------------------------------------------------------------

    def fade(self, y: float, h: float, *stops: Colour, x: float = 0, w: float = WIDTH) -> None:
        """A box filled from top to bottom with evenly spaced colours."""
        self.image.paste(self._column(stops, round(w * SCALE), round(h * SCALE)), (round(x * SCALE), round(y * SCALE)))

    def fade_poly(self, points: Sequence[Point], *stops: Colour) -> None:
        """A polygon filled from its top to its bottom with evenly spaced colours."""
        xs = [min(max(x, 0), WIDTH) * SCALE for x, _ in points]
        ys = [min(max(y, 0), HEIGHT) * SCALE for _, y in points]
        left, top, right, bottom = int(min(xs)), int(min(ys)), math.ceil(max(xs)), math.ceil(max(ys))
        if right <= left or bottom <= top:
            return
        mask = Image.new("L", (right - left, bottom - top), 0)
        ImageDraw.Draw(mask).polygon([(x * SCALE - left, y * SCALE - top) for x, y in points], fill=255)
        self.image.paste(self._column(stops, right - left, bottom - top), (left, top), mask)

    def glow(self, x: float, y: float, r: float, fill: Colour, strength: float = 1.0) -> None:
        """Light around (x, y) that fades out at distance `r`."""
        size = round(2 * r * SCALE)
        # Pillow's gradient is 255 in the corners and 181 where the circle touches the edges.
        light = Image.radial_gradient("L").point(
            [round(max(0.0, 1 - v / 178) ** 1.8 * 255 * strength) for v in range(256)]
        )
        self.image.paste(fill, (round((x - r) * SCALE), round((y - r) * SCALE)), light.resize((size, size)))

    def haze(self, y: float, h: float, fill: Colour, strength: float = 0.5) -> None:
        """A veil over the full width that is thickest in its middle."""
        mask = Image.new("L", (1, 64))
        mask.putdata([round(math.sin(math.pi * i / 63) * 255 * strength) for i in range(64)])
        self.image.paste(
            fill, (0, round(y * SCALE)), mask.resize((WIDTH * SCALE, round(h * SCALE)), Image.Resampling.BILINEAR)
        )

    @staticmethod
    def _column(stops: Sequence[Colour], w: int, h: int) -> Image.Image:
        stops = [*stops, *stops] if len(stops) == 1 else stops
        column = Image.new("RGB", (1, 256))
        steps = len(stops) - 1
        colours = []
        for i in range(256):
            place = i / 255 * steps
            at = min(int(place), steps - 1)
            colours.append(mix(stops[at], stops[at + 1], place - at))
        column.putdata(colours)
        return column.resize((max(w, 1), max(h, 1)), Image.Resampling.BILINEAR)

    # Things seen in many scenes -----------------------------------------------------------------------------------

    def hills(self, y: float, height: float, *stops: Colour, rough: float = 1.0, base: float = HEIGHT) -> list[Point]:
        """A ridge around `y` that rises and falls by `height`; gives its line back."""
        terms = wave(self.rng, rough)
        ridge: list[Point] = [
            (x, y - height * sum(w * math.sin(f * math.tau * x / WIDTH + p) for f, p, w in terms))
            for x in range(-20, WIDTH + 40, 20)
        ]
        self.fade_poly([*ridge, (WIDTH + 20, base), (-20, base)], *stops)
        return ridge

    def cloud(self, x: float, y: float, size: float, fill: Colour, alpha: float = 0.85) -> None:
        """A flat-bottomed cloud `size` units wide."""
        mask = Image.new("L", (round(size * 1.2 * SCALE), round(size * 0.5 * SCALE)), 0)
        pen = ImageDraw.Draw(mask)
        unit = size * SCALE
        foot = unit * 0.42
        ink = round(alpha * 255)
        pen.rounded_rectangle((0.05 * unit, foot - unit * 0.14, 1.1 * unit, foot), radius=unit * 0.07, fill=ink)
        for _ in range(4):
            cx, r = self.rng.uniform(0.28, 0.85) * unit, self.rng.uniform(0.1, 0.2) * unit
            pen.ellipse((cx - r, foot - 1.75 * r, cx + r, foot - 0.02 * r), fill=ink)
        pen.rectangle((0, foot, 2 * unit, unit), fill=0)
        self.image.paste(fill, (round((x - size * 0.6) * SCALE), round(y * SCALE)), mask)

    def clouds(self, count: int, top: float, bottom: float, fill: Colour, alpha: float = 0.8) -> None:
        """Several clouds, smaller towards the horizon."""
        for i in range(count):
            y = self.rng.uniform(top, bottom)
            near = 1 - (y - top) / max(bottom - top, 1) * 0.6
            x = WIDTH * (i + self.rng.uniform(0.2, 0.8)) / count
            self.cloud(x, y, self.rng.uniform(170, 330) * near, fill, alpha)

    def sun(self, x: float, y: float, r: float, fill: Colour, halo: Colour, strength: float = 0.8) -> None:
        """A sun or moon with its halo."""
        self.glow(x, y, r * 7, halo, strength)
        self.disc(x, y, r, fill)

    def sea(
        self, y: float, *stops: Colour, glints: int = 90, light: Colour = (255, 255, 255), under: float | None = None
    ) -> None:
        """Water from `y` down to the lower edge with strips of light, thickest below the sun at `under`."""
        self.fade(y, HEIGHT - y, *stops)
        for _ in range(glints):
            depth = self.rng.random() ** 1.6
            at = y + 6 + depth * (HEIGHT - y)
            x = self.rng.uniform(0, WIDTH) if under is None else self.rng.gauss(under, 60 + 260 * depth)
            length = self.rng.uniform(30, 110) * (0.35 + depth)
            self.rect(
                x - length / 2, at, length, 2 + 4 * depth, light, r=1 + 2 * depth, alpha=self.rng.uniform(0.15, 0.5)
            )

    def tree(self, x: float, y: float, size: float, leaf: Colour, trunk: Colour = (92, 70, 56)) -> None:
        """A round tree standing at (x, y)."""
        self.poly(
            [
                (x - size * 0.045, y),
                (x - size * 0.03, y - size * 0.5),
                (x + size * 0.03, y - size * 0.5),
                (x + size * 0.045, y),
            ],
            trunk,
        )
        for dx, dy, r, tone in (
            (0, 0.62, 0.27, -0.12),
            (-0.16, 0.55, 0.2, -0.06),
            (0.17, 0.57, 0.19, -0.16),
            (-0.05, 0.7, 0.21, 0.08),
        ):
            self.disc(x + dx * size, y - dy * size, r * size, shade(leaf, tone))
        self.disc(x - 0.09 * size, y - 0.74 * size, 0.11 * size, shade(leaf, 0.2))

    def pine(self, x: float, y: float, size: float, leaf: Colour, trunk: Colour = (84, 62, 50)) -> None:
        """A conifer standing at (x, y)."""
        self.rect(x - size * 0.035, y - size * 0.18, size * 0.07, size * 0.18, trunk)
        for step in range(3):
            foot, half = y - size * (0.12 + 0.24 * step), size * (0.27 - 0.06 * step)
            self.poly([(x - half, foot), (x, foot - size * 0.42), (x + half, foot)], shade(leaf, 0.05 * step))
            self.poly([(x, foot), (x, foot - size * 0.42), (x + half, foot)], shade(leaf, -0.14 + 0.05 * step))

    def person(
        self, x: float, y: float, size: float, coat: Colour, skin: Colour = (226, 178, 142), hair: Colour = (58, 44, 40)
    ) -> None:
        """A standing figure, feet at (x, y)."""
        trousers = mix(coat, (40, 44, 60), 0.7)
        self.rect(x - size * 0.1, y - size * 0.45, size * 0.085, size * 0.45, trousers, r=size * 0.03)
        self.rect(x + size * 0.015, y - size * 0.45, size * 0.085, size * 0.45, trousers, r=size * 0.03)
        self.rect(x - size * 0.15, y - size * 0.78, size * 0.3, size * 0.42, coat, r=size * 0.1)
        self.rect(x - size * 0.19, y - size * 0.75, size * 0.07, size * 0.34, shade(coat, -0.12), r=size * 0.035)
        self.rect(x + size * 0.12, y - size * 0.75, size * 0.07, size * 0.34, shade(coat, -0.12), r=size * 0.035)
        self.disc(x, y - size * 0.885, size * 0.1, hair)
        self.disc(x, y - size * 0.87, size * 0.088, skin)

    def house(
        self, x: float, y: float, w: float, h: float, wall: Colour, roof: Colour, light: Colour | None = None
    ) -> None:
        """A gabled house with its lower left corner at (x, y)."""
        self.rect(x, y - h, w, h, wall)
        self.rect(x + w * 0.72, y - h, w * 0.28, h, shade(wall, -0.1))
        self.poly([(x - w * 0.08, y - h), (x + w * 0.5, y - h - w * 0.36), (x + w * 1.08, y - h)], roof)
        self.poly([(x + w * 0.5, y - h - w * 0.36), (x + w * 1.08, y - h), (x + w * 0.72, y - h)], shade(roof, -0.14))
        columns = 3 if w > 90 else 2
        rows = max(1, int(h / (w * 0.42)))
        for row in range(rows):
            for column in range(columns):
                glass = light if light and self.rng.random() < 0.6 else mix(wall, (52, 76, 98), 0.65)
                side, tall = w * 0.42 / columns, h * 0.42 / rows
                self.rect(
                    x + w * (0.16 + 0.72 * column / columns),
                    y - h + h * (0.2 + 0.8 * row) / rows,
                    side,
                    tall,
                    glass,
                    r=side * 0.12,
                )

    def finish(self, grain: int = 5, view: View | None = None) -> Image.Image:
        """The picture at its final size, with a light grain against banding; ``view`` is the part of it to show."""
        if view is None:
            picture = self.image.reduce(SCALE)
        else:
            left, top, right, bottom = view
            box = (left * WIDTH * SCALE, top * HEIGHT * SCALE, right * WIDTH * SCALE, bottom * HEIGHT * SCALE)
            size = (WIDTH, HEIGHT) if box[2] - box[0] > box[3] - box[1] else (HEIGHT, WIDTH)
            picture = self.image.resize(size, Image.Resampling.BILINEAR, box=box)
        width, height = picture.size
        half = (width + 1) // 2
        noise = Image.frombytes("L", (half, height), self.rng.randbytes(half * height))
        noise = noise.point([128 + round((v - 127.5) / 127.5 * grain) for v in range(256)])
        full = Image.new("L", picture.size)
        full.paste(noise, (0, 0))
        full.paste(noise.transpose(Image.Transpose.ROTATE_180), (width - half, 0))
        return ImageChops.add(picture, Image.merge("RGB", (full, full, full)), 1, -128)
