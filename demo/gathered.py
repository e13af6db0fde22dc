"""What is made of all that was loaded: collections with their place on the front page, the office's rules, other names
in the search and what strangers looked for."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from cms.users.models import Department
from cms.website.models import HomePage
from demo import texts
from demo.office import Staff, publish
from press_archive.collections.models import CollectionPage
from publishing.rules.models import ContentRule
from search import synonyms
from search.models import OtherNames, SearchCount


def load(staff: Staff) -> None:
    """Those that are not there yet."""
    found = texts.pages()
    known = set(CollectionPage.objects.values_list("slug", flat=True))
    made = [load_collection(entry, staff) for entry in found["collection"] if entry["slug"] not in known]
    if made and not known:
        show_on_front_page(made[0], staff)
    rules = set(ContentRule.objects.values_list("name", flat=True))
    for entry in found["rule"]:
        if entry["name"] not in rules:
            rule = ContentRule(created_by=staff.editor, changed_by=staff.editor, **entry)
            rule.full_clean()
            rule.save()
    if not OtherNames.objects.exists():
        load_names(found["names"], staff)
    if not SearchCount.objects.exists():
        today = timezone.localdate()
        SearchCount.objects.bulk_create(SearchCount(day=today, **entry) for entry in found["searched"])


@transaction.atomic
def load_names(entries: list[dict[str, Any]], staff: Staff) -> None:
    """Groups of names that one has written and another confirmed."""
    for entry in entries:
        row = synonyms.write(text="\n".join(entry["names"]), user=staff.editor)
        if not entry.get("waits"):
            synonyms.confirm(pk=row.pk, seen=row.names, user=staff.archivist)


@transaction.atomic
def load_collection(entry: dict[str, Any], staff: Staff) -> CollectionPage:
    """One collection below the home page, signed and published."""
    values = dict(entry)
    department = values.pop("department", None)
    if department:
        values["department"] = Department.objects.get(slug=department)
    page = CollectionPage(live=False, owner=staff.editor, **values)
    HomePage.objects.get().add_child(instance=page)
    page.save_revision(user=staff.editor, log_action=True)
    publish(page, staff)
    return page


@transaction.atomic
def show_on_front_page(page: CollectionPage, staff: Staff) -> None:
    """A correction of the home page, with the first three of ``page``."""
    content = HomePage.objects.get().get_latest_revision_as_object()
    content.sections = [{"type": "collection", "value": {"collection": page.pk, "most": 3, "title": ""}}]
    content.save_revision(user=staff.editor, log_action=True)
    publish(HomePage.objects.get(), staff)
