"""A refused deletion or a store that is away is a message to the person who tried, not an error page."""

from __future__ import annotations

import errno
import logging
from collections.abc import Callable

from django.contrib import messages
from django.db.models import ProtectedError, RestrictedError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from cms.core.holds import Held
from media_library.guards import FILE_IN_USE, PHOTO_IN_USE, VIDEO_IN_USE
from media_library.models import PublicFile
from media_library.store.serving import unavailable
from media_library.store.storage import StorageUnavailable

logger = logging.getLogger(__name__)

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO)


class RefusedChangeMiddleware:
    """Turns a protected deletion or a change to what signed content uses, tried in the admin, into a message and a way
    back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answers for :class:`Held` and for deletions that a foreign key forbids; leaves the rest alone."""
        if not request.path.startswith(reverse("wagtailadmin_home")):
            return None
        if isinstance(exception, Held):
            text = str(exception)
        elif isinstance(exception, ProtectedError):
            text = _protection(exception)
        elif isinstance(exception, RestrictedError):
            text = _("Bu kayıt başka yerlerde kullanıldığı için silinemez.")
        else:
            return None
        if request.headers.get("X-Requested-With") == "XMLHttpRequest":
            return JsonResponse({"success": False, "error_message": text}, status=409)
        messages.error(request, text)
        back = request.headers.get("Referer", "")
        if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
            back = reverse("wagtailadmin_home")
        return redirect(back)


class StorageUnavailableMiddleware:
    """Answers 503 in words when a view needed a stored file and the store did not answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Takes :class:`StorageUnavailable`, and what Wagtail makes of it; leaves the rest alone."""
        if not any(_is_away(one) for one in (exception, exception.__cause__)):
            return None
        logger.error("the store of photos and videos is away", exc_info=exception)
        if request.headers.get("X-Requested-With") == "XMLHttpRequest":
            text = _("Fotoğraf ve video deposuna şu anda ulaşılamıyor. Birkaç dakika sonra yeniden deneyin.")
            return JsonResponse({"success": False, "error_message": text}, status=503)
        return unavailable(request)


def _is_away(exception: BaseException | None) -> bool:
    """Whether the store does not answer, or its disk takes nothing more."""
    if isinstance(exception, StorageUnavailable):
        return True
    return isinstance(exception, OSError) and exception.errno in FULL


def _protection(exception: ProtectedError) -> str:
    for holder in exception.protected_objects:
        if isinstance(holder, PublicFile):
            if holder.video_id:
                return str(VIDEO_IN_USE)
            return str(PHOTO_IN_USE if holder.photo_id else FILE_IN_USE)
    return _("Bu kayıt başka yerlerde kullanıldığı için silinemez.")
