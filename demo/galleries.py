"""What the demo shows of its archive: signed galleries on the website and a press kit with a link."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from demo import archive_texts
from demo.archive import numbered
from demo.loading import Progress, rest
from demo.office import Staff, publish
from media_library.kits import selectors as kit_selectors
from media_library.kits import services as kits
from media_library.kits.models import Kit, KitLink
from media_library.models import Shoot, Video
from press_archive.galleries.models import GalleryPage, Kind, PhotoGalleryPage, VideoGalleryPage
from press_archive.galleries.services import gallery_from_shoot


def load_galleries(staff: Staff, tell: Progress) -> None:
    """Two photo galleries and one of videos, drafted from their shoots, submitted and signed twice."""
    found = archive_texts.content()
    known = set(PhotoGalleryPage.objects.values_list("slug", flat=True))
    known |= set(VideoGalleryPage.objects.values_list("slug", flat=True))
    missing = [
        (kind, entry)
        for kind, key in ((Kind.PHOTO, "photo_gallery"), (Kind.VIDEO, "video_gallery"))
        for entry in found[key]
        if entry["slug"] not in known
    ]
    for number, (kind, entry) in enumerate(missing, start=1):
        chosen = numbered(entry["shoot"], entry["photos"]) if kind is Kind.PHOTO else videos(entry["films"])
        load_gallery(entry, kind, [one.pk for one in chosen], staff)
        tell("galleries", number, len(missing))
        rest()


@transaction.atomic
def load_gallery(entry: dict[str, Any], kind: Kind, chosen: list[int], staff: Staff) -> None:
    """One gallery, from the draft that the archive makes to the second signature."""
    shoot = Shoot.objects.get(title=entry["shoot"])
    page: GalleryPage = gallery_from_shoot(user=staff.editor, kind=kind, shoot=shoot, chosen=chosen).page
    page.title, page.summary = entry["title"], entry["summary"]
    page.slug = entry["slug"]
    page.save()
    page.save_revision(user=staff.editor, log_action=True)
    publish(page, staff)


@transaction.atomic
def load_kit(staff: Staff) -> None:
    """A kit of photos and a video that are public, chosen by an editor, and the link that the press got."""
    entry = archive_texts.content()["kit"]
    if Kit.objects.filter(name=entry["name"]).exists():
        return
    photos = numbered(entry["shoot"], entry["photos"])
    kit = kits.add_to_kit(kit=None, user=staff.editor, photos=photos, videos=videos(entry["films"]), name=entry["name"])
    kits.make_link(kit=kit, user=staff.editor, label=entry["link"])


def kit_address() -> str:
    """The address of the link that the press got; empty when it was revoked."""
    name = archive_texts.content()["kit"]["name"]
    link = KitLink.objects.filter(kit__name=name, revoked_at=None).order_by("pk").first()
    return kit_selectors.url_of(link) if link else ""


def videos(names: list[str]) -> list[Video]:
    """The videos with these file names, in this order."""
    rows = {video.original_name: video for video in Video.objects.filter(original_name__in=names)}
    return [rows[name] for name in names]
