"""``website.W001``: Wagtail's ``Site`` row says something else than the settings (``check --database default``)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Tags, Warning, register

from cms.website import site


@register(Tags.database)
def check_site(
    app_configs: Sequence[Any] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """The front page and its address are those of the installation. A warning, so that ``migrate`` may mend it."""
    hint = "manage.py migrate kaydı kurulumdaki hâline getirir."
    found = site.differences() if "default" in (databases or []) else []
    return [Warning(sentence, hint=hint, id="website.W001") for sentence in found]
