"""The files of a scan or a page's copy leave the store when their row is deleted, as photos' files do."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.db.models.signals import post_delete

from press_archive.clippings.models import AgencyFile, PageCopy, Scan


def forget(file: FieldFile) -> None:
    """Removes ``file`` from the store once the transaction has ended well."""
    if file:
        transaction.on_commit(lambda: file.storage.delete(str(file.name)), robust=True)


def forget_scan(instance: Scan, **kwargs: Any) -> None:
    """A scan's file and small picture go with its row."""
    forget(instance.file)
    forget(instance.small)


def forget_picture(instance: PageCopy, **kwargs: Any) -> None:
    """The picture of a page and its PDF go with its copy."""
    forget(instance.picture)
    forget(instance.printout)


def forget_table(instance: AgencyFile, **kwargs: Any) -> None:
    """An agency's file goes with its row."""
    forget(instance.file)


def connect() -> None:
    """Called once by the app's configuration."""
    post_delete.connect(forget_scan, sender=Scan, dispatch_uid="clippings.forget_scan")
    post_delete.connect(forget_picture, sender=PageCopy, dispatch_uid="clippings.forget_picture")
    post_delete.connect(forget_table, sender=AgencyFile, dispatch_uid="clippings.forget_table")
