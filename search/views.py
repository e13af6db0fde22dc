"""``/ara/``: the public search, its suggestions while somebody types, the feeds of a search, and ``/api/ara/``.

Nobody keeps these answers: the index follows a publication a moment later, and strangers can make up any address.
"""

from __future__ import annotations

import hashlib
import json
import time

from django.core.cache import cache
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.core.addresses import network_of_request
from cms.website.entries import FORMS
from cms.website.feeds import TYPES
from cms.website.selectors import absolute, frame
from search import presenters, statistics
from search.elastic import condition
from search.presenters import FED, Wish
from search.programs import told_to_programs
from search.queries import parse

# Questions a minute from one network; counted in memory (of each process, or in the one cache of all machines).
A_MINUTE, SUGGESTIONS_A_MINUTE = 60, 240
MOST_TITLES = 7
_TOO_MANY = gettext_lazy("Ağınızdan kısa sürede çok fazla arama yapıldı. Bir dakika sonra yeniden deneyin.")


def _may_ask(request: HttpRequest, scope: str, limit: int) -> bool:
    minute = int(time.time() // 60)
    key = f"search:{scope}:{network_of_request(request)}:{minute}"
    if cache.add(key, 1, 90):
        return True
    try:
        return int(cache.incr(key)) <= limit
    except ValueError:  # it was forgotten in between
        return True


def _given(request: HttpRequest) -> dict[str, str]:
    return {name: str(value) for name, value in request.GET.items()}


@never_cache
@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """The form and what it found. A bulletin's number or an address of the site leads straight there."""
    if not _may_ask(request, "page", A_MINUTE):
        response = render(request, "search/too_many.html", status=429)
        response["Retry-After"] = "60"
        return response
    wish = Wish.read(_given(request))
    if not wish.keys and (path := presenters.straight_to(parse(wish.text))):
        return HttpResponseRedirect(path)
    answer = presenters.answer(wish)
    if not (wish.keys or wish.after or wish.newest_first):
        statistics.note(answer.query, 0 if answer.relaxed else answer.total, network_of_request(request))
    note = condition.note()
    if note and not request.user.has_perm("wagtailadmin.access_admin"):
        note = ""
    response = render(request, "search/results.html", {"answer": answer, "staff_note": note})
    response["X-Robots-Tag"] = "noindex, follow"
    return response


@never_cache
@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """``{"titles": […]}`` for what is typed so far."""
    if not _may_ask(request, "suggestions", SUGGESTIONS_A_MINUTE):
        return JsonResponse({"titles": []}, status=429)
    return JsonResponse({"titles": presenters.titles(str(request.GET.get("q", "")), MOST_TITLES)})


@never_cache
@require_safe
def feed(request: HttpRequest, form: str) -> HttpResponse:
    """The newest of what a search finds, in ``form``, a key of ``FORMS``."""
    if not _may_ask(request, "page", A_MINUTE):
        return HttpResponse(status=429, headers={"Retry-After": "60"})
    wish = Wish.read({**_given(request), "sirala": presenters.NEWEST, "sonra": ""})
    answer = presenters.answer(wish, limit=FED)
    name = frame(request).identity.municipality
    made = TYPES[form](
        title=_("%(municipality)s – arama: %(text)s") % {"municipality": name, "text": answer.query.text},
        link=absolute(wish.address()), description=_("Bu aramanın bulduğu en yeni içerikler."), language="tr",
        author_name=name, feed_url=absolute(wish.address(route=f"search_{form}")),
    )  # fmt: skip
    for result in () if answer.relaxed else answer.results:
        document = result.document
        made.add_item(
            title=document.title, link=absolute(result.path), description=document.spot, author_name=name,
            pubdate=presenters.moment_of(document), updateddate=presenters.moment_of(document),
            unique_id=absolute(result.path),
        )  # fmt: skip
    response = HttpResponse(content_type=f"{FORMS[form].media_type}; charset=utf-8")
    made.write(response, "utf-8")
    return response


@require_safe
def api(request: HttpRequest) -> HttpResponse:
    """What a search finds, as JSON. Whoever asks again with the ``ETag`` and finds the same is told only that."""
    if not _may_ask(request, "api", A_MINUTE):
        told = {"success": False, "error_code": "too_many", "error_message": _TOO_MANY}
        return JsonResponse(told, status=429, headers={"Retry-After": "60", "Cache-Control": "no-store"})
    text = json.dumps(told_to_programs(_given(request)), ensure_ascii=False, cls=DjangoJSONEncoder)
    seal = quote_etag(hashlib.sha256(text.encode()).hexdigest()[:32])
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    # Kept only to be asked about: what is withdrawn must not be shown for one second more.
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    response["ETag"] = seal
    return get_conditional_response(request, etag=seal, response=response) or response
