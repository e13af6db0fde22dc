"""What public pages show of bulletins."""

from cms.website.public_tables import CHANGED, of_live_page, watch, watch_page
from press_archive.bulletins.models import (
    BulletinIndexPage,
    BulletinPage,
    BulletinTag,
    Category,
    CorrectionNote,
    NumberSeries,
    RegisterEntry,
    Tag,
)

watch_page(BulletinIndexPage)
watch_page(BulletinPage)
watch(BulletinTag, shown=of_live_page("content_object_id"))
watch(BulletinPage.categories.through, shown=of_live_page("bulletinpage_id"))
watch(CorrectionNote, shown=of_live_page("page_id"))
watch(RegisterEntry)
watch(NumberSeries)
watch(Category, events=CHANGED)
watch(Tag, events=CHANGED)
