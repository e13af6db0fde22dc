"""What exceptions of Django, Wagtail and the store mean to whoever tried to delete a row or to open a file."""

from __future__ import annotations

import errno
import logging

from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext as _

from cms.core.refusal import Refusal
from cms.office import answers
from media_library.guards import FILE_IN_USE, PHOTO_IN_USE, VIDEO_IN_USE
from media_library.models import PublicFile
from media_library.store.responses import store_is_away
from media_library.store.storage import StorageUnavailable

logger = logging.getLogger(__name__)

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO)
IN_USE = 409


@answers.register
def of_deletions(exception: Exception) -> Refusal | None:
    """A deletion that a foreign key forbids: live content uses the file, or other rows need this one."""
    if not isinstance(exception, (ProtectedError, RestrictedError)):
        return None
    text = _("Bu kayıt başka yerlerde kullanıldığı için silinemez.")
    for holder in exception.protected_objects if isinstance(exception, ProtectedError) else ():
        if isinstance(holder, PublicFile):
            text = str(VIDEO_IN_USE if holder.video_id else PHOTO_IN_USE if holder.photo_id else FILE_IN_USE)
            break
    return Refusal(text, status=IN_USE, code="held")


@answers.register
def of_the_store(exception: Exception) -> Refusal | None:
    """The store does not answer, or its disk takes nothing more; also as what Wagtail makes of it."""
    if not any(_is_away(one) for one in (exception, exception.__cause__)):
        return None
    logger.error("the store of photos and videos is away", exc_info=exception)
    return store_is_away()


def _is_away(exception: BaseException | None) -> bool:
    if isinstance(exception, StorageUnavailable):
        return True
    return isinstance(exception, OSError) and exception.errno in FULL
