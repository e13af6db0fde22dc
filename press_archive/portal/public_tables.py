"""What public pages show of the portal."""

from cms.website.public_tables import OF_DRAFTS, watch
from press_archive.portal.models import Duty

watch(Duty, shown="{row}.live", unseen=OF_DRAFTS)
