"""Since when somebody has an editing screen open."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.admin.models import EditingSession

from cms.core.models import EditingStart


@receiver(post_save, sender=EditingSession, dispatch_uid="core.editing_start")
def screen_opened(instance: EditingSession, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Wagtail makes a row when a screen is opened and touches it with every ping."""
    if created and not raw:
        EditingStart.objects.get_or_create(session=instance)
