"""Scenes of culture, sport, care and everyday services."""

from __future__ import annotations

import math

from cms.demo.pictures.canvas import HEIGHT, WIDTH, Canvas, Colour, mix, rgb, shade
from cms.demo.pictures.landscape import DAY, DUSK, GOLDEN, MORNING, OVERCAST, far_hills, sky
from cms.demo.pictures.town import COATS, LAMP, ROOFS, WALLS, row_of_houses


def _crowd(c: Canvas, y: float, size: float, ink: Colour) -> None:
    x = -20.0
    while x < WIDTH + 40:
        top = y + c.rng.uniform(-size * 0.5, size * 0.4)
        c.disc(x, top, size * 0.5, ink)
        c.rect(x - size * 0.85, top + size * 0.42, size * 1.7, HEIGHT, ink, r=size * 0.6)
        if c.rng.random() < 0.28:
            c.line([(x + size * 0.6, top + size), (x + size * c.rng.uniform(0.6, 1.0), top - size * 1.1)], ink, size * 0.3)
        x += size * c.rng.uniform(1.3, 1.9)


def stage(c: Canvas) -> None:
    """An open-air concert at night."""
    tone = c.rng.choice([("1a1440", "5a2f86", "d8578f"), ("0f2440", "1f5f86", "4fc0b8"), ("2a1030", "8a2f4f", "f2905a")])
    low, middle, high = map(rgb, tone)
    c.fade(0, HEIGHT, low, mix(low, middle, 0.6), middle)
    for _ in range(70):
        c.disc(c.rng.uniform(0, WIDTH), c.rng.uniform(0, 300), c.rng.uniform(1, 2.4), rgb("ffffff"), alpha=0.7)
    c.glow(800, 560, 720, high, 0.8)
    for i in range(7):
        x = 260 + i * 180
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
    for i, x in enumerate((530, 800, 1070)):
        x += c.rng.uniform(-30, 30)
        c.person(x, 782, 230, ink, shade(ink, 0.1), ink)
        if i == 1:
            c.line([(x + 36, 782), (x + 36, 610)], ink, 6)
            c.line([(x + 36, 612), (x + 10, 590)], ink, 9)
        else:
            c.disc(x + 22, 668, 30, shade(high, -0.35), ry=24)
            c.line([(x + 30, 662), (x + 110, 612)], shade(high, -0.35), 9)
    _crowd(c, 890, 46, shade(low, -0.2))
    _crowd(c, 970, 70, shade(low, -0.55))


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
                c.disc(k * 19 + (row % 2) * 9, 356 + row * 21, 7.5, shade(c.rng.choice(COATS), c.rng.uniform(-0.2, 0.25)))
    c.poly([(-20, 300), (1620, 300), (1620, 338), (-20, 338)], rgb("e9edf0"))
    c.fade(545, 44, rgb("2f6fa3"), rgb("24527a"))
    for k in range(8):
        c.rect(40 + k * 205, 553, 150, 28, mix(rgb("f8f5ee"), COATS[k % len(COATS)], 0.35), r=5)
    for k in range(12):
        left, right = 800 + (k - 6) * 150, 800 + (k - 5) * 150
        wide_left, wide_right = 800 + (k - 6) * 300, 800 + (k - 5) * 300
        c.fade_poly([(left, 589), (right, 589), (wide_right, HEIGHT), (wide_left, HEIGHT)], rgb("57a04f" if k % 2 else "64b05a"), rgb("3f8a42" if k % 2 else "4a9a4a"))
    chalk = rgb("f4f8f2")
    c.line([(0, 640), (WIDTH, 640)], chalk, 6)
    c.ring(800, 640, 190, chalk, 6, start=0, end=180)
    for x in (120, 1480):
        c.line([(x, 560), (x, 90)], rgb("59616c"), 14)
        c.rect(x - 88, 40, 176, 92, rgb("59616c"), r=8)
        for k in range(8):
            c.disc(x - 66 + (k % 4) * 44, 64 + (k // 4) * 42, 15, rgb("fffbe8"))
        if night:
            c.glow(x, 86, 360, rgb("fff4d0"), 0.8)
    home, away = c.rng.sample(COATS, 2)
    for i, (x, y, size) in enumerate(((330, 800, 190), (560, 730, 160), (1010, 760, 175), (1290, 860, 215), (760, 950, 250))):
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
    inks = [rgb(code) for code in "c8473c 2f6fa3 e0a13a 2f8f83 7a4f8f f2e6cc 4f6f4f b85a6e 34506c d9774a".split()]
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
        c.person(x + c.rng.uniform(-30, 30), 930, 300, c.rng.choice(COATS), hair=c.rng.choice([rgb("3a2c28"), rgb("7a4a2c"), rgb("b8b2ac")]))
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
        points = [(x + (r if k % 2 else r * 2.2) * math.sin(math.pi * k / 5), y - (r if k % 2 else r * 2.2) * math.cos(math.pi * k / 5)) for k in range(10)]
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
            c.fade_poly([(x, 90), (x + 48, 90), (x + 48 - (side * 2 - 1) * -14, 880), (x, 880)], shade(red, -0.1 - 0.12 * (k % 2)), shade(red, 0.05 - 0.25 * (k % 2)))
    c.rect(0, 0, WIDTH, 100, shade(red, -0.25))
    for k in range(11):
        c.pie(k * 160, 96, 92, shade(red, -0.1 if k % 2 else 0.06), 0, 180)
    for k in range(10):
        c.rect(76 + k * 160, 80, 10, 62, rgb("f0c96a"), r=5)
    _crowd(c, 1000, 52, rgb("1d1626"))


def shelter(c: Canvas) -> None:
    """A dog and a cat in front of their new house."""
    mood = c.rng.choice([DAY, MORNING, GOLDEN])
    sky(c, mood, 600, sun=(c.rng.uniform(200, 1400), 160, 48))
    c.hills(560, 40, mix(rgb("8fbf6c"), mood.sky[-1], 0.4), rgb("7fb060"))
    for i in range(8):
        c.tree(60 + i * 210 + c.rng.uniform(-50, 50), 650, c.rng.uniform(190, 280), c.rng.choice([rgb("5d9a5a"), rgb("7aa64f"), rgb("4c8a66")]))
    c.hills(690, 16, rgb("9bcb74"), rgb("6fa857"))
    for x in range(-10, WIDTH, 62):
        c.poly([(x, 760), (x, 650), (x + 17, 630), (x + 34, 650), (x + 34, 760)], rgb("f8f3e6"))
    c.rect(0, 680, WIDTH, 14, rgb("e9e1cf"))
    c.rect(0, 730, WIDTH, 14, rgb("e9e1cf"))
    wood = c.rng.choice([rgb("c98a52"), rgb("b8704f"), rgb("a98a5f")])
    c.rect(880, 610, 440, 300, wood)
    for k in range(5):
        c.rect(880, 662 + k * 52, 440, 5, shade(wood, -0.2))
    c.poly([(830, 626), (1100, 430), (1370, 626)], c.rng.choice(ROOFS))
    c.pie(1100, 780, 96, rgb("3a2a22"), 180, 360)
    c.rect(1004, 778, 192, 132, rgb("3a2a22"))
    c.disc(1100, 570, 36, rgb("f8f3e6"))
    c.disc(1100, 576, 14, wood)
    for k in range(3):
        c.disc(1086 + k * 14, 556 - (k % 2) * 5, 6, wood)
    _dog(c, 520 + c.rng.uniform(-50, 50), 960, 1.0, c.rng.choice([rgb("c98f56"), rgb("8a6248"), rgb("e3c193")]))
    _cat(c, 800 + c.rng.uniform(-30, 30), 975, 1.0, c.rng.choice([rgb("5a5f6a"), rgb("e39a4f"), rgb("3c3a40")]))
    c.poly([(1330, 990), (1470, 990), (1450, 940), (1350, 940)], rgb("2f6fa3"))
    c.disc(1400, 941, 50, rgb("9a6a3f"), ry=14)
    for _ in range(40):
        x, y = c.rng.uniform(0, WIDTH), c.rng.uniform(930, 1060)
        c.line([(x, y), (x + 4, y - 18)], rgb("5f9a4c"), 4)


def _dog(c: Canvas, x: float, y: float, size: float, fur: Colour) -> None:
    dark = shade(fur, -0.25)
    c.disc(x, y + 4, 150 * size, rgb("3f6a34"), ry=14, alpha=0.45)
    c.line([(x - 95, y - 60), (x - 165, y - 120), (x - 158, y - 168)], dark, 26)
    c.poly([(x - 120, y), (x - 100, y - 150), (x - 10, y - 250), (x + 70, y - 240), (x + 82, y - 80), (x + 78, y)], fur)
    c.disc(x - 60, y - 66, 74, fur, ry=68)
    c.rect(x + 20, y - 120, 44, 122, shade(fur, 0.12), r=20)
    c.rect(x - 40, y - 26, 84, 28, shade(fur, 0.12), r=14)
    c.disc(x + 52, y - 290, 84, fur, ry=76)
    c.disc(x + 104, y - 270, 52, shade(fur, 0.25), ry=38)
    c.disc(x + 146, y - 284, 17, rgb("2c2422"), ry=14)
    c.disc(x + 70, y - 314, 11, rgb("2c2422"))
    c.disc(x + 73, y - 318, 4, rgb("ffffff"))
    c.poly([(x + 6, y - 352), (x - 40, y - 330), (x - 46, y - 236), (x - 12, y - 224), (x + 18, y - 290)], dark)
    c.line([(x + 96, y - 246), (x + 134, y - 250)], dark, 5)
    c.rect(x - 18, y - 232, 104, 20, rgb("d9473f"), r=9)
    c.disc(x + 60, y - 206, 14, rgb("f2c94a"))


def _cat(c: Canvas, x: float, y: float, size: float, fur: Colour) -> None:
    c.disc(x, y + 2, 96 * size, rgb("3f6a34"), ry=10, alpha=0.45)
    c.line([(x + 56, y - 20), (x + 116, y - 40), (x + 120, y - 110)], shade(fur, -0.15), 20)
    c.poly([(x - 62, y), (x - 46, y - 150), (x + 40, y - 150), (x + 68, y)], fur)
    c.disc(x + 30, y - 42, 46, fur)
    for dx in (-30, 10):
        c.rect(x + dx - 12, y - 80, 26, 82, shade(fur, 0.14), r=12)
    c.disc(x - 6, y - 184, 60, fur, ry=52)
    for dx in (-1, 1):
        c.poly([(x - 6 + dx * 56, y - 198), (x - 6 + dx * 48, y - 268), (x - 6 + dx * 8, y - 228)], fur)
        c.poly([(x - 6 + dx * 48, y - 206), (x - 6 + dx * 44, y - 250), (x - 6 + dx * 18, y - 224)], rgb("e7a39a"))
        c.disc(x - 6 + dx * 24, y - 190, 10, rgb("d8e07a"), ry=12)
        c.disc(x - 6 + dx * 24, y - 190, 4, rgb("1f1c1c"), ry=10)
        for k in (-6, 4):
            c.line([(x - 6 + dx * 20, y - 164), (x - 6 + dx * 84, y - 168 + k * 2)], rgb("f4f1ea"), 2)
    c.poly([(x - 14, y - 172), (x + 2, y - 172), (x - 6, y - 162)], rgb("e7a39a"))


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
        c.poly([(x + (left - x) * 0.35, 400), (x + (right - x) * 0.35, 400), (right, 574), (left, 574)], red if k % 2 else rgb("fdfaf4"))
        c.pie((left + right) / 2, 573, 58.7, shade(red, -0.1) if k % 2 else rgb("ece6da"), 0, 180)
    c.disc(x, 300, 112, rgb("fdfaf4"))
    drop = [(x + 58 * math.sin(a) * math.sin(a / 2) ** 1.5, 300 - 82 * math.cos(a)) for a in (math.tau * i / 50 for i in range(50))]
    c.fade_poly(drop, shade(red, 0.2), red, shade(red, -0.25))
    c.disc(x - 20, 330, 9, rgb("ffffff"), ry=16, alpha=0.7)
    for k, px in enumerate((x - 560, x - 650, x + 560, x + 660, x - 250, x + 270)):
        c.person(px, 950 + (k % 3) * 26, 250, rgb("fdfaf4") if k == 4 else c.rng.choice(COATS), hair=c.rng.choice([rgb("3a2c28"), rgb("b8b2ac"), rgb("7a4a2c")]))


def workshop(c: Canvas) -> None:
    """The women's cooperative: jars, soaps and olive oil on a counter."""
    wall = c.rng.choice([rgb("e8d9c0"), rgb("d8e0d0"), rgb("ecd3c0")])
    c.fade(0, 860, shade(wall, 0.25), wall)
    for k in range(9):
        x = 90 + k * 178
        c.poly([(x, 50), (x + 120, 50), (x + 60, 128)], COATS[k % len(COATS)])
    c.line([(0, 50), (WIDTH, 50)], rgb("8a6a4a"), 4)
    wood = rgb("9a6a40")
    for shelf in range(2):
        foot, x = 330 + shelf * 190, 110.0
        while x < 1480:
            w, h = c.rng.uniform(54, 84), c.rng.uniform(84, 126)
            kind = c.rng.choice(["jar", "jar", "bottle", "soap"])
            colour = c.rng.choice([rgb("c8473c"), rgb("e09a2f"), rgb("7a9a4a"), rgb("8a4f6f"), rgb("e8c46a"), rgb("b8602f")])
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
    for k, x in enumerate((330, 640, 960, 1270)):
        coat = COATS[(k * 2 + c.rng.randint(0, 2)) % len(COATS)]
        c.person(x + c.rng.uniform(-24, 24), 1010, 400, coat, hair=c.rng.choice([rgb("3a2c28"), rgb("7a4a2c"), rgb("c8473c"), rgb("5a6f8a"), rgb("8f8a86")]))
        c.rect(x - 42, 770, 84, 120, rgb("fbf6ea"), r=12)
    c.fade(850, HEIGHT - 850, rgb("b98550"), rgb("8a5c36"))
    c.rect(0, 838, WIDTH, 30, rgb("d09a62"))
    for k in range(6):
        x = 140 + k * 270 + c.rng.uniform(-30, 30)
        c.disc(x, 842, 92, rgb("c9a06a"), ry=24)
        for _ in range(26):
            c.disc(x + c.rng.uniform(-66, 66), 826 + c.rng.uniform(-16, 10), 12, c.rng.choice([rgb("5f7a34"), rgb("47402c"), rgb("7f8f3a")]), ry=9)


def drill(c: Canvas) -> None:
    """Rescue teams and tents at the disaster drill."""
    mood = c.rng.choice([OVERCAST, MORNING, DAY])
    sky(c, mood, 560, sun=(c.rng.uniform(200, 1400), 150, 44))
    far_hills(c, mood, 560, rows=2, height=90)
    row_of_houses(c, 610, 120, mood.sky[-1], 0.55)
    c.fade(600, HEIGHT - 600, rgb("bcae8c"), rgb("8f8264"))
    for k in range(4):
        x = 60 + k * 250 + c.rng.uniform(-20, 20)
        c.poly([(x, 760), (x + 110, 580), (x + 220, 760)], rgb("f4f1ea"))
        c.poly([(x + 110, 580), (x + 270, 596), (x + 350, 750), (x + 220, 760)], rgb("d3cdc0"))
        c.poly([(x + 84, 760), (x + 110, 640), (x + 136, 760)], rgb("5a5f66"))
    _truck(c, c.rng.uniform(820, 900), 900)
    for _ in range(34):
        c.disc(c.rng.uniform(80, 560), c.rng.uniform(930, 1010), c.rng.uniform(14, 40), shade(rgb("a59a88"), c.rng.uniform(-0.25, 0.15)), ry=17)
    for x, y in ((180, 930), (330, 950), (480, 925), (660, 970), (770, 940)):
        x += c.rng.uniform(-24, 24)
        coat = c.rng.choice([rgb("ee7f2d"), rgb("d9473f"), rgb("f2b134")])
        c.person(x, y, 250, coat)
        c.rect(x - 38, y - 150, 76, 12, rgb("f7f4c8"))
        c.pie(x, y - 222, 30, rgb("fbf6ea"), 180, 360)


def _truck(c: Canvas, x: float, y: float) -> None:
    red = rgb("cf3a33")
    c.disc(x + 330, y + 14, 380, rgb("2c2a26"), ry=18, alpha=0.4)
    c.rect(x, y - 270, 450, 250, red, r=14)
    c.rect(x + 450, y - 220, 210, 200, red, r=24)
    c.poly([(x + 500, y - 204), (x + 600, y - 204), (x + 646, y - 110), (x + 500, y - 110)], rgb("bfe0ea"))
    c.rect(x, y - 110, 660, 26, rgb("fbf6ea"))
    c.rect(x, y - 80, 660, 12, rgb("f2c94a"))
    for k in range(3):
        c.rect(x + 24 + k * 140, y - 240, 118, 112, rgb("9aa2ab"), r=8)
        for line in range(5):
            c.rect(x + 24 + k * 140, y - 226 + line * 20, 118, 4, rgb("7a828c"))
    c.rect(x + 520, y - 250, 90, 32, rgb("2f6fd0"), r=12)
    c.glow(x + 565, y - 240, 110, rgb("8fc4ff"), 0.8)
    c.poly([(x + 10, y - 300), (x + 470, y - 330), (x + 470, y - 316), (x + 10, y - 284)], rgb("d8dce0"))
    for k in range(14):
        c.line([(x + 24 + k * 33, y - 300 - k * 2.1), (x + 24 + k * 33, y - 286 - k * 2.1)], rgb("7a828c"), 4)
    for px in (110, 350, 560):
        c.disc(x + px, y - 12, 62, rgb("23262c"))
        c.disc(x + px, y - 12, 28, rgb("c9ced4"))


def solidarity(c: Canvas) -> None:
    """Parcels of the social market on a table, with helpers."""
    tone = c.rng.choice([("f6dfc4", "e8b98a"), ("dfe9e4", "a8c9bc"), ("e9e0ee", "bfa9cf")])
    c.fade(0, HEIGHT, rgb(tone[0]), rgb(tone[1]))
    c.disc(800, 430, 420, rgb("ffffff"), alpha=0.25)
    red = rgb("d9574a")
    heart = [(800 + 15 * 16 * math.sin(a) ** 3, 330 - 15 * (13 * math.cos(a) - 5 * math.cos(2 * a) - 2 * math.cos(3 * a) - math.cos(4 * a))) for a in (math.tau * i / 90 for i in range(90))]
    c.fade_poly(heart, shade(red, 0.2), shade(red, -0.1))
    for k in range(6):
        x = 150 + k * 260
        c.person(x + c.rng.uniform(-26, 26), 960, 430, COATS[(k + c.rng.randint(0, 3)) % len(COATS)], skin=c.rng.choice([rgb("e2b28e"), rgb("d9a27c"), rgb("f0c8a4")]), hair=c.rng.choice([rgb("3a2c28"), rgb("7a4a2c"), rgb("b8b2ac"), rgb("5a4a6a")]))
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
        px, py = 646 + (k % 3) * 114, 380 + (k // 3) * 138
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
    for px, py, kind in ((300, 330, 0), (1290, 300, 1), (240, 640, 2), (1350, 640, 0)):
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
    at = (lambda x, y: (800 + (x - 800) - lean * (y - 533), y + lean * (x - 800)))
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
                    c.poly([at(px + 4, py + 5), at(px + 38, py + 5), at(px + 38, py + 47), at(px + 4, py + 47)], rgb("b8ab92"))
                    c.poly([at(px, py), at(px + 34, py), at(px + 34, py + 42), at(px, py + 42)], ink)
    terms = [(c.rng.uniform(0.5, 1.1), c.rng.uniform(0, 6)), (c.rng.uniform(1.6, 2.4), c.rng.uniform(0, 6))]
    shore = [(x, 800 + 90 * math.sin(terms[0][0] * x / 260 + terms[0][1]) + 34 * math.sin(terms[1][0] * x / 200 + terms[1][1])) for x in range(0, WIDTH + 20, 20)]
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


SCENES = {
    "stage": stage, "stadium": stadium, "library": library, "theatre": theatre, "shelter": shelter, "health": health,
    "workshop": workshop, "drill": drill, "solidarity": solidarity, "phone": phone, "plan": plan,
}
