"""The directory of the press, as those find it who may read it. E-mail addresses are for those who may see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.users.models import User
from cms.users.office_search import DIFFERS, Door, Found, ModelKind, Source, Words, declare, joined, offer
from press_archive.contacts.models import Address, Journalist, Outlet

RENAMED = f"OLD.name {DIFFERS} NEW.name"


class Outlets(ModelKind):
    """By name, kind, town and telephone."""

    name = "kuruluslar"
    number = 10
    title = gettext_lazy("Yayın kuruluşları")
    icon = "site"
    model = Outlet
    columns = ("name", "kind", "city", "phone")

    def may_look(self, user: User | AnonymousUser) -> bool:
        return bool(user.has_perm("contacts.view_outlet"))

    def words_of(self, row: Any) -> Words:
        return Words(row.name, None, tags=[row.get_kind_display(), row.city, row.phone])

    def result(self, row: Any, user: User | AnonymousUser) -> Found:
        line = joined([row.get_kind_display(), row.city, row.phone])
        return Found(row.name, reverse("basin_kurulus:inspect", args=[row.pk]), line)


class Journalists(ModelKind):
    """By name, outlet, position and telephone."""

    name = "basin-mensuplari"
    number = 11
    title = gettext_lazy("Basın mensupları")
    icon = "user"
    model = Journalist
    columns = ("name", "outlet_id", "position", "phone")

    def may_look(self, user: User | AnonymousUser) -> bool:
        return bool(user.has_perm("contacts.view_journalist"))

    def every(self) -> QuerySet[Any]:
        return super().every().select_related("outlet")

    def sources(self) -> Sequence[Source]:
        of_outlet = f"SELECT j.id FROM {Journalist._meta.db_table} j WHERE j.outlet_id = {{row}}.id"  # noqa: S608
        return [*super().sources(), Source(Outlet._meta.db_table, of_outlet, when=RENAMED, events=("UPDATE",))]

    def words_of(self, row: Any) -> Words:
        return Words(row.name, None, tags=[str(row.outlet or ""), row.position, row.phone])

    def results(self, rows: QuerySet[Any], user: User | AnonymousUser) -> Mapping[int, Found]:
        return super().results(rows.select_related("outlet"), user)

    def result(self, row: Any, user: User | AnonymousUser) -> Found:
        line = joined([row.outlet, row.position, row.phone])
        return Found(row.name, reverse("basin_mensup:inspect", args=[row.pk]), line)


class Addresses(ModelKind):
    """By the address and by whose it is."""

    name = "adresler"
    number = 12
    title = gettext_lazy("E-posta adresleri")
    icon = "mail"
    model = Address
    columns = ("email", "outlet_id", "journalist_id")

    def may_look(self, user: User | AnonymousUser) -> bool:
        return bool(user.has_perm("contacts.view_address"))

    def every(self) -> QuerySet[Any]:
        return super().every().select_related("outlet", "journalist")

    def sources(self) -> Sequence[Source]:
        owners = [
            Source(
                owner._meta.db_table,
                f"SELECT a.id FROM {Address._meta.db_table} a WHERE a.{name}_id = {{row}}.id",  # noqa: S608
                when=RENAMED, events=("UPDATE",),
            )
            for owner, name in ((Outlet, "outlet"), (Journalist, "journalist"))
        ]  # fmt: skip
        return [*super().sources(), *owners]

    def words_of(self, row: Any) -> Words:
        return Words(row.email, None, tags=[row.owner_name])

    def results(self, rows: QuerySet[Any], user: User | AnonymousUser) -> Mapping[int, Found]:
        return super().results(rows.select_related("outlet", "journalist"), user)

    def result(self, row: Any, user: User | AnonymousUser) -> Found:
        state, tone = ("", "") if row.active else (_("kullanımda değil"), "")
        if row.opted_out_at is not None:
            state, tone = _("gönderim istemiyor"), "doubt"
        return Found(row.email, reverse("basin_adres:inspect", args=[row.pk]), row.owner_name, state, tone)


OUTLETS, JOURNALISTS, ADDRESSES = declare(Outlets()), declare(Journalists()), declare(Addresses())
offer(
    Door(
        "outlet", gettext_lazy("Yayın kuruluşu ekle"), "site",
        lambda user: reverse("basin_kurulus:add") if user.has_perm("contacts.add_outlet") else None, order=50,
    )
)  # fmt: skip
