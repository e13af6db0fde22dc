"""Whatever changes what strangers see says so here, in the transaction of the change."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from wagtail.signals import published, unpublished

from cms.website.entries import changed
from media_library.signals import item_restored, item_withheld, rights_changed


@receiver([published, unpublished, item_withheld, item_restored, rights_changed], dispatch_uid="website.receivers")
def public_changed(sender: Any, **kwargs: Any) -> None:
    changed()
