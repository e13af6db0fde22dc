"""Coming in and applying. Every proper form is answered alike, whether the address is known or not; a ``GET`` of a link
changes nothing, as mail scanners open every link."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from cms.core.addresses import network_of_request
from cms.users import limits
from press_archive.journalists import credentials, links, passkeys, proofs, services, sessions, texts
from press_archive.journalists.forms import ApplicationForm, CodeForm, EmailForm, NumberForm, PasswordForm
from press_archive.journalists.models import LINK_LIVES, JournalistAccount, ProofPurpose
from press_archive.journalists.throttle import HOUR

# What the asking browser is known by, for as long as a link lives.
ASKING = "basin_giris"
ASKING_PATH = "/basin/giris/"
SIGNER = Signer(salt="journalists.asking")
PASSKEYS_AN_HOUR = 120  # from one network

View = Callable[..., HttpResponseBase]


def private(view: View) -> View:
    """Kept by nobody, found by no search engine; its address may be a key that no other site is told of."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "same-origin"
        return response

    return never_cache(require_http_methods(["GET", "HEAD", "POST"])(guarded))


def page(request: HttpRequest, name: str, status: int = 200, **values: Any) -> HttpResponse:
    """One of this room's pages."""
    return render(request, f"journalists/{name}.html", values, status=status)


def status_of(form: Any) -> int:
    """422 for a form that came back with faults."""
    return 422 if form.is_bound and form.errors else 200


def said(request: HttpRequest, heading: str, text: str, status: int = 200, **values: Any) -> HttpResponse:
    """A page of a sentence or two."""
    return page(request, "said", status, heading=heading, text=text, **values)


# --- Coming in --------------------------------------------------------------------------------------------------------


def _asking(request: HttpRequest) -> tuple[str, str]:
    """The secret of the asking browser and where it wants to go; empty when it asked for nothing lately."""
    try:
        kept = SIGNER.unsign_object(request.COOKIES.get(ASKING, ""))
        return str(kept["browser"]), sessions.safe_next(str(kept["next"]))
    except (BadSignature, KeyError, TypeError, ValueError):
        return "", ""


def _come_in(request: HttpRequest, account: JournalistAccount, next_path: str) -> HttpResponse:
    response = HttpResponseRedirect(next_path or reverse("journalists:account"))
    sessions.sign_in(request, response, account)
    response.delete_cookie(ASKING, path=ASKING_PATH, samesite="Lax")
    return response


@private
def sign_in(request: HttpRequest) -> HttpResponse:
    """Asks for the address; a link and a code go there."""
    form = EmailForm(request.POST or None)
    wanted = sessions.safe_next(request.GET.get("sonra", ""))
    if request.method == "POST" and form.is_valid():
        browser = secrets.token_urlsafe(24)
        if not form.cleaned_data["website"]:
            links.ask(email=form.cleaned_data["email"], browser=browser, place=network_of_request(request))
        response = redirect("journalists:waiting")
        response.set_cookie(
            ASKING, SIGNER.sign_object({"browser": browser, "next": wanted}),
            max_age=int(LINK_LIVES.total_seconds()), path=ASKING_PATH, secure=settings.SESSION_COOKIE_SECURE,
            httponly=True, samesite="Lax",
        )  # fmt: skip
        return response
    return page(request, "sign_in", status_of(form), form=form, wanted=wanted)


@private
def by_password(request: HttpRequest) -> HttpResponse:
    """For whoever has set a password."""
    form = PasswordForm(request.POST or None)
    wanted = sessions.safe_next(request.GET.get("sonra", ""))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        tried = credentials.try_password(
            email=given["email"], password=given["password"], place=network_of_request(request)
        )
        if tried.account is not None:
            return _come_in(request, tried.account, wanted)
        if tried.wait:
            minutes = max(1, -(-int(tried.wait.total_seconds()) // 60))
            text = _("Çok sayıda yanlış deneme oldu. %(minutes)d dakika sonra yeniden deneyin ya da bağlantıyla girin.")
            answer = said(request, _("Biraz bekleyin"), text % {"minutes": minutes}, 429, to_sign_in=True)
            answer["Retry-After"] = str(max(1, int(tried.wait.total_seconds())))
            return answer
        form.add_error(None, _("E-posta adresi ve parola birbirini tutmuyor. Parolanız yoksa bağlantıyla girin."))
    return page(request, "by_password", status_of(form), form=form, wanted=wanted)


@never_cache
@require_POST
def passkey_options(request: HttpRequest) -> HttpResponse:
    """What a script asks the browser's key: the same for everybody."""
    if not limits.take("basin-anahtar-yer", network_of_request(request), limit=PASSKEYS_AN_HOUR, per=HOUR):
        return JsonResponse({}, status=429)
    options, state = passkeys.begin_sign_in()
    response = JsonResponse(options)
    passkeys.keep_challenge(response, state)
    return response


@private
def by_passkey(request: HttpRequest) -> HttpResponse:
    """What the browser's key answered."""
    if request.method != "POST":
        return redirect("journalists:sign_in")
    try:
        account = passkeys.sign_in(request=request, answer=request.POST.get("credential", ""))
    except ValidationError as error:
        return said(request, _("Giriş olmadı"), error.messages[0], 422, to_sign_in=True)
    return _come_in(request, account, sessions.safe_next(request.POST.get("sonra", "")))


@private
def waiting(request: HttpRequest) -> HttpResponse:
    """What happens next; the number for a link that is opened elsewhere, and the field for the code."""
    browser, wanted = _asking(request)
    if not browser:
        return redirect("journalists:sign_in")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        opened = links.by_code(browser=browser, code=form.cleaned_data["code"])
        if opened.account is not None:
            return _come_in(request, opened.account, wanted)
        form.add_error("code", opened.trouble)
    number = links.number_of(sessions.digest_of(browser))
    return page(
        request, "waiting", status_of(form), form=form, number=f"{number[:3]} {number[3:]}",
        minutes=int(LINK_LIVES.total_seconds() // 60),
    )  # fmt: skip


@private
def link(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the mail: a button, and the question for the number where another browser asked."""
    browser, wanted = _asking(request)
    looked = links.look_at(token=token, browser=browser)
    if looked.account is None:
        return said(request, _("Bu bağlantı geçerli değil"), looked.trouble, 404, to_sign_in=True)
    form = NumberForm(request.POST or None) if looked.wants_number else None
    if request.method == "POST" and (form is None or form.is_valid()):
        number = form.cleaned_data["number"] if form is not None else ""
        opened = links.by_link(token=token, browser=browser, number=number)
        if opened.account is not None:
            return _come_in(request, opened.account, wanted)
        if form is None or not opened.wants_number:
            return said(request, _("Bu bağlantı geçerli değil"), opened.trouble, 404, to_sign_in=True)
        form.add_error("number", opened.trouble)
    return page(request, "link", status_of(form) if form is not None else 200, form=form)


# --- Applying ---------------------------------------------------------------------------------------------------------


@private
def ask(request: HttpRequest) -> HttpResponse:
    """The address comes first: nothing else is asked before its owner has confirmed it."""
    form = EmailForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not form.cleaned_data["website"]:
            proofs.ask(email=form.cleaned_data["email"], place=network_of_request(request))
        return redirect("journalists:asked")
    return page(request, "ask", status_of(form), form=form)


@private
def asked(request: HttpRequest) -> HttpResponse:
    """What happens next: the same for everybody."""
    return said(
        request, _("E-postanıza bakın"),
        _("Yazdığınız adrese birkaç dakika içinde bir bağlantı gelir; başvuru formu o bağlantıyla açılır. Gelmezse "
          "istenmeyen postalara bakın. Aynı adrese günde en çok iki kez yazıyoruz."),
    )  # fmt: skip


@private
def apply(request: HttpRequest, token: str) -> HttpResponse:
    """The form, behind the link that proves the address."""
    proof = proofs.standing(token, ProofPurpose.APPLY)
    if proof is None:
        return _dead(request)
    form = ApplicationForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["website"]:
            return redirect("journalists:asked")
        account = services.apply(proof=proof, answers=form.cleaned_data, papers=form.papers())
        return _come_in(request, account, f"{reverse('journalists:account')}?tamam=basvuruldu")
    notice = texts.current(texts.NOTICE)
    return page(request, "apply", status_of(form), form=form, email=proof.email, notice=notice.text)


@private
def move(request: HttpRequest, token: str) -> HttpResponse:
    """The owner of a new address confirms it by pressing the button."""
    proof = proofs.standing(token, ProofPurpose.MOVE)
    if proof is None:
        return _dead(request)
    if request.method == "POST":
        services.change_address(proof=proof)
        text = _("Bundan sonra bu adresle girersiniz. Açık bütün tarayıcılardan çıkıldı.")
        return said(request, _("Adresiniz değişti"), text, to_sign_in=True)
    return page(request, "move", email=proof.email)


def _dead(request: HttpRequest) -> HttpResponse:
    text = _("Bağlantı kullanılmış, süresi geçmiş ya da eksik kopyalanmış olabilir.")
    return said(request, _("Bu bağlantı geçerli değil"), text, 404, to_sign_in=True)
