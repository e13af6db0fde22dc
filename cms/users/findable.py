"""Accounts, as those find them who keep them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.users.models import User
from cms.users.office_search import Door, Found, ModelKind, Words, declare, joined, offer
from cms.users.views.invitations import may_invite


class Accounts(ModelKind):
    """By name, user name, e-mail address and title. A superuser's account is for superusers."""

    name = "hesaplar"
    number = 20
    title = gettext_lazy("Kullanıcılar")
    icon = "user"
    model = User
    columns = ("first_name", "last_name", "username", "email", "job_title", "phone")

    def may_look(self, user: User | AnonymousUser) -> bool:
        return bool(user.has_perm("users.change_user"))

    def rows(self, user: User | AnonymousUser) -> QuerySet[Any]:
        return super().rows(user) if user.is_superuser else super().rows(user).filter(is_superuser=False)

    def words_of(self, row: Any) -> Words:
        tags = (row.username, row.email, row.job_title, row.phone)
        return Words(title=str(row), moment=row.date_joined, tags=tags)

    def result(self, row: Any, user: User | AnonymousUser) -> Found:
        return Found(
            str(row), reverse("wagtailusers_users:edit", args=[row.pk]), joined([row.username, row.job_title]),
            state="" if row.is_active else _("kapalı"),
        )  # fmt: skip


ACCOUNTS = declare(Accounts())
offer(
    Door(
        "account", gettext_lazy("Kullanıcı ekle"), "user",
        lambda user: reverse("wagtailusers_users:add") if may_invite(user) else None, order=60,
    )
)  # fmt: skip
