"""Scenes of sea, hills and countryside."""

from __future__ import annotations

import math
from dataclasses import dataclass

from cms.demo.pictures.canvas import HEIGHT, WIDTH, Canvas, Colour, mix, rgb, shade


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


def sky(c: Canvas, mood: Mood, horizon: float, *, clouds: int = 3, sun: tuple[float, float, float] | None = None) -> None:
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
    c.poly([(x - size * 0.5, y - size * 0.17), (x + size * 0.56, y - size * 0.2), (x + size * 0.4, y + size * 0.03), (x - size * 0.4, y + size * 0.03)], hull)
    c.poly([(x - size * 0.5, y - size * 0.17), (x + size * 0.56, y - size * 0.2), (x + size * 0.535, y - size * 0.155), (x - size * 0.485, y - size * 0.13)], rgb("f7f1e3"))
    c.line([(x - size * 0.02, y - size * 0.18), (x - size * 0.02, y - size * (1.15 if sail else 0.72))], rgb("5a4636"), size * 0.022)
    if sail:
        c.poly([(x + size * 0.01, y - size * 1.12), (x + size * 0.45, y - size * 0.26), (x + size * 0.01, y - size * 0.26)], rgb("fbf7ec"))
        c.poly([(x - size * 0.05, y - size * 0.98), (x - size * 0.05, y - size * 0.26), (x - size * 0.34, y - size * 0.26)], rgb("e7dcc6"))
        return
    c.rect(x - size * 0.3, y - size * 0.4, size * 0.3, size * 0.24, rgb("f4ead6"), r=size * 0.02)
    c.rect(x - size * 0.26, y - size * 0.36, size * 0.09, size * 0.09, rgb("46647c"), r=size * 0.012)
    c.rect(x - size * 0.14, y - size * 0.36, size * 0.09, size * 0.09, rgb("46647c"), r=size * 0.012)
    c.rect(x - size * 0.33, y - size * 0.43, size * 0.36, size * 0.04, shade(hull, -0.2), r=size * 0.015)
    c.line([(x - size * 0.02, y - size * 0.7), (x + size * 0.5, y - size * 0.22)], rgb("5a4636"), size * 0.008)


HULLS = [rgb("2f6fa3"), rgb("c8473c"), rgb("2f8f83"), rgb("e0a13a"), rgb("3d4f7d"), rgb("b85a6e")]


def sea_sunset(c: Canvas) -> None:
    """An open bay at the end of the day."""
    mood = c.rng.choice([SUNSET, DUSK, GOLDEN])
    horizon, x = 560, c.rng.uniform(500, 1150)
    sky(c, mood, horizon, sun=(x, horizon - c.rng.uniform(40, 130), 62))
    far_hills(c, mood, horizon)
    c.sea(horizon, *mood.water, glints=130, light=mood.halo, under=x)
    for _ in range(c.rng.randint(2, 3)):
        boat(c, c.rng.uniform(150, 1450), c.rng.uniform(640, 820), c.rng.uniform(90, 170), shade(mood.hill, -0.35), sail=True)
    c.hills(980, 30, shade(mood.hill, -0.45), shade(mood.hill, -0.65), rough=2)


def harbour(c: Canvas) -> None:
    """A fishing harbour with boats, breakwater and lighthouse."""
    mood = c.rng.choice([MORNING, DAY, GOLDEN])
    horizon = 430
    sky(c, mood, horizon, sun=(c.rng.uniform(200, 1400), 190, 46))
    far_hills(c, mood, horizon, rows=3, height=60)
    c.sea(horizon, *mood.water, glints=120, light=mood.halo)
    side = c.rng.choice([True, False])
    at = (lambda x: x) if side else (lambda x: WIDTH - x)
    stone = rgb("8b8378")
    c.fade_poly([(at(-10), 520), (at(620), 540), (at(690), 585), (at(-10), 610)], shade(stone, 0.25), shade(stone, -0.25))
    for i in range(26):
        c.disc(at(i * 27), 590 + 8 * math.sin(i * 2.1), c.rng.uniform(16, 30), shade(stone, c.rng.uniform(-0.3, 0.1)), ry=16)
    tower = at(600)
    c.poly([(tower - 26, 545), (tower - 18, 340), (tower + 18, 340), (tower + 26, 545)], rgb("f6f1e6"))
    for low, high in ((500, 455), (410, 375)):
        c.poly([(tower - 24, low), (tower - 21, high), (tower + 21, high), (tower + 24, low)], rgb("c8473c"))
    c.rect(tower - 25, 328, 50, 14, rgb("44505c"), r=4)
    c.rect(tower - 14, 294, 28, 36, rgb("ffe9a8"))
    c.poly([(tower - 20, 296), (tower, 266), (tower + 20, 296)], rgb("c8473c"))
    hulls = c.rng.sample(HULLS, 5)
    for i, (x, y, size) in enumerate([(820, 600, 150), (1180, 640, 190), (1420, 590, 140), (420, 760, 250), (980, 830, 300)]):
        boat(c, at(x + c.rng.uniform(-40, 40)), y, size, hulls[i])
    c.fade_poly([(0, 985), (WIDTH, 955), (WIDTH, HEIGHT), (0, HEIGHT)], rgb("b7a78d"), rgb("8f7f68"))
    for x in range(90, WIDTH, 250):
        c.rect(x, 940 - x * 0.012, 34, 60, rgb("3f4650"), r=10)
        c.rect(x - 7, 932 - x * 0.012, 48, 18, rgb("55606c"), r=8)


def beach(c: Canvas) -> None:
    """Sunshades on the sand and a blue flag."""
    mood = c.rng.choice([DAY, MORNING])
    horizon = 400
    sky(c, mood, horizon, sun=(c.rng.uniform(900, 1400), 150, 54))
    far_hills(c, mood, horizon, rows=2, height=54)
    c.sea(horizon, mix(mood.water[0], rgb("7fe0d2"), 0.3), mood.water[1], mix(mood.water[0], rgb("8fe8da"), 0.55), glints=110)
    boat(c, c.rng.uniform(300, 1200), 500, 110, rgb("f4ead6"), sail=True)
    c.hills(726, 20, rgb("f4fbf8"), rgb("f4fbf8"))
    c.hills(748, 18, rgb("f3ddb0"), rgb("e2bf86"))
    for i in range(5):
        x, y = 180 + i * 310 + c.rng.uniform(-50, 50), 930 + c.rng.uniform(-60, 60)
        colour = c.rng.choice([rgb("e4574c"), rgb("2f8f9f"), rgb("f2b134"), rgb("3f6fb0")])
        c.disc(x + 34, y + 8, 130, rgb("8a6a3f"), ry=16, alpha=0.28)
        c.line([(x, y), (x - 14, y - 190)], rgb("f7f1e3"), 8)
        for part in range(6):
            left, right = -130 + part * 43.4, -130 + (part + 1) * 43.4
            rim = [(x - 14 + left, y - 150 + 8 * (part % 2)), (x - 14 + right, y - 150 + 8 * ((part + 1) % 2)), (x - 14, y - 242)]
            c.poly(rim, colour if part % 2 else rgb("fbf6ea"))
        c.poly([(x + 40, y - 6), (x + 150, y - 40), (x + 156, y - 30), (x + 60, y + 8)], shade(colour, 0.25))
        c.line([(x + 60, y + 4), (x + 58, y + 24)], rgb("8a6f4c"), 6)
        c.line([(x + 130, y - 22), (x + 134, y + 14)], rgb("8a6f4c"), 6)
    c.line([(1130, 860), (1130, 300)], rgb("e9edf0"), 12)
    c.poly([(1136, 306), (1230, 326), (1330, 312), (1330, 446), (1230, 462), (1136, 440)], rgb("1d5fae"))
    c.disc(1230, 384, 44, rgb("f5f8fb"))
    c.line([(1200, 392), (1215, 380), (1230, 392), (1245, 380), (1260, 392)], rgb("1d5fae"), 8)


def olive_grove(c: Canvas) -> None:
    """Rows of old olive trees above the sea."""
    mood = c.rng.choice([GOLDEN, MORNING, DAY])
    sky(c, mood, 400, clouds=2, sun=(c.rng.uniform(250, 1350), 190, 52))
    c.fade(372, 70, mood.water[0], mood.water[1])
    far_hills(c, mood, 380, rows=1, height=40)
    earth = mix(rgb("c8a568"), mood.halo, 0.2)
    c.hills(460, 34, mix(earth, mood.hill, 0.45), mix(earth, mood.hill, 0.2))
    c.hills(600, 36, shade(earth, 0.05), shade(earth, -0.15))
    leaf = mix(rgb("8a9a6a"), mood.halo, 0.12)
    for row in range(4):
        y, size = 520 + row * 130 + row * row * 10, 150 + row * 78
        count = 7 - row
        for i in range(count):
            x = WIDTH * (i + 0.5) / count + (row % 2) * 70 - 30 + c.rng.uniform(-34, 34)
            _olive(c, x, y + c.rng.uniform(-14, 14), size * c.rng.uniform(0.9, 1.1), mix(leaf, mood.sky[-1], 0.34 - 0.11 * row))


def _olive(c: Canvas, x: float, y: float, size: float, leaf: Colour) -> None:
    c.disc(x + size * 0.1, y + 2, size * 0.46, rgb("6b5530"), ry=size * 0.06, alpha=0.3)
    bark = mix(rgb("6d5a48"), leaf, 0.15)
    c.poly([(x - size * 0.1, y), (x - size * 0.05, y - size * 0.22), (x - size * 0.2, y - size * 0.46), (x - size * 0.1, y - size * 0.46), (x, y - size * 0.28), (x + size * 0.12, y - size * 0.48), (x + size * 0.2, y - size * 0.46), (x + size * 0.06, y - size * 0.2), (x + size * 0.12, y)], bark)
    for tone, count, spread in ((-0.28, 9, 0.36), (-0.1, 9, 0.32), (0.1, 8, 0.27), (0.28, 6, 0.2)):
        for _ in range(count):
            dx, dy = c.rng.uniform(-spread, spread), c.rng.uniform(-0.2, 0.2)
            c.disc(x + dx * size * 1.1 - tone * size * 0.25, y - size * (0.62 + dy + tone * 0.3), size * c.rng.uniform(0.07, 0.13), shade(leaf, tone))


def forest_smoke(c: Canvas) -> None:
    """A pine forest under a hot sky with a column of smoke far away."""
    c.fade(0, 700, rgb("c98a5e"), rgb("e5ad74"), rgb("f3cf9a"))
    c.sun(c.rng.uniform(980, 1380), 200, 58, rgb("fff0cf"), rgb("ffdca0"), 0.7)
    x = c.rng.uniform(380, 720)
    for i in range(26):
        rise = i / 25
        drift = x + 520 * rise**1.7 + c.rng.uniform(-40, 40)
        c.disc(drift, 520 - 500 * rise, 40 + 120 * rise * c.rng.uniform(0.7, 1.2), mix(rgb("6d6058"), rgb("d8b79a"), rise), alpha=0.5)
    far = rgb("b98a68")
    for i, (y, lean) in enumerate(((500, 0.15), (580, 0.42), (670, 0.7))):
        colour = mix(far, rgb("2f4a3c"), lean)
        ridge = c.hills(y, 46, colour, shade(colour, -0.1), rough=1.4)
        if i:
            for px, py in ridge[:: 2 if i == 1 else 3]:
                c.pine(px + c.rng.uniform(-9, 9), py + 16, (44 + 36 * i) * c.rng.uniform(0.8, 1.2), shade(colour, -0.08))
        c.haze(y + 20, 120, rgb("e9bd8c"), 0.35)
    c.hills(890, 26, rgb("2c4437"), rgb("1b2c25"))
    for i in range(19):
        side = c.rng.choice([0, 1])
        px = (c.rng.uniform(-40, 560) if side else c.rng.uniform(1040, 1640))
        c.pine(px, 920 + i * 10, c.rng.uniform(210, 330), mix(rgb("2f5a44"), rgb("20392f"), i / 18), rgb("3a2c24"))
    c.line([(800, 1067), (800, 812)], rgb("d9c8a8"), 13)
    c.rect(735, 760, 130, 30, rgb("efe2c6"), r=4)
    c.poly([(720, 762), (800, 705), (880, 762)], rgb("b8493c"))
    for dx in (-50, 50):
        c.line([(800 + dx, 790), (800 + dx * 1.5, 1067)], rgb("c9b48e"), 9)
    c.rect(745, 728, 110, 34, rgb("4a5a60"), alpha=0.9)


def storm(c: Canvas) -> None:
    """High seas breaking on the quay under dark clouds."""
    c.fade(0, 640, rgb("2b3644"), rgb("4a5a68"), rgb("8a989c"))
    for _ in range(16):
        c.cloud(c.rng.uniform(0, WIDTH), c.rng.uniform(-70, 200), c.rng.uniform(420, 760), shade(rgb("3c4856"), c.rng.uniform(-0.3, 0.2)), 0.75)
    x = c.rng.uniform(300, 1250)
    bolt = [(x, 250)]
    while bolt[-1][1] < 560:
        bolt.append((bolt[-1][0] + c.rng.uniform(-60, 60), bolt[-1][1] + c.rng.uniform(30, 60)))
    c.glow(x, 420, 330, rgb("dfe6f4"), 0.5)
    c.line(bolt, rgb("f6f4ff"), 6)
    for row in range(6):
        y = 560 + row * 88
        colour = mix(rgb("6d8790"), rgb("1d3c4c"), row / 5)
        step, phase, high = 190 + row * 60, c.rng.uniform(0, 300), 30 + row * 15
        crest, water = [], []
        for px in range(-40, WIDTH + 60, 8):
            t = ((px + phase) % step) / step
            peak = (1 - abs(math.sin(math.pi * t**0.8))) ** 1.3 * (0.75 + 0.25 * math.sin((px + phase) // step * 2.3 + row))
            crest.append((px, y - high * 1.7 * peak))
            water.append((px + high * 0.28 * peak, y - high * 1.7 * peak + 3 + (0.55 * high) * peak**1.5))
        floor = [(WIDTH + 60, HEIGHT), (-60, HEIGHT)]
        c.poly([*crest, *floor], mix(colour, rgb("f3f7f6"), 0.85))
        c.fade_poly([*water, *floor], shade(colour, 0.16), shade(colour, -0.3))
        for px, py in crest:
            if py < y - high * 0.95:
                for _ in range(2):
                    c.disc(px + c.rng.gauss(0, high * 0.35), py - abs(c.rng.gauss(0, high * 0.28)), c.rng.uniform(1.5, 5), rgb("f3f7f6"), alpha=0.8)
    for _ in range(190):
        px, py = c.rng.uniform(-50, WIDTH), c.rng.uniform(-20, HEIGHT)
        c.line([(px, py), (px + 20, py + 62)], rgb("dfe7ea"), 2, alpha=0.3)


def cycling(c: Canvas) -> None:
    """A cycle path along the coast."""
    mood = c.rng.choice([DAY, MORNING, GOLDEN])
    sky(c, mood, 420, sun=(c.rng.uniform(900, 1400), 160, 48))
    far_hills(c, mood, 420, rows=2, height=56)
    c.sea(420, *mood.water, glints=90, light=mood.halo)
    boat(c, 520, 520, 120, rgb("f4ead6"), sail=True)
    c.fade_poly([(0, 640), (WIDTH, 600), (WIDTH, HEIGHT), (0, HEIGHT)], rgb("9dbf7a"), rgb("6d9a58"))
    c.fade_poly([(0, 690), (WIDTH, 630), (WIDTH, 900), (0, 1010)], rgb("c2604a"), rgb("a84a3a"))
    for i in range(9):
        x = 60 + i * 190
        c.poly([(x, 846 - x * 0.057), (x + 90, 841 - x * 0.057), (x + 94, 851 - x * 0.057), (x + 3, 856 - x * 0.057)], rgb("fbeee2"))
    for i in range(6):
        c.tree(90 + i * 300 + c.rng.uniform(-40, 40), 668 - i * 10, c.rng.uniform(190, 260), c.rng.choice([rgb("5d9a5a"), rgb("7aa64f"), rgb("4c8a66")]))
    coats = c.rng.sample([rgb("f2b134"), rgb("2f6fa3"), rgb("e4574c"), rgb("7a4f8f"), rgb("2f8f83")], 3)
    for i, coat in enumerate(coats):
        _bicycle(c, 330 + i * 460 + c.rng.uniform(-60, 60), 900 - i * 34, 150 - i * 8, coat)


def _bicycle(c: Canvas, x: float, y: float, size: float, coat: Colour) -> None:
    ink, frame = rgb("2c3440"), shade(coat, -0.25)
    c.disc(x, y + 6, size * 0.95, rgb("3a1f18"), ry=9, alpha=0.3)
    for dx in (-0.5, 0.5):
        c.ring(x + dx * size, y - size * 0.32, size * 0.33, ink, size * 0.05)
        c.disc(x + dx * size, y - size * 0.32, size * 0.05, ink)
    crank, seat, head = (x - size * 0.06, y - size * 0.3), (x - size * 0.18, y - size * 0.74), (x + size * 0.36, y - size * 0.78)
    c.line([(x - size * 0.5, y - size * 0.32), crank, head, seat, crank], frame, size * 0.05)
    c.line([(x - size * 0.5, y - size * 0.32), seat], frame, size * 0.05)
    c.line([head, (x + size * 0.5, y - size * 0.32)], frame, size * 0.05)
    c.line([head, (x + size * 0.34, y - size * 0.9), (x + size * 0.46, y - size * 0.92)], ink, size * 0.045)
    hip, knee, shoulder = (x - size * 0.18, y - size * 0.8), (x + size * 0.14, y - size * 0.62), (x + size * 0.06, y - size * 1.28)
    c.line([hip, knee, (x - size * 0.02, y - size * 0.2)], rgb("3c4660"), size * 0.14)
    c.line([hip, shoulder], coat, size * 0.24)
    c.line([shoulder, (x + size * 0.24, y - size * 1.02), (x + size * 0.4, y - size * 0.92)], shade(coat, -0.12), size * 0.09)
    c.disc(x + size * 0.14, y - size * 1.52, size * 0.13, rgb("e2b28e"))
    c.pie(x + size * 0.13, y - size * 1.54, size * 0.16, rgb("f4f1ea"), 180, 360)


def quiet_sea(c: Canvas) -> None:
    """A still evening sea with a lantern on the quay."""
    mood = DUSK
    sky(c, mood, 610, clouds=2, sun=(c.rng.uniform(300, 700), 260, 40))
    far_hills(c, mood, 610, rows=2, height=40)
    c.sea(610, *mood.water, glints=60, light=mood.halo, under=560)
    c.fade_poly([(780, 1067), (1010, 860), (1600, 820), (1600, 1067)], rgb("4a4258"), rgb("2a2740"))
    c.glow(1260, 690, 330, rgb("ffcf8a"), 0.75)
    c.rect(1252, 720, 16, 150, rgb("23213a"))
    c.rect(1222, 856, 76, 18, rgb("23213a"), r=5)
    c.poly([(1226, 720), (1234, 640), (1286, 640), (1294, 720)], rgb("ffe6b0"))
    c.poly([(1222, 644), (1260, 606), (1298, 644)], rgb("23213a"))
    c.rect(1224, 716, 72, 10, rgb("23213a"))
    for i in range(6):
        x = 1060 + i * 27
        c.line([(x, 880), (x + 8, 826 - (i % 3) * 12)], rgb("3f5a4c"), 5)
        c.disc(x + 9, 820 - (i % 3) * 12, 15, rgb("efe6ea"))
        c.disc(x + 9, 820 - (i % 3) * 12, 6, rgb("e8b866"))


SCENES = {
    "sea_sunset": sea_sunset, "harbour": harbour, "beach": beach, "olive_grove": olive_grove, "forest_smoke": forest_smoke,
    "storm": storm, "cycling": cycling, "quiet_sea": quiet_sea,
}
