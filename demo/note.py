"""A small note on every page while the demo is being loaded behind it. Installed by the dev settings only."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from demo import loading

ADDRESS = "/deneme-durumu/"
END = b"</body>"


def words(state: loading.State) -> str:
    """The note's sentence in the active language."""
    stage, done, total = state
    return _("Deneme içeriği yükleniyor: %(what)s %(done)d/%(total)d") % {
        "what": loading.label(stage), "done": done, "total": total,
    }  # fmt: skip


class LoadingNoteMiddleware:
    """Puts the note before ``</body>``. Stands before everything else: no cache and no last copy may keep it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        state = loading.state()
        if request.path_info == ADDRESS:
            return self.answer(request, state)
        if state is None or request.headers.get("Sec-Fetch-Dest") == "iframe":
            return self.get_response(request)
        if "text/html" in request.headers.get("Accept", ""):
            # A copy that the browser kept has no note, or an old one.
            request.META.pop("HTTP_IF_NONE_MATCH", None)
            request.META.pop("HTTP_IF_MODIFIED_SINCE", None)
        response = self.get_response(request)
        if isinstance(response, HttpResponse) and response.get("Content-Type", "").startswith("text/html"):
            self.insert(response, state)
        return response

    def insert(self, response: HttpResponse, state: loading.State) -> None:
        """Changes the page: the note, its length, and that nobody keeps it."""
        before, end, after = response.content.rpartition(END)
        if not end:
            return
        language = response.get("Content-Language") or "tr"
        with translation.override(language):
            note = render_to_string("demo/note.html", {"words": words(state), "address": ADDRESS, "language": language})
        response.content = before + note.encode() + end + after
        response["Cache-Control"] = "no-store"
        del response["ETag"]
        if response.has_header("Content-Length"):
            response["Content-Length"] = str(len(response.content))

    def answer(self, request: HttpRequest, state: loading.State | None) -> HttpResponseBase:
        """What the note asks for every few seconds; empty words when it may go."""
        with translation.override("en" if request.GET.get("dil") == "en" else "tr"):
            text = words(state) if state else ""
        return JsonResponse({"words": text}, headers={"Cache-Control": "no-store"})
