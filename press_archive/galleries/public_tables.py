"""What public pages show of galleries."""

from cms.website.public_tables import of_live_page, watch, watch_page
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
