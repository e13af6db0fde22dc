"""How a refusal is told: JSON to scripts; in the admin a message and the way back, or a page; elsewhere a page.

Whoever knows what an exception of a library means registers a reader of it (``register``); this package reads what says
of itself that the request was at fault (``cms.office.malformed``).
"""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template import loader
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.admin_url_finder import AdminURLFinder

from cms.core.callers import wants_json
from cms.core.refusal import Refusal
from cms.office.screens import screen
from cms.office.ways import came_from

RETRY_SECONDS = 30

Reader = Callable[[Exception], Refusal | None]
READERS: list[Reader] = []


class Closed(Refusal):
    """A screen that is not for this person; the sentence says whom it is for."""

    code = "closed"


class Malformed(Refusal):
    """A request that no form of ours sends, or that came too late."""

    status = 400
    code = "malformed"
    page = "400.html"


class Unavailable(Refusal):
    """Something of ours does not answer just now; the same request may do later."""

    status = 503
    code = "unavailable"
    page = "503.html"


def register(reader: Reader) -> Reader:
    """Adds a function that turns an exception into the refusal that it means, or gives ``None``."""
    READERS.append(reader)
    return reader


def refusal_in(exception: Exception) -> Refusal | None:
    """The refusal that ``exception`` is or means; ``None`` for a fault of ours."""
    if isinstance(exception, Refusal):
        return exception
    return next((refusal for reader in READERS if (refusal := reader(exception)) is not None), None)


def answer(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The response that tells ``refusal`` to whoever sent ``request``, with its status wherever it is a page."""
    text = str(refusal)
    response: HttpResponse
    if wants_json(request):
        told = {"success": False, "error_code": refusal.code, "error_message": text}
        response = JsonResponse(told, status=refusal.status)
    elif refusal.page:
        response = render(request, refusal.page, {"text": text, "status": refusal.status}, status=refusal.status)
    elif not is_at_work(request):
        response = HttpResponse(_page(request, refusal), status=refusal.status)
    elif isinstance(refusal, Closed):
        title = _("Bu sayfa size kapalı")
        response = screen(request, "office/closed.html", title=title, icon="lock", text=text, status=refusal.status)
    else:
        messages.error(request, text)
        response = redirect(_way_on(request, refusal))
    if isinstance(refusal, Closed):
        response["Cache-Control"] = "private, no-store"
    if isinstance(refusal, Unavailable):
        response["Retry-After"] = str(RETRY_SECONDS)
        response["Cache-Control"] = "no-store"
    return response


def is_at_work(request: HttpRequest) -> bool:
    """Whether somebody who is signed in asks for a page of the admin."""
    return request.path.startswith(reverse("wagtailadmin_home")) and request.user.is_authenticated


def _way_on(request: HttpRequest, refusal: Refusal) -> str:
    """The editor of what the refusal is about, else the page that the person came from."""
    if refusal.content is not None and (url := AdminURLFinder(request.user).get_edit_url(refusal.content)):
        return str(url)
    return came_from(request)


def _page(request: HttpRequest, refusal: Refusal) -> str:
    """The page outside the admin, in the frame of the app that the address belongs to when it has one."""
    room = request.resolver_match.app_name if request.resolver_match else ""
    template = loader.select_template([*([f"{room}/refused.html"] if room else []), "office/refused.html"])
    return template.render({"text": str(refusal), "status": refusal.status}, request)
