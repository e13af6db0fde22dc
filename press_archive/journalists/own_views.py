"""The owner's pages: what is kept, and everything that can be done about it. Whatever an address names is looked for
among the owner's own rows."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from cms.core.addresses import network_of_request
from cms.core.refusal import Refusal
from cms.users import limits
from media_library.store.responses import file_response
from press_archive.journalists import credentials, exports, passkeys, photos, proofs, services, sessions, texts
from press_archive.journalists.forms import (
    ApplicationForm,
    CorrectionForm,
    EmailForm,
    EraseForm,
    NewPasswordForm,
    PhoneForm,
    PortraitForm,
)
from press_archive.journalists.models import AccountState, JournalistAccount, JournalistSession
from press_archive.journalists.sessions import account_required
from press_archive.journalists.throttle import DAY
from press_archive.journalists.views import page, private, said, status_of

DONE = {
    "basvuruldu": gettext_lazy("Başvurunuz basın bürosuna ulaştı. Sonucunu e-postayla bildireceğiz."),
    "telefon": gettext_lazy("Telefonunuz kaydedildi."),
    "duzeltme": gettext_lazy("Düzeltme isteğiniz basın bürosuna ulaştı; kabul edilene dek eski bilgi geçerli."),
    "adres": gettext_lazy("Yeni adresinize bir doğrulama bağlantısı gönderdik; açıp onaylayınca adresiniz değişir."),
    "fotograf": gettext_lazy("Fotoğrafınız kaydedildi."),
    "fotograf-silindi": gettext_lazy("Fotoğrafınız silindi, rızanız geri alındı."),
    "parola": gettext_lazy("Parolanız kaydedildi; öteki tarayıcılardan çıkıldı."),
    "parola-kalkti": gettext_lazy("Parolanız kaldırıldı; bağlantıyla girersiniz."),
    "anahtar": gettext_lazy("Geçiş anahtarı eklendi; bir dahaki sefere onunla girebilirsiniz."),
    "anahtar-kalkti": gettext_lazy("Geçiş anahtarı kaldırıldı."),
    "cikildi": gettext_lazy("O tarayıcıdan çıkıldı."),
}
EXPORTS_A_DAY = 20


def own(request: HttpRequest) -> JournalistAccount:
    """Whoever is signed in; the decorator has seen to it."""
    account = sessions.account_of(request)
    if account is None:
        raise Http404
    return account


def session_of(request: HttpRequest) -> JournalistSession:
    """The session of this browser."""
    session: JournalistSession | None = getattr(request, "press_session", None)
    if session is None:
        raise Http404
    return session


def done(what: str) -> HttpResponse:
    """Back to the account's page, which says what was done."""
    return HttpResponseRedirect(f"{reverse('journalists:account')}?tamam={what}")


def fresh_first(request: HttpRequest) -> HttpResponse | None:
    """Who wants to change the way in, or end it, has to have come in just now."""
    return None if credentials.is_fresh(session_of(request)) else sessions.to_sign_in(request)


@account_required
@private
def account(request: HttpRequest) -> HttpResponse:
    """Everything at one place."""
    row = own(request)
    asked = row.events.filter(what__in=["asked", "refused"]).last()
    return page(
        request, "account", account=row, done=DONE.get(request.GET.get("tamam", ""), ""),
        portrait=photos.latest_of(row), papers=row.papers.all(), sessions=row.sessions.all(),
        this=session_of(request), keys=row.passkeys.all(),
        asked=asked if row.state in (AccountState.ASKED, AccountState.REFUSED) else None,
        texts=[
            (one, texts.LABELS.get(one.key, one.key), texts.text_of(one.key, one.version))
            for one in row.accepted_texts.all()
        ],
        wanted=exports.corrections(row),
    )  # fmt: skip


@account_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Out of this browser."""
    response = redirect("journalists:sign_in")
    sessions.sign_out(request, response)
    return response


@account_required
@private
def complete(request: HttpRequest) -> HttpResponse:
    """The application, to be mended while the office has not said yes."""
    row = own(request)
    if row.state not in (AccountState.APPLIED, AccountState.ASKED, AccountState.REFUSED):
        return redirect("journalists:account")
    known = {name: getattr(row, name) for name in services.ANSWERS}
    form = ApplicationForm(request.POST or None, request.FILES or None, account=row, initial=known)
    if request.method == "POST" and form.is_valid():
        if not limits.take("basin-tamamla", str(row.pk), limit=10, per=DAY):
            raise Refusal(_("Bugün başvurunuzu çok kez değiştirdiniz; yarın sürdürün."), status=429)
        services.complete(account=row, answers=form.cleaned_data, papers=form.papers())
        return done("basvuruldu")
    return page(request, "apply", status_of(form), form=form, email=row.email, account=row)


@account_required
@private
def phone(request: HttpRequest) -> HttpResponse:
    """Another telephone."""
    row = own(request)
    form = PhoneForm(request.POST or None, initial={"phone": row.phone})
    if request.method == "POST" and form.is_valid():
        services.correct(account=row, phone=form.cleaned_data["phone"])
        return done("telefon")
    return page(request, "form", status_of(form), form=form, heading=_("Telefonunuz"), button=_("Kaydet"))


@account_required
@private
def correction(request: HttpRequest) -> HttpResponse:
    """Name, work, outlet and card: the office looks again."""
    row = own(request)
    if not row.is_active:
        return redirect("journalists:complete")
    form = CorrectionForm(request.POST or None, request.FILES or None, account=row)
    if request.method == "POST" and form.is_valid():
        if not limits.take("basin-duzeltme", str(row.pk), limit=10, per=DAY):
            raise Refusal(_("Bugün çok kez düzeltme istediniz; yarın sürdürün."), status=429)
        services.ask_correction(account=row, wanted=form.cleaned_data, papers=form.papers())
        return done("duzeltme")
    return page(
        request, "form", status_of(form), form=form, heading=_("Bilgilerinizi düzeltin"), button=_("Büroya gönder"),
        text=_("Basın bürosu bakıp kabul edince değişir; o zamana dek şimdiki bilgi geçerlidir."),
    )  # fmt: skip


@account_required
@private
def address(request: HttpRequest) -> HttpResponse:
    """Another e-mail address, whose owner is asked first."""
    if answer := fresh_first(request):
        return answer
    row = own(request)
    form = EmailForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        proofs.ask_to_move(account=row, email=form.cleaned_data["email"], place=network_of_request(request))
        return done("adres")
    form.fields["email"].label = _("Yeni e-posta adresiniz")
    return page(
        request, "form", status_of(form), form=form, heading=_("E-posta adresiniz"), button=_("Doğrulama gönder"),
        fields=[form["email"]],
    )  # fmt: skip


@account_required
@private
def portrait(request: HttpRequest) -> HttpResponse:
    """The photo for badges."""
    row = own(request)
    form = PortraitForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        if not limits.take("basin-fotograf", str(row.pk), limit=20, per=DAY):
            raise Refusal(_("Bugün çok kez fotoğraf yüklediniz; yarın sürdürün."), status=429)
        try:
            services.set_portrait(account=row, file=form.cleaned_data["photo"], crop=form.cleaned_data["crop"])
        except ValidationError as error:
            form.add_error("photo", error)
        else:
            return done("fotograf")
    return page(
        request, "portrait", status_of(form), form=form, consent=texts.current(texts.PHOTO).text,
        has_portrait=photos.latest_of(row) is not None,
    )  # fmt: skip


@account_required
@require_safe
def portrait_file(request: HttpRequest) -> HttpResponseBase:
    """The photo itself, for its owner."""
    found = photos.latest_of(own(request))
    if found is None:
        raise Http404
    return photos.response(request, found)


@account_required
@require_POST
def drop_portrait(request: HttpRequest) -> HttpResponse:
    """Takes the photo and the consent back."""
    services.drop_portrait(account=own(request))
    return done("fotograf-silindi")


@account_required
@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A card or a letter, for its owner."""
    row = get_object_or_404(own(request).papers, pk=pk)
    answer = file_response(request, str(row.file.name), row.file.storage)
    answer["Cache-Control"] = "private, no-store"
    return answer


@account_required
@private
def password(request: HttpRequest) -> HttpResponse:
    """A password, for whoever wants one."""
    if answer := fresh_first(request):
        return answer
    form = NewPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            credentials.set_password(
                account=own(request), password=form.cleaned_data["new_password"], session=session_of(request)
            )
        except ValidationError as error:
            form.add_error("new_password", error)
        else:
            return done("parola")
    return page(
        request, "form", status_of(form), form=form, heading=_("Parola belirleyin"), button=_("Kaydet"),
        text=_("Parola zorunlu değil: e-postanıza gelen bağlantıyla her zaman girersiniz."),
    )  # fmt: skip


@account_required
@require_POST
def drop_password(request: HttpRequest) -> HttpResponse:
    """No password any more."""
    if answer := fresh_first(request):
        return answer
    credentials.set_password(account=own(request), password="", session=session_of(request))
    return done("parola-kalkti")


@account_required
@require_POST
def passkey_options(request: HttpRequest) -> HttpResponse:
    """What a script asks the owner's device for a new key."""
    if answer := fresh_first(request):
        return JsonResponse({"sign_in": answer["Location"]})
    options, state = passkeys.begin_adding(own(request))
    response = JsonResponse(options)
    passkeys.keep_challenge(response, state)
    return response


@account_required
@require_POST
def add_passkey(request: HttpRequest) -> HttpResponse:
    """Keeps the key that the device made."""
    if answer := fresh_first(request):
        return answer
    try:
        passkeys.add(
            account=own(request), request=request, answer=request.POST.get("credential", ""),
            label=sessions.label_of(request),
        )  # fmt: skip
    except ValidationError as error:
        return said(request, _("Geçiş anahtarı eklenmedi"), error.messages[0], 422)
    return done("anahtar")


@account_required
@require_POST
def drop_passkey(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a key off."""
    if answer := fresh_first(request):
        return answer
    passkeys.drop(account=own(request), pk=pk)
    return done("anahtar-kalkti")


@account_required
@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """Out of another browser."""
    services.session_ended(account=own(request), pk=pk)
    return done("cikildi")


@account_required
@require_safe
def own_data(request: HttpRequest, suffix: str) -> HttpResponse:
    """Everything that the house keeps of the owner, as JSON or as a PDF."""
    row = own(request)
    if suffix not in ("json", "pdf"):
        raise Http404
    if not limits.take("basin-verilerim", str(row.pk), limit=EXPORTS_A_DAY, per=DAY):
        raise Refusal(_("Bugün verilerinizi çok kez indirdiniz; yarın sürdürün."), status=429)
    kept = exports.as_data(row)
    if suffix == "json":
        body: Any = json.dumps(kept, ensure_ascii=False, indent=2)
        response = HttpResponse(body, content_type="application/json; charset=utf-8")
    else:
        response = HttpResponse(exports.as_pdf(kept), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="verilerim.{suffix}"'
    response["Cache-Control"] = "private, no-store"
    return response


@account_required
@private
def erase(request: HttpRequest) -> HttpResponse:
    """The account goes, and the person with it."""
    if answer := fresh_first(request):
        return answer
    form = EraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        row = own(request)
        services.close_own(account=row, leave_lists=form.cleaned_data["leave_lists"])
        response = said(
            request, _("Hesabınız silindi"),
            _("Adınız, iletişim bilgileriniz, belgeleriniz ve fotoğrafınız silindi."),
        )  # fmt: skip
        sessions.sign_out(request, response)
        return response
    return page(request, "erase", status_of(form), form=form)
