"""What stands on the pages of a finished PDF: boxes, words, surfaces and pictures, read from its own instructions.

A small interpreter of content streams (ISO 32000-1, 8 and 9): it follows the graphics state, goes into forms and gives
every drawn thing with its colour, size and place in points. It believes nothing but the file.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Literal

MM = 72 / 25.4  # points
DEEPEST = 8  # forms in forms
Matrix = tuple[float, float, float, float, float, float]
Rectangle = tuple[float, float, float, float]  # left, bottom, right, top
UNIT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def joined(first: Matrix, then: Matrix) -> Matrix:
    """``first`` and after it ``then``."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def moved(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


@dataclass(frozen=True, slots=True)
class Paint:
    """A colour as the file says it: ``space`` is its name (``DeviceCMYK``, ``ICCBased``, ``Separation:All`` …)."""

    space: str = "DeviceGray"
    parts: tuple[float, ...] = (0.0,)


@dataclass(frozen=True, slots=True)
class Thing:
    """Something drawn. ``size`` is the type size of text, the width of a line, in points."""

    kind: Literal["text", "fill", "stroke", "image", "shading"]
    box: Rectangle
    paint: Paint
    size: float = 0.0
    font: str = ""
    name: str = ""  # of an image
    image: Any = None
    matrix: Matrix = UNIT
    parts: int = 0  # closed pieces of a path
    overprint: bool = False
    alpha: float = 1.0
    masked: bool = False
    blend: str = "Normal"
    invisible: bool = False


@dataclass(slots=True)
class _State:
    ctm: Matrix = UNIT
    fill: Paint = field(default_factory=Paint)
    stroke: Paint = field(default_factory=Paint)
    line: float = 1.0
    font: Any = None
    font_name: str = ""
    size: float = 0.0
    spacing: float = 0.0
    word: float = 0.0
    scale: float = 1.0
    rise: float = 0.0
    mode: int = 0
    op_fill: bool = False
    op_stroke: bool = False
    alpha_fill: float = 1.0
    alpha_stroke: float = 1.0
    masked: bool = False
    blend: str = "Normal"


def rectangle(value: Any) -> Rectangle | None:
    """A box of the file with its corners in order; ``None`` for what is none."""
    try:
        x, y, u, v = (float(one) for one in value)
    except (TypeError, ValueError):
        return None
    return min(x, u), min(y, v), max(x, u), max(y, v)


def things(pdf: Any, page: Any) -> Iterator[Thing]:
    """All that ``page`` (a ``pikepdf.Page``) draws, in its order. Raises ``pikepdf.PdfError`` for broken content."""
    reader = _Reader(pdf)
    yield from reader.run(page.obj, page.obj.get("/Resources", {}), _State(), 0)


class _Reader:
    def __init__(self, pdf: Any) -> None:
        self.pdf = pdf
        self.widths: dict[Any, tuple[bool, dict[int, float], float]] = {}

    def run(self, stream: Any, resources: Any, state: _State, depth: int) -> Iterator[Thing]:
        import pikepdf

        stack: list[_State] = []
        path: list[tuple[float, float]] = []
        pieces = 0
        text = line = UNIT
        instructions: Any = pikepdf.parse_content_stream(stream)
        for operands, operator in instructions:
            op = str(operator)
            if op == "q":
                stack.append(replace(state))
            elif op == "Q":
                state = stack.pop() if stack else state
            elif op == "cm":
                state.ctm = joined(_matrix(operands), state.ctm)
            elif op in _COLOURS:
                self._coloured(op, operands, resources, state)
            elif op == "w":
                state.line = float(operands[0])
            elif op == "gs":
                self._stated(resources, operands[0], state)
            elif op in ("m", "l"):
                path.append(moved(state.ctm, float(operands[0]), float(operands[1])))
                pieces += op == "m"
            elif op in ("c", "v", "y"):
                pairs = [float(one) for one in operands]
                path += [moved(state.ctm, x, y) for x, y in zip(pairs[::2], pairs[1::2], strict=True)]
            elif op == "re":
                x, y, wide, high = (float(one) for one in operands)
                corners = ((x, y), (x + wide, y), (x + wide, y + high), (x, y + high))
                path += [moved(state.ctm, *corner) for corner in corners]
                pieces += 1
            elif op in _PAINTS:
                if path and op != "n":
                    box = _around(path)
                    if op in ("f", "F", "f*", "B", "B*", "b", "b*"):
                        yield self._thing("fill", box, state.fill, state, parts=pieces)
                    if op in ("S", "s", "B", "B*", "b", "b*"):
                        wide = state.line * _scale(state.ctm)
                        yield self._thing("stroke", box, state.stroke, state, size=wide, parts=pieces)
                path, pieces = [], 0
            elif op == "BT":
                text = line = UNIT
            elif op == "Tf":
                state.font_name = str(operands[0])
                state.font = resources.get("/Font", {}).get(operands[0])
                state.size = float(operands[1])
            elif op in _TEXT_STATE:
                setattr(state, _TEXT_STATE[op], float(operands[0]) / (100 if op == "Tz" else 1))
            elif op == "Tr":
                state.mode = int(operands[0])
            elif op in ("Td", "TD"):
                text = line = joined((1, 0, 0, 1, float(operands[0]), float(operands[1])), line)
            elif op == "Tm":
                text = line = _matrix(operands)
            elif op in ("T*", "'", '"'):
                text = line = joined((1, 0, 0, 1, 0, -state.size), line)
            if op in ("Tj", "TJ", "'", '"'):
                told = operands[-1]
                thing, advance = self._written(told if op == "TJ" else [told], text, state)
                text = joined((1, 0, 0, 1, advance, 0), text)
                if thing is not None:
                    yield thing
            elif op == "sh":
                yield self._thing("shading", _around([moved(state.ctm, 0, 0)]), state.fill, state)
            elif op == "INLINE IMAGE":
                yield self._image("", operands[0], state)
            elif op == "Do":
                drawn = resources.get("/XObject", {}).get(operands[0])
                if drawn is None:
                    continue
                if drawn.get("/Subtype") == "/Image":
                    yield self._image(str(operands[0]), drawn, state)
                elif depth < DEEPEST:
                    inner = replace(state)
                    if "/Matrix" in drawn:
                        inner.ctm = joined(_matrix(drawn["/Matrix"]), inner.ctm)
                    yield from self.run(drawn, drawn.get("/Resources", resources), inner, depth + 1)

    def _thing(self, kind: Any, box: Rectangle, paint: Paint, state: _State, **more: Any) -> Thing:
        lined = kind == "stroke"
        return Thing(
            kind, box, paint, overprint=state.op_stroke if lined else state.op_fill,
            alpha=state.alpha_stroke if lined else state.alpha_fill, masked=state.masked, blend=state.blend, **more,
        )  # fmt: skip

    def _image(self, name: str, image: Any, state: _State) -> Thing:
        corners = [moved(state.ctm, x, y) for x, y in ((0, 0), (1, 0), (1, 1), (0, 1))]
        return self._thing("image", _around(corners), state.fill, state, name=name, image=image, matrix=state.ctm)

    def _written(self, pieces: Any, text: Matrix, state: _State) -> tuple[Thing | None, float]:
        import pikepdf

        double, widths, usual = self._font(state.font)
        advance, letters = 0.0, 0
        for piece in pieces:
            if not isinstance(piece, pikepdf.String):
                advance -= float(piece) / 1000 * state.size * state.scale
                continue
            raw = bytes(piece)
            codes = [raw[i] << 8 | raw[i + 1] for i in range(0, len(raw) - 1, 2)] if double else list(raw)
            letters += len(codes)
            for code in codes:
                own = widths.get(code, usual) / 1000 * state.size + state.spacing
                advance += (own + (state.word if code == 32 and not double else 0.0)) * state.scale
        if not letters:
            return None, advance
        whole = joined(text, state.ctm)
        low, high = -0.2 * state.size + state.rise, 0.72 * state.size + state.rise
        box = _around([moved(whole, x, y) for x in (0.0, advance) for y in (low, high)])
        size = state.size * math.hypot(whole[2], whole[3])
        paint = state.stroke if state.mode == 1 else state.fill
        return self._thing(
            "text", box, paint, state, size=size, font=state.font_name, invisible=state.mode == 3
        ), advance

    def _font(self, font: Any) -> tuple[bool, dict[int, float], float]:
        if font is None:
            return False, {}, 500.0
        key = font.objgen if font.is_indirect else id(font)
        if key not in self.widths:
            self.widths[key] = _widths(font)
        return self.widths[key]

    def _coloured(self, op: str, operands: Any, resources: Any, state: _State) -> None:
        target = "stroke" if op[0].isupper() else "fill"
        plain = op.lower()
        if plain == "cs":
            paint = Paint(self._space(resources, operands[0]), ())
        else:
            parts = tuple(float(one) for one in operands if not _named(one))
            known = {"g": "DeviceGray", "rg": "DeviceRGB", "k": "DeviceCMYK"}.get(plain)
            was: Paint = getattr(state, target)
            paint = Paint(known or ("Pattern" if operands and _named(operands[-1]) else was.space), parts)
        setattr(state, target, paint)

    def _space(self, resources: Any, name: Any) -> str:
        told = str(name).lstrip("/")
        if told in ("DeviceGray", "DeviceRGB", "DeviceCMYK", "Pattern"):
            return told
        return space_name(resources.get("/ColorSpace", {}).get(name))

    def _stated(self, resources: Any, name: Any, state: _State) -> None:
        told = resources.get("/ExtGState", {}).get(name)
        if told is None:
            return
        if "/LW" in told:
            state.line = float(told["/LW"])
        if "/OP" in told:
            state.op_stroke = bool(told["/OP"])
            state.op_fill = bool(told.get("/op", told["/OP"]))
        if "/op" in told:
            state.op_fill = bool(told["/op"])
        state.alpha_fill = float(told.get("/ca", state.alpha_fill))
        state.alpha_stroke = float(told.get("/CA", state.alpha_stroke))
        if "/SMask" in told:
            state.masked = told["/SMask"] != "/None"
        if "/BM" in told:
            modes = told["/BM"]
            state.blend = str(modes[0] if _is_list(modes) else modes).lstrip("/")


_COLOURS = frozenset({"g", "G", "rg", "RG", "k", "K", "cs", "CS", "sc", "SC", "scn", "SCN"})
_PAINTS = frozenset({"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "n"})
_TEXT_STATE = {"Tc": "spacing", "Tw": "word", "Tz": "scale", "Ts": "rise"}


def space_name(space: Any) -> str:
    """A colour space of the file in one word; that of an ICC profile with the number of its channels."""
    if space is None:
        return "?"
    if not _is_list(space):
        return str(space).lstrip("/")
    kind = str(space[0]).lstrip("/")
    if kind == "ICCBased":
        return f"ICCBased:{int(space[1].get('/N', 0))}"
    if kind == "Separation":
        return f"Separation:{str(space[1]).lstrip('/')}"
    if kind == "Indexed":
        return f"Indexed:{space_name(space[1])}"
    return kind


def pixels_per_inch(thing: Thing, scale: int = 1) -> float:
    """The effective resolution of a placed image at the finished size: the coarser of its two directions."""
    a, b, c, d, _e, _f = thing.matrix
    wide, high = math.hypot(a, b) / 72 * scale, math.hypot(c, d) / 72 * scale
    if not wide or not high:
        return 0.0
    return min(int(thing.image["/Width"]) / wide, int(thing.image["/Height"]) / high)


def _widths(font: Any) -> tuple[bool, dict[int, float], float]:
    widths: dict[int, float] = {}
    if font.get("/Subtype") == "/Type0":
        inner = font["/DescendantFonts"][0]
        told = list(inner.get("/W", []))
        at = 0
        while at < len(told):
            first = int(told[at])
            if _is_list(told[at + 1]):
                for step, width in enumerate(told[at + 1]):
                    widths[first + step] = float(width)
                at += 2
            else:
                for code in range(first, min(int(told[at + 1]), first + 65535) + 1):
                    widths[code] = float(told[at + 2])
                at += 3
        return True, widths, float(inner.get("/DW", 1000))
    first = int(font.get("/FirstChar", 0))
    for step, width in enumerate(font.get("/Widths", [])):
        widths[first + step] = float(width)
    return False, widths, 500.0


def _is_list(value: Any) -> bool:
    import pikepdf

    return isinstance(value, list | pikepdf.Array) or getattr(value, "_type_name", "") == "array"


def _named(value: Any) -> bool:
    return str(value).startswith("/")


def _matrix(operands: Any) -> Matrix:
    a, b, c, d, e, f = (float(one) for one in operands)
    return a, b, c, d, e, f


def _scale(matrix: Matrix) -> float:
    a, b, c, d, _e, _f = matrix
    return math.sqrt(abs(a * d - b * c))


def _around(points: list[tuple[float, float]]) -> Rectangle:
    across, down = [x for x, _y in points], [y for _x, y in points]
    return min(across), min(down), max(across), max(down)
