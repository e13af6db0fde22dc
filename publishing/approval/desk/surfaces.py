"""What the approvers' desk shows besides the web page. Upper floors register how their channel will look."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString

from cms.core import previews

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# A mail's own styles stand in its tags; in its frame they may, and nothing else may.
FRAMED_MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data: {site}; frame-ancestors 'self'; "
    "base-uri 'none'; form-action 'none'; sandbox allow-same-origin allow-popups"
)
Render = Callable[[HttpRequest, Any], SafeString | None]


@dataclass(frozen=True, slots=True)
class Surface:
    """One place where the content will appear. ``render`` gives its HTML, or ``None`` when it does not go there;
    ``leads``: it is what is signed in the first place, and stands before the web page."""

    key: str
    title: str | _StrPromise
    render: Render
    leads: bool = False


SURFACES: dict[str, Surface] = {}


def register(key: str, title: str | _StrPromise, render: Render, *, leads: bool = False) -> None:
    """Adds a surface to the desk; called from ``AppConfig.ready``. The same key replaces."""
    SURFACES[key] = Surface(key=key, title=title, render=render, leads=leads)


def is_document(html: str) -> bool:
    """Whether ``html`` is a whole document, to be framed, and not a fragment."""
    return html.lstrip()[:40].lower().startswith(("<!doctype", "<html"))


def answer(request: HttpRequest, surface: Surface, html: str) -> HttpResponse:
    """``html`` of ``surface`` as a document of its own."""
    if is_document(html):
        response = HttpResponse(html)
        # Its photos stand under the site's public address, which need not be the one that staff work at.
        response["Content-Security-Policy"] = FRAMED_MAIL_POLICY.format(site=settings.SITE_URL)
        return response
    return render(request, "approval/preview_fragment.html", {"title": surface.title, "html": html})


def offer_while_writing(key: str, *, offered: Callable[[Any], bool]) -> None:
    """Shows the registered surface ``key`` in the editor's preview panel too, as the signers will see it."""
    surface = SURFACES[key]

    def shown(request: HttpRequest, content: Any) -> HttpResponse:
        html = surface.render(request, content)
        if html is None:
            return render(request, "approval/surfaces/unused.html", {"title": surface.title})
        return answer(request, surface, html)

    previews.register(key, previews.Preview(title=surface.title, offered=offered, answer=shown))
