"""Undo of the last act, where nothing has left the house: a message with one button.

Whatever can be undone registers how (:func:`register`); a screen that has just done it says so with :func:`offer`. The
button carries a sealed note of what was done and by whom. It holds for that person and some minutes, and whoever undoes
looks first whether anything has changed since.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cms.core.refusal import Refusal
from cms.office.ways import came_from

SALT = "cms.office.undo"
SECONDS = 15 * 60
# What undoes an act: given the person and what was noted; gives a sentence, raises Refusal.
Undoing = Callable[[Any, dict[str, Any]], str]
UNDOINGS: dict[str, Undoing] = {}


class TooLate(Refusal):
    """Something has happened since, or too much time has passed."""

    status = 409
    code = "too_late"


def register(name: str, undoing: Undoing) -> None:
    """Declares how acts called ``name`` are undone."""
    UNDOINGS[name] = undoing


def offer(request: HttpRequest, sentence: str, name: str, data: dict[str, Any]) -> None:
    """A message that says ``sentence`` and offers to undo the act ``name`` of the request's user, who is led back then
    to the page on which the button is pressed."""
    seal = signing.dumps({"by": request.user.pk, "act": name, "data": data}, salt=SALT, compress=True)
    context = {
        "sentence": sentence, "seal": seal, "token": get_token(request), "url": reverse("office_undo"),
    }  # fmt: skip
    messages.info(request, render_to_string("office/undo.html", context))


@require_POST
def undo(request: HttpRequest) -> HttpResponseBase:
    """Undoes what the sealed note says, for the person who did it."""
    try:
        note = signing.loads(request.POST.get("seal", ""), salt=SALT, max_age=SECONDS)
    except signing.BadSignature as error:
        raise TooLate(_("Geri alma süresi geçti.")) from error
    undoing = UNDOINGS.get(note["act"])
    if note["by"] != request.user.pk or undoing is None:
        raise TooLate(_("Bu işlemi yalnızca yapan kişi geri alabilir."))
    messages.success(request, undoing(request.user, note["data"]))
    return redirect(came_from(request))
