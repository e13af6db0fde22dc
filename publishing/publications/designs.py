"""From an issue's rows to the design that is drawn, and its digest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from cms.core.turkish import format_date
from cms.identity.selectors import current
from cms.website.selectors import absolute
from publishing.approval import snapshot
from publishing.approval.exceptions import FileMissing
from publishing.publications.blocks import crop_of
from publishing.publications.prepress.design import Brand, Design, Page, Paragraph, Picture, Story, Unfit
from publishing.publications.prepress.preflight.imprint import compulsory

if TYPE_CHECKING:
    from media_library.models import Photo
    from publishing.publications.models import Issue

SIGNS = {"# ": "heading", "? ": "question", "> ": "quote", "- ": "item"}
Paths = dict[int, str]


class NotDrawable(Exception):
    """No design can be made of it; ``str()`` is a sentence for the editor."""


def design_of(issue: Issue, paths: Paths | None = None) -> Design:
    """The design of ``issue`` (a row or a revision). ``paths``: where its photos lie on this machine; without them it
    has a digest but cannot be drawn. Raises :class:`NotDrawable`."""
    if issue.format is None:
        raise NotDrawable(_("Ölçü seçilmemiş."))
    identity = current()
    try:
        known = _Pictures([*photos_of(issue), *([identity.logo] if identity.logo else [])], paths or {})
        return Design(
            kind=issue.kind, title=issue.series.title if issue.series else issue.title, number=issue.number,
            date=issue.date, sheet=issue.format.sheet, look=issue.look,
            brand=Brand(
                name=identity.municipality, logo=known.of(identity.logo, {}) if identity.logo else None,
                primary=identity.primary_colour.lower(), accent=identity.accent_colour.lower(),
                address=identity.address, phone=identity.phone, web=absolute("/"),
            ),
            imprint=imprint_of(issue, identity.municipality), issn=issue.series.issn if issue.series else "",
            isbn=issue.isbn, qr=issue.qr,
            pages=tuple(_page(block.value, known) for block in issue.plan),
        )  # fmt: skip
    except (Unfit, TypeError) as unfit:
        raise NotDrawable(_("Bu plan çizilemez: %(what)s.") % {"what": unfit}) from unfit
    except FileMissing as missing:
        raise NotDrawable(str(missing)) from missing


def imprint_of(issue: Issue, municipality: str) -> tuple[tuple[str, str], ...]:
    """The lines that the law asks for (Law no. 5187 art. 4), as far as somebody wrote them; adverts carry none."""
    if not compulsory(issue.kind):
        return ()
    series = issue.series
    lines = [
        ("Yayımcı", municipality),
        ("Basımevi", issue.printer or (series.printer if series else "")),
        ("Basıldığı yer", issue.printer_address or (series.printer_address if series else "")),
        ("Basım tarihi", format_date(issue.date) if issue.date else ""),
    ]
    if series is not None:
        lines += [
            ("Yayın sahibi", series.owner), ("Yayın sahibinin temsilcisi", series.owner_agent),
            ("Sorumlu müdür", series.responsible_editor), ("Yönetim yeri", series.management_place),
            ("Yayın türü", f"Yerel süreli yayın, {series.get_interval_display()}"),
        ]  # fmt: skip
    return tuple((name, value) for name, value in lines if value)


def digest_of(issue: Issue) -> str:
    """SHA-256 of all that the files of ``issue`` are made of. Raises :class:`NotDrawable`."""
    return design_of(issue).digest


def photos_of(issue: Issue) -> Iterator[Photo]:
    """The photos in the plan, as they stand there."""
    for block in issue.plan:
        for story in block.value["stories"]:
            yield from (slot["image"] for slot in story["pictures"] if slot["image"])


def paragraphs_of(text: str) -> Iterator[Paragraph]:
    """The paragraphs of what an editor typed."""
    for part in (text or "").replace("\r", "").split("\n\n"):
        lines = [line.strip() for line in part.split("\n") if line.strip()]
        running: list[str] = []
        for line in lines:
            kind: Any = SIGNS.get(line[:2])
            if kind is None:
                running.append(line)
                continue
            if running:
                yield Paragraph(" ".join(running))
                running = []
            yield Paragraph(line[2:].strip(), kind)
        if running:
            yield Paragraph(" ".join(running))


class _Pictures:
    """Digests and focal points of photos, asked for once."""

    def __init__(self, photos: Iterable[Any], paths: Paths) -> None:
        self.paths = paths
        told = snapshot.fingerprints(("photo", photo.pk) for photo in photos)
        self.digests: dict[int, str] = {entry["id"]: entry["sha256"] for entry in told}

    def of(self, photo: Any, slot: Any) -> Picture:
        point = photo.get_focal_point()
        focus = (0.5, 0.5) if point is None else (point.centroid[0] / photo.width, point.centroid[1] / photo.height)
        try:
            crop = crop_of(slot.get("crop") or "")
        except ValueError:
            crop = None  # the form says so; here the focal point decides
        return Picture(
            path=self.paths.get(photo.pk, ""), sha256=self.digests[photo.pk], width=photo.width, height=photo.height,
            focus=(_part(focus[0]), _part(focus[1])), crop=crop, caption=slot.get("caption") or "",
            credit=slot.get("credit") or "", alt=slot.get("alt") or "",
        )  # fmt: skip


def _part(value: float) -> float:
    return round(min(1.0, max(0.0, value)), 4)


def _page(value: Any, known: _Pictures) -> Page:
    stories = tuple(
        Story(
            key=str(place), headline=story["headline"] or "", spot=story["spot"] or "",
            paragraphs=tuple(paragraphs_of(story["text"])), byline=story["byline"] or "",
            pictures=tuple(known.of(slot["image"], slot) for slot in story["pictures"] if slot["image"]),
            section=value["section"] or "", when=story["when"] or "", where=story["where"] or "",
        )
        for place, story in enumerate(value["stories"])
    )  # fmt: skip
    fields = {field["name"]: field["value"] or "" for field in value["fields"]}
    return Page(layout=value["layout"], stories=stories, fields=tuple(fields.items()), span=value["span"] or 1)
