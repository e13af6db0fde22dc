"""Who is really asking, when our own proxy stands in between."""

import contextlib
import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase


class ClientAddressMiddleware:
    """Behind our proxy (``BEHIND_PROXY``), puts the visitor's address into ``REMOTE_ADDR`` for everybody who reads it.

    The last entry of ``X-Forwarded-For`` is the proxy's own; earlier ones are whatever the visitor sent. An entry that
    is no address leaves ``REMOTE_ADDR`` as it was.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if settings.BEHIND_PROXY and (forwarded := request.META.get("HTTP_X_FORWARDED_FOR", "")):
            with contextlib.suppress(ValueError):
                request.META["REMOTE_ADDR"] = str(ipaddress.ip_address(forwarded.rpartition(",")[2].strip()))
        return self.get_response(request)
