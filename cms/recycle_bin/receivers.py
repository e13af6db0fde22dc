"""Every deletion by a person passes here, whatever screen or bulk action it comes from.

Who deletes is said by Wagtail's log context, which each request of the admin opens. Without a person (a worker, a
command, a migration) nothing goes into the bin.
"""

from __future__ import annotations

from typing import Any

from django.core.files.storage import Storage
from django.db import models
from django.db.models.signals import post_delete, pre_delete
from django.dispatch import receiver
from django.utils.deconstruct import deconstructible
from wagtail.log_actions import get_active_log_context

from cms.recycle_bin import services
from cms.recycle_bin.kinds import KINDS
from cms.recycle_bin.models import KeptFile


@deconstructible
class Untouched(Storage):
    """In place of the store of a file that the bin keeps: whoever cleans up after a deleted row removes nothing."""

    def delete(self, name: str) -> None:
        return None


@receiver(pre_delete, dispatch_uid="recycle_bin.put_aside")
def put_aside(sender: Any, instance: Any, origin: Any = None, **kwargs: Any) -> None:
    """``pre_delete``: the row and what belongs to it goes into the bin, in the transaction that deletes it."""
    kind = KINDS.get(sender)
    if kind is None:
        return
    asked = origin.model if isinstance(origin, models.QuerySet) else type(origin)
    if not issubclass(sender, asked):  # it goes with another row, and comes back with that
        return
    context = get_active_log_context()
    if context.user is not None and context.user.is_authenticated:
        services.lay_aside(row=instance, kind=kind, user=context.user, bundle=context.uuid)


@receiver(post_delete, dispatch_uid="recycle_bin.leave_files")
def leave_files(sender: Any, instance: Any, **kwargs: Any) -> None:
    """``post_delete``: the files of what the bin keeps stay in the store."""
    label = sender._meta.label
    if sender not in KINDS and not any(label in kind.parts for kind in KINDS.values()):
        return
    for field in sender._meta.local_fields:
        if isinstance(field, models.FileField):
            file = getattr(instance, field.attname)
            if file and KeptFile.objects.filter(name=file.name).exists():
                file.storage = Untouched()
