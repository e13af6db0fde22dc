"""What floors above put on a clipping's page: each gives a piece of HTML for the reader of a request, or nothing."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.safestring import SafeString

from press_archive.clippings.models import Clipping

CARDS: list[Callable[[HttpRequest, Clipping], SafeString | None]] = []


def cards_of(request: HttpRequest, clipping: Clipping) -> list[SafeString]:
    """The cards of ``clipping`` in the order in which they were added."""
    return [card for make in CARDS if (card := make(request, clipping)) is not None]
