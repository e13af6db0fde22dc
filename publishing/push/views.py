"""One's own notices at ``/admin/account/bildirimler/``: this browser, the others, and the worker that shows them."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from cms.office.allowed import allowed
from cms.office.screens import screen
from cms.users.selectors import signed_in
from publishing.channels import push
from publishing.push import services
from publishing.push.models import Device
from publishing.push.receivers import COOKIE

A_YEAR = 365 * 24 * 60 * 60
WORKER = (Path(__file__).parent / "static" / "push" / "worker.js").read_text(encoding="utf-8")


@never_cache
@allowed(services.may_be_told)
@require_safe
def overview(request: HttpRequest) -> HttpResponseBase:
    """Whether this browser is told, how many others are."""
    user = signed_in(request)
    here = services.device_of(user, request.COOKIES.get(COOKIE, ""))
    return screen(
        request, "push/settings.html", title=gettext("Anlık bildirimler"), icon="mobile-alt",
        crumbs=[(reverse("wagtailadmin_account"), gettext("Hesap"))], scripts=["push/settings.js"], is_narrow=True,
        here=here, others=Device.objects.filter(user=user).count() - bool(here),
        key=push.public_key(),
    )  # fmt: skip


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """What the browser said of itself; answers in JSON to the script that asked it."""
    names = ("endpoint", "p256dh", "auth")
    try:
        device = services.add_device(user=signed_in(request), **{name: request.POST.get(name, "") for name in names})
    except ValidationError as error:
        return JsonResponse({"error": error.messages[0]}, status=400)
    except PermissionDenied as error:
        return JsonResponse({"error": str(error)}, status=403)
    messages.success(request, gettext("Acil bir içerik imzanıza geldiğinde bu cihaza bildirim gelecek."))
    response = JsonResponse({"done": True})
    response.set_cookie(
        COOKIE, str(device.token), max_age=A_YEAR, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return response


@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    """This browser, or every one, is told nothing more. Also for whoever signs nothing any more."""
    user = signed_in(request)
    if request.POST.get("hangisi") == "hepsi":
        services.forget(user=user)
        messages.success(request, gettext("Artık hiçbir cihazınıza bildirim gönderilmeyecek."))
    else:
        services.forget(user=user, token=request.COOKIES.get(COOKIE, ""))
        messages.success(request, gettext("Bu cihaza artık bildirim gönderilmeyecek."))
    allowed_still = services.may_be_told(user)
    response = redirect(reverse("push_settings") if allowed_still else reverse("wagtailadmin_home"))
    response.delete_cookie(COOKIE)
    return response


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker; it stands where its scope begins."""
    response = HttpResponse(WORKER, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "private, max-age=0, must-revalidate"
    return response
