"""Scenes of streets and squares."""

from __future__ import annotations

import math

from demo.pictures.canvas import HEIGHT, WIDTH, Canvas, Colour, across, mix, rgb, shade
from demo.pictures.scenery import COATS, DAY, GOLDEN, LAMP, MORNING, SUNSET, boat, far_hills, row_of_houses, sky


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
            _mosque(
                c, c.rng.uniform(350, 1150), 612, 190, mix(rgb("f1ece2"), tint, 0.3), mix(rgb("5f8f95"), tint, 0.25)
            )
        for _ in range(7):
            c.tree(c.rng.uniform(0, WIDTH), 530 + row * 82, 70 + row * 16, mix(rgb("4f7f58"), tint, 0.4 - row * 0.08))
    c.rect(0, 868, WIDTH, 34, mix(rgb("b6a78f"), tint, 0.1))
    c.fade(902, HEIGHT - 902, *mood.water[1:])
    for _ in range(50):
        c.rect(
            c.rng.uniform(0, WIDTH), c.rng.uniform(912, HEIGHT), c.rng.uniform(30, 90), 4, mood.halo, r=2, alpha=0.35
        )
    for i in range(4):
        boat(c, 200 + i * 400 + c.rng.uniform(-80, 80), 970 + c.rng.uniform(-14, 30), 150, c.rng.choice(COATS))


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
    c.poly(
        [(tower - size * 0.07, y - size * 1.45), (tower, y - size * 1.8), (tower + size * 0.07, y - size * 1.45)], dome
    )


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
        c.poly(
            [
                (806 - 3 - 10 * t, y),
                (806 + 3 + 10 * t, y),
                (806 + 5 + 13 * t, y + 24 + 40 * t),
                (806 - 5 - 13 * t, y + 24 + 40 * t),
            ],
            rgb("f4efe2"),
        )
    flip = c.rng.choice([1, -1])
    x, y = 800 + flip * c.rng.uniform(140, 220), 885
    body = c.rng.choice([rgb("f2a922"), rgb("e8842c"), rgb("f0b93c")])
    c.disc(x, y + 10, 330, rgb("23262c"), ry=22, alpha=0.4)
    at = across(x, flip)
    c.disc(at(-190), y - 92, 100, rgb("4b525c"))
    c.disc(at(-190), y - 92, 72, rgb("6d757f"))
    c.disc(at(-190), y - 92, 22, rgb("3a4048"))
    c.disc(at(170), y - 82, 90, rgb("2b2f36"))
    c.disc(at(170), y - 82, 46, rgb("c9ced4"))
    c.poly(
        [(at(-250), y - 150), (at(-230), y - 205), (at(-40), y - 210), (at(-40), y - 120), (at(-120), y - 120)], body
    )
    c.poly(
        [(at(-40), y - 120), (at(-40), y - 230), (at(250), y - 220), (at(262), y - 150), (at(90), y - 100)],
        shade(body, -0.08),
    )
    for d in (-40, 130):
        c.line([(at(d), y - 225), (at(d), y - 392)], rgb("3a4048"), 12)
    c.poly([(at(-80), y - 412), (at(-80), y - 388), (at(165), y - 388), (at(165), y - 412)], body)
    c.rect(min(at(-30), at(120)), y - 380, 150, 150, rgb("bfe0ea"), alpha=0.55)
    c.person(at(55), y - 205, 175, rgb("ee7f2d"))
    for cx, cy, size in ((250.0, 990, 1.3), (450.0, 860, 0.95), (1340.0, 960, 1.25), (1180.0, 800, 0.8)):
        cx += c.rng.uniform(-30, 30)
        c.rect(cx - 50 * size, cy - 10 * size, 100 * size, 14 * size, rgb("d4501f"), r=5)
        c.poly(
            [
                (cx - 36 * size, cy - 8 * size),
                (cx - 7 * size, cy - 122 * size),
                (cx + 7 * size, cy - 122 * size),
                (cx + 36 * size, cy - 8 * size),
            ],
            rgb("ee6a2b"),
        )
        for low, high in ((0.34, 0.5), (0.66, 0.8)):
            half_low, half_high = 36 - 29 * low, 36 - 29 * high
            c.poly(
                [
                    (cx - half_low * size, cy - (8 + 114 * low) * size),
                    (cx - half_high * size, cy - (8 + 114 * high) * size),
                    (cx + half_high * size, cy - (8 + 114 * high) * size),
                    (cx + half_low * size, cy - (8 + 114 * low) * size),
                ],
                rgb("fbf6ea"),
            )


def _road(c: Canvas, top: float, left: float, right: float) -> None:
    c.fade_poly([(left, top), (right, top), (1750, HEIGHT), (-150, HEIGHT)], rgb("6b7078"), rgb("41464f"))


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
    for dash in range(40, WIDTH, 240):
        c.rect(dash, 985, 130, 12, rgb("f1ead8"), r=4)
    colour = c.rng.choice([rgb("2f8f83"), rgb("2f6fa3"), rgb("d9574a"), rgb("e39a2d")])
    x, y, w = c.rng.uniform(250, 420), 905, 960
    c.disc(x + w / 2, y + 18, w * 0.53, rgb("1f2229"), ry=20, alpha=0.4)
    c.rect(x, y - 390, w, 380, rgb("f8f5ee"), r=44)
    c.rect(x, y - 150, w, 140, colour, r=30)
    c.poly([(x + 20, y - 150), (x + w * 0.55, y - 150), (x + w * 0.3, y - 10), (x + 20, y - 10)], shade(colour, -0.12))
    for k in range(6):
        c.rect(x + 40 + k * 128, y - 340, 114, 150, rgb("39586c"), r=12)
        c.poly(
            [
                (x + 60 + k * 128, y - 190),
                (x + 110 + k * 128, y - 340),
                (x + 140 + k * 128, y - 340),
                (x + 90 + k * 128, y - 190),
            ],
            rgb("ffffff"),
            alpha=0.12,
        )
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
        c.person(
            230 + i * 390 + c.rng.uniform(-50, 50),
            930 + c.rng.uniform(-10, 20),
            225,
            c.rng.choice(COATS),
            hair=c.rng.choice([rgb("3a2c28"), rgb("b8b2ac"), rgb("7a4a5c")]),
        )
    _stall_row(c, 905, 1.15, c.rng.uniform(-260, -100))


def _stall_row(c: Canvas, y: float, size: float, x: float) -> None:
    while x < WIDTH:
        stripe, w = c.rng.choice(COATS), 440 * size
        for dx in (0.04, 0.94):
            c.rect(x + w * dx, y - 250 * size, 10 * size, 330 * size, rgb("7a5c40"))
        c.rect(x, y - 40 * size, w, 150 * size, rgb("a9794b"), r=6)
        c.rect(x, y + 20 * size, w, 90 * size, rgb("8d6138"), r=6)
        goods = c.rng.sample(
            [rgb("d9473f"), rgb("f0a030"), rgb("6fa044"), rgb("8a4f8f"), rgb("f2d04a"), rgb("4f7f3f"), rgb("e9794a")], 3
        )
        for box, colour in enumerate(goods):
            bx = x + w * (0.04 + box * 0.32)
            for line in range(3):
                for k in range(5 - line):
                    c.disc(
                        bx + w * (0.035 + 0.056 * k + 0.028 * line),
                        y - (34 + 20 * line) * size,
                        15 * size,
                        shade(colour, c.rng.uniform(-0.12, 0.14)),
                    )
            c.rect(bx - 4, y - 30 * size, w * 0.3, 46 * size, rgb("c99a63"), r=4)
            c.rect(bx - 4, y - 10 * size, w * 0.3, 6 * size, rgb("a9794b"))
        for k in range(8):
            colour = stripe if k % 2 else rgb("fbf6ea")
            left, right = x - w * 0.04 + w * 1.08 * k / 8, x - w * 0.04 + w * 1.08 * (k + 1) / 8
            c.poly(
                [
                    (left + (x + w / 2 - left) * 0.12, y - 300 * size),
                    (right + (x + w / 2 - right) * 0.12, y - 300 * size),
                    (right, y - 210 * size),
                    (left, y - 210 * size),
                ],
                colour,
            )
            c.pie((left + right) / 2, y - 211 * size, (right - left) / 2, shade(colour, -0.06), 0, 180)
        x += w * 1.16


def park(c: Canvas) -> None:
    """A playground between trees."""
    mood = c.rng.choice([DAY, MORNING, GOLDEN])
    sky(c, mood, 560, sun=(c.rng.uniform(200, 1400), 160, 52))
    row_of_houses(c, 590, 120, mood.sky[-1], 0.55)
    c.hills(600, 22, rgb("8fbf6c"), rgb("6fa857"))
    for i in range(9):
        c.tree(
            40 + i * 190 + c.rng.uniform(-40, 40),
            640 + c.rng.uniform(-14, 20),
            c.rng.uniform(180, 270),
            c.rng.choice([rgb("5d9a5a"), rgb("7aa64f"), rgb("4c8a66"), rgb("8fae4f")]),
        )
    c.hills(720, 20, rgb("9bcb74"), rgb("6fa857"))
    c.disc(800, 910, 640, rgb("efd3a0"), ry=125)
    x, side = 800 + c.rng.uniform(-60, 60), c.rng.choice([1, -1])
    frame, slide, roof = c.rng.sample(COATS, 3)
    at = across(x, side)
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


def recycling(c: Canvas) -> None:
    """Coloured containers in a green street."""
    mood = c.rng.choice([DAY, MORNING])
    sky(c, mood, 560, sun=(c.rng.uniform(200, 1400), 150, 48))
    row_of_houses(c, 600, 170, mood.sky[-1], 0.45)
    c.hills(640, 18, rgb("8fbf6c"), rgb("6fa857"))
    for i in range(6):
        c.tree(
            110 + i * 290 + c.rng.uniform(-50, 50),
            690,
            c.rng.uniform(220, 300),
            c.rng.choice([rgb("5d9a5a"), rgb("7aa64f"), rgb("4c8a66")]),
        )
    c.fade(760, HEIGHT - 760, rgb("d3c9b9"), rgb("aba08e"))
    colours = [rgb("2f6fb5"), rgb("f0b62d"), rgb("3f9a55"), rgb("8a5a3c")]
    c.rng.shuffle(colours)
    for i, colour in enumerate(colours):
        x, y = 150 + i * 350, 950
        c.disc(x + 130, y + 12, 160, rgb("4a4034"), ry=18, alpha=0.35)
        c.fade_poly(
            [(x, y - 330), (x + 260, y - 330), (x + 236, y), (x + 24, y)], shade(colour, 0.1), shade(colour, -0.2)
        )
        c.rect(x - 16, y - 372, 292, 54, shade(colour, -0.12), r=20)
        c.rect(x + 60, y - 356, 140, 20, rgb("22303a"), r=10)
        for part in range(3):
            cx, cy = x + 130, y - 160
            c.ring(cx, cy, 62, rgb("fbf8f0"), 17, start=part * 120 - 80, end=part * 120 + 4)
            tip = math.radians(part * 120 + 22)
            side = math.radians(part * 120 + 2)
            c.poly(
                [
                    (cx + 53 * math.cos(tip), cy + 53 * math.sin(tip)),
                    (cx + 78 * math.cos(side), cy + 78 * math.sin(side)),
                    (cx + 30 * math.cos(side), cy + 30 * math.sin(side)),
                ],
                rgb("fbf8f0"),
            )
        for dx in (40, 220):
            c.disc(x + dx, y + 4, 17, rgb("2b2f36"))
    c.person(92, 1010, 330, c.rng.choice(COATS))
    c.person(1525, 1000, 310, c.rng.choice(COATS))


SCENES = {
    "skyline": skyline,
    "roadworks": roadworks,
    "bus": bus,
    "market": market,
    "park": park,
    "recycling": recycling,
}
