"""The files of scanned papers leave the store when their rows are deleted."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete

from press_archive.clippings.removal import forget
from press_archive.scans.models import PaperFile, PaperPage

__all__ = ["connect", "forget"]


def forget_file(instance: PaperFile, **kwargs: Any) -> None:
    """A file goes with its row."""
    forget(instance.file)


def forget_page(instance: PaperPage, **kwargs: Any) -> None:
    """A page's pictures go with its row."""
    forget(instance.picture)
    forget(instance.small)


def connect() -> None:
    """Called once by the app's configuration."""
    post_delete.connect(forget_file, sender=PaperFile, dispatch_uid="scans.forget_file")
    post_delete.connect(forget_page, sender=PaperPage, dispatch_uid="scans.forget_page")
