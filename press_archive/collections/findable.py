"""What the public finds of collections: their titles and sentences; what they gather is found by itself."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.utils.translation import gettext_lazy as _

from cms.website.findable import PageFindable, Text, declare
from press_archive.collections.models import CollectionPage


class FindableCollections(PageFindable):
    """Title and introduction."""

    name = "derleme"
    number = 6
    title = _("Derlemeler")
    one = _("derleme")
    page = CollectionPage

    def texts(self, ids: Collection[int]) -> Mapping[int, Text]:
        return {
            page.pk: Text(title=page.title, spot=page.introduction, body="", moment=page.first_published_at)
            for page in self.page.objects.live().public().filter(pk__in=list(ids))
            if page.first_published_at
        }


COLLECTIONS = declare(FindableCollections())
