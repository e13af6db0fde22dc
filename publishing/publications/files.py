"""The finished files as they are handed out: exactly the bytes that were signed, looked at when they are read."""

from __future__ import annotations

import hashlib
import logging

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from cms.core.refusal import Refusal
from media_library.store.responses import file_response
from media_library.store.storage import StorageUnavailable
from publishing.publications.models import RenderedFile

logger = logging.getLogger(__name__)


class Tampered(Refusal):
    """What lies in the store is not what was made."""

    status = 409
    code = "publication-file-changed"


def whole(row: RenderedFile) -> bool:
    """Whether the stored bytes of ``row`` are those of its digest. Raises ``Http404`` where there are none."""
    try:
        with row.file.storage.open(row.file.name or "", "rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() == row.sha256
    except FileNotFoundError:
        raise Http404 from None
    except OSError as error:
        raise StorageUnavailable(str(error)) from error


def answer(request: HttpRequest, row: RenderedFile, *, download_name: str = "") -> HttpResponseBase:
    """The file of ``row``. Raises :class:`Tampered`, ``Http404``."""
    if not whole(row):
        logger.error("publication file %s is not what was made", row.file.name)
        raise Tampered(_("Depodaki dosya imzalanan dosya değil; verilmedi."))
    response = file_response(request, row.file.name or "", row.file.storage, download_name=download_name)
    response["Cache-Control"] = "private, no-store"
    return response
