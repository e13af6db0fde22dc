"""Where things lie on pages that are held in hands, when they do not simply run on: frames in millimetres from the cut
edge, worked out from any sheet. ``side`` is the margin at the left of this page."""

from __future__ import annotations

from collections.abc import Callable

from publishing.publications.layouts.areas import Area, Measures

Frames = dict[str, Area]
GUTTER = 0.018  # of the width, between photos


def ground(m: Measures) -> Area:
    """The whole sheet with its bleed."""
    return Area(-m["b"], -m["b"], m["w"] + 2 * m["b"], m["h"] + 2 * m["b"])


def strip(m: Measures, top: float, bottom: float) -> Area:
    """From edge to edge; at the upper and lower edge of the sheet into the bleed."""
    upper = -m["b"] if top <= 0 else top
    lower = m["h"] + m["b"] if bottom >= m["h"] else bottom
    return Area(-m["b"], upper, m["w"] + 2 * m["b"], lower - upper)


def cover(m: Measures, side: float) -> Frames:
    high, wide, text = m["h"], m["w"], m["text"]
    head = max(m["top"], 0.045 * high)
    mast = Area(side, head, text, 0.115 * high)
    line = Area(side, mast.y + mast.h + 0.012 * high, text, 0.02 * high)
    top = line.y + line.h + 0.012 * high
    panel = Area(side, 0.62 * high, 0.66 * text, high - max(m["foot"], m["top"]) - 0.62 * high)
    pad = 0.045 * panel.w
    return {
        "mast": mast, "line": line, "photo": strip(m, top, high), "panel": panel,
        "words": Area(panel.x + pad, panel.y + pad, panel.w - 2 * pad, panel.h - 2 * pad),
        "inset": Area(side, top, text, 0.66 * high - top),
        "below": Area(side, 0.68 * high, text, high - max(m["foot"], m["top"]) - 0.68 * high),
        "sheet": ground(m), "w": Area(0, 0, wide, high),
    }  # fmt: skip


def imprint(m: Measures, side: float) -> Frames:
    split = 0.4 * m["text"]
    return {
        "band": strip(m, 0, 0.34 * m["h"]),
        "title": Area(side, m["head"], m["text"], 0.34 * m["h"] - m["head"] - 0.03 * m["h"]),
        "lines": Area(side, 0.38 * m["h"], split - m["gap"], m["h"] - m["foot"] - 0.38 * m["h"]),
        "story": Area(side + split, 0.38 * m["h"], m["text"] - split, m["h"] - m["foot"] - 0.38 * m["h"]),
        "wide": Area(side, 0.38 * m["h"], m["text"], m["h"] - m["foot"] - 0.38 * m["h"]),
    }


def contents(m: Measures, side: float) -> Frames:
    third = 0.3 * m["text"]
    top = m["head"] + 0.13 * m["h"]
    return {
        "title": Area(side, m["head"], m["text"], 0.09 * m["h"]),
        "photos": Area(side, top, third, m["h"] - m["foot"] - top),
        "list": Area(side + third + 2 * m["gap"], top, m["text"] - third - 2 * m["gap"], m["h"] - m["foot"] - top),
        "wide": Area(side, top, m["text"], m["h"] - m["foot"] - top),
    }


def essay(m: Measures, count: int) -> list[Area]:
    """The photos of a photo essay: over the whole upper part, edge to edge, with narrow gutters."""
    low, gutter, left = 0.74 * m["h"], GUTTER * m["w"], -m["b"]
    whole = strip(m, 0, low)
    if count <= 1:
        return [whole]
    half = (whole.w - gutter) / 2
    if count == 2:
        high = (whole.h - gutter) / 2
        return [Area(left, whole.y, whole.w, high), Area(left, whole.y + high + gutter, whole.w, high)]
    upper = 0.6 * whole.h
    rest = whole.h - upper - gutter
    second = whole.y + upper + gutter
    if count == 3:
        return [
            Area(left, whole.y, whole.w, upper), Area(left, second, half, rest),
            Area(left + half + gutter, second, half, rest),
        ]  # fmt: skip
    part = (whole.w - 2 * gutter) / 3
    return [Area(left, whole.y, whole.w, upper)] + [
        Area(left + place * (part + gutter), second, part, rest) for place in range(3)
    ]


def interview(m: Measures, side: float) -> Frames:
    """A tinted band with the portrait at its right; words begin below it."""
    high, wide = 0.40 * m["h"], 0.40 * m["w"]
    right = m["w"] + m["b"] - wide
    return {
        "band": strip(m, 0, high), "photo": Area(right, -m["b"], wide, high + m["b"]),
        "words": Area(side, m["head"], right - side - 1.5 * m["gap"], high - m["head"] - m["gap"]),
    }  # fmt: skip


def news(m: Measures, side: float, count: int, first: bool) -> dict[str, Area]:
    """A news page: the main story over two columns of three, one beside it, the others in a row below."""
    head = max(m["top"], 0.035 * m["h"])
    top = head + (0.11 if first else 0.035) * m["h"]
    foot = m["h"] - m["foot"]
    row = 0.0 if count <= 2 else 0.32 * (foot - top)
    gap = 1.2 * m["gap"]
    column = (m["text"] - 2 * gap) / 3
    main_wide = m["text"] if count == 1 else 2 * column + gap
    low = foot - (row + gap if row else 0)
    made = {
        "mast": Area(side, head, m["text"], (0.085 if first else 0.02) * m["h"]),
        "rule": Area(side, top - 0.012 * m["h"], m["text"], 0.5),
        "story0": Area(side, top, main_wide, low - top),
        "story1": Area(side + main_wide + gap, top, column, low - top),
    }
    below = max(1, count - 2)
    part = (m["text"] - (below - 1) * gap) / below
    for place in range(below):
        made[f"story{place + 2}"] = Area(side + place * (part + gap), low + gap, part, row)
    return made


def piece(area: Area, photo: float, head: float, gap: float) -> Frames:
    """A story in a frame: photo, headline, text. ``photo`` and ``head`` are parts of its height, 0 for none."""
    first, second = photo * area.h, head * area.h
    at = first + (gap if first else 0)
    return {
        "photo": area.part(0, first), "head": area.part(at, second),
        "text": area.part(at + second + 0.6 * gap, area.h - at - second - 0.6 * gap),
    }  # fmt: skip


def panels(m: Measures, inside: bool) -> list[Area]:
    """The three parts of a folded sheet; the one that is folded in is 1 % narrower (3 mm on A4)."""
    narrow = m["w"] * 97 / 297
    broad = (m["w"] - narrow) / 2
    widths = (broad, broad, narrow) if inside else (narrow, broad, broad)
    at, made = 0.0, []
    for width in widths:
        made.append(Area(at, 0.0, width, m["h"]))
        at += width
    return made


def panel(m: Measures, area: Area) -> Frames:
    """One part of a folded sheet: photo over its whole width on top, words below."""
    pad = max(m["side"], 0.085 * area.w)
    left = area.x - (m["b"] if area.x <= 0 else 0)
    right = area.x + area.w + (m["b"] if area.x + area.w >= m["w"] - 0.01 else 0)
    cut = 0.36 * m["h"]
    return {
        "ground": Area(left, -m["b"], right - left, m["h"] + 2 * m["b"]),
        "photo": Area(left, -m["b"], right - left, cut + m["b"]),
        "head": Area(area.x + pad, cut + 0.035 * m["h"], area.w - 2 * pad, 0.13 * m["h"]),
        "text": Area(
            area.x + pad,
            cut + 0.185 * m["h"],
            area.w - 2 * pad,
            m["h"] - m["top"] - 0.03 * m["h"] - cut - 0.185 * m["h"],
        ),
        "high_head": Area(area.x + pad, 0.08 * m["h"], area.w - 2 * pad, 0.13 * m["h"]),
        "high_text": Area(
            area.x + pad, 0.23 * m["h"], area.w - 2 * pad, m["h"] - m["top"] - 0.03 * m["h"] - 0.23 * m["h"]
        ),
        "front": Area(
            area.x + pad, cut + 0.06 * m["h"], area.w - 2 * pad, m["h"] - m["top"] - 0.04 * m["h"] - cut - 0.06 * m["h"]
        ),
        "back": Area(area.x + pad, 0.3 * m["h"], area.w - 2 * pad, 0.7 * m["h"] - m["top"] - 0.04 * m["h"]),
    }


def children(m: Measures, side: float, count: int) -> dict[str, Area]:
    """Big headline, then cards below one another."""
    top, foot = 0.27 * m["h"], m["h"] - m["foot"]
    gap = 1.5 * m["gap"]
    high = (foot - top - (count - 1) * gap) / max(1, count)
    made = {"sheet": ground(m), "head": Area(side, m["head"], 0.78 * m["text"], 0.27 * m["h"] - m["head"] - gap)}
    for place in range(count):
        made[f"card{place}"] = Area(side, top + place * (high + gap), m["text"], high)
    return made


def card(area: Area, with_photo: bool, swapped: bool, gap: float) -> Frames:
    """A card with its photo at one side."""
    pad = 0.06 * area.h + 2
    photo = min(0.36 * area.w, area.h - 2 * pad) if with_photo else 0.0
    left = area.x + pad + (0 if swapped or not photo else photo + gap)
    wide = area.w - 2 * pad - (photo + gap if photo else 0)
    at = area.x + area.w - pad - photo if swapped else area.x + pad
    return {
        "photo": Area(at, area.y + (area.h - photo) / 2, photo, photo),
        "head": Area(left, area.y + pad, wide, 0.2 * area.h),
        "text": Area(left, area.y + pad + 0.23 * area.h, wide, area.h - 2 * pad - 0.23 * area.h),
    }


def invitation(m: Measures, with_photo: bool) -> Frames:
    inset = m["side"] + 0.5
    cut = 0.4 * m["w"] if with_photo and m["ratio"] > 1.15 else 0.0
    top = 0.36 * m["h"] if with_photo and not cut else 0.0
    frame = Area(cut + inset, top + m["top"] + 0.5, m["w"] - cut - 2 * inset, m["h"] - top - 2 * (m["top"] + 0.5))
    pad = 0.07 * min(frame.w, frame.h)
    photo = Area(-m["b"], -m["b"], cut + m["b"], m["h"] + 2 * m["b"]) if cut else strip(m, 0, top)
    return {
        "photo": photo, "frame": frame,
        "words": Area(frame.x + pad, frame.y + pad, frame.w - 2 * pad, frame.h - 2 * pad),
    }  # fmt: skip


def disc(m: Measures) -> Frames:
    """A disc's face: words keep off the hole (a fifth of its width with its rim) and the round edge."""
    side, hole = min(m["w"], m["h"]), min(m["w"], m["h"]) * 0.19
    middle_x, middle_y = m["w"] / 2, m["h"] / 2
    wide = 0.62 * side
    return {
        "face": Area(middle_x - side / 2 - m["b"], middle_y - side / 2 - m["b"], side + 2 * m["b"], side + 2 * m["b"]),
        "hole": Area(middle_x - hole / 2, middle_y - hole / 2, hole, hole),
        "title": Area(middle_x - wide / 2, middle_y - 0.35 * side, wide, 0.2 * side),
        "below": Area(middle_x - wide / 2, middle_y + 0.17 * side, wide, 0.2 * side),
    }


def booklet(m: Measures) -> Frames:
    cut = 0.58 * m["h"]
    top = cut + 0.05 * m["h"]
    return {
        "photo": strip(m, 0, cut), "block": strip(m, cut, m["h"]),
        "words": Area(m["side"] + 3, top, m["w"] - 2 * m["side"] - 6, m["h"] - m["top"] - 3 - top),
    }  # fmt: skip


NAMED: dict[str, Callable[[Measures, float], Frames]] = {
    "cover": cover, "imprint": imprint, "contents": contents, "interview": interview,
}  # fmt: skip
