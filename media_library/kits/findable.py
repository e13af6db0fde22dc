"""Kits, as those find them who may look at them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.translation import gettext_lazy

from cms.core import turkish
from cms.users.models import User
from cms.users.office_search import Door, Found, ModelKind, Words, declare, joined, offer
from media_library.kits.admin_views import may_see_kits
from media_library.kits.models import Kit, KitState

TONES: dict[str, str] = {KitState.READY: "good", KitState.FAILED: "bad", KitState.PREPARING: "doubt"}


class Kits(ModelKind):
    """By name, headline and the bulletin's number."""

    name = "kitler"
    number = 8
    title = gettext_lazy("Kitler")
    icon = "folder-inverse"
    model = Kit
    columns = ("name", "title", "number")

    def may_look(self, user: User | AnonymousUser) -> bool:
        return may_see_kits(user)

    def words_of(self, row: Any) -> Words:
        return Words(str(row), row.created_at, tags=[row.name, row.title, row.number])

    def result(self, row: Any, user: User | AnonymousUser) -> Found:
        return Found(
            str(row), reverse("kits:inspect", args=[row.pk]), joined([turkish.format_date(row.created_at)]),
            row.get_state_display(), TONES.get(row.state, ""),
        )  # fmt: skip


KITS = declare(Kits())
offer(
    Door(
        "kit", gettext_lazy("Yeni kit"), "folder-inverse",
        lambda user: reverse("kits:add") if user.has_perm("kits.add_kit") else None, order=40,
    )
)  # fmt: skip
