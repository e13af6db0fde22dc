"""What of galleries can be brought back when it was deleted."""

from cms.recycle_bin import kinds
from press_archive.galleries.models import PhotoGalleryPage, VideoGalleryPage

kinds.register_page(PhotoGalleryPage, parts=["galleries.GalleryPhoto"])
kinds.register_page(VideoGalleryPage, parts=["galleries.GalleryVideo"])
