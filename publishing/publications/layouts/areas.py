"""Where things lie on what hangs: frames in the file's millimetres, worked out from any sheet, broad or tall.

Words keep inside the open, safe part; colour and photos run over the cut by the bleed. Sizes are the largest that fit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from publishing.publications.layouts import typefaces

BROAD = 1.15  # from here on photo and words stand side by side
Measures = dict[str, float]


@dataclass(frozen=True, slots=True)
class Area:
    """Left, top, width and height from the cut edge."""

    x: float
    y: float
    w: float
    h: float

    @property
    def css(self) -> str:
        return f"left:{self.x:.3f}mm;top:{self.y:.3f}mm;width:{self.w:.3f}mm;height:{self.h:.3f}mm"

    def part(self, top: float, height: float) -> Area:
        """A strip of it, ``top`` below its upper edge."""
        return Area(self.x, self.y + top, self.w, height)


def photo_and_words(m: Measures) -> dict[str, Area]:
    """The photo on 57 % of the sheet, the block of colour on the rest, and the words in it."""
    bleed, wide, high, pad = m["b"], m["w"], m["h"], 4 * m["u"]
    if m["ratio"] > BROAD:
        cut = 0.57 * wide
        left = cut + pad + m["u"]
        return {
            "photo": Area(-bleed, -bleed, cut + bleed, high + 2 * bleed),
            "block": Area(cut, -bleed, wide - cut + bleed, high + 2 * bleed),
            "words": Area(left, m["top"] + pad / 2, wide - m["side"] - pad / 2 - left, high - 2 * m["top"] - pad),
        }
    cut = 0.55 * high
    upper = cut + pad + m["u"]
    return {
        "photo": Area(-bleed, -bleed, wide + 2 * bleed, cut + bleed),
        "block": Area(-bleed, cut, wide + 2 * bleed, high - cut + bleed),
        "words": Area(m["side"] + pad / 2, upper, m["ow"] - pad, high - m["top"] - pad / 2 - upper),
    }


def framed(m: Measures) -> dict[str, Area]:
    """A ground of colour; the photo in a window at the right or below, words beside it."""
    bleed, wide, high, pad = m["b"], m["w"], m["h"], 5 * m["u"]
    ground = Area(-bleed, -bleed, wide + 2 * bleed, high + 2 * bleed)
    if m["ratio"] > BROAD:
        cut = m["side"] + 0.5 * m["ow"]
        return {
            "ground": ground,
            "photo": Area(cut + pad, m["top"] + pad / 2, wide - m["side"] - pad / 2 - cut - pad, m["oh"] - pad),
            "words": Area(m["side"] + pad / 2, m["top"] + pad / 2, cut - m["side"] - pad / 2, m["oh"] - pad),
        }
    cut = m["top"] + 0.46 * m["oh"]
    return {
        "ground": ground,
        "words": Area(m["side"] + pad / 2, m["top"] + pad / 2, m["ow"] - pad, cut - m["top"] - pad),
        "photo": Area(m["side"] + pad / 2, cut, m["ow"] - pad, high - m["top"] - pad / 2 - cut),
    }


def lettered(m: Measures) -> dict[str, Area]:
    """No photo: a strip of the second colour at the left edge or on top, words over all the rest."""
    bleed, wide, high, pad = m["b"], m["w"], m["h"], 6 * m["u"]
    band = (m["side"] + 5 * m["u"]) if m["ratio"] > BROAD else (m["top"] + 5 * m["u"])
    ground = Area(-bleed, -bleed, wide + 2 * bleed, high + 2 * bleed)
    if m["ratio"] > BROAD:
        words = Area(band + pad, m["top"] + pad / 2, wide - m["side"] - pad / 2 - band - pad, m["oh"] - pad)
        return {"ground": ground, "strip": Area(-bleed, -bleed, band + bleed, high + 2 * bleed), "words": words}
    words = Area(m["side"] + pad / 2, band + pad, m["ow"] - pad, high - m["top"] - pad / 2 - band - pad)
    return {"ground": ground, "strip": Area(-bleed, -bleed, wide + 2 * bleed, band + bleed), "words": words}


def words(story: dict[str, Any], area: Area, face: str, *, code: bool, mark: bool) -> dict[str, Any]:
    """How a block of words is set in ``area``: kicker, headline, spot, when and where, and the row with logo and code.

    Gives for each an ``Area`` and a type size (mm); what is not said takes no room.
    """
    high, wide, gap = area.h, area.w, min(area.h, area.w) * 0.035
    foot = min(0.22 * high, 0.32 * wide) if code else min(0.12 * high, 0.16 * wide) if mark else 0.0
    told = {
        "kicker": (story["section"], 0.06, 0.05), "spot": (story["spot"], 0.18, 0.078),
        "when": (story["when"], 0.13, 0.12), "where": (story["where"], 0.11, 0.085),
    }  # fmt: skip
    free = high - (foot + gap if foot else 0)
    least = min(2.2, 0.07 * high)  # mm: what small print needs at any size
    heights = {name: (max(part * free, 1.25 * least) if text else 0.0) for name, (text, part, _most) in told.items()}
    sizes = {
        name: typefaces.largest(text, "semibold", wide, heights[name], 1.18, max(least, most * min(high, 1.6 * wide)))
        for name, (text, _part, most) in told.items()
        if text
    }
    # A line that needs less room than it was given leaves the rest to the headline.
    for name, size in sizes.items():
        heights[name] = typefaces.rows(told[name][0], "semibold", size, wide * 0.985) * size * 1.2
    used = sum(height + gap for height in heights.values() if height)
    room = max(free - used, 0.1 * high)
    size = typefaces.largest(story["headline"], face, wide, room, 1.06, 0.42 * min(high, 1.2 * wide))
    head = min(room, typefaces.rows(story["headline"], face, size, wide * 0.985) * size * 1.06 + 0.1 * size)
    made: dict[str, Any] = {"gap": gap, "size": {**sizes, "headline": size}}
    at = 0.0
    for name, height in (("kicker", heights["kicker"]), ("headline", head), ("spot", heights["spot"])):
        made[name] = area.part(at, height)
        at += height + gap if height else 0.0
    low = high - foot
    made["foot"] = area.part(low, foot)
    below = heights["when"] + heights["where"] + (gap if foot else 0)
    at = max(at, low - below - (gap / 3 if heights["when"] and heights["where"] else 0))
    made["when"] = area.part(at, heights["when"])
    made["where"] = area.part(at + heights["when"] + (gap / 3 if heights["when"] else 0), heights["where"])
    made["code"] = Area(area.x + wide - foot, area.y + low, foot, foot)
    mark_high = min(foot, 0.14 * high, 0.2 * wide)
    made["logo"] = Area(area.x, area.y + high - mark_high, mark_high, mark_high)
    made["size"]["name"] = max(0.3 * mark_high, least)
    broad = wide - (foot + gap if code else 0)
    made["name"] = Area(area.x, area.y + high - mark_high, broad, mark_high)
    return made
