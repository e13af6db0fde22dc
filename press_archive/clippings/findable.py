"""Clippings, as those of the office find them who may read them. Nobody else does: their words stand in no public
index."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy

from cms.users.models import User
from cms.users.office_search import DIFFERS, Door, Found, ModelKind, Source, Words, declare, offer
from press_archive.clippings.citation import citation
from press_archive.clippings.models import Clipping, ClippingTopic, Topic
from press_archive.clippings.permissions import may_add_clippings, may_read_clippings
from press_archive.clippings.words import Tone

TONES = {Tone.POSITIVE: "good", Tone.NEGATIVE: "bad"}


class Clippings(ModelKind):
    """By headline, our summary, text, outlet, author, programme, people and topics. The list asks here too."""

    name = "kupurler"
    number = 15
    title = gettext_lazy("Kupürler")
    icon = "clipboard-list"
    model = Clipping
    listed = (Clipping,)
    columns = ("headline", "summary", "text", "outlet_name", "author", "programme", "people", "published_on")

    def may_look(self, user: User | AnonymousUser) -> bool:
        return may_read_clippings(user)

    def every(self) -> QuerySet[Any]:
        return super().every().prefetch_related("topics")

    def sources(self) -> list[Source]:
        carried, topic = ClippingTopic._meta.db_table, Topic._meta.db_table
        renamed = f"SELECT t.content_object_id FROM {carried} t WHERE t.tag_id = {{row}}.id"  # noqa: S608
        return [
            *super().sources(),
            Source(carried, "SELECT {row}.content_object_id", events=("INSERT", "DELETE")),
            Source(topic, renamed, when=f"OLD.name {DIFFERS} NEW.name", events=("UPDATE",)),
        ]

    def words_of(self, row: Any) -> Words:
        called = [row.outlet_name, row.author, row.programme, row.people, *(topic.name for topic in row.topics.all())]
        return Words(row.headline, row.published_on, spot=row.summary, body=row.text, tags=called)

    def result(self, row: Any, user: User | AnonymousUser) -> Found:
        state = row.get_tone_display() if row.tone else ""
        return Found(
            row.headline, reverse("clippings:detail", args=[row.pk]), citation(row), state, TONES.get(row.tone, "")
        )


CLIPPINGS = declare(Clippings())
offer(
    Door(
        "clipping", gettext_lazy("Kupür ekle"), "clipboard-list",
        lambda user: reverse("clippings:add") if may_add_clippings(user) else None, order=45,
    )
)  # fmt: skip
