"""Whatever changes what strangers see says so here, in the transaction of the change."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction
from django.dispatch import receiver
from wagtail.signals import published, unpublished

from cms.core import front
from cms.website.entries import RegisteredPage, changed
from cms.website.keeper import keep_page, make_good
from media_library.signals import (
    item_restored,
    item_withheld,
    public_sizes_made,
    public_sizes_removed,
    rights_changed,
)


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
    made = partial(keep_page, instance) if isinstance(instance, RegisteredPage) else make_good
    transaction.on_commit(made, robust=True)


@receiver(
    [unpublished, item_withheld, item_restored, rights_changed, public_sizes_made, public_sizes_removed],
    dispatch_uid="website.parts_made_good",
)
def parts_made_good(sender: Any, signal: Any, photo: Any = None, **kwargs: Any) -> None:
    """The parts that the change took away are made anew before anybody asks for them, and without its locks."""
    if signal is not item_withheld or photo is None:  # the sizes of a photo go first
        transaction.on_commit(make_good, robust=True)


@receiver([published, item_restored], dispatch_uid="website.front_added")
def front_added(sender: Any, instance: Any = None, **kwargs: Any) -> None:
    """nginx is told: something new stands on the pages. After its parts are made, so that nobody who asks then waits
    for them; one who comes before that gets the copy of a second ago, or a page made for it."""
    if instance is None or instance.first_published_at == instance.last_published_at:
        front.added()
