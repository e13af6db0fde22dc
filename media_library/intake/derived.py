"""A photo drawn out of another one, taken in by the door of every upload."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path, PurePath
from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cms.users.models import User
from media_library.intake.services import Refused, take_in_photo
from media_library.models import Photo


def take_in_drawn(
    *, original: Photo, draw: Callable[[BinaryIO], tuple[bytes, str]], ending: str, user: User,
    values: dict[str, Any], then: Callable[[Photo], None],
) -> Photo:  # fmt: skip
    """Takes what ``draw`` makes of the file of ``original`` (bytes and their suffix) into its shoot and collection; the
    new file's name ends in ``ending``. ``values`` and ``then`` are those of ``take_in_photo``.

    Raises ``ValidationError``: by ``draw``, for a file that cannot be read, and for what the door refuses.
    """
    try:
        with original.file.storage.open(original.file.name) as stream:
            data, suffix = draw(stream)
    except ValidationError:
        raise
    except Exception as error:
        # Decoders meet broken files with nearly every exception there is.
        raise ValidationError(_("Fotoğrafın dosyası okunamıyor.")) from error
    name = f"{PurePath(original.original_name or original.filename).stem[:150]}-{ending}{suffix}"
    with tempfile.TemporaryDirectory(prefix="drawn-") as folder:
        path = Path(folder) / f"photo{suffix}"
        path.write_bytes(data)
        try:
            return take_in_photo(
                path=path, name=name, user=user, shoot=original.shoot, collection=original.collection, values=values,
                then=then,
            )  # fmt: skip
        except Refused as error:
            raise ValidationError(str(error)) from error
