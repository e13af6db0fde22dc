"""Scenes at the sea."""

from __future__ import annotations

import math

from demo.pictures.canvas import HEIGHT, WIDTH, Canvas, Colour, Point, across, mix, rgb, shade
from demo.pictures.scenery import (
    COATS,
    DAY,
    DUSK,
    GOLDEN,
    HULLS,
    LAMP,
    MORNING,
    ROOFS,
    SUNSET,
    WALLS,
    boat,
    far_hills,
    sky,
)


def sea_sunset(c: Canvas) -> None:
    """An open bay at the end of the day."""
    mood = c.rng.choice([SUNSET, DUSK, GOLDEN])
    horizon, x = 560, c.rng.uniform(500, 1150)
    sky(c, mood, horizon, sun=(x, horizon - c.rng.uniform(40, 130), 62))
    far_hills(c, mood, horizon)
    c.sea(horizon, *mood.water, glints=130, light=mood.halo, under=x)
    for _ in range(c.rng.randint(2, 3)):
        boat(
            c,
            c.rng.uniform(150, 1450),
            c.rng.uniform(640, 820),
            c.rng.uniform(90, 170),
            shade(mood.hill, -0.35),
            sail=True,
        )
    c.hills(980, 30, shade(mood.hill, -0.45), shade(mood.hill, -0.65), rough=2)


def harbour(c: Canvas) -> None:
    """A fishing harbour with boats, breakwater and lighthouse."""
    mood = c.rng.choice([MORNING, DAY, GOLDEN])
    horizon = 430
    sky(c, mood, horizon, sun=(c.rng.uniform(200, 1400), 190, 46))
    far_hills(c, mood, horizon, rows=3, height=60)
    c.sea(horizon, *mood.water, glints=120, light=mood.halo)
    side = c.rng.choice([True, False])
    at = across(0, 1) if side else across(WIDTH, -1)
    stone = rgb("8b8378")
    c.fade_poly(
        [(at(-10), 520), (at(620), 540), (at(690), 585), (at(-10), 610)], shade(stone, 0.25), shade(stone, -0.25)
    )
    for i in range(26):
        c.disc(
            at(i * 27),
            590 + 8 * math.sin(i * 2.1),
            c.rng.uniform(16, 30),
            shade(stone, c.rng.uniform(-0.3, 0.1)),
            ry=16,
        )
    tower = at(600)
    c.poly([(tower - 26, 545), (tower - 18, 340), (tower + 18, 340), (tower + 26, 545)], rgb("f6f1e6"))
    for low, high in ((500, 455), (410, 375)):
        c.poly([(tower - 24, low), (tower - 21, high), (tower + 21, high), (tower + 24, low)], rgb("c8473c"))
    c.rect(tower - 25, 328, 50, 14, rgb("44505c"), r=4)
    c.rect(tower - 14, 294, 28, 36, rgb("ffe9a8"))
    c.poly([(tower - 20, 296), (tower, 266), (tower + 20, 296)], rgb("c8473c"))
    hulls = c.rng.sample(HULLS, 5)
    for i, (x, y, size) in enumerate(
        [(820, 600, 150), (1180, 640, 190), (1420, 590, 140), (420, 760, 250), (980, 830, 300)]
    ):
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
    c.sea(
        horizon,
        mix(mood.water[0], rgb("7fe0d2"), 0.3),
        mood.water[1],
        mix(mood.water[0], rgb("8fe8da"), 0.55),
        glints=110,
    )
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
            rim = [
                (x - 14 + left, y - 150 + 8 * (part % 2)),
                (x - 14 + right, y - 150 + 8 * ((part + 1) % 2)),
                (x - 14, y - 242),
            ]
            c.poly(rim, colour if part % 2 else rgb("fbf6ea"))
        c.poly([(x + 40, y - 6), (x + 150, y - 40), (x + 156, y - 30), (x + 60, y + 8)], shade(colour, 0.25))
        c.line([(x + 60, y + 4), (x + 58, y + 24)], rgb("8a6f4c"), 6)
        c.line([(x + 130, y - 22), (x + 134, y + 14)], rgb("8a6f4c"), 6)
    c.line([(1130, 860), (1130, 300)], rgb("e9edf0"), 12)
    c.poly([(1136, 306), (1230, 326), (1330, 312), (1330, 446), (1230, 462), (1136, 440)], rgb("1d5fae"))
    c.disc(1230, 384, 44, rgb("f5f8fb"))
    c.line([(1200, 392), (1215, 380), (1230, 392), (1245, 380), (1260, 392)], rgb("1d5fae"), 8)


def storm(c: Canvas) -> None:
    """High seas breaking on the quay under dark clouds."""
    c.fade(0, 640, rgb("2b3644"), rgb("4a5a68"), rgb("8a989c"))
    for _ in range(16):
        c.cloud(
            c.rng.uniform(0, WIDTH),
            c.rng.uniform(-70, 200),
            c.rng.uniform(420, 760),
            shade(rgb("3c4856"), c.rng.uniform(-0.3, 0.2)),
            0.75,
        )
    x = c.rng.uniform(300, 1250)
    bolt: list[Point] = [(x, 250)]
    while bolt[-1][1] < 560:
        bolt.append((bolt[-1][0] + c.rng.uniform(-60, 60), bolt[-1][1] + c.rng.uniform(30, 60)))
    c.glow(x, 420, 330, rgb("dfe6f4"), 0.5)
    c.line(bolt, rgb("f6f4ff"), 6)
    for row in range(6):
        y = 560 + row * 88
        colour = mix(rgb("6d8790"), rgb("1d3c4c"), row / 5)
        step, phase, high = 190 + row * 60, c.rng.uniform(0, 300), 30 + row * 15
        crest, water = [], []
        for px in map(float, range(-40, WIDTH + 60, 8)):
            t = ((px + phase) % step) / step
            peak = (1 - abs(math.sin(math.pi * t**0.8))) ** 1.3 * (
                0.75 + 0.25 * math.sin((px + phase) // step * 2.3 + row)
            )
            crest.append((px, y - high * 1.7 * peak))
            water.append((px + high * 0.28 * peak, y - high * 1.7 * peak + 3 + (0.55 * high) * peak**1.5))
        floor = [(WIDTH + 60, HEIGHT), (-60, HEIGHT)]
        c.poly([*crest, *floor], mix(colour, rgb("f3f7f6"), 0.85))
        c.fade_poly([*water, *floor], shade(colour, 0.16), shade(colour, -0.3))
        for px, py in crest:
            if py < y - high * 0.95:
                for _ in range(2):
                    c.disc(
                        px + c.rng.gauss(0, high * 0.35),
                        py - abs(c.rng.gauss(0, high * 0.28)),
                        c.rng.uniform(1.5, 5),
                        rgb("f3f7f6"),
                        alpha=0.8,
                    )
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
        c.poly(
            [(x, 846 - x * 0.057), (x + 90, 841 - x * 0.057), (x + 94, 851 - x * 0.057), (x + 3, 856 - x * 0.057)],
            rgb("fbeee2"),
        )
    for i in range(6):
        c.tree(
            90 + i * 300 + c.rng.uniform(-40, 40),
            668 - i * 10,
            c.rng.uniform(190, 260),
            c.rng.choice([rgb("5d9a5a"), rgb("7aa64f"), rgb("4c8a66")]),
        )
    coats = c.rng.sample([rgb("f2b134"), rgb("2f6fa3"), rgb("e4574c"), rgb("7a4f8f"), rgb("2f8f83")], 3)
    for i, coat in enumerate(coats):
        _bicycle(c, 330 + i * 460 + c.rng.uniform(-60, 60), 900 - i * 34, 150 - i * 8, coat)


def _bicycle(c: Canvas, x: float, y: float, size: float, coat: Colour) -> None:
    ink, frame = rgb("2c3440"), shade(coat, -0.25)
    c.disc(x, y + 6, size * 0.95, rgb("3a1f18"), ry=9, alpha=0.3)
    for dx in (-0.5, 0.5):
        c.ring(x + dx * size, y - size * 0.32, size * 0.33, ink, size * 0.05)
        c.disc(x + dx * size, y - size * 0.32, size * 0.05, ink)
    crank, seat, head = (
        (x - size * 0.06, y - size * 0.3),
        (x - size * 0.18, y - size * 0.74),
        (x + size * 0.36, y - size * 0.78),
    )
    c.line([(x - size * 0.5, y - size * 0.32), crank, head, seat, crank], frame, size * 0.05)
    c.line([(x - size * 0.5, y - size * 0.32), seat], frame, size * 0.05)
    c.line([head, (x + size * 0.5, y - size * 0.32)], frame, size * 0.05)
    c.line([head, (x + size * 0.34, y - size * 0.9), (x + size * 0.46, y - size * 0.92)], ink, size * 0.045)
    hip, knee, shoulder = (
        (x - size * 0.18, y - size * 0.8),
        (x + size * 0.14, y - size * 0.62),
        (x + size * 0.06, y - size * 1.28),
    )
    c.line([hip, knee, (x - size * 0.02, y - size * 0.2)], rgb("3c4660"), size * 0.14)
    c.line([hip, shoulder], coat, size * 0.24)
    c.line(
        [shoulder, (x + size * 0.24, y - size * 1.02), (x + size * 0.4, y - size * 0.92)],
        shade(coat, -0.12),
        size * 0.09,
    )
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


def bridge(c: Canvas) -> None:
    """Two shores joined by a bridge, for the sister towns."""
    mood = c.rng.choice([SUNSET, MORNING, GOLDEN])
    sky(c, mood, 560, sun=(800, 380, 74))
    far_hills(c, mood, 560, rows=2, height=66)
    c.sea(560, *mood.water, glints=120, light=mood.halo, under=800)
    for flip in (1, -1):
        at = across(0, 1) if flip > 0 else across(WIDTH, -1)
        land = mix(mood.hill, rgb("3f5f4a"), 0.4)
        c.fade_poly(
            [(at(-10), 620), (at(180), 640), (at(330), 720), (at(380), 790), (at(-10), 850)],
            shade(land, 0.1),
            shade(land, -0.25),
        )
        for k in range(4):
            w = c.rng.uniform(66, 92)
            c.house(
                at(20 + k * 84) - (w if flip < 0 else 0),
                680 + k * 24,
                w,
                c.rng.uniform(70, 120),
                mix(c.rng.choice(WALLS), mood.sky[-1], 0.2),
                c.rng.choice(ROOFS),
                LAMP,
            )
    ink = shade(mood.hill, -0.3)
    c.poly([(0, 660), (WIDTH, 660), (WIDTH, 690), (0, 690)], ink)
    for pier in (480, 1120):
        c.rect(pier - 18, 330, 36, 470, ink)
        c.rect(pier - 30, 322, 60, 18, ink, r=5)
    for left, right, sag in ((480, 1120, 290), (0, 480, 200), (1120, 1600, 200)):
        high = 344
        line = []
        for i in range(33):
            t = i / 32
            if (left, right) == (480, 1120):
                y = high + sag * (1 - (2 * t - 1) ** 2)
            else:
                away = t if left else 1 - t
                y = high + 316 * away**0.8
            line.append((left + (right - left) * t, y))
        c.line(line, ink, 8)
        for x, y in line[2:-2:2]:
            c.line([(x, y), (x, 664)], ink, 3)
    boat(c, c.rng.uniform(640, 960), 860, 200, c.rng.choice(COATS), sail=True)


SCENES = {
    "sea_sunset": sea_sunset,
    "harbour": harbour,
    "beach": beach,
    "storm": storm,
    "cycling": cycling,
    "quiet_sea": quiet_sea,
    "bridge": bridge,
}
