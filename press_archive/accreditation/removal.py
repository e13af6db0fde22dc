"""Papers leave the store with their rows."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete

from press_archive.accreditation.models import ApplicationPaper


def forget_paper(instance: ApplicationPaper, **kwargs: Any) -> None:
    """Once the transaction has ended well."""
    if file := instance.file:
        transaction.on_commit(lambda: file.storage.delete(str(file.name)), robust=True)


def connect() -> None:
    """Called once by the app's configuration."""
    post_delete.connect(forget_paper, sender=ApplicationPaper, dispatch_uid="accreditation.forget_paper")
