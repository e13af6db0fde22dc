"""What a digest says of a clipping, and in which order: what needs an answer, what is negative, then by outlet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from cms.core import turkish
from cms.letters.services import one_line
from press_archive.clippings.models import Clipping
from press_archive.clippings.words import URGENCY, Answer, Tone

ANSWER, NEGATIVE, OUTLET = "answer", "negative", "outlet"
SECTIONS = (ANSWER, NEGATIVE, OUTLET)


@dataclass(frozen=True, slots=True)
class Line:
    """One clipping as the digest tells it; of plain values, so that it can be kept."""

    clipping: int
    section: str
    outlet: str
    headline: str
    citation: str
    summary: str
    tone: str
    answer: str

    @property
    def tone_label(self) -> str:
        return str(Tone(self.tone).label) if self.tone else ""

    @property
    def answer_label(self) -> str:
        return str(Answer(self.answer).label) if self.answer else ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Group:
    """Lines under one heading. ``kind`` is the section."""

    kind: str
    heading: str
    lines: Sequence[Line]


def line_of(clipping: Clipping) -> Line:
    """``clipping`` as it is now."""
    answer = clipping.needs_answer if clipping.waits_for_answer else ""
    section = ANSWER if answer else NEGATIVE if clipping.tone == Tone.NEGATIVE else OUTLET
    # No name, headline or summary writes lines of its own in a mail.
    outlet, headline, citation, summary = (
        one_line(text) for text in (clipping.outlet_name, clipping.headline, clipping.citation, clipping.summary)
    )
    return Line(clipping.pk, section, outlet, headline, citation, summary, clipping.tone, answer)


def in_order(lines: Iterable[Line], places: dict[int, int]) -> list[Line]:
    """The sections in their order; inside one, what has a place by hand (``places``: clipping → place) first."""
    return sorted(
        lines,
        key=lambda line: (
            SECTIONS.index(line.section),
            places.get(line.clipping, 0) or float("inf"),
            URGENCY.get(line.answer, 9),
            turkish.collation_key(line.outlet),
            line.clipping,
        ),
    )


def groups(lines: Sequence[Line]) -> list[Group]:
    """The lines under their headings: one for each section, in the last one for each outlet in its turn."""
    found: list[Group] = []
    for line in lines:
        heading = {ANSWER: _("Yanıt gerekenler"), NEGATIVE: _("Olumsuz haberler")}.get(line.section, line.outlet)
        if found and (found[-1].kind, found[-1].heading) == (line.section, heading):
            found[-1] = Group(line.section, heading, [*found[-1].lines, line])
        else:
            found.append(Group(line.section, heading, [line]))
    return found
