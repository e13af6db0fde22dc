"""A kit as the press sees it: the page, the zip, each file. Whoever has the address of an open link may have it all;
the kit of a public bulletin has addresses for everybody besides (``open_views``).

Nothing here is public otherwise: no file of a kit has an address of its own, and each request asks again whether the
link is open, the password was given and every picture may still be used.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import content_disposition_header, urlencode
from django.views.decorators.http import require_POST, require_safe
from wagtail.images.models import SourceImageIOError

from cms.core.addresses import ip_of
from media_library.kits import selectors, services
from media_library.kits.models import FileRole, KitFile, KitLink, KitState
from media_library.kits.names import zip_name
from media_library.kits.selectors import Contents
from media_library.kits.zip_response import private, zip_response
from media_library.store.responses import Unsatisfiable, etag_of, file_response, requested_range, unavailable
from media_library.store.storage import is_local

logger = logging.getLogger(__name__)

SESSION = "kit_links"
THUMBNAIL = "max-400x400|format-jpeg"
RETRY_SECONDS = 10


def _notice(request: HttpRequest, name: str, status: int, **context: Any) -> HttpResponseBase:
    return private(render(request, f"kits/public/{name}.html", context, status=status))


@dataclass(frozen=True, slots=True)
class Offered:
    """A file of a kit and where it is fetched."""

    file: KitFile
    url: str


def address(link: KitLink, name: str, *args: Any) -> str:
    """The address called ``name`` of the kit behind ``link``."""
    if not link.token:
        return reverse(f"press_kit:open_{name}", args=[link.kit.object_id, *args])
    return reverse(f"press_kit:{name}", args=[link.token, *args])


def _link(token: str) -> KitLink:
    link = selectors.link_of(token)
    if link is None:
        raise Http404
    return link


def _contents(request: HttpRequest, link: KitLink, *, to_read: bool = False) -> Contents | HttpResponseBase:
    """What the link hands out, or the page that stands in the way.

    ``to_read``: somebody looks at the kit's page, where "not yet" is an answer like any other (proxies replace pages
    of errors by their own); a program that fetches a file gets an error.
    """
    kit = link.kit
    if kit.state == KitState.CLOSED:
        return _notice(request, "withdrawn", 410, kit=kit)
    if link.revoked_at is not None:
        return _notice(request, "revoked", 410)
    if link.is_expired:
        return _notice(request, "expired", 410, link=link)
    if link.password and not _opened(request, link):
        locked = selectors.is_locked(link, ip_of(request))
        status = 429 if locked else 200 if to_read else 403
        return _notice(request, "password", status, link=link, locked=locked, key=_key(request))
    contents = selectors.contents_of(kit)
    if contents.empty:
        return _notice(request, "emptied", 410)
    if kit.state == KitState.FAILED:
        return _notice(request, "failed", 200 if to_read else 503, kit=kit)
    services.look_for_changes(kit=kit, contents=contents)
    if kit.state == KitState.PREPARING or (contents.waits and not contents.files):
        response = _notice(
            request, "preparing", 200 if to_read else 503, title=contents.title, number=kit.number,
            seconds=RETRY_SECONDS,
        )  # fmt: skip
        response["Retry-After"] = str(RETRY_SECONDS)
        return response
    return contents


@require_safe
def page(request: HttpRequest, token: str) -> HttpResponseBase:
    """What the kit holds, with its words, and everything to download."""
    return page_of(request, _link(token))


def page_of(request: HttpRequest, link: KitLink) -> HttpResponseBase:
    """The page of the kit behind ``link``."""
    contents = _contents(request, link, to_read=True)
    if isinstance(contents, HttpResponseBase):
        return contents
    key = _key(request)
    query = f"?{urlencode({'k': key})}" if key else ""
    originals = {file.photo_id: file for file in contents.files if file.role == FileRole.ORIGINAL}
    context = {
        "kit": link.kit,
        "link": link,
        "contents": contents,
        "photos": [
            {
                "web": Offered(file, address(link, "file", file.pk, file.last_name)),
                "original": Offered(found, address(link, "file", found.pk, found.last_name))
                if (found := originals.get(file.photo_id))
                else None,
                "thumbnail": address(link, "thumbnail", file.pk),
                "alt": file.alt_text or file.caption or file.last_name,
            }
            for file in contents.pictures
        ],
        "others": [Offered(file, address(link, "file", file.pk, file.last_name)) for file in contents.others],
        "size": contents.archive().size if contents.files else 0,
        "updated": (link.kit.version or 1) > 1,
        "zip_url": address(link, "zip", zip_name(link.kit).removesuffix(".zip")) + query,
        "query": query,
    }
    return private(render(request, "kits/public/page.html", context))


@require_POST
def password(request: HttpRequest, token: str) -> HttpResponseBase:
    """Opens a link with its password for this browser's session."""
    link = _link(token)
    if not link.password or link.revoked_at is not None or link.is_expired or link.kit.state == KitState.CLOSED:
        return _back(request, link)
    ip = ip_of(request)
    if services.try_password(link=link, password=request.POST.get("password", ""), ip=ip):
        opened = dict(request.session.get(SESSION, {}))
        opened[str(link.pk)] = _proof(link)
        request.session[SESSION] = opened
        return _back(request, link)
    locked = selectors.is_locked(link, ip)
    status = 429 if locked else 403
    return _notice(request, "password", status, link=link, locked=locked, wrong=True, key=_key(request))


@require_safe
def everything(request: HttpRequest, token: str, name: str) -> HttpResponseBase:
    """The whole kit as one zip, or the range of it that is asked for (RFC 9110, sections 13 and 14)."""
    return zip_of(request, _link(token), name)


def zip_of(request: HttpRequest, link: KitLink, name: str) -> HttpResponseBase:
    """The zip of the kit behind ``link``."""
    if f"{name}.zip" != zip_name(link.kit):
        raise Http404
    contents = _contents(request, link)
    if isinstance(contents, HttpResponseBase):
        return contents
    if not contents.files:
        raise Http404
    revision = link.kit.revision

    def begin(touched: set[str], start: int, length: int) -> HttpResponseBase | None:
        handed = [file for file in contents.files if file.name in touched]
        if missing := _missing(handed):
            logger.error("kit %s: %s is not in the store", link.kit_id, missing)
            return unavailable(request)
        _write_down(request, link, name=f"{name}.zip", is_zip=True, first=start, length=length, handed=handed)
        return None

    return zip_response(
        request, contents.archive(), f"{name}.zip", begin=begin, still_open=lambda: selectors.still_open(link, revision)
    )


@require_safe
def single(request: HttpRequest, token: str, pk: int, name: str) -> HttpResponseBase:
    """One file of the kit under its own name; ranges as in :func:`everything`."""
    return file_of(request, _link(token), lambda one: one.pk == pk and one.last_name == name)


def file_of(request: HttpRequest, link: KitLink, wanted: Callable[[KitFile], bool]) -> HttpResponseBase:
    """The first file of the kit behind ``link`` that is ``wanted``."""
    contents = _contents(request, link)
    if isinstance(contents, HttpResponseBase):
        return contents
    file = next((one for one in contents.files if wanted(one)), None)
    if file is None:
        raise Http404
    response = file_response(request, file.stored_name, default_storage, file.media_type, download_name=file.last_name)
    if request.method == "GET" and response.status_code in (200, 206):
        first, length = _range_of(request, file)
        _write_down(request, link, name=file.name, is_zip=False, first=first, length=length, handed=[file])
    response["Content-Disposition"] = content_disposition_header(True, file.last_name) or "attachment"
    return private(response)


@require_safe
def thumbnail(request: HttpRequest, token: str, pk: int) -> HttpResponseBase:
    """A small picture of the photo of which ``pk`` is the web size. Not a download: it is not written down."""
    return thumbnail_of(request, _link(token), pk)


def thumbnail_of(request: HttpRequest, link: KitLink, pk: int) -> HttpResponseBase:
    """A small picture of the kit behind ``link``."""
    contents = _contents(request, link)
    if isinstance(contents, HttpResponseBase):
        return contents
    file = next((one for one in contents.pictures if one.pk == pk), None)
    if file is None or file.photo is None:
        raise Http404
    try:
        small = file.photo.drawn(THUMBNAIL)
    except (SourceImageIOError, OSError):
        raise Http404 from None
    response = private(file_response(request, small.file.name, default_storage, "image/jpeg"))
    # Only this browser, only for a while: a photo that is taken down must be gone soon.
    response["Cache-Control"] = "private, max-age=60"
    return response


def _missing(files: list[KitFile]) -> str:
    """A file that the store does not have, before the first byte of the zip leaves. A distant store is asked for the
    first one only: a question to it takes as long as a piece of a video."""
    asked = files if is_local(default_storage) else files[:1]
    try:
        return next((one.stored_name for one in asked if not default_storage.exists(one.stored_name)), "")
    except OSError as error:
        return str(error)


def _range_of(request: HttpRequest, file: KitFile) -> tuple[int, int]:
    if request.headers.get("If-Range", etag_of(file.stored_name)).strip() != etag_of(file.stored_name):
        return 0, file.size
    try:
        return requested_range(request.headers.get("Range", ""), file.size) or (0, file.size)
    except Unsatisfiable:
        return 0, file.size


def _write_down(
    request: HttpRequest, link: KitLink, *, name: str, is_zip: bool, first: int, length: int, handed: list[KitFile]
) -> None:
    if not link.token:
        return  # of everybody's downloads nothing is kept
    who = selectors.recipient_in(link, _key(request)) or ("" if link.is_mailing else link.label)
    services.write_down(
        link=link, user=request.user, who=who, ip=ip_of(request) or None, what=name, is_zip=is_zip, first=first,
        length=length, handed=[(one.photo_id, one.video_id, one.name) for one in handed],
    )  # fmt: skip


def _proof(link: KitLink) -> str:
    """What a session keeps of a password: worthless for another link, and once the password is another."""
    return salted_hmac("media_library.kits.session", f"{link.pk}:{link.password}").hexdigest()


def _opened(request: HttpRequest, link: KitLink) -> bool:
    return constant_time_compare(str(request.session.get(SESSION, {}).get(str(link.pk), "")), _proof(link))


def _back(request: HttpRequest, link: KitLink) -> HttpResponseBase:
    key = _key(request)
    query = f"?{urlencode({'k': key})}" if key else ""
    return private(redirect(reverse("press_kit:page", args=[link.token]) + query))


def _key(request: HttpRequest) -> str:
    return str(request.POST.get("k") or request.GET.get("k") or "")[:1000]
