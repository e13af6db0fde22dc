"""Whole public pages, kept for strangers and shown as long as nothing public has changed.

``KeptPagesMiddleware`` stands before everything else: a kept page costs one query, for the generation. It also says how
long others may keep an answer, answers "not modified", and shows the kept pages while the database is away.

A page is kept only for an address that the site itself gives: addresses that anybody can make up are made anew each
time. With a query string that is what the view says with :func:`canonical`; :func:`not_kept` takes an address out.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable
from functools import cache
from urllib.parse import urlsplit

import brotli
from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers

from cms.core import outage
from cms.core.front import GONE, SHARED
from cms.website import generation, shelf
from cms.website.deployment import digest
from cms.website.shelf import Kept, Made

LARGEST = 600_000  # bytes of a page that is kept
SMALLEST = 300  # bytes that are worth packing
LONGEST_ADDRESS = 300
OFFICE = ("/admin/", "/onay/")
# Addresses that end in a secret or ask for one: nobody in between keeps their answers.
PRIVATE = (
    *OFFICE, "/basin-kiti/", "/abonelik/", "/basin/giris/", "/basin/basvuru/", "/basin/hesabim/", "/basin/davet/",
    "/basin/takip/birak/", "/basin/akreditasyon/", "/kapi/", "/saglik/", "/healthz", "/_util/",
)  # fmt: skip
FEEDS = ("application/rss+xml", "application/atom+xml", "application/feed+json")
REVALIDATED = ("text/html", *FEEDS, "application/xml", "text/plain")
KEPT_TYPES = (*REVALIDATED, "text/css")
# Answers that say that the address is not what it was: moved, gone, or not for everybody any more. Every other one
# (304, 206, 405, 412, 416, 429, 5xx) speaks of the request or of the moment, and strangers can ask for it at will.
NO_LONGER = frozenset({301, 302, 303, 307, 308, 401, 403, 404, 410, 451})
# What says that the bytes are not the page's own: packed already, or sent by nginx.
ELSEWHERE = ("Content-Encoding", "X-Accel-Redirect")
# What other sites hang on addresses to count their visitors; no view reads them.
COUNTERS = ("utm_", "fbclid=", "gclid=", "msclkid=", "mc_cid=", "mc_eid=")


def canonical(request: HttpRequest, path: str) -> None:
    """Said by a view that reads the query string: ``path`` is the one address of what it shows."""
    request._canonical = path  # type: ignore[attr-defined]


def not_kept(request: HttpRequest) -> None:
    """Said by a view: anybody could make up addresses like this one."""
    request._canonical = ""  # type: ignore[attr-defined]


class KeptPagesMiddleware:
    """Shows a kept page, or keeps what was made; never for signed-in people, never at private addresses."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        digest()  # taken once, before the web server makes its processes

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        address = address_of(request)
        key = key_of(request, address) if address else ""
        if key and outage.recent() and (copy := _last(key)) is not None:
            return _shown(request, key, copy)
        made = _now() if key else None
        if made is not None:
            request._generation = made.generation  # type: ignore[attr-defined]
            outage.over()
            if page := shelf.kept(key, made.generation, made.day):
                return _shown(request, key, page)
            made = made._replace(word=shelf.word(made.generation))
        elif key and outage.recent() and (copy := _last(key)) is not None:
            return _shown(request, key, copy)
        response = self.get_response(request)
        if response.status_code == 503 and outage.away():
            last = _last(key) if key else None
            return response if last is None else _shown(request, key, last)
        if outage.away() and not request.path_info.startswith(settings.STATIC_URL) and outage.answers():
            outage.over()
        asked_again = _say_how_long(request, response, address)
        if made is not None:
            _keep(request, response, key, address, made)
        return _revalidated(request, response) if asked_again else response


def address_of(request: HttpRequest) -> str:
    """The address under which the answer may be kept, without what says nothing; empty for what never is: other
    methods, signed-in people, private addresses, files, hosts that are not ours."""
    path = request.path_info
    if request.method not in ("GET", "HEAD") or "HTTP_AUTHORIZATION" in request.META:
        return ""
    if not {settings.SESSION_COOKIE_NAME, settings.PRESS_SESSION_COOKIE_NAME}.isdisjoint(request.COOKIES):
        return ""
    if path.startswith((*PRIVATE, settings.STATIC_URL, settings.MEDIA_URL)):
        return ""
    address = request.path
    if query := request.META.get("QUERY_STRING", ""):
        if len(query) > LONGEST_ADDRESS:
            return ""
        told = [one for one in query.split("&") if not one.endswith("=") and not one.startswith(COUNTERS)]
        address += f"?{'&'.join(filter(None, told))}" if any(told) else ""
    return address if len(address) <= LONGEST_ADDRESS and _is_ours(request) else ""


def key_of(request: HttpRequest, address: str) -> str:
    """The name of the page that stands at ``address``. With the scheme: plain HTTP is sent on to HTTPS, which says
    nothing of the page that HTTPS shows."""
    name = f"{digest()} {request.scheme} {request.get_host()} {address}"
    return "page-" + hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()


def _is_ours(request: HttpRequest) -> bool:
    try:
        return request.get_host() in _hosts(settings.SITE_URL, tuple(settings.ALLOWED_HOSTS))
    except DisallowedHost:
        return False  # whoever stands further in says so


@cache
def _hosts(site_url: str, allowed: tuple[str, ...]) -> frozenset[str]:
    """The names under which pages are kept: those that are written out, with the site's own port or none."""
    site = urlsplit(site_url)
    names = {str(site.hostname), *(name for name in allowed if not name.startswith((".", "*")))}
    return frozenset(names | ({f"{name}:{site.port}" for name in names} if site.port else set()))


def _now() -> Made | None:
    """What a page made from here on is made of; ``None`` when the database does not say."""
    try:
        found = generation.current()
    except DatabaseError as error:
        if outage.is_outage(error):
            outage.note(error)
        return None
    shelf.seen(found)
    return Made(found, _today(), None)


def _today() -> str:
    """Rights end with a day of the office's time zone, and no page outlives it."""
    return timezone.localdate().isoformat()


def _last(key: str) -> Kept | None:
    return shelf.last(key, _today())


def _say_how_long(request: HttpRequest, response: HttpResponseBase, address: str) -> bool:
    """``Cache-Control`` for a page that says nothing of it itself; gives whether it did not."""
    if request.path_info.startswith(OFFICE) or response.has_header("Cache-Control") or response.streaming:
        return False
    if not response.get("Content-Type", "").startswith(REVALIDATED):
        return False
    shared = address and not response.cookies and _stands_at(request, address)
    by_status = {200: SHARED, 404: GONE, 410: GONE} if shared else {}
    response["Cache-Control"] = by_status.get(response.status_code, "no-cache")
    return True


def _stands_at(request: HttpRequest, address: str) -> bool:
    """Whether the site itself gives ``address``, as far as the view that answered knows."""
    said: str | None = getattr(request, "_canonical", None)
    return address == said if said is not None else "?" not in address


def _keep(request: HttpRequest, response: HttpResponseBase, key: str, address: str, made: Made) -> None:
    if response.status_code != 200:
        if response.status_code in NO_LONGER:
            shelf.drop(key)
        return
    vary = {name.strip().lower() for name in response.get("Vary", "").split(",") if name.strip()}
    said = response.get("Cache-Control", "")
    if request.method != "GET" or response.streaming or response.cookies or vary - {"accept-encoding"}:
        return
    if "private" in said or "no-store" in said or "nonce-" in response.get("Content-Security-Policy", ""):
        return
    if not response.get("Content-Type", "").startswith(KEPT_TYPES) or any(map(response.has_header, ELSEWHERE)):
        return
    body: bytes = response.content  # type: ignore[attr-defined]
    if len(body) > LARGEST or not _stands_at(request, address) or request.get_full_path() != address:
        return
    _tag(response)
    patch_vary_headers(response, ["Accept-Encoding"])
    shelf.keep(key, Kept(made, dict(response.items()), body))


def _tag(response: HttpResponseBase) -> None:
    if not response.has_header("ETag"):
        body: bytes = response.content  # type: ignore[attr-defined]
        response["ETag"] = f'W/"{hashlib.blake2b(body, digest_size=16).hexdigest()}"'


def _revalidated(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """``response``, or that the visitor has it already."""
    if request.method not in ("GET", "HEAD") or response.status_code != 200:
        return response
    _tag(response)
    patch_vary_headers(response, ["Accept-Encoding"])
    return get_conditional_response(request, etag=response["ETag"], response=response)  # type: ignore[arg-type,return-value]


def _shown(request: HttpRequest, key: str, page: Kept) -> HttpResponseBase:
    """The kept page as this visitor takes it."""
    packed = _packing(request.META.get("HTTP_ACCEPT_ENCODING", "")) if len(page.body) >= SMALLEST else ""
    body, headers = page.body, dict(page.headers)
    if packed:
        if getattr(page, packed) is None:
            small = _packed(page.body, packed)
            page = page._replace(br=small) if packed == "br" else page._replace(gzip=small)
            shelf.prefer(key, page)
        body, headers["Content-Encoding"] = getattr(page, packed), packed
    headers["Content-Length"] = str(len(body))
    response = HttpResponse(b"" if request.method == "HEAD" else body, headers=headers)
    if "ETag" not in headers:
        return response
    return get_conditional_response(request, etag=headers["ETag"], response=response)  # type: ignore[return-value]


def _packing(accepted: str) -> str:
    """The best of what the header ``Accept-Encoding`` names and we have; empty for the bytes as they are."""
    names = set()
    for part in accepted.lower().split(","):
        name, _semicolon, weight = part.partition(";")
        if weight.strip().removeprefix("q=").strip("0.") or not weight:
            names.add(name.strip())
    return "br" if "br" in names else "gzip" if "gzip" in names else ""


def _packed(body: bytes, name: str) -> bytes:
    if name == "br":
        return bytes(brotli.compress(body, mode=brotli.MODE_TEXT, quality=6))
    return gzip.compress(body, 6, mtime=0)
