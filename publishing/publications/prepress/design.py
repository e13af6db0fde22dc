"""What a printed thing is made of, without a database: frozen values that the office builds from its rows.

- :class:`Sheet`: the measures of a format at their final size, in millimetres.
- :class:`Picture`, :class:`Paragraph`, :class:`Story`, :class:`Page`: what stands on a page, and in which layout.
- :class:`Brand`: the municipality's name, logo and colours; :class:`Design`: the whole.

``Design.canonical()`` is the text whose hash is signed together with the finished files: the same design gives the same
bytes on every machine, and the places where pictures lie on this one are no part of it. ``pack`` and ``unpack`` carry a
design to the program that draws it.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Box = tuple[float, float, float, float]  # left, top, right, bottom as parts of 1
ParagraphKind = Literal["text", "heading", "question", "quote", "item"]
PARAGRAPH_KINDS = ("text", "heading", "question", "quote", "item")
# What is bound or folded, held in hands; what hangs; what is seen on a screen.
KINDS = (
    "magazine", "newspaper", "book", "brochure", "poster", "billboard", "citylight", "megalight", "led", "invitation",
    "social_set", "disc", "film",
)  # fmt: skip
HANGING = frozenset({"poster", "billboard", "citylight", "megalight", "led"})
SMALLEST, LARGEST = 10.0, 60_000.0  # mm of a side: a badge, a building
MOST_PAGES, MOST_SPAN = 400, 8
COLOUR = re.compile(r"#[0-9a-f]{6}")
NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
DIGEST = re.compile(r"[0-9a-f]{64}")


class Unfit(ValueError):
    """A design says what no printer could do; ``str()`` names the value. Whoever asked a person for it asks again."""


def _asked(condition: bool, what: str) -> None:
    if not condition:
        raise Unfit(what)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One format. All lengths are millimetres of the *finished* thing; ``scale`` 10 means that the file is drawn at a
    tenth of them, and ``ppi_*`` are pixels per inch of the finished thing too."""

    trim: tuple[float, float]  # width and height after cutting
    visible: tuple[float, float] | None = None  # what the panel's frame leaves open, centred; None: all of it
    safe: float = 5.0  # inside the visible edge; no words nearer
    bleed: float = 3.0
    scale: int = 1
    ppi_wanted: int = 300
    ppi_tolerated: int = 200
    condition: str = "FOGRA39"  # "sRGB" for what only shines
    pages_multiple: int = 1
    max_ink: int = 300  # per cent, all four inks together
    distance: float = 0.0  # metres from which it is read; 0: held in hands

    def __post_init__(self) -> None:
        sides = (*self.trim, *(self.visible or self.trim))
        _asked(all(SMALLEST <= side <= LARGEST for side in sides), "trim")
        _asked(all(seen <= whole for seen, whole in zip(self.visible or self.trim, self.trim, strict=True)), "visible")
        _asked(0 <= self.bleed <= 500, "bleed")
        _asked(0 <= self.safe < min(self.visible or self.trim) / 2, "safe")
        _asked(self.scale in (1, 2, 4, 5, 10, 20), "scale")
        _asked(all(self.drawn(side) >= SMALLEST / 2 for side in self.trim), "scale")
        _asked(all(self.drawn(side + 2 * self.bleed) <= 5000 for side in self.trim), "scale")  # PDF ends at 5.08 m
        _asked(0 < self.ppi_tolerated <= self.ppi_wanted <= 2400, "ppi")
        _asked(self.condition in ("FOGRA39", "sRGB"), "condition")
        _asked(1 <= self.pages_multiple <= 64, "pages_multiple")
        _asked(200 <= self.max_ink <= 400, "max_ink")
        _asked(0 <= self.distance <= 1000, "distance")

    def drawn(self, length: float) -> float:
        """Millimetres in the file of a finished length."""
        return length / self.scale

    @property
    def hidden(self) -> tuple[float, float]:
        """Finished millimetres that the frame covers at the left and right, and at the top and bottom."""
        wide, high = self.visible or self.trim
        return (self.trim[0] - wide) / 2, (self.trim[1] - high) / 2

    @property
    def shines(self) -> bool:
        """Whether it is light and not ink: an LED board, a post."""
        return self.condition == "sRGB"


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A photo's file as it lies on this machine, and how it is cut. ``width`` and ``height`` are pixels, upright."""

    path: str
    sha256: str
    width: int
    height: int
    focus: tuple[float, float] = (0.5, 0.5)
    crop: Box | None = None  # what an officer chose for this slot; None: around the focus
    caption: str = ""
    credit: str = ""
    alt: str = ""

    def __post_init__(self) -> None:
        _asked(bool(DIGEST.fullmatch(self.sha256)), "sha256")
        _asked(0 < self.width <= 100_000 and 0 < self.height <= 100_000, "pixels")
        _asked(all(0 <= part <= 1 for part in self.focus), "focus")
        if self.crop is not None:
            left, top, right, bottom = self.crop
            _asked(0 <= left < right <= 1 and 0 <= top < bottom <= 1, "crop")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Plain text; ``kind`` says what it is in the story."""

    text: str
    kind: ParagraphKind = "text"

    def __post_init__(self) -> None:
        _asked(self.kind in PARAGRAPH_KINDS, "paragraph")


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A text with its pictures; ``key`` names it in what ``fit`` says and in the web edition."""

    key: str = ""
    headline: str = ""
    spot: str = ""
    paragraphs: tuple[Paragraph, ...] = ()
    byline: str = ""
    pictures: tuple[Picture, ...] = ()
    section: str = ""
    when: str = ""  # "12 Mayıs 2027, 20.30", on agendas and posters
    where: str = ""

    @property
    def characters(self) -> int:
        """Letters and spaces of the running text."""
        return sum(len(one.text) for one in self.paragraphs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A layout with its stories. ``span`` pages are printed from it: an article of four pages is one ``Page``."""

    layout: str
    stories: tuple[Story, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()  # what only this layout asks for, by name
    span: int = 1

    def __post_init__(self) -> None:
        _asked(bool(NAME.fullmatch(self.layout)), "layout")
        _asked(1 <= self.span <= MOST_SPAN, "span")
        names = [name for name, _value in self.fields]
        _asked(len(names) == len(set(names)), "fields")

    def field(self, name: str) -> str:
        """What ``name`` says here; an empty string where nobody wrote it."""
        return dict(self.fields).get(name, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """Who publishes, as ``cms.identity`` has it signed. Colours as ``#rrggbb``, small letters."""

    name: str
    logo: Picture | None = None
    primary: str = "#0b4f6c"
    accent: str = "#b5541c"
    address: str = ""
    phone: str = ""
    web: str = ""

    def __post_init__(self) -> None:
        _asked(all(COLOUR.fullmatch(one) for one in (self.primary, self.accent)), "colour")


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """A publication's issue, a poster, a card: all that its files are made of."""

    kind: str
    title: str
    sheet: Sheet
    brand: Brand
    pages: tuple[Page, ...]
    number: str = ""
    date: dt.date | None = None
    look: str = "kent"
    imprint: tuple[tuple[str, str], ...] = ()  # ("Basıldığı yer", "Kıyıkent"), in the order of printing
    issn: str = ""
    isbn: str = ""
    qr: str = ""  # the address that the code leads to

    def __post_init__(self) -> None:
        _asked(self.kind in KINDS, "kind")
        _asked(bool(NAME.fullmatch(self.look)), "look")
        _asked(1 <= self.page_count <= MOST_PAGES, "pages")

    @property
    def page_count(self) -> int:
        """Pages that are printed."""
        return sum(page.span for page in self.pages)

    @property
    def hangs(self) -> bool:
        """Whether it is read from afar; such things carry no imprint (Law no. 5187 art. 4: adverts are excepted)."""
        return self.kind in HANGING

    def pictures(self) -> Iterator[Picture]:
        """Every picture with the logo, in the order of the pages, the same one as often as it stands there."""
        if self.brand.logo is not None:
            yield self.brand.logo
        for page in self.pages:
            for story in page.stories:
                yield from story.pictures

    def canonical(self) -> str:
        """Canonical JSON (sorted names, no spaces, UTF-8) of all that is signed; no path of this machine is in it."""
        return _canonical(_without_paths(dataclasses.asdict(self)))

    @property
    def digest(self) -> str:
        """SHA-256 of ``canonical()``."""
        return hashlib.sha256(self.canonical().encode()).hexdigest()


def pack(design: Design) -> str:
    """``design`` with the places of its pictures, for a program on this machine."""
    return _canonical(dataclasses.asdict(design))


def unpack(text: str) -> Design:
    """What ``pack`` wrote. Raises ``Unfit`` (or ``TypeError``, ``KeyError``) for anything else."""
    told = json.loads(text)
    brand = {**told["brand"], "logo": _picture(told["brand"]["logo"])}
    return Design(
        **{
            **told,
            "date": dt.date.fromisoformat(told["date"]) if told["date"] else None,
            "sheet": Sheet(**_tuples(told["sheet"])),
            "brand": Brand(**brand),
            "imprint": tuple((name, value) for name, value in told["imprint"]),
            "pages": tuple(_page(page) for page in told["pages"]),
        }
    )


def _canonical(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_day)


def _day(value: object) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _without_paths(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_paths(one) for name, one in value.items() if not (name == "path" and "sha256" in value)}
    if isinstance(value, list | tuple):
        return [_without_paths(one) for one in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value  # 210 and 210.0 are one length


def _tuples(told: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in told.items()}


def _picture(told: dict[str, Any] | None) -> Picture | None:
    return None if told is None else Picture(**_tuples(told))


def _page(told: dict[str, Any]) -> Page:
    stories = tuple(
        Story(
            **{
                **story,
                "paragraphs": tuple(Paragraph(**one) for one in story["paragraphs"]),
                "pictures": tuple(Picture(**_tuples(one)) for one in story["pictures"]),
            }
        )
        for story in told["stories"]
    )
    fields = tuple((name, value) for name, value in told["fields"])
    return Page(layout=told["layout"], stories=stories, fields=fields, span=told["span"])
