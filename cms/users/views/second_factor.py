"""Screens of the second factor, in the look of the sign-in page."""

from __future__ import annotations

from typing import Any

import django_otp
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from django_otp.models import Device
from django_otp.plugins.otp_totp.models import TOTPDevice
from wagtail.admin import messages

from cms.office.allowed import require
from cms.office.ways import way_back
from cms.users import door, permissions, second_factor
from cms.users.forms import PasswordForm, RecoveryCodeForm, TokenForm
from cms.users.models import User

KEY = "second_factor_key"


def _me(request: HttpRequest) -> User:
    return get_object_or_404(User, pk=request.user.pk)


def _sign_in(request: HttpRequest, device: Device, response: HttpResponse) -> HttpResponse:
    """Marks the session as verified, under a new session key, and the browser as known."""
    request.session.cycle_key()
    django_otp.login(request, device)
    door.remember_device(request, response, _me(request))
    return response


def _show_codes(request: HttpRequest, codes: list[str]) -> HttpResponse:
    """The only time that the codes are seen."""
    return TemplateResponse(
        request, "users/second_factor/codes.html", {"codes": codes, "next": way_back(request), "me": _me(request)}
    )


@require_http_methods(["GET"])
def overview(request: HttpRequest) -> HttpResponse:
    """What is set up, and what can be done about it."""
    me = _me(request)
    return TemplateResponse(
        request,
        "users/second_factor/overview.html",
        {
            "app": second_factor.app_of(me),
            "codes_left": second_factor.recovery_codes_left(me),
            "required": second_factor.is_required(me),
        },
    )


@require_http_methods(["GET", "POST"])
def enrol(request: HttpRequest) -> HttpResponse:
    """Scan, type the first code, take the recovery codes. The secret waits in the session until the code is right."""
    me = _me(request)
    if second_factor.app_of(me):
        return redirect("users_second_factor")
    key = request.session.setdefault(KEY, second_factor.new_key())
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            device, codes = second_factor.enrol(user=me, key=key, token=form.cleaned_data["token"])
        except ValidationError as error:
            form.add_error("token", error)
        else:
            del request.session[KEY]
            return _sign_in(request, device, _show_codes(request, codes))
    address = second_factor.app_address(user=me, key=key)
    return TemplateResponse(
        request,
        "users/second_factor/enrol.html",
        {
            "form": form,
            "next": way_back(request),
            "qr": second_factor.qr_picture(address),
            "address": address,
            "key": second_factor.readable_key(key),
            "required": second_factor.is_required(me),
        },
    )


def _verify(request: HttpRequest, *, form: Any, field: str, template: str, check: Any) -> HttpResponse:
    me = _me(request)
    if second_factor.app_of(me) is None or request.user.is_verified():  # type: ignore[union-attr]
        return redirect(way_back(request))
    if request.method == "POST" and form.is_valid():
        try:
            device = check(me, form.cleaned_data[field])
        except ValidationError as error:
            form.add_error(field, error)
        else:
            if field == "code":
                messages.warning(
                    request,
                    _(
                        "Kurtarma koduyla girdiniz; %(left)d kodunuz kaldı. "
                        "Telefonunuz değiştiyse uygulamayı yeniden kurun."
                    )
                    % {"left": second_factor.recovery_codes_left(me)},
                )
            return _sign_in(request, device, redirect(way_back(request)))
    return TemplateResponse(request, template, {"form": form, "next": way_back(request)})


@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """The app's code, once per session."""
    return _verify(
        request,
        form=TokenForm(request.POST or None),
        field="token",
        template="users/second_factor/verify.html",
        check=lambda me, token: second_factor.verify_app(user=me, token=token),
    )


@require_http_methods(["GET", "POST"])
def recovery(request: HttpRequest) -> HttpResponse:
    """One of the recovery codes instead."""
    return _verify(
        request,
        form=RecoveryCodeForm(request.POST or None),
        field="code",
        template="users/second_factor/recovery.html",
        check=lambda me, code: second_factor.verify_recovery(user=me, code=code),
    )


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def codes(request: HttpRequest) -> HttpResponse:
    """New recovery codes."""
    me = _me(request)
    if second_factor.app_of(me) is None:
        return redirect("users_second_factor")
    form = PasswordForm(request.POST or None, user=me)
    if request.method == "POST" and form.is_valid():
        device, fresh = second_factor.renew_recovery_codes(user=me)
        if not isinstance(request.user.otp_device, TOTPDevice):  # type: ignore[union-attr]
            django_otp.login(request, device)
        return _show_codes(request, fresh)
    return TemplateResponse(
        request,
        "users/second_factor/confirm.html",
        {
            "form": form,
            "title": _("Yeni kurtarma kodları"),
            "explanation": _("Eski kodlarınız geçersiz olur, on yeni kod bir kez gösterilir."),
            "submit": _("Yeni kodları göster"),
        },
    )


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest) -> HttpResponse:
    """Switch off, or change the telephone."""
    me = _me(request)
    if second_factor.app_of(me) is None:
        return redirect("users_second_factor")
    form = PasswordForm(request.POST or None, user=me)
    if request.method == "POST" and form.is_valid():
        second_factor.remove(user=me)
        messages.success(request, _("İki adımlı doğrulama kapatıldı."))
        return redirect("users_second_factor")
    required = second_factor.is_required(me)
    return TemplateResponse(
        request,
        "users/second_factor/confirm.html",
        {
            "form": form,
            "title": _("Uygulamayı değiştir") if required else _("İki adımlı doğrulamayı kapat"),
            "explanation": (
                _(
                    "Şimdiki uygulama ve kurtarma kodları geçersiz olur. "
                    "Göreviniz iki adımlı doğrulama istediği için hemen yenisini kurarsınız."
                )
                if required
                else _("Uygulama ve kurtarma kodları geçersiz olur; hesabınıza yalnızca parolanızla girilir.")
            ),
            "submit": _("Değiştir") if required else _("Kapat"),
            "serious": True,
        },
    )


@require_http_methods(["GET", "POST"])
def reset(request: HttpRequest, pk: int) -> HttpResponse:
    """An administrator takes a lost second factor off somebody's account."""
    person = get_object_or_404(User, pk=pk)
    require(permissions.may_reset_second_factor(request.user, person))
    error = ""
    if request.method == "POST":
        try:
            second_factor.reset(user=person, by=_me(request))
        except ValidationError as refused:
            error = refused.messages[0]
        else:
            messages.success(request, _("%(user)s: iki adımlı doğrulama sıfırlandı.") % {"user": person})
            return redirect("wagtailusers_users:index")
    return TemplateResponse(
        request,
        "users/second_factor/confirm.html",
        {
            "title": _("%(user)s: iki adımlı doğrulamayı sıfırla") % {"user": person},
            "explanation": _(
                "Yalnızca kişinin kimliğinden eminseniz sıfırlayın. Kişi sonraki girişinde yalnızca parolasını "
                "kullanır, görevi istiyorsa yeni bir uygulama kurar. İşlem kaydedilir."
            ),
            "error": error,
            "submit": _("Sıfırla"),
            "back": reverse("wagtailusers_users:index"),
            "serious": True,
        },
    )
