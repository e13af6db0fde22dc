"""Publications of the demo: a magazine on the website and its next issue, two brochures, drafts of panels."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from demo import texts
from demo.office import Staff, fresh, sign
from media_library.models import JobKind, Photo
from media_library.rights import selectors as rights
from media_library.rights.rules import Purpose
from media_library.work.jobs import services as jobs
from media_library.work.jobs.worker import MediaWorker
from press_archive.bulletins.models import BulletinPage
from publishing.publications import services, sources
from publishing.publications.formats.models import Format
from publishing.publications.models import Issue, IssueIndexPage, Making, Rendering, Series

MOST_PHOTOS, LEAST = 8, 1200  # pixels across
WORDS = ("headline", "spot", "text", "byline", "when", "where")


def load(staff: Staff) -> None:
    """What is not there yet; an issue that waits for its files or its signatures goes on."""
    found = texts.publications()
    if is_there(found):
        return
    series = load_series(found["series"])
    for size in found["format"]:
        Format.objects.get_or_create(name=size["name"], kind=size["kind"], defaults=size)
    shelf = Shelf()
    for entry in found["issue"]:
        issue = Issue.objects.filter(title=entry["title"]).first() or load_issue(entry, series, shelf, staff)
        if entry["stage"] == "signed" and issue.first_published_at is None:
            publish(issue, staff)
    load_proposal(found["proposal"], shelf, staff)


def is_there(found: dict[str, Any]) -> bool:
    """Whether nothing is left to do; what became of an issue since it was signed is the office's."""
    went_out = dict(Issue.objects.values_list("title", "first_published_at"))
    return len(went_out) > len(found["issue"]) and all(
        entry["title"] in went_out and (entry["stage"] != "signed" or went_out[entry["title"]])
        for entry in found["issue"]
    )


class Shelf:
    """Signed bulletins and photos that may be printed, which the texts name by their place."""

    def __init__(self) -> None:
        pages = BulletinPage.objects.live().filter(lead_image__isnull=False).order_by("pk")
        self.bulletins = list(pages[:4])
        photos = list(Photo.objects.filter(withheld_at=None, width__gte=LEAST).order_by("pk")[:60])
        blocked = {item.pk for item in rights.obstacles(photos=[one.pk for one in photos], purposes=(Purpose.PRINT,))}
        self.photos = [photo for photo in photos if photo.pk not in blocked][:MOST_PHOTOS]

    def large(self, slots: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Those of ``slots`` whose photos are large enough for paper."""
        enough = Photo.objects.filter(pk__in=[slot["image"] for slot in slots], width__gte=LEAST)
        known = set(enough.values_list("pk", flat=True))
        return [slot for slot in slots if slot["image"] in known]

    def pictures(self, entry: dict[str, Any]) -> tuple[dict[str, Any], ...]:
        """The photos that ``entry`` names, in slots."""
        wanted = entry.get("photos", [entry["photo"]] if "photo" in entry else [])
        return tuple(services.picture_value(self.photos[place % len(self.photos)]) for place in wanted if self.photos)


def load_series(entry: dict[str, Any]) -> Series:
    """The magazine."""
    today = timezone.localdate()
    values = {
        **entry,
        "owner": texts.pages()["identity"]["municipality"],
        "declared_on": today - dt.timedelta(days=200),
    }
    return Series.objects.get_or_create(title=values.pop("title"), defaults=values)[0]


@transaction.atomic
def load_issue(entry: dict[str, Any], series: Series, shelf: Shelf, staff: Staff) -> Issue:
    """A draft with its plan."""
    kind = entry.get("kind", "magazine")
    issue = Issue(
        title=entry["title"], number=entry.get("number", ""), kind=kind, look=entry["look"], summary=entry["summary"],
        series=series if kind == "magazine" else None, format=Format.objects.get(name=entry["format"]),
        printer=series.printer, printer_address=series.printer_address,
        date=timezone.localdate() + dt.timedelta(days=7), owner=staff.editor, live=False,
        plan=[
            {"type": "page", "value": services.page_value(
                page["layout"], *(story(one, shelf) for one in page.get("story", [])),
                section=page.get("section", ""), span=page.get("span", 1),
            )}
            for page in entry["page"]
        ],
    )  # fmt: skip
    IssueIndexPage.objects.get().add_child(instance=issue)
    issue.save_revision(user=staff.editor, log_action=True)
    return issue


def story(entry: dict[str, Any], shelf: Shelf) -> dict[str, Any]:
    """A text of the demo, or what both offices signed of a bulletin."""
    if "bulletin" in entry:
        message, source = sources.signed_message(shelf.bulletins[entry["bulletin"] % len(shelf.bulletins)])
        return services.story_value(
            headline=message.headline[:200], spot=message.summary[:600], text=sources.plain_text(message),
            pictures=tuple(shelf.large(sources.printable_pictures(message, 1))), source=source,
        )  # fmt: skip
    words = {name: entry[name].strip() for name in WORDS if name in entry}
    return services.story_value(**words, pictures=shelf.pictures(entry))


def publish(issue: Issue, staff: Staff) -> None:
    """Its files drawn, submitted and signed twice."""
    rendering = services.ask_files(issue=issue, user=staff.editor)
    worker = MediaWorker(poll=0)
    while rendering.state == Making.WAITING:
        job = jobs.claim(owner="demo", kinds=[JobKind.ISSUE])
        if job is None:
            return  # another worker has it; the next start goes on
        worker.carry(job)
        rendering = Rendering.objects.get(pk=rendering.pk)
    if rendering.state != Making.DONE:
        return  # its screen says why
    with transaction.atomic():
        services.submit_issue(issue=fresh(issue), user=staff.editor, explanation=_("Deneme sayısı: uyarılar görüldü."))
        for user in (staff.director, staff.mayor):
            sign(fresh(issue), user)


def load_proposal(entry: dict[str, Any], shelf: Shelf, staff: Staff) -> None:
    """Drafts for a raket and a billboard, from one signed bulletin."""
    formats = list(Format.objects.filter(code__in=entry["formats"]))
    if formats and not Issue.objects.filter(format__in=formats).exists():
        sources.propose(
            content=shelf.bulletins[entry["bulletin"]], formats=formats, user=staff.editor,
            date=timezone.localdate() + dt.timedelta(days=10),
        )  # fmt: skip
