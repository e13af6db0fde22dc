"""The portal below ``/basin/``: its first page for everybody, the rest for signed-in journalists, each of whom sees
their own rows only."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.website.selectors import absolute
from press_archive.accreditation.addresses import page_of, pass_of
from press_archive.accreditation.models import Application
from press_archive.accreditation.selectors import of_account
from press_archive.accreditation.words import HOLDING
from press_archive.agenda import selectors as agenda
from press_archive.bulletins.models import BulletinPage
from press_archive.journalists.models import JournalistAccount
from press_archive.journalists.sessions import journalist_of, journalist_required
from press_archive.journalists.views import private, status_of
from press_archive.portal import downloads, follows, questions, selectors
from press_archive.portal.forms import PaceForm, QuestionForm, SubjectForm, WordsForm
from press_archive.portal.models import Follower, Saved
from press_archive.portal.words import FollowKind, Pace, QuestionState
from publishing.subscriptions import subjects

FEW = 6
MOST_SAVED = 500
DONE = {
    "takip": _("Takip kuruldu."),
    "takip-kalkti": _("Takip kaldırıldı."),
    "siklik": _("Sıklık kaydedildi."),
    "saklandi": _("Seçtikleriniz saklandı."),
    "cikarildi": _("Seçtikleriniz saklananlardan çıkarıldı."),
    "secilmedi": _("Önce bir ya da birkaç bülten seçin."),
    "soruldu": _("Sorunuz basın bürosuna ulaştı; yanıtı e-postayla ve bu sayfada okursunuz."),
    "geri-alindi": _("Sorunuz geri alındı."),
}


def own(request: HttpRequest) -> JournalistAccount:
    """Whoever is signed in; the decorator has seen to it."""
    account = journalist_of(request)
    if account is None:
        raise Http404
    return account


def page(request: HttpRequest, name: str, status: int = 200, **values: Any) -> HttpResponse:
    """The template ``name`` of the portal, with what was just done."""
    done = DONE.get(request.GET.get("tamam", ""), "")
    return render(request, f"portal/{name}.html", {"here": name, "done": done, **values}, status=status)


def back(name: str, done: str, **query: str) -> HttpResponse:
    """To the page ``name``, which says what was done."""
    told = {key: value for key, value in {"tamam": done, **query}.items() if value}
    return HttpResponseRedirect(f"{reverse(f'portal:{name}')}?{urlencode(told)}")


# --- For everybody ----------------------------------------------------------------------------------------------------


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Search, newest bulletins, press calendar, who is on duty, how embargoes are meant; the same for all strangers."""
    return page(
        request, "home", account=journalist_of(request), newest=selectors.newest(FEW), duties=selectors.duties_today(),
        events=agenda.announced()[:FEW], canonical=absolute(reverse("portal:home")),
    )  # fmt: skip


# --- With an account --------------------------------------------------------------------------------------------------


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


@journalist_required
@private
@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    """The bulletins, to be searched, saved and downloaded many at a time."""
    account, text = own(request), request.GET.get("q", "").strip()[:200]
    if text:
        rows, after = selectors.found(text, account, request.GET.get("sonra", ""))
        more = f"?{urlencode({'q': text, 'sonra': after})}" if after else ""
    else:
        number = _number(request.GET.get("sayfa", ""))
        entries = selectors.newest(selectors.PER_PAGE + 1, number * selectors.PER_PAGE)
        rows = selectors.listed(entries[: selectors.PER_PAGE], account)
        more = f"?sayfa={number + 1}" if len(entries) > selectors.PER_PAGE else ""
    return page(request, "archive", rows=rows, text=text, more=more)


def _ids(values: list[str]) -> list[int]:
    return [int(one) for one in values[:200] if one.isascii() and one.isdigit() and len(one) < 10]


@journalist_required
@require_POST
def chosen(request: HttpRequest) -> HttpResponse:
    """Saves what was ticked, takes it off, or leads to its zip."""
    account, ids = own(request), _ids(request.POST.getlist("b"))
    where = "saved" if request.POST.get("yer") == "saved" else "archive"
    if not ids:
        return back(where, "secilmedi")
    if request.POST.get("ne") == "indir":
        return HttpResponseRedirect(f"{reverse('portal:zip')}?{urlencode([('b', pk) for pk in ids])}")
    if request.POST.get("ne") == "cikar":
        Saved.objects.filter(account=account, page__in=ids).delete()
        return back(where, "cikarildi")
    left = MOST_SAVED - Saved.objects.filter(account=account).count()
    public = BulletinPage.objects.filter(pk__in=ids, live=True).values_list("pk", flat=True)[: max(left, 0)]
    Saved.objects.bulk_create([Saved(account=account, page_id=pk) for pk in public], ignore_conflicts=True)
    return back(where, "saklandi")


@journalist_required
@require_safe
def zip_file(request: HttpRequest) -> HttpResponseBase:
    """The kits of the bulletins that the address names, as one zip."""
    return downloads.zip_of(request, own(request), _ids(request.GET.getlist("b")))


@journalist_required
@private
@require_safe
def saved(request: HttpRequest) -> HttpResponse:
    """What the journalist wants to find again."""
    return page(request, "saved", rows=selectors.saved_by(own(request)))


@journalist_required
@private
@require_safe
def taken(request: HttpRequest) -> HttpResponse:
    """What was downloaded, and what was corrected or withdrawn since."""
    return page(request, "taken", rows=downloads.taken_by(own(request)))


@journalist_required
@private
@require_safe
def accreditations(request: HttpRequest) -> HttpResponse:
    """Applications for accreditation, and the badges."""
    rows = [(one, pass_of(one) if _holds(one) else "") for one in of_account(own(request))[:100]]
    return page(request, "accreditations", rows=[(one, page_of(one), badge) for one, badge in rows])


def _holds(application: Application) -> bool:
    badge = getattr(application, "badge", None)
    return badge is not None and badge.revoked_at is None and application.state in HOLDING


def _follows(request: HttpRequest, status: int = 200, **forms: Any) -> HttpResponse:
    follower = Follower.objects.filter(account=own(request)).first()
    names = {one.key: one.name for one in subjects.offered()}
    rows = [
        (one, names.get(one.value, subjects.names_of([one.value])[0]) if one.kind == FollowKind.SUBJECT else one.value)
        for one in (follower.follows.all() if follower is not None else ())
    ]
    values = {
        "subject_form": SubjectForm(), "words_form": WordsForm(),
        "pace_form": PaceForm(initial={"pace": follower.pace if follower is not None else Pace.AT_ONCE}), **forms,
    }  # fmt: skip
    return page(request, "follows", status, rows=rows, **values)


@journalist_required
@private
@require_safe
def follows_page(request: HttpRequest) -> HttpResponse:
    """What is followed, and how often mails come."""
    return _follows(request)


@journalist_required
@private
@require_POST
def add_follow(request: HttpRequest) -> HttpResponse:
    """Follows one thing more."""
    by_words = request.POST.get("kind") in (FollowKind.WORD, FollowKind.PLACE)
    form: Any = WordsForm(request.POST) if by_words else SubjectForm(request.POST)
    if form.is_valid():
        kind = form.cleaned_data.get("kind", FollowKind.SUBJECT)
        try:
            follows.follow(account=own(request), kind=kind, value=form.cleaned_data["value"])
        except ValidationError as error:
            form.add_error("value", error)
        else:
            return back("follows", "takip")
    return _follows(request, status_of(form), **{"words_form" if by_words else "subject_form": form})


@journalist_required
@require_POST
def drop_follow(request: HttpRequest, pk: int) -> HttpResponse:
    """Follows one thing less."""
    follows.unfollow(account=own(request), pk=pk)
    return back("follows", "takip-kalkti")


@journalist_required
@private
@require_POST
def pace(request: HttpRequest) -> HttpResponse:
    """How often mails come."""
    form = PaceForm(request.POST)
    if not form.is_valid():
        return _follows(request, status_of(form), pace_form=form)
    follows.set_pace(account=own(request), pace=form.cleaned_data["pace"])
    return back("follows", "siklik")


@csrf_exempt
@never_cache
@private
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
    """The way out in each mail (RFC 8058): a ``GET`` only shows the button."""
    if request.method == "POST":
        follows.stop(token=token)
        return page(request, "stopped")
    if not Follower.objects.filter(token=token).exists():
        raise Http404
    return page(request, "stop")


def _questions(request: HttpRequest, status: int = 200, form: QuestionForm | None = None) -> HttpResponse:
    rows = selectors.questions_of(own(request))[:100]
    return page(
        request, "questions", status, rows=rows, form=form or QuestionForm(), open_state=QuestionState.OPEN,
        duties=selectors.duties_today(),
    )  # fmt: skip


@journalist_required
@private
@require_safe
def questions_page(request: HttpRequest) -> HttpResponse:
    """The journalist's questions with their clocks and answers, and the form of the next one."""
    return _questions(request)


@journalist_required
@private
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Asks the desk."""
    form = QuestionForm(request.POST)
    if not form.is_valid():
        return _questions(request, status_of(form), form)
    questions.ask(account=own(request), **form.cleaned_data)
    return back("questions", "soruldu")


@journalist_required
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The question is not needed any more."""
    questions.withdraw_question(account=own(request), pk=pk)
    return redirect(f"{reverse('portal:questions')}?tamam=geri-alindi")
