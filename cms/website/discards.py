"""What of the website's own pages can be brought back when it was deleted."""

from cms.recycle_bin import kinds
from cms.website.models import StandardPage

kinds.register_page(StandardPage)
