"""The gate's page on a telephone, and what it fetches and sends. Whoever has the gate's address needs no account."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial, wraps
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from cms.core.refusal import Refusal
from press_archive.accreditation import selectors as accreditation
from press_archive.gate import addresses, services
from press_archive.gate.models import GateLink
from press_archive.journalists import photos

WORKER = (Path(__file__).parent / "static" / "gate" / "worker.js").read_text(encoding="utf-8")
LARGEST = 400_000
GateView = Callable[..., HttpResponseBase]


def at_gate(view: GateView, find: Callable[[str], GateLink | None] = addresses.gate_at) -> GateView:
    """Hands the gate of the address to ``view``; closed, over and unknown gates are the same 404."""

    @wraps(view)
    @never_cache
    def found(request: HttpRequest, key: str, **values: Any) -> HttpResponseBase:
        gate = find(key)
        if gate is None:
            raise Http404
        response = view(request, gate, **values)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
        return response

    return found


@require_safe
@at_gate
def app(request: HttpRequest, gate: GateLink) -> HttpResponse:
    """The page; it works without the net once it was opened with it."""
    return render(request, "gate/app.html", {"gate": gate, "key": addresses.key_of(gate)})


@require_safe
@at_gate
def people(request: HttpRequest, gate: GateLink) -> JsonResponse:
    """What the telephone has to know: people, zones, keys, tokens that are over, and until when it may know it."""
    found = accreditation.gate_list(gate.event)
    return JsonResponse({**found, "gate": gate.name, "forget": int(gate.ends_at.timestamp())})


@require_safe
@at_gate
def photo(request: HttpRequest, gate: GateLink, pk: int) -> HttpResponseBase:
    """The photo of somebody who holds a badge of this event."""
    badge = get_object_or_404(accreditation.badges_of(gate.event), portrait=pk)
    if badge.portrait is None:
        raise Http404
    return photos.response(request, badge.portrait)


@csrf_exempt  # no cookie gives a right here; the address does
@require_POST
@partial(at_gate, find=addresses.late_gate_at)
def scans(request: HttpRequest, gate: GateLink) -> JsonResponse:
    """Takes what the telephone saw; it may send everything again, and each scan counts once. A gate that was
    closed while its telephone had no net still tells what it saw."""
    try:
        # A form's body is read before it comes here; no telephone of ours sends one.
        if request.content_type != "application/json" or int(request.headers.get("Content-Length") or 0) > LARGEST:
            raise ValueError
        sent = json.loads(request.body)
        kept = services.receive_scans(gate=gate, rows=sent["scans"], phone_now=sent["now"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return JsonResponse({"error": "malformed"}, status=400)
    except Refusal as refusal:
        return JsonResponse({"error": str(refusal)}, status=refusal.status)
    return JsonResponse({"kept": kept})


@require_safe
@at_gate
def manifest(request: HttpRequest, gate: GateLink) -> JsonResponse:
    """What lets a telephone put the gate on its first screen."""
    here = reverse("gate:app", args=[addresses.key_of(gate)])
    icon = {"src": static("website/icon.svg"), "sizes": "any", "type": "image/svg+xml"}
    return JsonResponse(
        {"name": gate.name, "short_name": gate.name[:12], "start_url": here, "scope": here, "display": "standalone",
         "lang": "tr", "icons": [icon]},
        content_type="application/manifest+json",
    )  # fmt: skip


@require_safe
@never_cache
def worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps gates on the telephone; it answers for their folder only."""
    return HttpResponse(WORKER, content_type="text/javascript; charset=utf-8")
