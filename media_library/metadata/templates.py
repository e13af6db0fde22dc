"""Credit and caption lines from a pattern: "Fotoğraf: {fotoğrafçı}/{belediye}" for two hundred photos at once.

A field that has nothing to say goes, together with what only joined it to its neighbour: without a photographer the
pattern above gives "Fotoğraf: Ayvalık Belediyesi". Words that end in a colon name the fields after them and stay as
long as one of these does; other words belong to the field before them.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.core.turkish import fold, format_date

# As one writes them; they are known in plain letters too ("fotografci"), by which the values are called.
FIELDS = {
    "fotoğrafçı": gettext_lazy("fotoğrafçının adı"),
    "belediye": gettext_lazy("belediyenin adı"),
    "etkinlik": gettext_lazy("etkinliğin adı"),
    "tarih": gettext_lazy("çekim tarihi"),
    "yer": gettext_lazy("çekim yeri"),
    "müdürlük": gettext_lazy("ilgili müdürlük"),
    "başlık": gettext_lazy("fotoğrafın başlığı"),
}
KEYS = frozenset(map(fold, FIELDS))
FIELD = re.compile(r"\{([^{}]*)\}")
# The last words of a literal, up to its end, if that is a colon: one phrase, not the end of a sentence before it.
LABEL = re.compile(r"[^\W_][^:.,;/|–\n]*:\s*$")
LAST_WORD = re.compile(r".*[^\W_]", re.DOTALL)
JOINING = " \t\n/|,;·–-"

Value = str | dt.date | dt.datetime | None


@dataclass(frozen=True)
class Part:
    """One field: what joins it to the part before, its label, its name, and the words after it that belong to it."""

    joint: str
    label: str
    name: str
    suffix: str


def check(template: str) -> None:
    """Raises ``ValidationError`` with a Turkish sentence if ``template`` names an unknown field or a brace is open."""
    names = [name.strip() for name in FIELD.findall(template)]
    unknown = [name for name in names if fold(name) not in KEYS]
    if unknown:
        raise ValidationError(
            _("“{%(name)s}” diye bir alan yok. Kullanılabilecek alanlar: %(known)s."),
            params={"name": unknown[0], "known": ", ".join(f"{{{name}}}" for name in FIELDS)},
            code="unknown",
        )
    if re.search(r"[{}]", FIELD.sub("", template)):
        raise ValidationError(_("Süslü ayraçlardan biri açık kalmış: her alan {yer} gibi yazılmalı."), code="brace")


def fill(template: str, values: Mapping[str, Value]) -> str:
    """``template`` with ``values`` in the places of its fields; dates as "22 Kasım 2026". Raises ``ValidationError``.

    A template whose fields are all empty gives an empty text; one without fields comes back as it is.
    """
    check(template)
    if FIELD.search(template) is None:
        return template.strip()
    parts, ending = _parts(template)
    line = label = skipped = ""
    for part in parts:
        label = part.label or label
        said = _text(values.get(part.name))
        if said:
            line += (_joint(skipped, part) if line or part is parts[0] else _opening(part.joint)) + label
            line += said + part.suffix
            label = skipped = ""
        else:
            skipped = skipped or part.joint
    return _balanced(line + ending).strip().strip(JOINING) if line else ""


def _text(value: Value) -> str:
    return format_date(value) if isinstance(value, dt.date) else " ".join((value or "").split())


def _parts(template: str) -> tuple[list[Part], str]:
    """The fields of ``template`` with what stands around them, and the punctuation behind the last one."""
    lead, *pieces = FIELD.split(template)
    words = LABEL.search(lead) or LAST_WORD.match(lead)
    joint, label = (lead[: words.start()], lead[words.start() :]) if words else (lead, "")
    parts = []
    for name, literal in zip(pieces[::2], pieces[1::2], strict=True):
        words = LABEL.search(literal)
        before = literal[: words.start()] if words else literal
        own = LAST_WORD.match(before)
        suffix = own.group() if own else ""
        parts.append(Part(joint, label, fold(name.strip()), suffix))
        joint, label = before[len(suffix) :], words.group() if words else ""
    return parts, joint + label


def _joint(skipped: str, part: Part) -> str:
    """What joins a part to the last one that has something to say; ``skipped`` stood before the first empty one."""
    if not skipped or part.label:
        return part.joint
    if "(" in skipped and ")" in part.joint:  # the whole bracket was empty
        return part.joint.replace(")", "", 1)
    return skipped


def _opening(joint: str) -> str:
    """What is left of a joint at the beginning of the line."""
    return "(" if joint.rstrip().endswith("(") else ""


def _balanced(line: str) -> str:
    missing = line.count("(") - line.count(")")
    if missing > 0:
        return line.rstrip() + ")" * missing
    for _time in range(-missing):
        line = "".join(line.rsplit(")", 1))
    return line
