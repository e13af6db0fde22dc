"""The unsubscribe page. A ``GET`` shows a button and changes nothing: mail scanners open every link."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from press_archive.contacts import services
from press_archive.contacts.models import Address


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
    """Confirms and, on ``POST``, opts the address out. RFC 8058: mail programs post here without a cookie."""
    address = get_object_or_404(Address, token=token)
    if request.method == "POST":
        services.opt_out(address=address)
        address.refresh_from_db(fields=["opted_out_at"])
    response = render(
        request, "contacts/unsubscribe.html", {"address": address, "done": address.opted_out_at is not None}
    )
    response["X-Robots-Tag"] = "noindex, nofollow"
    # The address of this page is a key; no other site should be told of it.
    response["Referrer-Policy"] = "no-referrer"
    return response
