"""What a kit does when a picture is taken down or opened again."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from media_library.kits import services
from media_library.kits.selectors import spread
from media_library.rights import spread as registry
from media_library.signals import item_restored, item_withheld


@receiver(item_withheld, dispatch_uid="kits.withheld")
def item_was_withheld(photo: Any = None, video: Any = None, **kwargs: Any) -> None:
    """In the transaction of the takedown."""
    services.take_out(photo=photo, video=video)


@receiver(item_restored, dispatch_uid="kits.restored")
def item_was_restored(photo: Any = None, video: Any = None, **kwargs: Any) -> None:
    services.put_back(photo=photo, video=video)


def register() -> None:
    """Tells the report of a takedown where to ask about kits."""
    registry.register("kits", spread)
