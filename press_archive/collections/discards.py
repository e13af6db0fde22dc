"""What of collections can be brought back when it was deleted."""

from cms.recycle_bin import kinds
from press_archive.collections.models import CollectionPage

kinds.register_page(CollectionPage)
