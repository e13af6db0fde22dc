"""Whatever changes what strangers see says so here, in the transaction of the change."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction
from django.dispatch import receiver
from wagtail.signals import published, unpublished

from cms.core import front
from cms.website.entries import RegisteredPage, changed
from cms.website.keeper import keep_page
from media_library.signals import item_restored, item_withheld, public_sizes_made, rights_changed


@receiver(
    [published, unpublished, item_withheld, item_restored, rights_changed, public_sizes_made],
    dispatch_uid="website.receivers",
)
def public_changed(sender: Any, **kwargs: Any) -> None:
    changed()


@receiver([unpublished, item_withheld, rights_changed], dispatch_uid="website.front_taken_back")
def front_taken_back(sender: Any, **kwargs: Any) -> None:
    """nginx is told: something may not be shown any more."""
    front.taken_back()


@receiver(published, dispatch_uid="website.front_corrected")
def front_corrected(sender: Any, instance: Any, **kwargs: Any) -> None:
    """nginx is told: other words stand on the pages than before."""
    if instance.first_published_at != instance.last_published_at:
        front.taken_back()


@receiver(published, dispatch_uid="website.parts_made")
def parts_made(sender: Any, instance: Any = None, **kwargs: Any) -> None:
    """The parts of what has become public are made before anybody asks for them, and without the act's locks."""
    if isinstance(instance, RegisteredPage):
        transaction.on_commit(partial(keep_page, instance), robust=True)


@receiver([published, item_restored], dispatch_uid="website.front_added")
def front_added(sender: Any, instance: Any = None, **kwargs: Any) -> None:
    """nginx is told: something new stands on the pages. After its parts are made, so that nobody who asks then waits
    for them; one who comes before that gets the copy of a second ago, or a page made for it."""
    if instance is None or instance.first_published_at == instance.last_published_at:
        front.added()
