"""What the monitors found, as those of the office find it who may read the desk. What became a clipping is found there;
what nobody has looked through yet, and what was not about us, is found nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy

from cms.users.models import User
from cms.users.office_search import DIFFERS, Door, Found, ModelKind, Source, Words, declare, joined, offer
from press_archive.contacts.models import Outlet
from press_archive.monitoring.models import Candidate, State
from press_archive.monitoring.permissions import may_read_desk

SHOWN = (State.NEW, State.LATER, State.REJECTED)
TONES = {State.NEW: "doubt", State.REJECTED: "bad"}


class Candidates(ModelKind):
    """By headline, text, author, outlet and the words that were found in it."""

    name = "bulunan-haberler"
    number = 22
    title = gettext_lazy("Bulunan haberler")
    icon = "glasses"
    model = Candidate
    columns = ("title", "text", "author", "state", "outlet_id", "published_at")

    def may_look(self, user: User | AnonymousUser) -> bool:
        return may_read_desk(user)

    def every(self) -> QuerySet[Any]:
        return super().every().filter(state__in=SHOWN).select_related("outlet")

    def ids(self) -> Iterator[int]:
        return iter(self.every().order_by("pk").values_list("pk", flat=True).iterator())

    def rows(self, user: User | AnonymousUser) -> QuerySet[Any]:
        return self.every()

    def sources(self) -> list[Source]:
        """Most of what comes in is about somebody else and gone a moment later: nothing is noted of that."""
        rows = Candidate._meta.db_table
        added, changed = super().sources()
        is_read = "{row}.state <> 'unread'"
        of_outlet = f"SELECT c.id FROM {rows} c WHERE c.outlet_id = {{row}}.id AND c.state <> 'unread'"  # noqa: S608
        return [
            Source(added.table, added.keys, when=is_read, events=added.events),
            Source(changed.table, changed.keys, when=f"({changed.when}) AND {is_read}", events=changed.events),
            Source(Outlet._meta.db_table, of_outlet, when=f"OLD.name {DIFFERS} NEW.name", events=("UPDATE",)),
        ]

    def words_of(self, row: Any) -> Words:
        called = [row.outlet.name, row.author, *row.hits]
        return Words(row.title, row.published_at or row.found_at, body=row.text, tags=called)

    def result(self, row: Any, user: User | AnonymousUser) -> Found:
        address = f"{reverse('haber_masasi')}?haber={row.pk}"
        return Found(
            row.title, address, joined([row.outlet, row.moment]), row.get_state_display(), TONES.get(row.state, "")
        )


def register() -> None:
    """Called once by the app's configuration."""
    declare(Candidates())
    offer(
        Door(
            "news_desk", gettext_lazy("Haber masası"), "glasses",
            lambda user: reverse("haber_masasi") if may_read_desk(user) else None, order=47,
        )
    )  # fmt: skip
