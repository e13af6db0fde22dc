"""``request.journalist``: who of the press is signed in. Without the cookie nothing is asked, with it nothing kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from press_archive.journalists import sessions


class JournalistMiddleware:
    """Sets ``request.press_session`` and ``request.journalist``, below ``/basin/`` only, where the cookie is sent."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        asked: Any = request
        has_cookie = settings.PRESS_SESSION_COOKIE_NAME in request.COOKIES
        here = has_cookie and request.path_info.startswith(sessions.PATH)
        asked.press_session = sessions.session_of(request) if here else None
        asked.journalist = sessions.journalist_of(request)
        response = self.get_response(request)
        if here or (request.path_info.startswith(sessions.PATH) and response.cookies):
            # What was made for one person is nobody else's, and not the next one's at the same screen.
            response["Cache-Control"] = "private, no-store"
        return response
