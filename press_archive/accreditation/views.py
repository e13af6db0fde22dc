"""The applicants' pages. What belongs to an account opens for that account only; what was applied for by an address
opens by the secret link that was mailed to it. A ``GET`` changes nothing: mail scanners open every link.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.core.addresses import network_of_request
from cms.core.refusal import Refusal
from cms.core.workbooks import XLSX
from cms.users import limits
from press_archive.accreditation import (
    addresses,
    applicants,
    changes,
    codes,
    crews,
    restrictions,
    retention,
    selectors,
)  # fmt: skip
from press_archive.accreditation.forms import AnswerForm, CrewFileForm, FormLinkForm, ObjectionForm, PersonForm
from press_archive.accreditation.models import Application
from press_archive.accreditation.words import HOLDING, ROLE_COLOURS, ROLE_LETTERS, Role, State
from press_archive.agenda import selectors as agenda
from press_archive.agenda.models import PressEvent
from press_archive.journalists import photos, sessions, texts
from press_archive.journalists.models import JournalistAccount
from press_archive.journalists.sessions import journalist_required
from press_archive.journalists.throttle import DAY
from press_archive.journalists.views import private, status_of

PHOTOS_A_DAY = 40
CREWS_A_DAY = 60
WORKER = (Path(__file__).parent / "static" / "accreditation" / "pass_worker.js").read_text(encoding="utf-8")
DONE = {
    "basvuruldu": gettext_lazy("Başvurunuz basın bürosuna ulaştı. Sonucunu e-postayla bildireceğiz."),
    "degisti": gettext_lazy("Değişikliğiniz kaydedildi."),
    "incelemede": gettext_lazy("Değişikliğiniz basın bürosuna ulaştı; karar verilene dek onaylanan bilgiler geçerli."),
    "yanitlandi": gettext_lazy("Yanıtınız basın bürosuna ulaştı."),
    "geri-cekildi": gettext_lazy("Başvurunuz geri çekildi."),
}


def page(request: HttpRequest, name: str, status: int = 200, **values: Any) -> HttpResponse:
    """One of this room's pages."""
    return render(request, f"accreditation/{name}.html", values, status=status)


def account_of(request: HttpRequest) -> JournalistAccount | None:
    """The account of the press that is signed in and open."""
    return sessions.journalist_of(request)


def own_application(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Hands the application of the address to ``view``: to its account, or to whoever has the link of one without."""

    @wraps(view)
    def guarded(request: HttpRequest, key: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        row = addresses.application_at(key)
        if row is None or row.forgotten_at is not None:
            raise Http404
        if row.account_id is not None:
            signed_in = sessions.account_of(request)
            if signed_in is None:
                return sessions.to_sign_in(request)
            if signed_in.pk != row.account_id:
                raise Http404
        return view(request, row, *args, **kwargs)

    return private(guarded)


# --- Which event ------------------------------------------------------------------------------------------------------


@private
def index(request: HttpRequest) -> HttpResponse:
    """Events that take applications; and one's own applications."""
    account = account_of(request)
    mine = list(selectors.of_account(account)[:200]) if account is not None else []
    for row in mine:
        row.path = addresses.page_of(row)  # type: ignore[attr-defined]
    return page(
        request, "index", events=[(event, agenda.announcement_of(event)) for event in
                                  agenda.open_for_accreditation()[:50] if event.is_listed],
        account=account, mine=mine, is_in=sessions.account_of(request) is not None,
    )  # fmt: skip


def _open_event(pk: int) -> PressEvent:
    event = get_object_or_404(PressEvent.objects.announced(), pk=pk)
    if not event.needs_accreditation:
        raise Http404
    return event


@private
def event(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The form for who is signed in; for strangers the way to it."""
    found = _open_event(pk)
    account = account_of(request)
    shown = {"event": found, "said": agenda.announcement_of(found), "plan": selectors.plan_note(found)}
    if not applicants.is_open(found):
        return page(request, "closed", 410, **shown)
    if account is None:
        ask = FormLinkForm(request.POST or None)
        if request.method == "POST" and ask.is_valid():
            if not ask.cleaned_data["website"]:
                applicants.ask_form(event=found, email=ask.cleaned_data["email"], place=network_of_request(request))
            return redirect("accreditation:asked")
        return page(
            request, "who", status_of(ask), form=ask, is_in=sessions.account_of(request) is not None,
            here=request.path, **shown,
        )  # fmt: skip
    if account.desk_of_id:
        return redirect("accreditation:crew", pk=pk)
    standing = Application.objects.filter(event=found, account=account).standing().first()
    if standing is not None:
        return redirect(addresses.page_of(standing))
    return _apply(request, found, account=account, initial=applicants.known_of(account), **shown)


def _apply(request: HttpRequest, found: PressEvent, *, initial: dict[str, Any], account: Any = None, link: Any = None,
           **shown: Any) -> HttpResponse:  # fmt: skip
    form = PersonForm(request.POST or None, request.FILES or None, event=found, account=account, initial=initial)
    if request.method == "POST" and form.is_valid():
        _ration(request, account)
        row = applicants.apply(
            event=found, values={"outlet_name": "", **form.values()}, account=account, link=link,
            photo=form.cleaned_data["photo"], crop=form.cleaned_data["crop"], papers=form.papers(),
        )  # fmt: skip
        return redirect(f"{addresses.page_of(row)}?oldu=basvuruldu")
    has_photo = account is not None and photos.latest_of(account) is not None
    return page(
        request, "apply", status_of(form), form=form, account=account, has_photo=has_photo,
        notice=texts.current(texts.NOTICE).text, photo_consent=texts.current(texts.PHOTO).text, **shown,
    )  # fmt: skip


def _ration(request: HttpRequest, account: JournalistAccount | None) -> None:
    who = f"a{account.pk}" if account is not None else network_of_request(request)
    if request.FILES and not limits.take("akreditasyon-dosya", who, limit=PHOTOS_A_DAY, per=DAY):
        raise Refusal(_("Bugün çok kez dosya yüklendi; yarın sürdürün."), status=429)


@private
def asked(request: HttpRequest) -> HttpResponse:
    """What happens next: the same for everybody."""
    return page(request, "said", heading=_("Postanıza bakın"), text=_(
        "Adres yazıldığı gibiyse birkaç dakika içinde başvuru formunun bağlantısı gelir. Bağlantı 48 saat geçerlidir."
    ))  # fmt: skip


@private
def form(request: HttpRequest, token: str) -> HttpResponseBase:
    """The form for the owner of a confirmed address."""
    link = addresses.form_link_at(token)
    if link is None:
        return page(request, "said", 404, heading=_("Bu bağlantı geçmiyor"), text=_(
            "Kullanılmış ya da süresi dolmuş. Etkinliğin sayfasından yenisini isteyebilirsiniz."
        ))  # fmt: skip
    found = _open_event(link.event_id)
    shown = {"event": found, "said": agenda.announcement_of(found), "plan": selectors.plan_note(found)}
    if not applicants.is_open(found):
        return page(request, "closed", 410, **shown)
    return _apply(request, found, link=link, initial={}, email=link.email, **shown)


# --- A desk's crew ----------------------------------------------------------------------------------------------------


@journalist_required
@private
def crew(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A table of people, typed or from a spreadsheet; what is applied for is shown below it."""
    found, account = _open_event(pk), account_of(request)
    if account is None or not account.desk_of_id:
        return redirect("accreditation:event", pk=pk)
    shown = {"event": found, "said": agenda.announcement_of(found), "plan": selectors.plan_note(found)}
    if not applicants.is_open(found):
        return page(request, "closed", 410, **shown)
    members: list[crews.Member] = []
    file_form = CrewFileForm()
    status, result = 200, None
    chosen = [zone for zone in request.POST.getlist("zones") if zone in found.zone_list]
    if request.method == "POST":
        if not limits.take("akreditasyon-ekip", str(account.pk), limit=CREWS_A_DAY, per=DAY):
            raise Refusal(_("Bugün çok kez denendi; yarın sürdürün."), status=429)
        if "read" in request.POST:
            file_form = CrewFileForm(request.POST, request.FILES)
            if file_form.is_valid():
                try:
                    members = crews.members_in(file_form.cleaned_data["table"])
                except Refusal as refusal:
                    file_form.add_error("table", str(refusal))
            status = 422 if file_form.errors else 200
        else:
            members = [one for one in _typed(request) if any(one.values[name] for name in ("name", "phone", "plate"))]
            result = crews.apply_for(event=found, account=account, members=members, zones=chosen)
            if not result.left and result.done:
                return redirect(f"{request.path}?oldu={len(result.done)}")
            members, status = result.left, 422
    blank = max(5 - len(members), 1)
    rows = [*members, *(crews.Member({**dict.fromkeys(crews.FIELDS, ""), "role": "reporter"}) for _n in range(blank))]
    mine = list(selectors.of_account(account).filter(event=found))
    for row in mine:
        row.path = addresses.page_of(row)  # type: ignore[attr-defined]
    said_done = request.GET.get("oldu", "")
    return page(
        request, "crew", status, account=account, rows=rows, file_form=file_form, mine=mine, result=result,
        roles=Role.choices, cards=Application._meta.get_field("card_kind").choices, chosen=chosen,
        done=int(said_done) if said_done.isascii() and said_done.isdigit() and len(said_done) < 4 else 0,
        limit=selectors.limit_for(found, account.desk_of), **shown,
    )  # fmt: skip


def _typed(request: HttpRequest) -> list[crews.Member]:
    lists = {name: request.POST.getlist(name)[: crews.MOST_ROWS] for name in crews.FIELDS}
    return [
        crews.checked({name: values[number] if number < len(values) else "" for name, values in lists.items()})
        for number in range(len(lists["name"]))
    ]


@journalist_required
@require_safe
def crew_table(request: HttpRequest) -> HttpResponse:
    """The empty table."""
    answer = HttpResponse(crews.workbook(), content_type=XLSX)
    answer["Content-Disposition"] = 'attachment; filename="ekip.xlsx"'
    return answer


# --- One application --------------------------------------------------------------------------------------------------


@own_application
def application(request: HttpRequest, row: Application) -> HttpResponse:
    """Where it stands, and what can be done about it."""
    return _application(request, row)


def _application(request: HttpRequest, row: Application, *, answering: AnswerForm | None = None) -> HttpResponse:
    is_open = not row.is_over and row.event.ends_at > timezone.now()
    return page(
        request, "application", 422 if answering is not None else 200, row=row, key=addresses.key_of(row),
        said=agenda.announcement_of(row.event), badge=row.standing_badge if row.state in HOLDING else None,
        is_open=is_open, form=(answering or AnswerForm()) if row.state == State.ASKED else None,
        differences=changes.differences(row) if row.state == State.CHANGED else [], steps=row.steps.all(),
        done=DONE.get(request.GET.get("oldu", "")), account=row.account,
    )  # fmt: skip


@own_application
def change(request: HttpRequest, row: Application) -> HttpResponseBase:
    """Something else than was said."""
    if row.is_over or row.event.ends_at < timezone.now():
        return redirect(addresses.page_of(row))
    now = {name: row.change.get(name, getattr(row, name)) for name in changes.FIELDS}
    posted = PersonForm(
        request.POST or None, request.FILES or None, event=row.event, account=row.account, is_new=False,
        has_paper=row.papers.exists(), initial=now,
    )  # fmt: skip
    if request.method == "POST" and posted.is_valid():
        _ration(request, row.account)
        changed = applicants.change(
            application=row, values=posted.values(), photo=posted.cleaned_data["photo"],
            crop=posted.cleaned_data["crop"], papers=posted.papers(),
        )  # fmt: skip
        what = "incelemede" if changed.state == State.CHANGED else "degisti"
        return redirect(f"{addresses.page_of(changed)}?oldu={what}")
    return page(
        request, "change", status_of(posted), form=posted, row=row, key=addresses.key_of(row),
        is_approved=row.state in HOLDING, has_photo=row.portrait_id is not None,
        photo_consent=texts.current(texts.PHOTO).text,
    )  # fmt: skip


@own_application
def answer(request: HttpRequest, row: Application) -> HttpResponseBase:
    """What the office asked for."""
    if request.method != "POST":
        return redirect(addresses.page_of(row))
    given = AnswerForm(request.POST, request.FILES)
    if not given.is_valid():
        return _application(request, row, answering=given)
    _ration(request, row.account)
    data = given.cleaned_data["paper"]
    try:
        applicants.answer(application=row, words=given.cleaned_data["words"], papers=[("other", data)] if data else [])
    except Refusal as refusal:
        if refusal.status != 400:
            raise
        given.add_error("words", str(refusal))
        return _application(request, row, answering=given)
    return redirect(f"{addresses.page_of(row)}?oldu=yanitlandi")


@own_application
def withdraw(request: HttpRequest, row: Application) -> HttpResponseBase:
    """Asks once more, then withdraws."""
    if request.method == "POST":
        applicants.withdraw(application=row)
        return redirect(f"{addresses.page_of(row)}?oldu=geri-cekildi")
    if row.is_over:
        return redirect(addresses.page_of(row))
    return page(request, "withdraw", row=row, key=addresses.key_of(row))


@own_application
def photo(request: HttpRequest, row: Application) -> HttpResponseBase:
    """The photo of the application, for whoever brought it."""
    if row.portrait is None:
        raise Http404
    return photos.response(request, row.portrait)


@own_application
def own_data(request: HttpRequest, row: Application) -> HttpResponse:
    """Everything that is kept of it (KVKK art. 11)."""
    kept = json.dumps(retention.exported_application(row), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    given = HttpResponse(kept, content_type="application/json; charset=utf-8")
    given["Content-Disposition"] = 'attachment; filename="akreditasyon-verilerim.json"'
    return given


@own_application
def erase(request: HttpRequest, row: Application) -> HttpResponseBase:
    """Withdraws, and deletes the person. Who has an account does it there, for everything at once, or here for this."""
    if request.method == "POST":
        retention.forget_application(row)
        return page(request, "said", heading=_("Verileriniz silindi"), text=_(
            "Bu başvurudaki kişisel verileriniz silindi. Etkinliğin sayılarında yalnızca bir başvuru olarak kalır."
        ))  # fmt: skip
    return page(request, "erase", row=row, key=addresses.key_of(row))


# --- The pass for the telephone ---------------------------------------------------------------------------------------


@own_application
def badge_pass(request: HttpRequest, row: Application) -> HttpResponse:
    """The badge on the telephone; once opened it also works without the net."""
    badge = row.standing_badge
    if badge is None or row.state not in HOLDING:
        return page(request, "said", 410, heading=_("Yaka kartı yok"), text=_(
            "Bu başvurunun geçerli bir yaka kartı yok. Durumunu başvuru sayfanızda görürsünüz."
        ))  # fmt: skip
    role = Role(badge.role)
    return page(
        request, "pass", row=row, badge=badge, key=addresses.key_of(row), code=codes.code_of(badge.token),
        letter=ROLE_LETTERS[role], colour=ROLE_COLOURS[role], role_name=role.label,
        said=agenda.announcement_of(row.event),
    )  # fmt: skip


@own_application
def pass_photo(request: HttpRequest, row: Application) -> HttpResponseBase:
    """The photo of the pass, in the folder that its worker keeps."""
    badge = row.standing_badge
    if badge is None or badge.portrait is None:
        raise Http404
    return photos.response(request, badge.portrait)


@require_safe
@never_cache
def pass_worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps passes on the telephone; it answers for their folder only."""
    return HttpResponse(WORKER, content_type="text/javascript; charset=utf-8")


# --- Objecting --------------------------------------------------------------------------------------------------------


@private
def objection(request: HttpRequest, token: str) -> HttpResponseBase:
    """A restriction as whom it concerns reads it, and the way to object."""
    row = addresses.restriction_at(token)
    if row is None:
        raise Http404
    posted = ObjectionForm(request.POST or None)
    if request.method == "POST" and posted.is_valid():
        restrictions.object_to(restriction=row, words=posted.cleaned_data["words"])
        return redirect(request.path)
    return page(request, "objection", status_of(posted), row=row, form=posted, may_object=row.objected_at is None
                and row.lifted_at is None and row.ends_on >= timezone.localdate())  # fmt: skip
