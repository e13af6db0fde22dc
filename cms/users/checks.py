"""System checks of the people's floor."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

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
