"""What public pages show of collections."""

from cms.website.public_tables import watch_page
from press_archive.collections.models import CollectionPage

watch_page(CollectionPage)
