"""What public pages show of bulletins."""

from cms.users.models import Department
from cms.website.public_tables import CHANGED, of_live_page, watch, watch_page
from press_archive.bulletins.models import (
    BulletinIndexPage,
    BulletinPage,
    BulletinTag,
    Category,
    CorrectionNote,
    NumberSeries,
    RegisterEntry,
    Series,
    Tag,
)

TAGGED, FILED = BulletinTag._meta.db_table, BulletinPage.categories.through._meta.db_table
REGISTER = RegisterEntry._meta.db_table

watch_page(BulletinIndexPage)
watch_page(BulletinPage)
watch(BulletinTag, shown=of_live_page("content_object_id"), pages="{row}.content_object_id")
watch(BulletinPage.categories.through, shown=of_live_page("bulletinpage_id"), pages="{row}.bulletinpage_id")
watch(CorrectionNote, shown=of_live_page("page_id"), pages="{row}.page_id")
watch(RegisterEntry, pages="{row}.page_id")
watch(NumberSeries)
# Names that stand on published bulletins do not change; should one all the same, it is read anew.
watch(
    Category, events=CHANGED,
    pages=f"SELECT t.bulletinpage_id FROM {FILED} t WHERE t.category_id = {{row}}.id",  # noqa: S608
)  # fmt: skip
watch(
    Series, events=CHANGED,
    pages=f"SELECT b.page_ptr_id FROM {BulletinPage._meta.db_table} b WHERE b.series_id = {{row}}.id",  # noqa: S608
)  # fmt: skip
watch(
    Tag, events=CHANGED,
    pages=f"SELECT t.content_object_id FROM {TAGGED} t WHERE t.tag_id = {{row}}.id",  # noqa: S608
)  # fmt: skip
watch(
    Department, events=CHANGED,
    pages=f"SELECT e.page_id FROM {REGISTER} e WHERE e.department_id = {{row}}.id",  # noqa: S608
)  # fmt: skip
