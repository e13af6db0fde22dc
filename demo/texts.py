"""Reads the demo's TOML files and gives them a date.

A body is plain text: blank lines part its blocks, ``## `` opens a subheading, ``> `` a quote that ends with
``— Name, title``, lines in ``|`` are a table under the caption above them, everything else is a paragraph. ``{gun}`` is
the day of the event written out, ``{gun+3}`` three days later: the demo is never out of date.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.html import escape

from cms.core.turkish import format_date

CONTENT = Path(__file__).parent / "content"
DAY = re.compile(r"\{gun(?:([+-]\d+))?\}")


class Stage(StrEnum):
    """How far a demo bulletin has travelled."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    DIRECTOR_SIGNED = "director_signed"
    REJECTED = "rejected"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class PictureText:
    """A picture to draw, and the words that go with it. ``camera``: the file carries EXIF like a camera's."""

    scene: str
    seed: int
    alt: str
    credit: str
    caption: str = ""
    camera: bool = False


@dataclass(frozen=True, slots=True)
class BulletinText:
    """One demo bulletin. ``body`` is in the form that a stream field takes; ``day`` its date; ``hours`` how long from
    now its embargo lasts; ``remarks`` what Müdür points at in a return (``words``, ``text``, ``proposal``);
    ``replacements`` what a correction changes, as (wrong, right)."""

    slug: str
    stage: Stage
    headline: str
    summary: str
    body: list[dict[str, Any]]
    department: str
    categories: list[str]
    tags: list[str]
    place: str
    day: dt.date
    contact: str
    lists: list[str]
    picture: PictureText
    gallery: list[PictureText] = field(default_factory=list)
    social: dict[str, str] = field(default_factory=dict)
    hours: int = 0
    order: int = 0
    series: str = ""
    comment: str = ""
    remarks: list[dict[str, str]] = field(default_factory=list)
    reason: str = ""
    note: str = ""
    replacements: list[tuple[str, str]] = field(default_factory=list)


# [words](https://…)
LINK = re.compile(r"\[([^\]]+)\]\((https://[^)\s]+)\)")


@cache
def _read(name: str) -> dict[str, Any]:
    with (CONTENT / name).open("rb") as file:
        return tomllib.load(file)


def departments() -> dict[str, Any]:
    """``{"department": [{slug, name}], "category": [{slug, name}], "press_contact": [{slug, account,
    name, phone, email}]}``; ``account`` writes the bulletins of that contact."""
    return _read("departments.toml")


def clippings() -> dict[str, list[dict[str, Any]]]:
    """``{"imprint": [künye of an outlet], "earlier": [a clipping so many ``days`` ago]}``."""
    return _read("clippings.toml")


def replies() -> list[dict[str, Any]]:
    """``[{outlet, headline, kind, text, stage, …}]``: cases of right of reply."""
    found: list[dict[str, Any]] = _read("replies.toml")["case"]
    return found


def agenda() -> dict[str, Any]:
    """``{"event": [a press event, so many ``days`` from today], "visit": [a visit]}``."""
    return _read("agenda.toml")


def accreditation() -> dict[str, Any]:
    """``{"plan": [an event's quotas and who applied], "restriction": one with its objection}``."""
    return _read("accreditation.toml")


def portal() -> dict[str, Any]:
    """Who is on duty, what journalists follow and ask."""
    return _read("portal.toml")


def journalists() -> dict[str, Any]:
    """Accounts of journalists, a desk's, and applications in each state."""
    return _read("journalists.toml")


def printed() -> dict[str, Any]:
    """Depots, recipients and print jobs; panels and what hangs on them."""
    return _read("printed.toml")


def publications() -> dict[str, Any]:
    """``{"series": {…}, "format": [a size], "issue": [{…, "page": [{"layout", "story": […]}]}], "proposal": {…}}``."""
    return _read("publications.toml")


def press() -> dict[str, list[dict[str, Any]]]:
    """``{"lists": [words that are looked for], "monitor": [a source], "copied": [a bulletin that ``sites`` print],
    "own": [a story of one site]}``."""
    return _read("press.toml")


def contacts() -> dict[str, Any]:
    """``{"list": [{name, description}], "outlet": [{name, kind, city, phone, email, lists}], "journalist":
    [{name, position, email, lists}, some with outlet]}``."""
    return _read("contacts.toml")


def pages() -> dict[str, Any]:
    """``{"identity": {…}, "home": {…}, "alert": {…}, "page": [{slug, title, introduction, body}], "account":
    [{username, first_name, last_name, job_title, role}], "collection": […], "rule": […]}``."""
    return _read("pages.toml")


def blocks(text: str) -> list[dict[str, Any]]:
    """A body of the demo's files as stream-field data. Raises ``ValueError`` for a quote without a name."""
    stream: list[dict[str, Any]] = []
    for part in re.split(r"\n\s*\n", text.strip()):
        if part.startswith("## "):
            stream.append({"type": "subheading", "value": part.removeprefix("## ").strip()})
        elif part.startswith("> "):
            words, _dash, speaker = part.removeprefix("> ").partition("\n— ")
            name, _comma, title = speaker.partition(", ")
            if not name:
                raise ValueError(f"quote without a name: {words[:40]}")
            stream.append({"type": "quote", "value": {"text": words.strip(), "name": name, "title": title.strip()}})
        elif "\n|" in part:
            caption, *lines = part.split("\n")
            headings, *rows = ([cell.strip() for cell in line.strip("| ").split("|")] for line in lines)
            columns = [{"type": "text", "heading": heading} for heading in headings]
            table = {"caption": caption.strip(), "columns": columns, "rows": [{"values": row} for row in rows]}
            stream.append({"type": "table", "value": table})
        else:
            words = f"<p>{escape(' '.join(part.split()))}</p>"
            stream.append({"type": "paragraph", "value": LINK.sub(r'<a href="\2">\1</a>', words)})
    return stream


def dated(value: Any, day: dt.date) -> Any:
    """``value`` with every ``{gun}`` in its texts written out as a date counted from ``day``."""
    if isinstance(value, str):
        return DAY.sub(lambda found: format_date(day + dt.timedelta(days=int(found[1] or 0)), weekday=True), value)
    if isinstance(value, list):
        return [dated(item, day) for item in value]
    if isinstance(value, dict):
        return {key: dated(item, day) for key, item in value.items()}
    return value


def bulletins(today: dt.date) -> list[BulletinText]:
    """Every demo bulletin in the order of its writing: the oldest event first, what is urgent (`order`) last."""
    files = sorted((CONTENT / "bulletins").glob("*.toml"))
    found = [_bulletin(raw, today) for path in files for raw in _read(f"bulletins/{path.name}")["bulletin"]]
    return sorted(found, key=lambda text: (text.order, text.day, text.slug))


def _bulletin(raw: dict[str, Any], today: dt.date) -> BulletinText:
    day = today + dt.timedelta(days=raw["day"])
    values = dated(raw, day)
    correction = values.pop("correction", {})
    values.update(
        day=day,
        stage=Stage(values.pop("state")),
        body=blocks(values["body"]),
        picture=PictureText(**values["picture"]),
        gallery=[PictureText(**picture) for picture in values.get("gallery", [])],
        note=correction.get("note", ""),
        replacements=[(wrong, right) for wrong, right in correction.get("replace", [])],
    )
    return BulletinText(**values)
