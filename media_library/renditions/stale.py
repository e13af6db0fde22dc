"""Sizes of an earlier file, focal point or wording: nobody finds them; their files go, and a public address leads on.

Mails that were sent years ago name the addresses of sizes. Such a row stays, without its file, as an address of the
present size; its key is one that no photo can have.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.core.files.storage import Storage
from django.db import transaction

from media_library.renditions.keys import fits

if TYPE_CHECKING:
    from media_library.models import Photo

# No key of ours holds this character.
ADDRESS_ONLY = "~"


def remove_stale(photo: Photo) -> int:
    """Takes the files of sizes that are not of ``photo`` as it is out of the store; gives how many.

    The rows of a public photo stay as addresses, the others go with their files.
    """
    removed = 0
    with transaction.atomic():
        is_public = photo.public_uses.exists()
        for row in photo.renditions.exclude(focal_point_key__startswith=ADDRESS_ONLY):
            row.image = photo
            if fits(row):
                continue
            removed += 1
            if not is_public:
                row.delete()
                continue
            kept = {"focal_point_key": ADDRESS_ONLY + secrets.token_urlsafe(12)[:15]}
            if photo.renditions.filter(pk=row.pk, focal_point_key=row.focal_point_key).update(**kept):
                _delete_on_commit(row.file.storage, str(row.file.name))
    return removed


def _delete_on_commit(storage: Storage, name: str) -> None:
    transaction.on_commit(lambda: storage.delete(name))
