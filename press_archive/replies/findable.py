"""Cases, as those of the office find them who may read them; nobody else does."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy

from cms.users.models import User
from cms.users.office_search import DIFFERS, Door, Found, ModelKind, Source, Words, declare, offer
from press_archive.clippings.models import Clipping
from press_archive.replies import selectors
from press_archive.replies.models import Case, ReplyText
from press_archive.replies.permissions import may_read_cases


class Cases(ModelKind):
    """By outlet, the headline that it is about, court, and the words of the text."""

    name = "cevaplar"
    number = 21
    title = gettext_lazy("Tekzip ve düzeltme")
    icon = "resubmit"
    model = Case
    columns = ("outlet_name", "court", "court_number", "published_on")

    def may_look(self, user: User | AnonymousUser) -> bool:
        return may_read_cases(user)

    def every(self) -> QuerySet[Any]:
        return super().every().select_related("clipping", "text__latest_revision")

    def sources(self) -> list[Source]:
        cases = Case._meta.db_table
        of_text = f"SELECT k.id FROM {cases} k WHERE k.text_id = {{row}}.id"  # noqa: S608
        of_clipping = f"SELECT k.id FROM {cases} k WHERE k.clipping_id = {{row}}.id"  # noqa: S608
        written = f"OLD.latest_revision_id {DIFFERS} NEW.latest_revision_id"
        renamed = f"OLD.headline {DIFFERS} NEW.headline"
        return [
            *super().sources(),
            Source(ReplyText._meta.db_table, of_text, when=written, events=("UPDATE",)),
            Source(Clipping._meta.db_table, of_clipping, when=renamed, events=("UPDATE",)),
        ]

    def words_of(self, row: Any) -> Words:
        said = row.latest_text
        called = [row.outlet_name, row.court, row.court_number, row.get_kind_display()]
        return Words(row.clipping.headline, row.published_on, spot=said.title, body=said.text, tags=called)

    def rows(self, user: User | AnonymousUser) -> QuerySet[Any]:
        return super().rows(user).select_related("clipping", "text")

    def result(self, row: Any, user: User | AnonymousUser) -> Found:
        state, tone = selectors.words_of_state(row)
        return Found(row.clipping.headline, reverse("replies:detail", args=[row.pk]), str(row), state, tone)


def register() -> None:
    """Called once by the app's configuration."""
    declare(Cases())
    offer(
        Door(
            "cases", gettext_lazy("Tekzip ve düzeltme dosyaları"), "resubmit",
            lambda user: reverse("replies:index") if may_read_cases(user) else None, order=46,
        )
    )  # fmt: skip
