"""What the public finds of bulletins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from cms.users.models import Department
from cms.website.findable import EntryFindable, Label, Source, Text, declare, words_in
from press_archive.bulletins.entries import BULLETINS
from press_archive.bulletins.models import BulletinPage, BulletinTag, Category, RegisterEntry, Tag


class FindableBulletins(EntryFindable):
    """Headline, spot and text; number, department, place, categories and tags."""

    name = "bulten"
    number = 1
    title = _("Basın bültenleri")
    one = _("bülten")
    kind = BULLETINS

    def sources(self) -> Sequence[Source]:
        filed, tagged = BulletinPage.categories.through._meta.db_table, BulletinTag._meta.db_table
        renamed = {
            Department: f"SELECT e.page_id FROM {RegisterEntry._meta.db_table} e WHERE e.department_id = {{row}}.id",  # noqa: S608
            Category: f"SELECT c.bulletinpage_id FROM {filed} c WHERE c.category_id = {{row}}.id",  # noqa: S608
            Tag: f"SELECT t.content_object_id FROM {tagged} t WHERE t.tag_id = {{row}}.id",  # noqa: S608
        }
        changed = "OLD.name <> NEW.name OR OLD.slug <> NEW.slug"
        return [
            *super().sources(),
            *(Source(model._meta.db_table, keys, when=changed, events=("UPDATE",)) for model, keys in renamed.items()),
        ]

    def text(self, entry: RegisterEntry, page: Any) -> Text:
        body = words_in(page.body)
        notes = page.correction_notes.order_by("sort_order", "pk").values_list("text", flat=True)
        categories = [Label(f"k-{one.slug}", one.name) for one in page.categories.order_by("slug")]
        tags = [Label(one.slug, one.name) for one in page.tags.order_by("slug")]
        blocks = {block.block_type for block in page.body}
        return Text(
            title=page.title,
            spot=page.summary,
            body="\n".join([body, page.lead_image_alt, *notes]),
            moment=entry.published_at,
            department=Label(entry.department.slug, entry.department.name),
            place=page.place,
            tags=(*tags, *categories),
            number=entry.number,
            with_photo=bool(page.lead_image_id) or not blocks.isdisjoint({"picture", "gallery"}),
            with_video=not blocks.isdisjoint({"video", "archive_video"}),
        )


FINDABLE = declare(FindableBulletins())
