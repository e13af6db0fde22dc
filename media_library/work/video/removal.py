"""The files of a video and of its subtitles leave the store when their row is deleted, as photos' files do."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.db.models.signals import post_delete
from django.dispatch import receiver

from media_library.models import Video, VideoCaption


def forget(file: FieldFile) -> None:
    """Removes ``file`` from the store once the transaction has ended well."""
    if file:
        # Asked for its store at the end: that of a file which the bin keeps removes nothing.
        transaction.on_commit(lambda: file.storage.delete(str(file.name)), robust=True)


@receiver(post_delete, sender=Video)
def forget_files_of_video(instance: Video, **kwargs: Any) -> None:
    """Original, web copy and still go with their row."""
    for file in (instance.file, instance.proxy, instance.poster):
        forget(file)


@receiver(post_delete, sender=VideoCaption)
def forget_file_of_captions(instance: VideoCaption, **kwargs: Any) -> None:
    """Subtitles go with their row."""
    forget(instance.file)
