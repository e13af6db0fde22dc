"""What the demo's archive holds: ``content/archive.toml`` and ``content/shoots/`` with fixed dates, invented people."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from django.utils import timezone

from demo.pictures import Camera
from demo.texts import CONTENT
from media_library.metadata.fields import Fields

# Metres away from the middle of an event, as degrees: nobody stands still for ten photos.
STEP = 0.0004


@dataclass(frozen=True, slots=True)
class PhotoText:
    """A photo to draw. ``view`` is a name of ``pictures.VIEWS``; ``fields`` what is written into the file.

    ``copy_of`` is the number (from 1) of the photo of the same shoot that this is a copy of: of the same file when
    ``exact``, otherwise small and recompressed. ``values`` are fields of ``Photo`` beyond what file and shoot say.
    """

    name: str
    fields: Fields
    scene: str = ""
    seed: int = 0
    view: str = "whole"
    camera: Camera | None = None
    copy_of: int = 0
    exact: bool = False
    mark: str = ""
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ShootText:
    """One shoot. ``values`` are fields of ``Shoot`` that need no look-up."""

    title: str
    department: str
    photographer: str
    people: list[str]
    photos: list[PhotoText]
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class VideoText:
    """A video: its pictures as (scene, seed), ``note`` the pitch of its quiet sound in Hz, ``subtitles`` as WebVTT."""

    name: str
    shoot: str
    by: str
    taken: dt.datetime
    pictures: list[tuple[str, int]]
    note: int
    tags: list[str]
    values: dict[str, Any]
    subtitles: str = ""


@dataclass(frozen=True, slots=True)
class ConsentText:
    """A child's consent for the photos with these marks; ``withdrawn`` is the note of its withdrawal."""

    person: str
    guardian: str
    given: dt.date
    marks: list[str]
    withdrawn: str = ""


@cache
def content() -> dict[str, Any]:
    """``content/archive.toml``: ``words``, ``photographer``, ``video``, ``consent``, ``kit``, the galleries."""
    return tomllib.loads((CONTENT / "archive.toml").read_text())


@cache
def shoots() -> list[ShootText]:
    """The twelve shoots with ten photos each, the oldest first."""
    found = []
    for path in sorted((CONTENT / "shoots").glob("*.toml")):
        found += [_shoot(raw) for raw in tomllib.loads(path.read_text())["shoot"]]
    return sorted(found, key=lambda shoot: shoot.values["date"])


def videos() -> list[VideoText]:
    """The four videos."""
    return [_video(dict(raw)) for raw in content()["film"]]


def consents() -> list[ConsentText]:
    """The consents of the children's festival."""
    return [ConsentText(**raw) for raw in content()["consent"]]


def credit_of(photographer: str) -> str:
    """The line under a picture: the house and the person, or the club or agency alone."""
    kinds = {one["name"]: one["kind"] for one in content()["photographer"]}
    municipality = content()["words"]["municipality"]
    return photographer if kinds[photographer] == "outside" else f"{municipality} / {photographer}"


def _shoot(raw: dict[str, Any]) -> ShootText:
    photos: list[PhotoText] = []
    for number, entry in enumerate(raw["photos"]):
        photos.append(_photo(entry, raw, number, photos))
    names = ("title", "date", "place", "notes", "licence", "legal_basis")
    return ShootText(
        title=raw["title"],
        department=raw["department"],
        photographer=raw["photographer"],
        people=raw["people"],
        photos=photos,
        values={name: raw[name] for name in names if name in raw},
    )


def _photo(entry: dict[str, Any], shoot: dict[str, Any], number: int, before: list[PhotoText]) -> PhotoText:
    by = entry.get("by", shoot["photographer"])
    holder = next(one for one in content()["photographer"] if one["name"] == by)
    words = content()["words"]
    taken = timezone.make_aware(dt.datetime.combine(shoot["date"], dt.time.fromisoformat(entry["at"])))
    fields = Fields(
        headline=entry["alt"].removesuffix(", dikey kare"),
        caption=entry["caption"],
        credit=credit_of(by),
        byline=by,
        copyright=f"© {taken.year} {by if holder['kind'] == 'outside' else words['municipality']}",
        usage_terms=words["terms"],
        keywords=tuple(shoot["keywords"]),
        city=words["city"],
        sublocation=shoot["place"],
        country=words["country"],
        event=shoot["title"],
        persons_shown=tuple(entry.get("people", ())),
        taken_at=taken,
        alt_text=entry["alt"],
        digital_source_type=entry.get("source", "digitalCapture"),
        ai_system=entry.get("ai_system", ""),
        ai_system_version=entry.get("ai_version", ""),
        ai_prompt=entry.get("ai_prompt", ""),
        ai_prompt_writer=entry.get("ai_writer", ""),
    )
    values: dict[str, Any] = {"legal_basis": entry["basis"]} if "basis" in entry else {}
    values |= {"contains_children": True} if entry.get("children") else {}
    for name in ("licence", "licence_ends", "licence_note"):
        if said := entry.get(name, shoot.get(name)):
            values[name] = said
    if entry.get("copy_of"):
        original = before[entry["copy_of"] - 1]
        return replace(
            original, name=entry["name"], copy_of=entry["copy_of"], exact=entry.get("exact", False),
            fields=original.fields if entry.get("exact") else fields,
        )  # fmt: skip
    camera = None
    if holder["make"] and "source" not in entry:
        north, east = STEP * (number % 3 - 1), STEP * (number % 4 - 2)
        camera = Camera(
            holder["make"], holder["model"], "", taken.replace(tzinfo=None),
            round(shoot["latitude"] + north, 6), round(shoot["longitude"] + east, 6),
        )  # fmt: skip
    return PhotoText(
        name=entry.get("name") or f"{holder['prefix']}{shoot['first'] + number:04d}{holder['suffix']}",
        fields=fields, scene=entry["scene"], seed=entry["seed"], view=entry["view"], camera=camera,
        mark=entry.get("mark", ""), values=values,
    )  # fmt: skip


def _video(raw: dict[str, Any]) -> VideoText:
    words = content()["words"]
    values = {name: raw[name] for name in ("title", "kind", "description", "caption")}
    values |= {
        "headline": raw["title"], "legal_basis": raw["basis"], "credit": credit_of(raw["by"]), "city": words["city"],
        "copyright_notice": f"© {raw['taken'].year} {words['municipality']}", "usage_terms": words["terms"],
    }  # fmt: skip
    return VideoText(
        name=raw["name"], shoot=raw["shoot"], by=raw["by"], taken=raw["taken"], note=raw["note"], tags=raw["tags"],
        pictures=[(scene, seed) for scene, seed in raw["pictures"]], values=values, subtitles=raw.get("subtitles", ""),
    )  # fmt: skip
