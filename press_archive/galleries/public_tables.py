"""What public pages show of galleries."""

from collections.abc import Collection
from typing import Any

from cms.website.public_tables import EVERY, of_live_page, pages_using, watch, watch_page
from media_library.models import Consent, Photo, PublicFile
from media_library.rights.selectors import DEEPEST_MERGE
from press_archive.galleries.models import (
    GalleryEntry,
    GalleryPhoto,
    GalleryVideo,
    PhotoGalleryIndexPage,
    PhotoGalleryPage,
    VideoGalleryIndexPage,
    VideoGalleryPage,
)

for _page in (PhotoGalleryIndexPage, PhotoGalleryPage, VideoGalleryIndexPage, VideoGalleryPage):
    watch_page(_page)
watch(GalleryPhoto, shown=of_live_page("page_id"), pages="{row}.page_id")
watch(GalleryVideo, shown=of_live_page("page_id"), pages="{row}.page_id")
watch(GalleryEntry, pages="{row}.page_id")


# What only the archive sees of a consent, and uses that no page asks for.
OF_THE_ARCHIVE = frozenset(
    {
        "document", "document_name", "withdrawn_by_id", "withdrawal_note", "created_by_id", "created_at", "for_social",
        "for_print",
    }
)  # fmt: skip


def of_photos(chosen: str) -> str:
    """Whether the leaf ``f`` is one of the photos that the SQL ``chosen`` names, or was merged into one."""
    levels = [chosen]
    for _step in range(DEEPEST_MERGE):
        levels.append(f"SELECT p.id FROM {Photo._meta.db_table} p WHERE p.merged_into_id IN ({levels[-1]})")  # noqa: S608
    return "(" + " OR ".join(f"f.photo_id IN ({level})" for level in levels) + ")"


def of_videos(chosen: str) -> str:
    """Whether the leaf ``f`` is one of the films that the SQL ``chosen`` names."""
    return f"f.video_id IN ({chosen})"


def watch_consents(model: Any, leaves: str, events: Collection[str], unseen: Collection[str] = frozenset()) -> None:
    """A table that says which photos and films the press may use: pages offer those for download, and only those."""
    shown = f"EXISTS (SELECT 1 FROM {PublicFile._meta.db_table} f WHERE {leaves})"  # noqa: S608
    watch(model, shown=shown, events=events, unseen=unseen, pages=pages_using(leaves))


OF_PHOTOS: Any = Consent.photos.through
OF_VIDEOS: Any = Consent.videos.through
PHOTOS = f"SELECT c.photo_id FROM {OF_PHOTOS._meta.db_table} c WHERE c.consent_id = {{row}}.id"  # noqa: S608
VIDEOS = f"SELECT c.video_id FROM {OF_VIDEOS._meta.db_table} c WHERE c.consent_id = {{row}}.id"  # noqa: S608
# Without its pictures a consent says nothing: a new one has none yet, and one that is deleted has lost them.
watch_consents(Consent, f"({of_photos(PHOTOS)} OR {of_videos(VIDEOS)})", ("UPDATE",), OF_THE_ARCHIVE)
watch_consents(OF_PHOTOS, of_photos("{row}.photo_id"), EVERY)
watch_consents(OF_VIDEOS, of_videos("{row}.video_id"), EVERY)
