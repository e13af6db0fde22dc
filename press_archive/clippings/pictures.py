"""Our photo? The picture of a page, compared with every photo of the archive by the fingerprints that the archive keeps
(``media_library.duplicates``). A chore of the media worker, which has them in memory."""

from __future__ import annotations

import io
import logging

from media_library.duplicates.finder import alike
from press_archive.clippings.kinds import picture_suffix
from press_archive.clippings.models import PageCopy, PictureMatch

logger = logging.getLogger(__name__)

AT_ONCE = 5


def look() -> int:
    """Compares some pictures that were not compared yet, the newest first; gives how many."""
    copies = list(PageCopy.objects.filter(picture_match=None).exclude(picture="").order_by("-pk")[:AT_ONCE])
    for copy in copies:
        photo, score = None, None
        try:
            with copy.picture.storage.open(str(copy.picture.name)) as stored:
                data = stored.read()
            found = alike(io.BytesIO(data)) if picture_suffix(data) else []
            if found:
                photo, score = found[0]
        except (OSError, ValueError, SyntaxError):
            logger.warning("the picture of page copy %s cannot be read", copy.pk, exc_info=True)
        PictureMatch.objects.get_or_create(page_copy=copy, defaults={"photo": photo, "score": score})
    return len(copies)
