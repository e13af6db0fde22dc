"""Scenes of culture, sport and care."""

from __future__ import annotations

import math

from demo.pictures.canvas import HEIGHT, WIDTH, Canvas, mix, rgb, shade
from demo.pictures.scenery import (
    COATS,
    DAY,
    DUSK,
    GOLDEN,
    LAMP,
    MORNING,
    OVERCAST,
    crowd,
    far_hills,
    row_of_houses,
    sky,
)


def stage(c: Canvas) -> None:
    """An open-air concert at night."""
    tone = c.rng.choice(
        [("1a1440", "5a2f86", "d8578f"), ("0f2440", "1f5f86", "4fc0b8"), ("2a1030", "8a2f4f", "f2905a")]
    )
    low, middle, high = map(rgb, tone)
    c.fade(0, HEIGHT, low, mix(low, middle, 0.6), middle)
    for _ in range(70):
        c.disc(c.rng.uniform(0, WIDTH), c.rng.uniform(0, 300), c.rng.uniform(1, 2.4), rgb("ffffff"), alpha=0.7)
    c.glow(800, 560, 720, high, 0.8)
    for i in range(7):
        x = 260.0 + i * 180
        foot = 800 + (x - 800) * c.rng.uniform(0.2, 1.5)
        c.poly([(x - 8, 190), (x + 8, 190), (foot + 120, 800), (foot - 120, 800)], rgb("fff4d8"), alpha=0.13)
    c.poly([(150, 790), (230, 150), (260, 150), (190, 790)], shade(low, 0.06))
    c.poly([(1450, 790), (1370, 150), (1340, 150), (1410, 790)], shade(low, 0.06))
    c.rect(200, 150, 1200, 36, shade(low, 0.1), r=6)
    for i in range(24):
        c.line([(215 + i * 50, 184), (240 + i * 50, 152)], shade(low, 0.3), 5)
    for i in range(7):
        c.rect(244 + i * 180, 186, 32, 30, rgb("16131f"), r=6)
        c.disc(260 + i * 180, 220, 13, rgb("fff2c8"))
    c.fade(770, 110, shade(middle, 0.2), shade(low, 0.05), x=190, w=1220)
    for side in (215, 1265):
        for k in range(3):
            c.rect(side, 540 + k * 78, 120, 74, rgb("15131f"), r=8)
            c.disc(side + 60, 577 + k * 78, 27, rgb("35323f"))
            c.disc(side + 60, 577 + k * 78, 11, rgb("15131f"))
    ink = rgb("14111f")
    for i, x in enumerate((530.0, 800.0, 1070.0)):
        x += c.rng.uniform(-30, 30)
        c.person(x, 782, 230, ink, shade(ink, 0.1), ink)
        if i == 1:
            c.line([(x + 36, 782), (x + 36, 610)], ink, 6)
            c.line([(x + 36, 612), (x + 10, 590)], ink, 9)
        else:
            c.disc(x + 22, 668, 30, shade(high, -0.35), ry=24)
            c.line([(x + 30, 662), (x + 110, 612)], shade(high, -0.35), 9)
    crowd(c, 890, 46, shade(low, -0.2))
    crowd(c, 970, 70, shade(low, -0.55))


def stadium(c: Canvas) -> None:
    """A football pitch with its stands and floodlights."""
    night = c.rng.random() < 0.5
    mood = DUSK if night else c.rng.choice([DAY, MORNING])
    sky(c, mood, 480, clouds=2)
    far_hills(c, mood, 470, rows=2, height=70)
    c.fade_poly([(-20, 330), (1620, 330), (1620, 560), (-20, 560)], rgb("8792a0"), rgb("5b6674"))
    for row in range(9):
        for k in range(86):
            if c.rng.random() < 0.8:
                c.disc(
                    k * 19 + (row % 2) * 9, 356 + row * 21, 7.5, shade(c.rng.choice(COATS), c.rng.uniform(-0.2, 0.25))
                )
    c.poly([(-20, 300), (1620, 300), (1620, 338), (-20, 338)], rgb("e9edf0"))
    c.fade(545, 44, rgb("2f6fa3"), rgb("24527a"))
    for k in range(8):
        c.rect(40 + k * 205, 553, 150, 28, mix(rgb("f8f5ee"), COATS[k % len(COATS)], 0.35), r=5)
    for k in range(12):
        left, right = 800 + (k - 6) * 150, 800 + (k - 5) * 150
        wide_left, wide_right = 800 + (k - 6) * 300, 800 + (k - 5) * 300
        c.fade_poly(
            [(left, 589), (right, 589), (wide_right, HEIGHT), (wide_left, HEIGHT)],
            rgb("57a04f" if k % 2 else "64b05a"),
            rgb("3f8a42" if k % 2 else "4a9a4a"),
        )
    chalk = rgb("f4f8f2")
    c.line([(0, 640), (WIDTH, 640)], chalk, 6)
    c.ring(800, 640, 190, chalk, 6, start=0, end=180)
    for x in (120.0, 1480.0):
        c.line([(x, 560), (x, 90)], rgb("59616c"), 14)
        c.rect(x - 88, 40, 176, 92, rgb("59616c"), r=8)
        for k in range(8):
            c.disc(x - 66 + (k % 4) * 44, 64 + (k // 4) * 42, 15, rgb("fffbe8"))
        if night:
            c.glow(x, 86, 360, rgb("fff4d0"), 0.8)
    home, away = c.rng.sample(COATS, 2)
    for i, (x, y, size) in enumerate(
        ((330.0, 800, 190), (560.0, 730, 160), (1010.0, 760, 175), (1290.0, 860, 215), (760.0, 950, 250))
    ):
        x += c.rng.uniform(-70, 70)
        c.disc(x, y, size * 0.22, rgb("1f4a28"), ry=9, alpha=0.4)
        c.person(x, y, size, home if i % 2 else away)
    x = c.rng.uniform(880, 1000)
    c.disc(x + 6, 990, 32, rgb("1f4a28"), ry=8, alpha=0.4)
    c.disc(x, 962, 28, rgb("fbfaf5"))
    for k in range(5):
        a = math.tau * k / 5 + 0.4
        c.disc(x + 19 * math.cos(a), 962 + 19 * math.sin(a), 6, rgb("2c3440"))
    c.disc(x, 962, 8, rgb("2c3440"))


def library(c: Canvas) -> None:
    """Book shelves, a reading table and a window to the sea."""
    wall = c.rng.choice([rgb("efe3cf"), rgb("e3e6dc"), rgb("f0dccb")])
    c.fade(0, 800, shade(wall, 0.3), shade(wall, -0.08))
    c.fade(790, HEIGHT - 790, rgb("b98a5c"), rgb("8f6642"))
    wood = c.rng.choice([rgb("8a5a38"), rgb("6f4a36"), rgb("9a6a3f")])
    inks = [
        rgb(code)
        for code in ["c8473c", "2f6fa3", "e0a13a", "2f8f83", "7a4f8f", "f2e6cc", "4f6f4f", "b85a6e", "34506c", "d9774a"]
    ]
    for left, width in ((40, 470), (1090, 470)):
        c.rect(left, 90, width, 720, wood, r=10)
        c.rect(left + 20, 110, width - 40, 690, shade(wood, -0.5))
        for shelf in range(5):
            foot, x = 236 + shelf * 140, left + 28.0
            while x < left + width - 50:
                w, h = c.rng.uniform(16, 38), c.rng.uniform(76, 112)
                if c.rng.random() < 0.1:
                    x += w * 1.6
                    continue
                ink = c.rng.choice(inks)
                c.rect(x, foot - h, w, h, ink, r=3)
                c.rect(x, foot - h * 0.82, w, 8, shade(ink, 0.4))
                x += w + 2
            c.rect(left + 14, foot, width - 28, 16, wood)
    mood = c.rng.choice([DAY, GOLDEN, MORNING])
    c.rect(574, 130, 452, 480, rgb("f8f2e6"), r=12)
    c.fade(150, 290, *mood.sky, x=594, w=412)
    c.disc(860, 270, 40, mood.sun)
    c.fade(410, 180, *mood.water, x=594, w=412)
    c.poly([(594, 420), (680, 372), (780, 400), (900, 366), (1006, 420)], mood.hill)
    c.poly([(700, 500), (700, 430), (752, 494)], rgb("fbf7ec"))
    c.poly([(668, 504), (764, 504), (744, 524), (690, 524)], rgb("c8473c"))
    c.rect(792, 130, 16, 480, rgb("f8f2e6"))
    c.rect(574, 364, 452, 14, rgb("f8f2e6"))
    c.rect(556, 600, 488, 22, rgb("e3d8c4"), r=6)
    for x in (620, 980):
        c.line([(x, 0), (x, 60)], rgb("3a3430"), 5)
        c.pie(x, 106, 64, rgb("2f6f6a"), 180, 360)
        c.glow(x, 128, 170, LAMP, 0.55)
    for x in (430, 800, 1170):
        c.person(
            x + c.rng.uniform(-30, 30),
            930,
            300,
            c.rng.choice(COATS),
            hair=c.rng.choice([rgb("3a2c28"), rgb("7a4a2c"), rgb("b8b2ac")]),
        )
    c.rect(270, 800, 1060, 34, shade(wood, 0.15), r=10)
    c.rect(330, 834, 30, 233, shade(wood, -0.1))
    c.rect(1240, 834, 30, 233, shade(wood, -0.1))
    for x in (430, 800, 1170):
        c.poly([(x - 74, 790), (x, 800), (x, 766), (x - 66, 752)], rgb("fbf6ea"))
        c.poly([(x + 74, 790), (x, 800), (x, 766), (x + 66, 752)], rgb("e9dfcb"))
    for k, ink in enumerate(c.rng.sample(inks, 4)):
        c.rect(580 + (k % 2) * 8, 778 - k * 22, 110, 20, ink, r=4)


def theatre(c: Canvas) -> None:
    """A children's stage with curtains and a cardboard sea."""
    red = c.rng.choice([rgb("b8323c"), rgb("8a2f5f"), rgb("2f5f8a")])
    c.fade(0, 860, rgb("1f2f5a"), rgb("4f6fae"), rgb("f2c98a"))
    c.disc(1050, 300, 92, rgb("ffe9b0"))
    c.disc(1090, 280, 80, mix(rgb("1f2f5a"), rgb("4f6fae"), 0.7))
    for _ in range(14):
        x, y, r = c.rng.uniform(320, 1300), c.rng.uniform(130, 400), c.rng.uniform(7, 15)
        points = [
            (
                x + (r if k % 2 else r * 2.2) * math.sin(math.pi * k / 5),
                y - (r if k % 2 else r * 2.2) * math.cos(math.pi * k / 5),
            )
            for k in range(10)
        ]
        c.poly(points, rgb("ffe9b0"))
    for row in range(3):
        colour = mix(rgb("7fc4d0"), rgb("2f6f9a"), row / 2)
        if row == 1:
            x = 800 + c.rng.uniform(-140, 140)
            c.poly([(x - 210, 600), (x + 220, 600), (x + 150, 720), (x - 150, 720)], rgb("a9663c"))
            c.poly([(x - 210, 600), (x + 220, 600), (x + 206, 628), (x - 196, 628)], rgb("f2d8a8"))
            c.rect(x - 8, 330, 16, 275, rgb("6f4a36"))
            c.poly([(x + 14, 340), (x + 180, 470), (x + 14, 570)], rgb("f2b134"))
            c.poly([(x - 14, 370), (x - 14, 570), (x - 140, 545)], rgb("fbf3e0"))
            for k in range(2):
                c.person(x - 90 + k * 190, 612, 130, c.rng.choice(COATS))
        y = 640 + row * 66
        points = [(px, y - 22 * abs(math.sin(math.pi * (px + row * 55) / 110))) for px in range(0, WIDTH + 10, 10)]
        c.fade_poly([*points, (WIDTH, 870), (0, 870)], colour, shade(colour, -0.1))
    c.fade(850, 90, rgb("a9703f"), rgb("7a4a2c"))
    c.fade(940, HEIGHT - 940, rgb("4a3038"), rgb("2a1d2c"))
    for x, coat in ((430, rgb("f2b134")), (1190, rgb("2f8f83"))):
        c.person(x + c.rng.uniform(-30, 30), 900, 270, coat)
    for side in (0, 1):
        for k in range(6):
            x = k * 48 if side == 0 else WIDTH - (k + 1) * 48
            c.fade_poly(
                [(x, 90), (x + 48, 90), (x + 48 - (side * 2 - 1) * -14, 880), (x, 880)],
                shade(red, -0.1 - 0.12 * (k % 2)),
                shade(red, 0.05 - 0.25 * (k % 2)),
            )
    c.rect(0, 0, WIDTH, 100, shade(red, -0.25))
    for k in range(11):
        c.pie(k * 160, 96, 92, shade(red, -0.1 if k % 2 else 0.06), 0, 180)
    for k in range(10):
        c.rect(76 + k * 160, 80, 10, 62, rgb("f0c96a"), r=5)
    crowd(c, 1000, 52, rgb("1d1626"))


def health(c: Canvas) -> None:
    """A blood donation tent on the square."""
    mood = c.rng.choice([DAY, MORNING, OVERCAST])
    sky(c, mood, 640, sun=(c.rng.uniform(200, 1400), 150, 46))
    row_of_houses(c, 660, 170, mood.sky[-1], 0.4)
    for i in range(5):
        c.tree(80 + i * 360, 720, 250, mix(rgb("5d9a5a"), mood.sky[-1], 0.15))
    c.fade(700, HEIGHT - 700, rgb("d6cdbe"), rgb("aba08e"))
    x = 800 + c.rng.uniform(-60, 60)
    red = rgb("d1323c")
    c.fade_poly([(x - 430, 920), (x - 400, 560), (x + 400, 560), (x + 430, 920)], rgb("fbf8f2"), rgb("ded8cc"))
    c.poly([(x - 120, 920), (x, 560), (x + 120, 920)], rgb("6b6f78"))
    c.poly([(x - 120, 920), (x, 560), (x - 40, 920)], rgb("f2ece0"))
    c.poly([(x + 120, 920), (x, 560), (x + 40, 920)], rgb("d8d1c3"))
    for k in range(8):
        left, right = x - 470 + k * 117.5, x - 470 + (k + 1) * 117.5
        c.poly(
            [(x + (left - x) * 0.35, 400), (x + (right - x) * 0.35, 400), (right, 574), (left, 574)],
            red if k % 2 else rgb("fdfaf4"),
        )
        c.pie((left + right) / 2, 573, 58.7, shade(red, -0.1) if k % 2 else rgb("ece6da"), 0, 180)
    c.disc(x, 300, 112, rgb("fdfaf4"))
    drop = [
        (x + 58 * math.sin(a) * math.sin(a / 2) ** 1.5, 300 - 82 * math.cos(a))
        for a in (math.tau * i / 50 for i in range(50))
    ]
    c.fade_poly(drop, shade(red, 0.2), red, shade(red, -0.25))
    c.disc(x - 20, 330, 9, rgb("ffffff"), ry=16, alpha=0.7)
    for k, px in enumerate((x - 560, x - 650, x + 560, x + 660, x - 250, x + 270)):
        c.person(
            px,
            950 + (k % 3) * 26,
            250,
            rgb("fdfaf4") if k == 4 else c.rng.choice(COATS),
            hair=c.rng.choice([rgb("3a2c28"), rgb("b8b2ac"), rgb("7a4a2c")]),
        )


def workshop(c: Canvas) -> None:
    """The women's cooperative: jars, soaps and olive oil on a counter."""
    wall = c.rng.choice([rgb("e8d9c0"), rgb("d8e0d0"), rgb("ecd3c0")])
    c.fade(0, 860, shade(wall, 0.25), wall)
    for k in range(9):
        x = 90.0 + k * 178
        c.poly([(x, 50), (x + 120, 50), (x + 60, 128)], COATS[k % len(COATS)])
    c.line([(0, 50), (WIDTH, 50)], rgb("8a6a4a"), 4)
    wood = rgb("9a6a40")
    for shelf in range(2):
        foot, x = 330 + shelf * 190, 110.0
        while x < 1480:
            w, h = c.rng.uniform(54, 84), c.rng.uniform(84, 126)
            kind = c.rng.choice(["jar", "jar", "bottle", "soap"])
            colour = c.rng.choice(
                [rgb("c8473c"), rgb("e09a2f"), rgb("7a9a4a"), rgb("8a4f6f"), rgb("e8c46a"), rgb("b8602f")]
            )
            if kind == "jar":
                c.rect(x, foot - h, w, h, colour, r=14)
                c.rect(x + 6, foot - h * 0.66, w - 12, h * 0.36, rgb("fbf6ea"), r=5)
                c.rect(x + 5, foot - h - 14, w - 10, 20, shade(wood, -0.2), r=5)
                c.rect(x + 8, foot - h + 6, 7, h * 0.7, rgb("ffffff"), r=3, alpha=0.3)
            elif kind == "bottle":
                c.rect(x + 8, foot - h, w - 16, h, rgb("7f8f3a"), r=12)
                c.rect(x + w / 2 - 9, foot - h - 44, 18, 50, rgb("7f8f3a"))
                c.rect(x + w / 2 - 11, foot - h - 58, 22, 18, rgb("3a3428"), r=4)
                c.rect(x + 14, foot - h * 0.7, w - 28, h * 0.4, rgb("f4ecd0"), r=4)
            else:
                for k in range(3):
                    c.rect(x, foot - 28 * (k + 1), w, 26, mix(rgb("e3dcb4"), colour, 0.2 + 0.1 * k), r=6)
            x += w + c.rng.uniform(16, 34)
        c.rect(80, foot, 1440, 20, wood, r=4)
        c.rect(80, foot + 20, 1440, 8, shade(wood, -0.4), alpha=0.4)
    for k, x in enumerate((330.0, 640.0, 960.0, 1270.0)):
        coat = COATS[(k * 2 + c.rng.randint(0, 2)) % len(COATS)]
        c.person(
            x + c.rng.uniform(-24, 24),
            1010,
            400,
            coat,
            hair=c.rng.choice([rgb("3a2c28"), rgb("7a4a2c"), rgb("c8473c"), rgb("5a6f8a"), rgb("8f8a86")]),
        )
        c.rect(x - 42, 770, 84, 120, rgb("fbf6ea"), r=12)
    c.fade(850, HEIGHT - 850, rgb("b98550"), rgb("8a5c36"))
    c.rect(0, 838, WIDTH, 30, rgb("d09a62"))
    for k in range(6):
        x = 140 + k * 270 + c.rng.uniform(-30, 30)
        c.disc(x, 842, 92, rgb("c9a06a"), ry=24)
        for _ in range(26):
            c.disc(
                x + c.rng.uniform(-66, 66),
                826 + c.rng.uniform(-16, 10),
                12,
                c.rng.choice([rgb("5f7a34"), rgb("47402c"), rgb("7f8f3a")]),
                ry=9,
            )


def solidarity(c: Canvas) -> None:
    """Parcels of the social market on a table, with helpers."""
    tone = c.rng.choice([("f6dfc4", "e8b98a"), ("dfe9e4", "a8c9bc"), ("e9e0ee", "bfa9cf")])
    c.fade(0, HEIGHT, rgb(tone[0]), rgb(tone[1]))
    c.disc(800, 430, 420, rgb("ffffff"), alpha=0.25)
    red = rgb("d9574a")
    heart = [
        (
            800 + 15 * 16 * math.sin(a) ** 3,
            330 - 15 * (13 * math.cos(a) - 5 * math.cos(2 * a) - 2 * math.cos(3 * a) - math.cos(4 * a)),
        )
        for a in (math.tau * i / 90 for i in range(90))
    ]
    c.fade_poly(heart, shade(red, 0.2), shade(red, -0.1))
    for k in range(6):
        x = 150.0 + k * 260
        c.person(
            x + c.rng.uniform(-26, 26),
            960,
            430,
            COATS[(k + c.rng.randint(0, 3)) % len(COATS)],
            skin=c.rng.choice([rgb("e2b28e"), rgb("d9a27c"), rgb("f0c8a4")]),
            hair=c.rng.choice([rgb("3a2c28"), rgb("7a4a2c"), rgb("b8b2ac"), rgb("5a4a6a")]),
        )
    c.rect(0, 850, WIDTH, 34, rgb("b98550"))
    c.fade(884, HEIGHT - 884, rgb("a06f42"), rgb("7a5230"))
    for k in range(5):
        x, h = 90 + k * 300 + c.rng.uniform(-20, 20), c.rng.uniform(130, 165)
        goods = [rgb("d9473f"), rgb("f2c94a"), rgb("6fa044"), rgb("e9794a"), rgb("4f8f9f")]
        for i in range(4):
            c.rect(x + 18 + i * 50, 850 - h - c.rng.uniform(24, 70), 38, 120, c.rng.choice(goods), r=10)
        c.rect(x, 850 - h, 226, h, rgb("d2a36c"), r=4)
        c.rect(x + 150, 850 - h, 76, h, rgb("bf8f58"), r=4)
        c.rect(x + 84, 850 - h * 0.62, 60, 60, rgb("f8f2e6"), r=30)
        c.disc(x + 106, 850 - h * 0.62 + 26, 11, red)
        c.disc(x + 122, 850 - h * 0.62 + 26, 11, red)
        c.poly([(x + 96, 850 - h * 0.62 + 31), (x + 132, 850 - h * 0.62 + 31), (x + 114, 850 - h * 0.62 + 50)], red)


SCENES = {
    "stage": stage,
    "stadium": stadium,
    "library": library,
    "theatre": theatre,
    "health": health,
    "workshop": workshop,
    "solidarity": solidarity,
}
