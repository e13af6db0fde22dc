"""Pieces that many scenes share: the light of a picture, far hills, boats, rows of houses, crowds."""

from __future__ import annotations

from dataclasses import dataclass

from demo.pictures.canvas import HEIGHT, WIDTH, Canvas, Colour, mix, rgb, shade


@dataclass(frozen=True)
class Mood:
    """The light of a picture: sky from top to horizon, the sun, clouds, far hills, water from far to near."""

    sky: tuple[Colour, ...]
    sun: Colour
    halo: Colour
    cloud: Colour
    hill: Colour
    water: tuple[Colour, ...]


def _mood(sky: str, sun: str, halo: str, cloud: str, hill: str, water: str) -> Mood:
    return Mood(
        tuple(map(rgb, sky.split())), rgb(sun), rgb(halo), rgb(cloud), rgb(hill), tuple(map(rgb, water.split()))
    )


DAY = _mood("4aa3d8 8fcbe8 d9eff4", "fff6d0", "fffbe6", "ffffff", "4f8a86", "3fa7bd 1f7fa6 14597f")
MORNING = _mood("7fb4d6 c6dbe4 fbe6cf f9cfa8", "fff3d6", "ffe9bd", "fff6ec", "6b8aa0", "a9c8cf 5f9cb4 2f6b8c")
SUNSET = _mood("3d3f78 8a5a94 e0787a f7a866 fbd089", "fff0c4", "ffd08a", "f6b79a", "5b4a78", "e39a72 8c5f86 3a3a68")
DUSK = _mood("1c2750 3a4a82 7d6fa0 d99a9a", "fdf2df", "e9c6c4", "8b86b4", "3a3f70", "7d7fa8 3f4c80 1c2750")
GOLDEN = _mood("7db7c9 cfd9c0 f7e0a6 f6c274", "fff7dc", "fff0b8", "fff4dc", "8a9a78", "c9cfa8 6fa39c 2f7480")
OVERCAST = _mood("6e7f8c 94a3ab b9c3c4", "e9ecec", "dfe6e6", "c9d1d3", "55686e", "7c929a 526f7c 33505e")
WALLS = [rgb("f7efe0"), rgb("f2e3cc"), rgb("efe9e2"), rgb("e8d3b8"), rgb("dfe6e6"), rgb("f3d9c4")]
ROOFS = [rgb("c8613f"), rgb("b5523a"), rgb("d27a4c"), rgb("a34a3c")]
COATS = [rgb("e4574c"), rgb("2f6fa3"), rgb("f2b134"), rgb("2f8f83"), rgb("7a4f8f"), rgb("d9774a"), rgb("3f7f5a")]
LAMP = rgb("ffdf9a")
HULLS = [rgb("2f6fa3"), rgb("c8473c"), rgb("2f8f83"), rgb("e0a13a"), rgb("3d4f7d"), rgb("b85a6e")]


def sky(
    c: Canvas, mood: Mood, horizon: float, *, clouds: int = 3, sun: tuple[float, float, float] | None = None
) -> None:
    """The sky down to `horizon`, with a sun at (x, y, radius) and some clouds."""
    c.fade(0, horizon, *mood.sky)
    c.rect(0, horizon, WIDTH, HEIGHT - horizon, mood.sky[-1])
    if sun:
        c.sun(*sun, mood.sun, mood.halo)
    c.clouds(clouds, horizon * 0.06, horizon * 0.55, mood.cloud)


def far_hills(c: Canvas, mood: Mood, horizon: float, *, rows: int = 2, height: float = 46) -> None:
    """Ridges standing on the horizon, paler with distance."""
    for row in range(rows):
        near = (row + 1) / rows
        colour = mix(mood.sky[-1], mood.hill, 0.35 + 0.55 * near)
        lift = height * (1.5 - near) + 18
        c.hills(horizon - lift, height * (0.8 - 0.3 * near), colour, mix(colour, mood.sky[-1], 0.25), base=horizon)


def boat(c: Canvas, x: float, y: float, size: float, hull: Colour, *, sail: bool = False) -> None:
    """A fishing boat or a sailing boat afloat at (x, y)."""
    c.rect(x - size * 0.5, y + size * 0.015, size, size * 0.05, shade(hull, -0.55), r=size * 0.02, alpha=0.28)
    c.poly(
        [
            (x - size * 0.5, y - size * 0.17),
            (x + size * 0.56, y - size * 0.2),
            (x + size * 0.4, y + size * 0.03),
            (x - size * 0.4, y + size * 0.03),
        ],
        hull,
    )
    c.poly(
        [
            (x - size * 0.5, y - size * 0.17),
            (x + size * 0.56, y - size * 0.2),
            (x + size * 0.535, y - size * 0.155),
            (x - size * 0.485, y - size * 0.13),
        ],
        rgb("f7f1e3"),
    )
    c.line(
        [(x - size * 0.02, y - size * 0.18), (x - size * 0.02, y - size * (1.15 if sail else 0.72))],
        rgb("5a4636"),
        size * 0.022,
    )
    if sail:
        c.poly(
            [
                (x + size * 0.01, y - size * 1.12),
                (x + size * 0.45, y - size * 0.26),
                (x + size * 0.01, y - size * 0.26),
            ],
            rgb("fbf7ec"),
        )
        c.poly(
            [
                (x - size * 0.05, y - size * 0.98),
                (x - size * 0.05, y - size * 0.26),
                (x - size * 0.34, y - size * 0.26),
            ],
            rgb("e7dcc6"),
        )
        return
    c.rect(x - size * 0.3, y - size * 0.4, size * 0.3, size * 0.24, rgb("f4ead6"), r=size * 0.02)
    c.rect(x - size * 0.26, y - size * 0.36, size * 0.09, size * 0.09, rgb("46647c"), r=size * 0.012)
    c.rect(x - size * 0.14, y - size * 0.36, size * 0.09, size * 0.09, rgb("46647c"), r=size * 0.012)
    c.rect(x - size * 0.33, y - size * 0.43, size * 0.36, size * 0.04, shade(hull, -0.2), r=size * 0.015)
    c.line([(x - size * 0.02, y - size * 0.7), (x + size * 0.5, y - size * 0.22)], rgb("5a4636"), size * 0.008)


def row_of_houses(c: Canvas, y: float, size: float, tint: Colour, share: float, *, lit: bool = False) -> None:
    """A street of gabled houses standing on `y`, coloured towards `tint` by `share`."""
    x = -c.rng.uniform(0, size)
    while x < WIDTH:
        w = size * c.rng.uniform(0.8, 1.25)
        wall, roof = mix(c.rng.choice(WALLS), tint, share), mix(c.rng.choice(ROOFS), tint, share)
        c.house(x, y, w, w * c.rng.uniform(0.75, 1.5), wall, roof, LAMP if lit else None)
        x += w * c.rng.uniform(1.02, 1.2)


def crowd(c: Canvas, y: float, size: float, ink: Colour) -> None:
    """Heads and raised arms along `y`, seen from behind."""
    x = -20.0
    while x < WIDTH + 40:
        top = y + c.rng.uniform(-size * 0.5, size * 0.4)
        c.disc(x, top, size * 0.5, ink)
        c.rect(x - size * 0.85, top + size * 0.42, size * 1.7, HEIGHT, ink, r=size * 0.6)
        if c.rng.random() < 0.28:
            c.line(
                [(x + size * 0.6, top + size), (x + size * c.rng.uniform(0.6, 1.0), top - size * 1.1)], ink, size * 0.3
            )
        x += size * c.rng.uniform(1.3, 1.9)
