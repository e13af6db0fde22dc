"""Papers and portraits leave the store with their rows."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete

from press_archive.journalists.models import Paper, Portrait


def forget_file(instance: Paper | Portrait, **kwargs: Any) -> None:
    """Once the transaction has ended well."""
    file = instance.file
    if file:
        transaction.on_commit(lambda: file.storage.delete(str(file.name)), robust=True)


def connect() -> None:
    """Called once by the app's configuration."""
    post_delete.connect(forget_file, sender=Paper, dispatch_uid="journalists.forget_paper")
    post_delete.connect(forget_file, sender=Portrait, dispatch_uid="journalists.forget_portrait")
