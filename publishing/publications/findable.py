"""What the public finds of publications, and the words of an issue for every search."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.website.findable import EntryFindable, Text, beside, declare
from publishing.publications.entries import PUBLICATIONS
from publishing.publications.models import Issue, IssueEntry

SEARCHED = ("headline", "spot", "text", "byline", "when", "where")


def words_in(issue: Issue) -> str:
    """The words of every story and beside its photos; none of a photo that was taken down."""
    words: list[str] = []
    for block in issue.plan:
        words.append(block.value["section"])
        for story in block.value["stories"]:
            words += [story[name] for name in SEARCHED]
            words += [word for slot in story["pictures"] for word in beside(slot)]
    return "\n".join(word for word in words if word)


class FindablePublications(EntryFindable):
    """Title, introduction and the words of every story."""

    name = "yayin"
    number = 7
    title = _("Yayınlar")
    one = _("yayın")
    kind = PUBLICATIONS

    def text(self, entry: IssueEntry, page: Any) -> Text:
        issue = page if isinstance(page, Issue) else Issue.objects.get(pk=entry.page_id)
        return Text(
            title=issue.title, spot=issue.summary, body=words_in(issue), number=issue.number,
            moment=timezone.make_aware(dt.datetime.combine(entry.date, dt.time(12))),
        )  # fmt: skip


FOUND = declare(FindablePublications())
