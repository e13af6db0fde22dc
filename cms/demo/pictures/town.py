"""Scenes of streets, buildings and municipal services."""

from __future__ import annotations

import math

from cms.demo.pictures.canvas import HEIGHT, WIDTH, Canvas, Colour, mix, rgb, shade
from cms.demo.pictures.landscape import DAY, DUSK, GOLDEN, MORNING, OVERCAST, SUNSET, Mood, boat, far_hills, sky

WALLS = [rgb("f7efe0"), rgb("f2e3cc"), rgb("efe9e2"), rgb("e8d3b8"), rgb("dfe6e6"), rgb("f3d9c4")]
ROOFS = [rgb("c8613f"), rgb("b5523a"), rgb("d27a4c"), rgb("a34a3c")]
COATS = [rgb("e4574c"), rgb("2f6fa3"), rgb("f2b134"), rgb("2f8f83"), rgb("7a4f8f"), rgb("d9774a"), rgb("3f7f5a")]
LAMP = rgb("ffdf9a")


def row_of_houses(c: Canvas, y: float, size: float, tint: Colour, share: float, *, lit: bool = False) -> None:
    """A street of gabled houses standing on `y`, coloured towards `tint` by `share`."""
    x = -c.rng.uniform(0, size)
    while x < WIDTH:
        w = size * c.rng.uniform(0.8, 1.25)
        wall, roof = mix(c.rng.choice(WALLS), tint, share), mix(c.rng.choice(ROOFS), tint, share)
        c.house(x, y, w, w * c.rng.uniform(0.75, 1.5), wall, roof, LAMP if lit else None)
        x += w * c.rng.uniform(1.02, 1.2)


def _mosque(c: Canvas, x: float, y: float, size: float, wall: Colour, dome: Colour) -> None:
    c.rect(x - size * 0.5, y - size * 0.5, size, size * 0.5, wall)
    c.pie(x, y - size * 0.48, size * 0.42, dome, 180, 360)
    c.pie(x + size * 0.1, y - size * 0.48, size * 0.32, shade(dome, -0.1), 270, 360)
    c.line([(x, y - size * 0.9), (x, y - size * 1.02)], dome, size * 0.025)
    for side in (-0.36, -0.12, 0.12, 0.36):
        c.rect(x + (side - 0.06) * size, y - size * 0.3, size * 0.12, size * 0.2, shade(wall, -0.35), r=size * 0.06)
    tower = x + size * 0.7
    c.rect(tower - size * 0.055, y - size * 1.45, size * 0.11, size * 1.45, shade(wall, -0.04))
    c.rect(tower - size * 0.09, y - size * 1.12, size * 0.18, size * 0.05, shade(wall, -0.2))
    c.poly([(tower - size * 0.07, y - size * 1.45), (tower, y - size * 1.8), (tower + size * 0.07, y - size * 1.45)], dome)


def skyline(c: Canvas) -> None:
    """The old town on its hillside above the bay."""
    mood = c.rng.choice([GOLDEN, SUNSET, DAY, MORNING])
    sky(c, mood, 520, sun=(c.rng.uniform(250, 1350), 190, 54))
    far_hills(c, mood, 520, rows=1, height=120)
    lit = mood is SUNSET
    tint = mood.sky[-1]
    c.hills(470, 60, mix(mood.hill, tint, 0.3), mood.hill)
    for row in range(5):
        row_of_houses(c, 520 + row * 82, 78 + row * 20, tint, 0.55 - row * 0.11, lit=lit)
        if row == 1:
            _mosque(c, c.rng.uniform(350, 1150), 612, 190, mix(rgb("f1ece2"), tint, 0.3), mix(rgb("5f8f95"), tint, 0.25))
        for _ in range(7):
            c.tree(c.rng.uniform(0, WIDTH), 530 + row * 82, 70 + row * 16, mix(rgb("4f7f58"), tint, 0.4 - row * 0.08))
    c.rect(0, 868, WIDTH, 34, mix(rgb("b6a78f"), tint, 0.1))
    c.fade(902, HEIGHT - 902, *mood.water[1:])
    for _ in range(50):
        c.rect(c.rng.uniform(0, WIDTH), c.rng.uniform(912, HEIGHT), c.rng.uniform(30, 90), 4, mood.halo, r=2, alpha=0.35)
    for i in range(4):
        boat(c, 200 + i * 400 + c.rng.uniform(-80, 80), 970 + c.rng.uniform(-14, 30), 150, c.rng.choice(COATS))


def _road(c: Canvas, top: float, left: float, right: float) -> None:
    c.fade_poly([(left, top), (right, top), (1750, HEIGHT), (-150, HEIGHT)], rgb("6b7078"), rgb("41464f"))


def roadworks(c: Canvas) -> None:
    """A roller on fresh asphalt."""
    mood = c.rng.choice([DAY, MORNING, GOLDEN])
    sky(c, mood, 480, sun=(c.rng.uniform(150, 700), 150, 46))
    far_hills(c, mood, 470, rows=2, height=70)
    row_of_houses(c, 560, 130, mood.sky[-1], 0.25)
    c.fade(545, HEIGHT - 545, rgb("c9b68c"), rgb("a38f66"))
    _road(c, 560, 560, 1060)
    for i in range(7):
        t = (i / 7) ** 1.7
        y = 575 + t * 520
        c.poly([(806 - 3 - 10 * t, y), (806 + 3 + 10 * t, y), (806 + 5 + 13 * t, y + 24 + 40 * t), (806 - 5 - 13 * t, y + 24 + 40 * t)], rgb("f4efe2"))
    flip = c.rng.choice([1, -1])
    x, y = 800 + flip * c.rng.uniform(140, 220), 885
    body = c.rng.choice([rgb("f2a922"), rgb("e8842c"), rgb("f0b93c")])
    c.disc(x, y + 10, 330, rgb("23262c"), ry=22, alpha=0.4)
    at = (lambda d: x + d) if flip > 0 else (lambda d: x - d)
    c.disc(at(-190), y - 92, 100, rgb("4b525c"))
    c.disc(at(-190), y - 92, 72, rgb("6d757f"))
    c.disc(at(-190), y - 92, 22, rgb("3a4048"))
    c.disc(at(170), y - 82, 90, rgb("2b2f36"))
    c.disc(at(170), y - 82, 46, rgb("c9ced4"))
    c.poly([(at(-250), y - 150), (at(-230), y - 205), (at(-40), y - 210), (at(-40), y - 120), (at(-120), y - 120)], body)
    c.poly([(at(-40), y - 120), (at(-40), y - 230), (at(250), y - 220), (at(262), y - 150), (at(90), y - 100)], shade(body, -0.08))
    for d in (-40, 130):
        c.line([(at(d), y - 225), (at(d), y - 392)], rgb("3a4048"), 12)
    c.poly([(at(-80), y - 412), (at(-80), y - 388), (at(165), y - 388), (at(165), y - 412)], body)
    c.rect(min(at(-30), at(120)), y - 380, 150, 150, rgb("bfe0ea"), alpha=0.55)
    c.person(at(55), y - 205, 175, rgb("ee7f2d"))
    for cx, cy, size in ((250, 990, 1.3), (450, 860, 0.95), (1340, 960, 1.25), (1180, 800, 0.8)):
        cx += c.rng.uniform(-30, 30)
        c.rect(cx - 50 * size, cy - 10 * size, 100 * size, 14 * size, rgb("d4501f"), r=5)
        c.poly([(cx - 36 * size, cy - 8 * size), (cx - 7 * size, cy - 122 * size), (cx + 7 * size, cy - 122 * size), (cx + 36 * size, cy - 8 * size)], rgb("ee6a2b"))
        for low, high in ((0.34, 0.5), (0.66, 0.8)):
            half_low, half_high = 36 - 29 * low, 36 - 29 * high
            c.poly([(cx - half_low * size, cy - (8 + 114 * low) * size), (cx - half_high * size, cy - (8 + 114 * high) * size), (cx + half_high * size, cy - (8 + 114 * high) * size), (cx + half_low * size, cy - (8 + 114 * low) * size)], rgb("fbf6ea"))


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
        c.line([(494 - 96 * math.cos(a), 440 - 96 * math.sin(a)), (494 + 96 * math.cos(a), 440 + 96 * math.sin(a))], rgb("d9473f"), 18)
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


def bus(c: Canvas) -> None:
    """A town bus at its stop."""
    mood = c.rng.choice([DAY, MORNING, SUNSET, GOLDEN])
    sky(c, mood, 620, sun=(c.rng.uniform(200, 1400), 170, 48))
    row_of_houses(c, 640, 130, mood.sky[-1], 0.62)
    row_of_houses(c, 740, 175, mood.sky[-1], 0.28, lit=mood is SUNSET)
    for i in range(5):
        c.tree(120 + i * 350 + c.rng.uniform(-60, 60), 770, 210, mix(rgb("5d9a5a"), mood.sky[-1], 0.15))
    c.fade(760, 70, rgb("cfc7ba"), rgb("b7ae9f"))
    c.fade(826, HEIGHT - 826, rgb("5b616b"), rgb("3d424b"))
    for x in range(40, WIDTH, 240):
        c.rect(x, 985, 130, 12, rgb("f1ead8"), r=4)
    colour = c.rng.choice([rgb("2f8f83"), rgb("2f6fa3"), rgb("d9574a"), rgb("e39a2d")])
    x, y, w = c.rng.uniform(250, 420), 905, 960
    c.disc(x + w / 2, y + 18, w * 0.53, rgb("1f2229"), ry=20, alpha=0.4)
    c.rect(x, y - 390, w, 380, rgb("f8f5ee"), r=44)
    c.rect(x, y - 150, w, 140, colour, r=30)
    c.poly([(x + 20, y - 150), (x + w * 0.55, y - 150), (x + w * 0.3, y - 10), (x + 20, y - 10)], shade(colour, -0.12))
    for k in range(6):
        c.rect(x + 40 + k * 128, y - 340, 114, 150, rgb("39586c"), r=12)
        c.poly([(x + 60 + k * 128, y - 190), (x + 110 + k * 128, y - 340), (x + 140 + k * 128, y - 340), (x + 90 + k * 128, y - 190)], rgb("ffffff"), alpha=0.12)
        if c.rng.random() < 0.7:
            px = x + 97 + k * 128
            c.disc(px, y - 240, 22, rgb("d9a684"))
            c.rect(px - 30, y - 218, 60, 28, c.rng.choice(COATS), r=12)
    c.rect(x + 815, y - 345, 110, 300, rgb("2f4a5c"), r=12)
    c.line([(x + 870, y - 335), (x + 870, y - 55)], rgb("f8f5ee"), 6)
    c.rect(x + 300, y - 384, 330, 30, rgb("23303a"), r=8)
    for k in range(18):
        c.rect(x + 320 + k * 16, y - 376, 9, 14, rgb("f6b73c"), r=2)
    c.disc(x + w - 16, y - 100, 16, LAMP)
    for px in (x + 200, x + 720):
        c.disc(px, y - 8, 74, rgb("23262c"))
        c.disc(px, y - 8, 36, rgb("c9ced4"))
        c.disc(px, y - 8, 12, rgb("6b7078"))
    post = 120 if x > 330 else 1480
    c.rect(post - 7, 520, 14, 300, rgb("3f4650"))
    c.rect(post - 62, 440, 124, 124, rgb("2f6fa3"), r=22)
    c.rect(post - 34, 474, 68, 46, rgb("f8f5ee"), r=8)
    for px in (-18, 18):
        c.disc(post + px, 526, 9, rgb("f8f5ee"))


def market(c: Canvas) -> None:
    """Striped stalls with fruit and vegetables."""
    mood = c.rng.choice([DAY, MORNING, GOLDEN])
    sky(c, mood, 520, clouds=2, sun=(c.rng.uniform(200, 1400), 140, 44))
    row_of_houses(c, 560, 170, mood.sky[-1], 0.35)
    c.fade(545, HEIGHT - 545, rgb("d8c7a8"), rgb("b59f7c"))
    for i in range(7):
        c.person(90 + i * 240 + c.rng.uniform(-60, 60), 690 + c.rng.uniform(-20, 30), 200, c.rng.choice(COATS))
    _stall_row(c, 640, 0.72, -60)
    for i in range(4):
        c.person(230 + i * 390 + c.rng.uniform(-50, 50), 930 + c.rng.uniform(-10, 20), 225, c.rng.choice(COATS), hair=c.rng.choice([rgb("3a2c28"), rgb("b8b2ac"), rgb("7a4a5c")]))
    _stall_row(c, 905, 1.15, c.rng.uniform(-260, -100))


def _stall_row(c: Canvas, y: float, size: float, x: float) -> None:
    while x < WIDTH:
        stripe, w = c.rng.choice(COATS), 440 * size
        for dx in (0.04, 0.94):
            c.rect(x + w * dx, y - 250 * size, 10 * size, 330 * size, rgb("7a5c40"))
        c.rect(x, y - 40 * size, w, 150 * size, rgb("a9794b"), r=6)
        c.rect(x, y + 20 * size, w, 90 * size, rgb("8d6138"), r=6)
        goods = c.rng.sample([rgb("d9473f"), rgb("f0a030"), rgb("6fa044"), rgb("8a4f8f"), rgb("f2d04a"), rgb("4f7f3f"), rgb("e9794a")], 3)
        for box, colour in enumerate(goods):
            bx = x + w * (0.04 + box * 0.32)
            for line in range(3):
                for k in range(5 - line):
                    c.disc(bx + w * (0.035 + 0.056 * k + 0.028 * line), y - (34 + 20 * line) * size, 15 * size, shade(colour, c.rng.uniform(-0.12, 0.14)))
            c.rect(bx - 4, y - 30 * size, w * 0.3, 46 * size, rgb("c99a63"), r=4)
            c.rect(bx - 4, y - 10 * size, w * 0.3, 6 * size, rgb("a9794b"))
        for k in range(8):
            colour = stripe if k % 2 else rgb("fbf6ea")
            left, right = x - w * 0.04 + w * 1.08 * k / 8, x - w * 0.04 + w * 1.08 * (k + 1) / 8
            c.poly([(left + (x + w / 2 - left) * 0.12, y - 300 * size), (right + (x + w / 2 - right) * 0.12, y - 300 * size), (right, y - 210 * size), (left, y - 210 * size)], colour)
            c.pie((left + right) / 2, y - 211 * size, (right - left) / 2, shade(colour, -0.06), 0, 180)
        x += w * 1.16


def park(c: Canvas) -> None:
    """A playground between trees."""
    mood = c.rng.choice([DAY, MORNING, GOLDEN])
    sky(c, mood, 560, sun=(c.rng.uniform(200, 1400), 160, 52))
    row_of_houses(c, 590, 120, mood.sky[-1], 0.55)
    c.hills(600, 22, rgb("8fbf6c"), rgb("6fa857"))
    for i in range(9):
        c.tree(40 + i * 190 + c.rng.uniform(-40, 40), 640 + c.rng.uniform(-14, 20), c.rng.uniform(180, 270), c.rng.choice([rgb("5d9a5a"), rgb("7aa64f"), rgb("4c8a66"), rgb("8fae4f")]))
    c.hills(720, 20, rgb("9bcb74"), rgb("6fa857"))
    c.disc(800, 910, 640, rgb("efd3a0"), ry=125)
    x, side = 800 + c.rng.uniform(-60, 60), c.rng.choice([1, -1])
    frame, slide, roof = c.rng.sample(COATS, 3)
    at = (lambda d: x + d) if side > 0 else (lambda d: x - d)
    for d in (-130, 110):
        c.line([(at(d), 920), (at(d), 520)], shade(frame, -0.1), 18)
    c.poly([(at(-165), 530), (at(-10), 410), (at(145), 530)], roof)
    c.poly([(at(-10), 410), (at(145), 530), (at(60), 530)], shade(roof, -0.14))
    c.poly([(at(-150), 730), (at(130), 730), (at(130), 708), (at(-150), 708)], frame)
    c.rect(min(at(-130), at(110)), 640, 240, 10, frame)
    for k in range(5):
        c.line([(at(-130 + k * 60), 650), (at(-130 + k * 60), 710)], frame, 6)
    c.poly([(at(118), 700), (at(150), 690), (at(330), 860), (at(430), 880), (at(430), 906), (at(310), 896)], slide)
    c.line([(at(128), 690), (at(325), 858), (at(430), 876)], shade(slide, 0.3), 8)
    for k in range(5):
        c.line([(at(-150 - k * 16), 730 + k * 42), (at(-215 - k * 16), 730 + k * 42)], shade(frame, -0.2), 9)
    c.line([(at(-140), 715), (at(-215), 925)], shade(frame, -0.2), 9)
    c.line([(at(-205), 715), (at(-285), 925)], shade(frame, -0.2), 9)
    for d in (-640, -420):
        c.line([(at(d), 930), (at(d + 26), 590)], shade(slide, -0.1), 14)
    c.line([(at(-614), 592), (at(-394), 592)], shade(slide, -0.1), 14)
    for d, sway in ((-560, -40), (-460, 36)):
        for k in (0, 40):
            c.line([(at(d + k), 594), (at(d + k + sway), 820)], rgb("5a5a60"), 4)
        c.line([(at(d + sway - 8), 824), (at(d + sway + 50), 824)], rgb("3f4650"), 12)
        c.person(at(d + sway + 20), 880, 150, c.rng.choice(COATS))
    c.person(at(20), 706, 150, c.rng.choice(COATS))
    c.person(at(520), 950, 165, c.rng.choice(COATS))
    c.person(at(610), 960, 250, c.rng.choice(COATS))


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
    c.fade_poly([(left, 880), (left, 330), (left + 360, 300), (left + 700, 320), (left + 1080, 288), (left + 1310, 350), (left + 1310, 880)], shade(stone, 0.15), shade(stone, -0.12))
    for row in range(11):
        for k in range(18):
            if c.rng.random() < 0.45:
                c.rect(left + 8 + k * 70 + (row % 2) * 30, 352 + row * 47, 54, 34, shade(stone, c.rng.uniform(-0.14, 0.14)), r=4, alpha=0.6)
    for k in range(arches):
        x = left + 52 + k * w * 0.97
        c.pie(x + 105, 560, 128, shade(stone, 0.22), 180, 360)
        c.rect(x - 23, 558, 256, 322, shade(stone, 0.22))
        c.fade_poly([(x + 105 - 100 * math.cos(math.pi * i / 24), 560 - 100 * math.sin(math.pi * i / 24)) for i in range(25)] + [(x + 205, 880), (x + 5, 880)], mix(mood.sky[-1], rgb("4a3b2c"), 0.45), mix(mood.water[1], rgb("3a2f26"), 0.65))
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
        c.disc(c.rng.uniform(0, WIDTH), c.rng.uniform(900, 1040), c.rng.uniform(12, 44), shade(stone, c.rng.uniform(-0.3, 0.1)), ry=14)


def recycling(c: Canvas) -> None:
    """Coloured containers in a green street."""
    mood = c.rng.choice([DAY, MORNING])
    sky(c, mood, 560, sun=(c.rng.uniform(200, 1400), 150, 48))
    row_of_houses(c, 600, 170, mood.sky[-1], 0.45)
    c.hills(640, 18, rgb("8fbf6c"), rgb("6fa857"))
    for i in range(6):
        c.tree(110 + i * 290 + c.rng.uniform(-50, 50), 690, c.rng.uniform(220, 300), c.rng.choice([rgb("5d9a5a"), rgb("7aa64f"), rgb("4c8a66")]))
    c.fade(760, HEIGHT - 760, rgb("d3c9b9"), rgb("aba08e"))
    colours = [rgb("2f6fb5"), rgb("f0b62d"), rgb("3f9a55"), rgb("8a5a3c")]
    c.rng.shuffle(colours)
    for i, colour in enumerate(colours):
        x, y = 150 + i * 350, 950
        c.disc(x + 130, y + 12, 160, rgb("4a4034"), ry=18, alpha=0.35)
        c.fade_poly([(x, y - 330), (x + 260, y - 330), (x + 236, y), (x + 24, y)], shade(colour, 0.1), shade(colour, -0.2))
        c.rect(x - 16, y - 372, 292, 54, shade(colour, -0.12), r=20)
        c.rect(x + 60, y - 356, 140, 20, rgb("22303a"), r=10)
        for part in range(3):
            cx, cy = x + 130, y - 160
            c.ring(cx, cy, 62, rgb("fbf8f0"), 17, start=part * 120 - 80, end=part * 120 + 4)
            tip = math.radians(part * 120 + 22)
            side = math.radians(part * 120 + 2)
            c.poly([(cx + 53 * math.cos(tip), cy + 53 * math.sin(tip)), (cx + 78 * math.cos(side), cy + 78 * math.sin(side)), (cx + 30 * math.cos(side), cy + 30 * math.sin(side))], rgb("fbf8f0"))
        for dx in (40, 220):
            c.disc(x + dx, y + 4, 17, rgb("2b2f36"))
    c.person(92, 1010, 330, c.rng.choice(COATS))
    c.person(1525, 1000, 310, c.rng.choice(COATS))


def bridge(c: Canvas) -> None:
    """Two shores joined by a bridge, for the sister towns."""
    mood = c.rng.choice([SUNSET, MORNING, GOLDEN])
    sky(c, mood, 560, sun=(800, 380, 74))
    far_hills(c, mood, 560, rows=2, height=66)
    c.sea(560, *mood.water, glints=120, light=mood.halo, under=800)
    for flip in (1, -1):
        at = (lambda d: d) if flip > 0 else (lambda d: WIDTH - d)
        land = mix(mood.hill, rgb("3f5f4a"), 0.4)
        c.fade_poly([(at(-10), 620), (at(180), 640), (at(330), 720), (at(380), 790), (at(-10), 850)], shade(land, 0.1), shade(land, -0.25))
        for k in range(4):
            w = c.rng.uniform(66, 92)
            c.house(at(20 + k * 84) - (w if flip < 0 else 0), 680 + k * 24, w, c.rng.uniform(70, 120), mix(c.rng.choice(WALLS), mood.sky[-1], 0.2), c.rng.choice(ROOFS), LAMP)
    ink = shade(mood.hill, -0.3)
    c.poly([(0, 660), (WIDTH, 660), (WIDTH, 690), (0, 690)], ink)
    for x in (480, 1120):
        c.rect(x - 18, 330, 36, 470, ink)
        c.rect(x - 30, 322, 60, 18, ink, r=5)
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
    "skyline": skyline, "roadworks": roadworks, "water_pipes": water_pipes, "bus": bus, "market": market, "park": park,
    "city_hall": city_hall, "restoration": restoration, "recycling": recycling, "bridge": bridge,
}
