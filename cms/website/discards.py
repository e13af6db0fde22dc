"""What of the website's own pages and strips can be brought back when it was deleted."""

from cms.recycle_bin import kinds
from cms.website.models import AlertBanner, StandardPage

kinds.register_page(StandardPage)
kinds.register(AlertBanner, parts=["wagtailcore.Revision"])
