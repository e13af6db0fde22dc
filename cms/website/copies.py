"""Forgets the last copies of public pages whenever what is public changes."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.dispatch import receiver
from wagtail.signals import published, unpublished

from cms.core.outage import forget_copies
from media_library.signals import item_restored, item_withheld, rights_changed


@receiver([published, unpublished, item_withheld, item_restored, rights_changed], dispatch_uid="website.copies")
def public_changed(sender: Any, **kwargs: Any) -> None:
    """Before the commit, so that a process killed at it leaves no copy of what is withdrawn; and after it, for pages
    that were made meanwhile."""
    forget_copies()
    transaction.on_commit(forget_copies)
