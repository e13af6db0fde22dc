"""The municipality's name for text templates; the floor that keeps it registers where to ask."""

from __future__ import annotations

from collections.abc import Callable

from wagtail.models import Site


def _site_name() -> str:
    site = Site.objects.filter(is_default_site=True).first()
    return site.site_name if site else ""


_source: list[Callable[[], str]] = [_site_name]


def register(source: Callable[[], str]) -> None:
    """From now on ``source`` says what the municipality is called."""
    _source[:] = [source]


def municipality() -> str:
    """The municipality's name, empty when nobody has written it down."""
    return _source[0]() or _site_name()
