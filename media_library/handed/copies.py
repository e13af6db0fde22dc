"""The one way by which a copy of an original leaves the house."""

from __future__ import annotations

import logging
from pathlib import Path
from tempfile import TemporaryDirectory

from django.utils.translation import gettext as _

from media_library.handed.pictures import bare
from media_library.handed.videos import bare_video
from media_library.metadata.fields import Fields
from media_library.metadata.write import VIDEO_SUFFIXES, MetadataNotWritten, camera_facts, write_copy

logger = logging.getLogger(__name__)


def hand_out_photo(source: Path, target: Path, fields: Fields) -> None:
    """Makes ``target`` of the photo ``source``: the picture that is shown of it, with ``fields``.

    Raises ``MetadataNotWritten``; then ``target`` is as it was before.
    """
    with TemporaryDirectory(prefix=".bare-", dir=target.parent, ignore_cleanup_errors=True) as room:
        try:
            picture = bare(source)
        except Exception as error:  # decoders raise whatever they like at a foreign picture
            if isinstance(error, MemoryError) or (isinstance(error, OSError) and error.errno is not None):
                raise
            logger.info("%s cannot be reduced to one picture", source, exc_info=True)
            raise MetadataNotWritten(_("Fotoğraf açılamadığı için dışarı verilecek kopyası yapılamadı.")) from error
        path = Path(room) / f"bare{picture.suffix}"
        path.write_bytes(picture.data)
        write_copy(path, target, fields, camera_facts(source, turn=picture.turn))


def hand_out_video(source: Path, target: Path, fields: Fields) -> None:
    """As :func:`hand_out_photo`, for a video. ``target`` ends in .mp4 or .mov, else it becomes a Matroska file."""
    words = {"title": fields.headline, "description": fields.caption, "artist": fields.byline or fields.credit}
    words["copyright"] = fields.copyright or fields.credit
    with TemporaryDirectory(prefix=".bare-", dir=target.parent, ignore_cleanup_errors=True) as room:
        path = Path(room) / f"bare{target.suffix}"
        if target.suffix in VIDEO_SUFFIXES:
            bare_video(source, path)
            write_copy(path, target, fields)
        else:
            bare_video(source, path, words)
            path.replace(target)
