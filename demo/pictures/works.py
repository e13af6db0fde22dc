"""Scenes of the municipality's buildings, works and services."""

from __future__ import annotations

import math

from demo.pictures.canvas import HEIGHT, WIDTH, Canvas, Colour, Point, mix, rgb, shade
from demo.pictures.scenery import (
    COATS,
    DAY,
    DUSK,
    GOLDEN,
    LAMP,
    MORNING,
    OVERCAST,
    Mood,
    far_hills,
    row_of_houses,
    sky,
)


def city_hall(c: Canvas) -> None:
    """The town hall on its square."""
    mood: Mood = c.rng.choice([DAY, MORNING, GOLDEN, DUSK, OVERCAST])
    lit = mood is DUSK
    sky(c, mood, 760, sun=(c.rng.choice([220, 1380]), 170, 48))
    row_of_houses(c, 760, 150, mood.sky[-1], 0.6, lit=lit)
    for x in (90, 210, 1390, 1510):
        c.tree(x, 790, 250, mix(rgb("5d9a5a"), mood.sky[0], 0.25))
    c.fade(760, HEIGHT - 760, mix(rgb("d9cfbd"), mood.sky[-1], 0.2), mix(rgb("a89d8a"), mood.sky[0], 0.2))
    wall = mix(rgb("f6eee0"), mood.sky[-1], 0.15)
    c.rect(330, 400, 940, 370, wall)
    c.rect(330, 400, 940, 26, shade(wall, -0.14))
    c.rect(310, 384, 980, 20, shade(wall, -0.22))
    c.rect(600, 330, 400, 440, shade(wall, 0.15))
    c.poly([(575, 334), (800, 214), (1025, 334)], mix(rgb("c8613f"), mood.sky[-1], 0.1))
    c.poly([(630, 322), (800, 234), (970, 322)], shade(wall, 0.2))
    c.disc(800, 288, 30, mix(rgb("2f6fa3"), mood.sky[0], 0.2))
    c.disc(800, 288, 22, rgb("fdf9ef"))
    c.line([(800, 288), (800, 272)], rgb("2c3440"), 4)
    c.line([(800, 288), (811, 293)], rgb("2c3440"), 4)
    glass = LAMP if lit else mix(rgb("46708c"), mood.sky[0], 0.3)
    for row in range(2):
        for k in range(10):
            x = 352 + k * 92
            if not 580 < x + 40 < 1010:
                c.rect(x, 446 + row * 165, 52, 104, glass, r=24 if row == 0 else 6)
                c.rect(x - 6, 552 + row * 165, 64, 8, shade(wall, -0.2))
    for k in range(5):
        x = 622 + k * 82
        c.rect(x, 352, 30, 400, shade(wall, 0.35))
        c.rect(x + 20, 352, 10, 400, shade(wall, -0.08))
        if k < 4:
            c.rect(x + 36, 400, 40, 120, glass, r=18)
            c.rect(x + 34, 570, 44, 180, shade(glass, -0.3) if k in (1, 2) else glass, r=4)
    for k in range(4):
        c.rect(590 - k * 18, 752 + k * 14, 420 + k * 36, 15, shade(wall, -0.06 - 0.05 * k))
    for i, x in enumerate((440, 520, 1080, 1160)):
        c.line([(x, 830), (x, 520)], rgb("e9edf0"), 7)
        colour = (rgb("2f6fa3"), rgb("f2b134"), rgb("2f8f83"), rgb("2f6fa3"))[i]
        c.poly([(x + 4, 524), (x + 58, 534), (x + 104, 524), (x + 104, 590), (x + 58, 600), (x + 4, 590)], colour)
    for _ in range(8):
        c.person(c.rng.uniform(120, 1480), c.rng.uniform(870, 1000), 170, c.rng.choice(COATS))


def restoration(c: Canvas) -> None:
    """Old stone arches behind a scaffold."""
    mood = c.rng.choice([GOLDEN, MORNING, DAY])
    sky(c, mood, 700, clouds=3, sun=(c.rng.choice([190, 1420]), 180, 50))
    far_hills(c, mood, 720, rows=2, height=80)
    c.fade(720, HEIGHT - 720, rgb("b9a877"), rgb("8f7d55"))
    stone = mix(rgb("cbb48c"), mood.sky[-1], 0.15)
    left, arches, w = 150, 4, 330
    c.fade_poly(
        [
            (left, 880),
            (left, 330),
            (left + 360, 300),
            (left + 700, 320),
            (left + 1080, 288),
            (left + 1310, 350),
            (left + 1310, 880),
        ],
        shade(stone, 0.15),
        shade(stone, -0.12),
    )
    for row in range(11):
        for k in range(18):
            if c.rng.random() < 0.45:
                c.rect(
                    left + 8 + k * 70 + (row % 2) * 30,
                    352 + row * 47,
                    54,
                    34,
                    shade(stone, c.rng.uniform(-0.14, 0.14)),
                    r=4,
                    alpha=0.6,
                )
    for k in range(arches):
        x = left + 52 + k * w * 0.97
        c.pie(x + 105, 560, 128, shade(stone, 0.22), 180, 360)
        c.rect(x - 23, 558, 256, 322, shade(stone, 0.22))
        c.fade_poly(
            [(x + 105 - 100 * math.cos(math.pi * i / 24), 560 - 100 * math.sin(math.pi * i / 24)) for i in range(25)]
            + [(x + 205, 880), (x + 5, 880)],
            mix(mood.sky[-1], rgb("4a3b2c"), 0.45),
            mix(mood.water[1], rgb("3a2f26"), 0.65),
        )
    start = left + (700 if c.rng.random() < 0.5 else 60)
    pole = rgb("d8913a")
    for k in range(5):
        c.line([(start + k * 140, 900), (start + k * 140, 250)], pole, 9)
    for level in range(4):
        y = 330 + level * 155
        c.rect(start - 24, y, 608, 16, rgb("8a6238"), r=3)
        c.line([(start, y - 58), (start + 560, y - 58)], pole, 6)
        c.line([(start + (level % 4) * 140, y + 150), (start + (level % 4 + 1) * 140, y + 12)], pole, 5)
    for level, k in ((0, 3), (1, 1), (2, 2)):
        c.person(start + k * 140 + 60, 330 + level * 155, 128, rgb("ee7f2d"))
        c.pie(start + k * 140 + 60, 330 + level * 155 - 112, 17, rgb("f7d04a"), 180, 360)
    for _ in range(26):
        c.disc(
            c.rng.uniform(0, WIDTH),
            c.rng.uniform(900, 1040),
            c.rng.uniform(12, 44),
            shade(stone, c.rng.uniform(-0.3, 0.1)),
            ry=14,
        )


def water_pipes(c: Canvas) -> None:
    """Large pipes, a valve and clean drops."""
    top, deep = c.rng.choice([("c9ecf2", "5fb3cf"), ("d8eee8", "62b3a6"), ("dde8f6", "6f9ad0")])
    c.fade(0, HEIGHT, rgb(top), rgb(deep))
    for i in range(7):
        r = 520 - i * 66
        c.disc(1130, 330, r, rgb("ffffff"), alpha=0.08)
    base = rgb(deep)
    for x, y, size in ((1130, 300, 200), (860, 210, 80), (1370, 220, 96), (1330, 500, 60), (920, 480, 52)):
        _drop(c, x + c.rng.uniform(-24, 24), y, size, mix(base, rgb("1f7fc0"), 0.6))
    metal = c.rng.choice([rgb("3f6f8c"), rgb("4a6a9a"), rgb("3c7f86")])
    _pipe(c, -20, 660, 1640, 170, metal)
    _pipe(c, -20, 880, 1640, 130, shade(metal, -0.25))
    for x in (230, 760, 1290):
        c.rect(x - 26, 640, 52, 210, shade(metal, 0.14), r=10)
        for k in range(4):
            c.disc(x, 668 + k * 51, 8, shade(metal, -0.45))
    c.rect(470, 470, 48, 200, shade(metal, -0.2))
    c.rect(436, 640, 116, 40, shade(metal, 0.1), r=8)
    c.ring(494, 440, 110, rgb("d9473f"), 28)
    for k in range(3):
        a = math.pi * k / 3 + 0.3
        c.line(
            [(494 - 96 * math.cos(a), 440 - 96 * math.sin(a)), (494 + 96 * math.cos(a), 440 + 96 * math.sin(a))],
            rgb("d9473f"),
            18,
        )
    c.disc(494, 440, 26, rgb("a5312c"))
    c.disc(1030, 745, 62, rgb("f7f4ea"))
    c.ring(1030, 745, 62, shade(metal, -0.45), 10)
    c.line([(1030, 745), (1062, 712)], rgb("d9473f"), 7)


def _drop(c: Canvas, x: float, y: float, size: float, colour: Colour) -> None:
    points = []
    for i in range(60):
        a = math.tau * i / 60
        narrow = math.sin(a / 2) ** 1.5
        points.append((x + size * 0.62 * math.sin(a) * narrow, y - size * 0.9 * math.cos(a)))
    c.fade_poly(points, shade(colour, 0.45), colour, shade(colour, -0.15))
    c.disc(x - size * 0.24, y + size * 0.34, size * 0.1, rgb("ffffff"), ry=size * 0.2, alpha=0.6)


def _pipe(c: Canvas, x: float, y: float, w: float, h: float, metal: Colour) -> None:
    c.fade(y, h, shade(metal, -0.1), shade(metal, 0.4), metal, shade(metal, -0.2), shade(metal, -0.5), x=max(x, 0), w=w)


def phone(c: Canvas) -> None:
    """The e-municipality in a hand-held screen."""
    tone = c.rng.choice([("2f6fa3", "7fc4d0"), ("4a4f8f", "c88fb0"), ("1f7f78", "a8d8a0")])
    deep, pale = map(rgb, tone)
    c.fade(0, HEIGHT, deep, mix(deep, pale, 0.5), pale)
    for i in range(6):
        c.disc(800, 520, 900 - i * 120, rgb("ffffff"), alpha=0.05)
    c.hills(930, 20, mix(deep, pale, 0.3), shade(deep, -0.1))

    for _ in range(2):
        x = 0.0
        while x < WIDTH:
            w, h = c.rng.uniform(70, 120), c.rng.uniform(120, 330)
            c.rect(x, 960 - h, w, h + 120, mix(deep, pale, 0.45), alpha=0.4)
            x += w * 1.15
    c.rect(600, 110, 420, 850, rgb("1f2733"), r=60)
    c.rect(620, 134, 380, 802, rgb("f8f6f0"), r=42)
    c.fade(134, 210, mix(deep, pale, 0.15), mix(deep, pale, 0.5), x=662, w=296)
    c.rect(620, 176, 380, 168, mix(deep, pale, 0.3))
    c.rect(740, 150, 140, 22, rgb("1f2733"), r=11)
    c.disc(680, 250, 34, rgb("f8f6f0"))
    c.disc(680, 262, 22, mix(deep, pale, 0.4))
    c.disc(680, 238, 13, deep)
    c.rect(734, 228, 190, 18, rgb("f8f6f0"), r=9)
    c.rect(734, 262, 130, 14, rgb("f8f6f0"), r=7, alpha=0.6)
    inks = c.rng.sample(COATS, 6)
    for k, ink in enumerate(inks):
        px, py = 646.0 + (k % 3) * 114, 380.0 + (k // 3) * 138
        c.rect(px, py, 100, 100, mix(ink, rgb("ffffff"), 0.72), r=22)
        c.disc(px + 50, py + 44, 24, ink)
        c.rect(px + 22, py + 78, 56, 9, shade(ink, -0.1), r=4)
    for k in range(3):
        y = 668 + k * 72
        c.rect(646, y, 328, 58, rgb("ebe7dd"), r=16)
        c.disc(678, y + 29, 15, inks[k])
        c.rect(708, y + 16, c.rng.uniform(130, 220), 10, rgb("6b7480"), r=5)
        c.rect(708, y + 34, c.rng.uniform(80, 150), 8, rgb("a9afb8"), r=4)
    c.rect(740, 906, 140, 10, rgb("1f2733"), r=5)
    for px, py, kind in ((300.0, 330.0, 0), (1290.0, 300.0, 1), (240.0, 640.0, 2), (1350.0, 640.0, 0)):
        py += c.rng.uniform(-30, 30)
        c.disc(px, py, 96, rgb("ffffff"), alpha=0.94)
        if kind == 0:
            c.line([(px - 38, py + 2), (px - 10, py + 30), (px + 42, py - 30)], rgb("2f9a63"), 18)
        elif kind == 1:
            c.rect(px - 44, py - 30, 88, 62, rgb("f2b134"), r=8)
            c.line([(px - 40, py - 24), (px, py + 8), (px + 40, py - 24)], rgb("ffffff"), 7)
        else:
            c.disc(px, py - 12, 32, rgb("d9574a"))
            c.poly([(px - 29, py), (px + 29, py), (px, py + 52)], rgb("d9574a"))
            c.disc(px, py - 12, 12, rgb("ffffff"))


def plan(c: Canvas) -> None:
    """A town plan seen from above, with its coast, blocks and green places."""
    c.fade(0, HEIGHT, rgb("f1eadb"), rgb("e6dcc6"))
    inks = [rgb("e8c39a"), rgb("d9a588"), rgb("efd7a8"), rgb("c9b8d0"), rgb("b8cfd8"), rgb("e3b0a0")]
    lean = c.rng.uniform(-0.16, 0.16)

    def at(x: float, y: float) -> Point:
        return 800 + (x - 800) - lean * (y - 533), y + lean * (x - 800)

    for row in range(-2, 9):
        for col in range(-2, 12):
            x, y = col * 160, row * 142
            w, h = 128, 110
            roll = c.rng.random()
            if roll < 0.16:
                c.poly([at(x, y), at(x + w, y), at(x + w, y + h), at(x, y + h)], rgb("a9cf8c"))
                for _ in range(9):
                    px, py = at(x + c.rng.uniform(14, w - 14), y + c.rng.uniform(14, h - 14))
                    c.disc(px + 3, py + 4, 13, rgb("6f9a5c"))
                    c.disc(px, py, 13, rgb("86b86a"))
                continue
            c.poly([at(x, y), at(x + w, y), at(x + w, y + h), at(x, y + h)], rgb("fbf6ea"))
            for i in range(3):
                for j in range(2):
                    ink, px, py = c.rng.choice(inks), x + 8 + i * 40, y + 9 + j * 49
                    c.poly(
                        [at(px + 4, py + 5), at(px + 38, py + 5), at(px + 38, py + 47), at(px + 4, py + 47)],
                        rgb("b8ab92"),
                    )
                    c.poly([at(px, py), at(px + 34, py), at(px + 34, py + 42), at(px, py + 42)], ink)
    terms = [(c.rng.uniform(0.5, 1.1), c.rng.uniform(0, 6)), (c.rng.uniform(1.6, 2.4), c.rng.uniform(0, 6))]
    shore = [
        (
            x,
            800
            + 90 * math.sin(terms[0][0] * x / 260 + terms[0][1])
            + 34 * math.sin(terms[1][0] * x / 200 + terms[1][1]),
        )
        for x in range(0, WIDTH + 20, 20)
    ]
    for lift, colour in ((-46, rgb("d0c3a8")), (-26, rgb("f3ddb0")), (0, rgb("a9dbe0"))):
        c.poly([*[(x, y + lift) for x, y in shore], (WIDTH, HEIGHT), (0, HEIGHT)], colour)
    c.fade_poly([*[(x, y + 26) for x, y in shore], (WIDTH, HEIGHT), (0, HEIGHT)], rgb("6fbccb"), rgb("2f86a6"))
    road = [at(720, -300), at(735, 300), at(760, 640)]
    c.line(road, rgb("8a8f98"), 36)
    c.line(road, rgb("f4efe2"), 4)
    for px, py, ink in ((c.rng.uniform(300, 560), 330, rgb("d9473f")), (c.rng.uniform(980, 1300), 420, rgb("2f6fa3"))):
        c.disc(px, py + 8, 40, rgb("5a5040"), ry=14, alpha=0.4)
        c.disc(px, py - 110, 62, ink)
        c.poly([(px - 56, py - 84), (px + 56, py - 84), (px, py + 8)], ink)
        c.disc(px, py - 110, 25, rgb("fdfaf4"))
    c.disc(1470, 130, 72, rgb("fdfaf4"))
    c.poly([(1470, 74), (1488, 136), (1452, 136)], rgb("d9473f"))
    c.poly([(1470, 190), (1488, 128), (1452, 128)], rgb("5a6470"))
    c.disc(1470, 132, 8, rgb("fdfaf4"))


SCENES = {"city_hall": city_hall, "restoration": restoration, "water_pipes": water_pipes, "phone": phone, "plan": plan}
