"""Publications as public entries: ``/yayinlar/``, by the day on the cover."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.template.loader import render_to_string
from django.utils.formats import localize
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cms.website import entries
from cms.website.selectors import absolute
from publishing.publications.models import Issue, IssueEntry
from publishing.publications.presenters import stories_of


class Publications(entries.Kind):
    """``/yayinlar/?sayfa=`` and what belongs to it."""

    entry = IssueEntry
    page = Issue
    per_page = 24
    path = "yayinlar/"
    list_name = "publications"
    name = "publication"
    list_template = "publications/issue_list.html"
    card_template = "publications/card.html"
    title = _("Yayınlar")
    description = _("Belediyemizin dergileri, broşürleri, afişleri.")
    empty = _("Henüz yayımlanmış yayın yok.")
    pager_label = _("Yayın listesi sayfaları")
    back_label = _("Yayınlara git")

    def values(self, page: Issue) -> dict[str, Any]:
        return {"date": page.date, "kind": page.kind}

    def with_pages(self, ids: Sequence[int]) -> list[Any]:
        return self.fed_lines(self.lines().filter(pk__in=ids), ids)

    def fed_lines(self, lines: Any, order: Sequence[int]) -> list[Any]:
        """These lines in this order, each with its page as an issue; two queries."""
        found = {line.pk: line for line in lines}
        pages = Issue.objects.in_bulk([line.page_id for line in found.values()])
        for line in found.values():
            line.page = pages[line.page_id]
        return [found[pk] for pk in order if pk in found]

    def page_of(self, entry: IssueEntry) -> Issue:
        return Issue.objects.select_related("content_type").get(pk=entry.page_id)

    def count(self, total: int) -> str:
        return ngettext("%(total)s yayın", "%(total)s yayın", total) % {"total": localize(total)}

    def fed(self, page_ids: Sequence[int]) -> list[Any]:
        lines = list(self.lines().filter(page__in=page_ids))
        return self.fed_lines(lines, [line.pk for line in lines])

    def feed_html(self, page: Issue) -> str:
        return render_to_string(
            "publications/feed_text.html",
            {"page": page, "stories": stories_of(page), "url": absolute(page.public_path)},
        )


PUBLICATIONS = entries.register(Publications())
