"""``/ara/``: the public search, its suggestions while somebody types, and the feed of a search.

Nobody keeps these answers: the index follows a publication a moment later, and strangers can make up any address.
"""

from __future__ import annotations

import time

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.core.addresses import network_of_request
from cms.core.feeds import RssFeed
from cms.website.selectors import absolute, frame
from search import presenters
from search.elastic import condition
from search.presenters import FED, Wish
from search.queries import parse

# Questions a minute from one network; counted in memory (of each process, or in the one cache of all machines).
A_MINUTE, SUGGESTIONS_A_MINUTE = 60, 240
MOST_TITLES = 7


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
def rss(request: HttpRequest) -> HttpResponse:
    """The newest of what a search finds, as RSS."""
    if not _may_ask(request, "page", A_MINUTE):
        return HttpResponse(status=429, headers={"Retry-After": "60"})
    wish = Wish.read({**_given(request), "sirala": presenters.NEWEST, "sonra": ""})
    answer = presenters.answer(wish, limit=FED)
    name = frame(request).identity.municipality
    feed = RssFeed(
        title=_("%(municipality)s – arama: %(text)s") % {"municipality": name, "text": answer.query.text},
        link=absolute(wish.address()), description=_("Bu aramanın bulduğu en yeni içerikler."), language="tr",
        feed_url=absolute(wish.address(route="search_rss")),
    )  # fmt: skip
    for result in () if answer.relaxed else answer.results:
        document = result.document
        feed.add_item(
            title=document.title, link=absolute(result.path), description=document.spot,
            pubdate=presenters.moment_of(document), unique_id=absolute(result.path),
        )  # fmt: skip
    return HttpResponse(feed.writeString("utf-8"), content_type="application/rss+xml; charset=utf-8")
