"""What the public finds of publications."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.website.findable import EntryFindable, Text, declare
from publishing.publications.entries import PUBLICATIONS
from publishing.publications.models import Issue, IssueEntry

SEARCHED = ("headline", "spot", "text", "byline", "when", "where")


class FindablePublications(EntryFindable):
    """Title, introduction and the words of every story."""

    name = "yayin"
    number = 7
    title = _("Yayınlar")
    one = _("yayın")
    kind = PUBLICATIONS

    def text(self, entry: IssueEntry, page: Any) -> Text:
        words: list[str] = []
        issue = page if isinstance(page, Issue) else Issue.objects.get(pk=entry.page_id)
        for block in issue.plan:
            for story in block.value["stories"]:
                words += [
                    story[name] for name in ("headline", "spot", "text", "byline", "when", "where") if story[name]
                ]
                words += [slot["caption"] for slot in story["pictures"] if slot["caption"]]
        return Text(
            title=issue.title, spot=issue.summary, body="\n".join(words), number=issue.number,
            moment=timezone.make_aware(dt.datetime.combine(entry.date, dt.time(12))),
        )  # fmt: skip


FOUND = declare(FindablePublications())
