"""System checks of the people's floor."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from cms.users.known_passwords import KNOWN
from cms.users.models import User
from cms.users.roles import Role


@register("users")
def second_factor_roles(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """``users.E001``: a misspelt role in ``REQUIRE_2FA_ROLES`` would silently ask nobody for a second factor."""
    return [
        Error(
            f"REQUIRE_2FA_ROLES names an unknown role: {value!r}.",
            hint=f"Use values from: {', '.join(Role.values)}.",
            id="users.E001",
        )
        for value in settings.REQUIRE_2FA_ROLES
        if value not in Role.values
    ]


@register(Tags.database)
def known_passwords(app_configs: Any, databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """``users.E002``: an account that came with the demo and still has its password. Not asked where the demo lives."""
    if "default" not in (databases or []) or apps.is_installed("demo"):
        return []
    if User._meta.db_table not in connections["default"].introspection.table_names():
        return []
    accounts = User.objects.filter(is_active=True).values_list("username", "password")
    open_to_all = [name for name, stored in accounts if any(check_password(known, stored) for known in KNOWN)]
    if not open_to_all:
        return []
    return [
        Error(
            f"Accounts with a password that everybody knows: {', '.join(sorted(open_to_all))}.",
            hint="Close them, or set another password: manage.py changepassword <name>.",
            id="users.E002",
        )
    ]
