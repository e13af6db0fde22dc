"""Passwords that everybody knows: those of the demo. Nobody may choose one, and no real installation may hold one."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cms.users.models import User

DEMO_PASSWORD = "Kekik-ve-Deniz-9"  # noqa: S105
KNOWN = frozenset({DEMO_PASSWORD})


class KnownPasswordValidator:
    """Refuses a password that stands in this source."""

    def validate(self, password: str, user: User | None = None) -> None:
        if password in KNOWN:
            raise ValidationError(_("Bu parola herkesçe biliniyor; başka bir parola seçin."), code="password_known")

    def get_help_text(self) -> str:
        return _("Deneme kurulumunun parolası kullanılamaz.")
