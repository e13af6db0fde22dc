"""Scenes of the countryside, of animals and of rescue."""

from __future__ import annotations

from demo.pictures.canvas import HEIGHT, WIDTH, Canvas, Colour, mix, rgb, shade
from demo.pictures.scenery import DAY, GOLDEN, MORNING, OVERCAST, ROOFS, far_hills, row_of_houses, sky


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
            _olive(
                c,
                x,
                y + c.rng.uniform(-14, 14),
                size * c.rng.uniform(0.9, 1.1),
                mix(leaf, mood.sky[-1], 0.34 - 0.11 * row),
            )


def _olive(c: Canvas, x: float, y: float, size: float, leaf: Colour) -> None:
    c.disc(x + size * 0.1, y + 2, size * 0.46, rgb("6b5530"), ry=size * 0.06, alpha=0.3)
    bark = mix(rgb("6d5a48"), leaf, 0.15)
    c.poly(
        [
            (x - size * 0.1, y),
            (x - size * 0.05, y - size * 0.22),
            (x - size * 0.2, y - size * 0.46),
            (x - size * 0.1, y - size * 0.46),
            (x, y - size * 0.28),
            (x + size * 0.12, y - size * 0.48),
            (x + size * 0.2, y - size * 0.46),
            (x + size * 0.06, y - size * 0.2),
            (x + size * 0.12, y),
        ],
        bark,
    )
    for tone, count, spread in ((-0.28, 9, 0.36), (-0.1, 9, 0.32), (0.1, 8, 0.27), (0.28, 6, 0.2)):
        for _ in range(count):
            dx, dy = c.rng.uniform(-spread, spread), c.rng.uniform(-0.2, 0.2)
            c.disc(
                x + dx * size * 1.1 - tone * size * 0.25,
                y - size * (0.62 + dy + tone * 0.3),
                size * c.rng.uniform(0.07, 0.13),
                shade(leaf, tone),
            )


def forest_smoke(c: Canvas) -> None:
    """A pine forest under a hot sky with a column of smoke far away."""
    c.fade(0, 700, rgb("c98a5e"), rgb("e5ad74"), rgb("f3cf9a"))
    c.sun(c.rng.uniform(980, 1380), 200, 58, rgb("fff0cf"), rgb("ffdca0"), 0.7)
    x = c.rng.uniform(380, 720)
    for i in range(26):
        rise = i / 25
        drift = x + 520 * rise**1.7 + c.rng.uniform(-40, 40)
        c.disc(
            drift,
            520 - 500 * rise,
            40 + 120 * rise * c.rng.uniform(0.7, 1.2),
            mix(rgb("6d6058"), rgb("d8b79a"), rise),
            alpha=0.5,
        )
    far = rgb("b98a68")
    for i, (y, lean) in enumerate(((500, 0.15), (580, 0.42), (670, 0.7))):
        colour = mix(far, rgb("2f4a3c"), lean)
        ridge = c.hills(y, 46, colour, shade(colour, -0.1), rough=1.4)
        if i:
            for px, py in ridge[:: 2 if i == 1 else 3]:
                c.pine(
                    px + c.rng.uniform(-9, 9), py + 16, (44 + 36 * i) * c.rng.uniform(0.8, 1.2), shade(colour, -0.08)
                )
        c.haze(y + 20, 120, rgb("e9bd8c"), 0.35)
    c.hills(890, 26, rgb("2c4437"), rgb("1b2c25"))
    for i in range(19):
        side = c.rng.choice([0, 1])
        px = c.rng.uniform(-40, 560) if side else c.rng.uniform(1040, 1640)
        c.pine(px, 920 + i * 10, c.rng.uniform(210, 330), mix(rgb("2f5a44"), rgb("20392f"), i / 18), rgb("3a2c24"))
    c.line([(800, 1067), (800, 812)], rgb("d9c8a8"), 13)
    c.rect(735, 760, 130, 30, rgb("efe2c6"), r=4)
    c.poly([(720, 762), (800, 705), (880, 762)], rgb("b8493c"))
    for dx in (-50, 50):
        c.line([(800 + dx, 790), (800 + dx * 1.5, 1067)], rgb("c9b48e"), 9)
    c.rect(745, 728, 110, 34, rgb("4a5a60"), alpha=0.9)


def shelter(c: Canvas) -> None:
    """A dog and a cat in front of their new house."""
    mood = c.rng.choice([DAY, MORNING, GOLDEN])
    sky(c, mood, 600, sun=(c.rng.uniform(200, 1400), 160, 48))
    c.hills(560, 40, mix(rgb("8fbf6c"), mood.sky[-1], 0.4), rgb("7fb060"))
    for i in range(8):
        c.tree(
            60 + i * 210 + c.rng.uniform(-50, 50),
            650,
            c.rng.uniform(190, 280),
            c.rng.choice([rgb("5d9a5a"), rgb("7aa64f"), rgb("4c8a66")]),
        )
    c.hills(690, 16, rgb("9bcb74"), rgb("6fa857"))
    for post in range(-10, WIDTH, 62):
        c.poly([(post, 760), (post, 650), (post + 17, 630), (post + 34, 650), (post + 34, 760)], rgb("f8f3e6"))
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
        c.disc(
            c.rng.uniform(80, 560),
            c.rng.uniform(930, 1010),
            c.rng.uniform(14, 40),
            shade(rgb("a59a88"), c.rng.uniform(-0.25, 0.15)),
            ry=17,
        )
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


SCENES = {"olive_grove": olive_grove, "forest_smoke": forest_smoke, "shelter": shelter, "drill": drill}
