"""System checks of the letters' room."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

BACKEND = "cms.letters.backend.LetterBackend"


@register("letters")
def check_mail_settings(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """``letters.E001``: with another backend every mail of Wagtail's would be sent inside the request that causes it.
    ``letters.E002``: a worker that carries letters by writing letters never ends."""
    errors: list[CheckMessage] = []
    if settings.EMAIL_BACKEND != BACKEND:
        errors.append(
            Error(
                "Postalar, onlara yol açan isteğin içinde gönderiliyor.",
                hint=f'EMAIL_BACKEND = "{BACKEND}" olmalı; postayı taşıyan sunucu MAIL_TRANSPORT ile seçilir.',
                id="letters.E001",
            )
        )
    if settings.MAIL_TRANSPORT == BACKEND:
        errors.append(
            Error("MAIL_TRANSPORT postayı dışarı taşımıyor.", hint="Bir posta sunucusu seçin.", id="letters.E002")
        )
    return errors
