"""What follows when both offices signed an event, or one of them took it back: in the transaction of that act."""

from __future__ import annotations

from typing import Any

from press_archive.agenda import services
from press_archive.agenda.models import PressEvent


def published(sender: Any, instance: PressEvent, **kwargs: Any) -> None:
    """Wagtail says it of what waits for its minute, too: that is not announced yet."""
    if instance.live:
        services.announce(event=instance)


def unpublished(sender: Any, instance: PressEvent, **kwargs: Any) -> None:
    """An office took it back."""
    services.call_off(event=instance)
