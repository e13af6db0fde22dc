"""The tus server's addresses, the state of uploads for the page that sends them, and that page."""

from __future__ import annotations

import logging
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin.admin_url_finder import AdminURLFinder

from cms.office.allowed import allowed
from cms.office.screens import screen
from cms.users.selectors import signed_in
from media_library.intake.services import Refused
from media_library.intake.uploads import parts, protocol, services
from media_library.intake.uploads.models import Upload, UploadKind, UploadState
from media_library.models import Photo, Shoot, Video
from media_library.renditions.sizes import THUMBNAIL

logger = logging.getLogger(__name__)

MOST_ASKED = 100
RECENT = 200


class Answered(Exception):
    """The request is answered; ``response`` is what to send."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__()
        self.response = response


def sentence(text: str, status: int) -> JsonResponse:
    """An answer that tells the person why."""
    return JsonResponse({"reason": text}, status=status)


class TusView(View):
    """What every address of the protocol does: the version, who may, the method that was meant."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        meant = request.headers.get("X-HTTP-Method-Override", "").upper()
        if meant and request.method == "POST":
            request.method = meant
        try:
            if request.method != "OPTIONS" and request.headers.get("Tus-Resumable") != protocol.VERSION:
                raise Answered(HttpResponse(status=412, headers={"Tus-Version": protocol.VERSION}))
            if not services.may_upload(request.user):
                raise Answered(sentence(_("Arşive dosya ekleme yetkiniz yok."), 403))
            response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        except Answered as answer:
            response = answer.response
        except protocol.BadRequest as error:
            response = HttpResponse(str(error), status=400, content_type="text/plain; charset=utf-8")
        except Refused as refusal:
            response = sentence(str(refusal), refusal.status)
        except services.WrongOffset:
            response = HttpResponse(status=409)
        except services.Gone:
            response = HttpResponse(status=410)
        except parts.Busy:
            response = HttpResponse(status=423)
        except parts.Mismatch:
            response = HttpResponse(status=protocol.CHECKSUM_MISMATCH, reason="Checksum Mismatch")
        except OSError:
            # The folder of the parts is not there, not ours, or on a disk that fails; the sender keeps what it has.
            logger.exception("an upload could not be written")
            response = sentence(_("Sunucu şu anda dosya alamıyor. Sistem yöneticinize haber verin."), 503)
        response.headers["Tus-Resumable"] = protocol.VERSION
        response.headers["Cache-Control"] = "no-store"
        return response

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponse(
            status=204,
            headers={
                "Tus-Version": protocol.VERSION,
                "Tus-Extension": protocol.EXTENSIONS,
                "Tus-Max-Size": str(max(services.largest(kind) for kind in UploadKind.values)),
                "Tus-Checksum-Algorithm": ",".join(protocol.ALGORITHMS),
            },
        )


class Creation(TusView):
    """``POST``: opens an upload into the shoot ``shoot_id``."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, shoot_id: int) -> HttpResponse:
        shoot = get_object_or_404(Shoot, pk=shoot_id)
        if request.headers.get("Upload-Defer-Length") or request.headers.get("Upload-Concat"):
            raise protocol.BadRequest("Upload-Length is needed; parts are not joined")
        upload = services.begin(
            user=signed_in(request),
            shoot=shoot,
            name=protocol.metadata(request).get("filename", ""),
            size=protocol.whole_number(request, "Upload-Length"),
        )
        return HttpResponse(
            status=201,
            headers={
                "Location": reverse("uploads:file", args=[upload.pk]),
                "Upload-Expires": protocol.date(upload.expires_at),
            },
        )


class Resource(TusView):
    """``HEAD``: how much has arrived. ``PATCH``: more of it. ``DELETE``: never mind. For everybody but its owner an
    upload is not there."""

    http_method_names = ["head", "patch", "delete", "options"]

    def _upload(self, request: HttpRequest, upload_id: UUID) -> Upload:
        try:
            upload = get_object_or_404(Upload, pk=upload_id, user=request.user)
        except Http404:
            raise Answered(HttpResponse(status=404)) from None
        if upload.state == UploadState.ABANDONED or Upload.objects.expired().filter(pk=upload.pk).exists():
            raise services.Gone
        return upload

    def head(self, request: HttpRequest, upload_id: UUID) -> HttpResponse:
        upload = self._upload(request, upload_id)
        # A process that died after the last byte left the rest to whoever asks next.
        services.settle(upload=upload)
        if services.is_over(upload=upload):
            raise services.Gone
        offset = upload.size
        headers = {"Upload-Length": str(upload.size)}
        if upload.state == UploadState.RECEIVING:
            try:
                offset = parts.size_of(upload.pk)
            except parts.Missing:
                raise services.Gone from None
            headers["Upload-Expires"] = protocol.date(upload.expires_at)
        return HttpResponse(status=200, headers={"Upload-Offset": str(offset), **headers})

    def patch(self, request: HttpRequest, upload_id: UUID) -> HttpResponse:
        upload = self._upload(request, upload_id)
        if request.content_type != protocol.CHUNK_TYPE:
            raise Answered(HttpResponse(status=415))
        if not request.META.get("CONTENT_LENGTH"):
            raise Answered(HttpResponse(status=411))
        services.receive(
            upload=upload,
            offset=protocol.whole_number(request, "Upload-Offset"),
            length=protocol.whole_number(request, "Content-Length"),
            read=request.read,
            checksum=protocol.checksum(request),
        )
        offset, expires = upload.offset, upload.expires_at
        services.settle(upload=upload)
        headers = {"Upload-Offset": str(offset)}
        if upload.state == UploadState.RECEIVING:
            headers["Upload-Expires"] = protocol.date(expires)
        return HttpResponse(status=204, headers=headers)

    def delete(self, request: HttpRequest, upload_id: UUID) -> HttpResponse:
        services.abandon(upload=self._upload(request, upload_id))
        return HttpResponse(status=204)


@allowed(services.may_upload)
def states(request: HttpRequest) -> HttpResponseBase:
    """``?id=…&id=…``: what became of these uploads of the asker; ``?cekim=…``: of those into that shoot that a page
    opened anew should still show."""
    mine = Upload.objects.filter(user_id=request.user.pk or 0)
    if request.GET.get("cekim", "").isascii() and request.GET.get("cekim", "").isdigit():
        asked = mine.filter(shoot_id=int(request.GET["cekim"])).worth_showing()[:RECENT]
    else:
        asked = mine.filter(pk__in=_ids(request.GET.getlist("id")))
    asked = asked.select_related("photo", "video")
    finder = AdminURLFinder(request.user)
    return JsonResponse({"uploads": [_told(upload, finder) for upload in asked]})


def _ids(texts: list[str]) -> list[UUID]:
    found = []
    for text in texts[:MOST_ASKED]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _told(upload: Upload, finder: AdminURLFinder) -> dict[str, Any]:
    item = upload.item
    return {
        "id": str(upload.pk),
        "name": upload.name,
        "size": upload.size,
        "offset": upload.offset,
        "address": reverse("uploads:file", args=[upload.pk]),
        "state": upload.state,
        "reason": upload.reason,
        "photo": upload.photo_id,
        "url": (finder.get_edit_url(item) or "") if item else "",
        "thumbnail": _thumbnail(item) if isinstance(item, Photo) else "",
        "twin": _twin(upload, item, finder),
    }


def _thumbnail(photo: Photo) -> str:
    try:
        return str(photo.get_rendition(THUMBNAIL).url)
    except Exception:
        # The picture is in the archive; that it cannot be shown small is a matter for the log.
        logger.exception("no thumbnail of photo %s", photo.pk)
        return ""


def _twin(upload: Upload, item: Photo | Video | None, finder: AdminURLFinder) -> str:
    """The address of the same file elsewhere in the archive, when the upload's reason speaks of it."""
    if item is None or not upload.reason:
        return ""
    if upload.state == UploadState.REFUSED:
        return finder.get_edit_url(item) or ""
    twin = type(item).objects.filter(sha256=item.sha256).exclude(pk=item.pk).order_by("pk").first()
    return (finder.get_edit_url(twin) or "") if twin else ""


@allowed(services.may_upload)
def page(request: HttpRequest, shoot_id: int) -> HttpResponseBase:
    """The page on which files are dropped for one shoot."""
    shoot = get_object_or_404(Shoot, pk=shoot_id)
    return screen(
        request, "uploads/page.html", title=_("Yükleme: %(shoot)s") % {"shoot": shoot}, icon="upload",
        crumbs=[(reverse("archive:shoot", args=[shoot.pk]), shoot.title)], last_crumb=_("Yükleme"), shoot=shoot,
    )  # fmt: skip
