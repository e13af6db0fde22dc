"""Press events and visits, as those of the office find them who may read them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from cms.users.models import User
from cms.users.office_search import Door, Found, ModelKind, Words, declare, offer
from press_archive.agenda import admin_views
from press_archive.agenda.models import PressEvent, Visit
from press_archive.agenda.permissions import may_plan_visits, may_read_events, may_read_visits, may_write_events


class Events(ModelKind):
    """By title, place, host and the words of the invitation, as they were saved last."""

    name = "basin-etkinlikleri"
    number = 27
    title = gettext_lazy("Basın etkinlikleri")
    icon = admin_views.ICON
    model = PressEvent
    columns = ("title", "latest_revision_id")

    def may_look(self, user: User | AnonymousUser) -> bool:
        return may_read_events(user)

    def every(self) -> QuerySet[Any]:
        return super().every().select_related("latest_revision")

    def words_of(self, row: Any) -> Words:
        said = row.latest_revision.as_object() if row.latest_revision is not None else row
        day = timezone.localdate(said.starts_at) if said.starts_at else None
        called = [said.place, said.host, said.organiser, said.get_kind_display()]
        return Words(said.title, day, spot=said.topics, body=said.text, tags=called)

    def result(self, row: Any, user: User | AnonymousUser) -> Found:
        state = row.state
        tone = admin_views.TONES.get(state, "")
        return Found(str(row), reverse("press_events:detail", args=[row.pk]), row.when, str(state.label), tone)


class Visits(ModelKind):
    """By what a visit is about, the outlet, the people and the talking points."""

    name = "basin-ziyaretleri"
    number = 28
    title = gettext_lazy("Basın ziyaretleri")
    icon = "group"
    model = Visit
    columns = ("title", "place", "people", "talking_points", "outlet_id", "starts_at", "outcome")

    def may_look(self, user: User | AnonymousUser) -> bool:
        return may_read_visits(user)

    def every(self) -> QuerySet[Any]:
        return super().every().select_related("outlet")

    def words_of(self, row: Any) -> Words:
        called = [row.place, row.outlet.name if row.outlet else "", row.get_kind_display()]
        body = f"{row.talking_points}\n{row.outcome}"
        return Words(row.title, timezone.localdate(row.starts_at), spot=row.people, body=body, tags=called)

    def result(self, row: Any, user: User | AnonymousUser) -> Found:
        return Found(row.title, reverse("press_visits:detail", args=[row.pk]), row.when, row.get_state_display(), "")


def register() -> None:
    """Called once by the app's configuration."""
    declare(Events())
    declare(Visits())
    offer(
        Door(
            "new_press_event", gettext_lazy("Yeni basın etkinliği"), admin_views.ICON,
            lambda user: reverse("wagtailsnippets_agenda_pressevent:add") if may_write_events(user) else None, order=47,
        )
    )  # fmt: skip
    offer(
        Door(
            "new_visit", gettext_lazy("Yeni basın ziyareti"), "group",
            lambda user: reverse("press_visits:plan") if may_plan_visits(user) else None, order=48,
        )
    )  # fmt: skip
