"""What was sent, item by item, as those find it who may read the dispatch list.

An item has one row for the website, whoever else it went to: that row stands for it. Its recipients are found in the
ledger's own filter, and in the directory of the press.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy

from cms.core import turkish
from cms.users.models import User
from cms.users.office_search import Found, ModelKind, Source, Words, declare, joined
from publishing.dispatch.models import Channel, Delivery
from publishing.dispatch.views import may_see_deliveries


class Deliveries(ModelKind):
    """By headline and number of what was sent."""

    name = "dagitim"
    number = 13
    title = gettext_lazy("Dağıtım")
    icon = "mail"
    model = Delivery

    def may_look(self, user: User | AnonymousUser) -> bool:
        return may_see_deliveries(user)

    def sources(self) -> Sequence[Source]:
        of_website = f"{{row}}.channel = '{Channel.WEBSITE.value}'"
        return [Source(Delivery._meta.db_table, "SELECT {row}.id", when=of_website, events=("INSERT", "DELETE"))]

    def every(self) -> QuerySet[Any]:
        return super().every().filter(channel=Channel.WEBSITE).defer("payload", "attempt_log")

    def ids(self) -> Any:
        return iter(self.every().order_by("pk").values_list("pk", flat=True).iterator())

    def rows(self, user: User | AnonymousUser) -> QuerySet[Any]:
        return self.every()

    def words_of(self, row: Any) -> Words:
        return Words(row.headline, row.created_at, tags=[row.number, row.get_kind_display()])

    def result(self, row: Any, user: User | AnonymousUser) -> Found:
        line = joined([row.number, turkish.format_moment(row.created_at)])
        address = reverse("dagitim:panel", args=[row.content_type_id, row.object_id])
        return Found(row.headline, address, line, row.get_kind_display())


DELIVERIES = declare(Deliveries())
