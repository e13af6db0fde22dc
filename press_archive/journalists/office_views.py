"""An account's page in the admin: what was said, what shows it, what happened, and the decision."""

from __future__ import annotations

from functools import partial

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cms.office.allowed import allowed
from cms.office.screens import screen
from cms.office.steps import Failed
from cms.users.models import User
from cms.users.selectors import signed_in
from media_library.store.responses import file_response
from press_archive.journalists import exports, letters, photos, selectors, services, steps
from press_archive.journalists.models import AccountState, JournalistAccount, Look, Paper, Portrait
from press_archive.journalists.words import EVENTS

TONES = {
    AccountState.APPLIED: "doubt", AccountState.ASKED: "", AccountState.ACTIVE: "good", AccountState.REFUSED: "bad",
    AccountState.CLOSED: "",
}  # fmt: skip


def may_read_accounts(user: User | AnonymousUser) -> bool:
    """Whether ``user`` sees who has an account."""
    return bool(user.is_active and user.has_perm("journalists.view_journalistaccount"))


def tone_of(account: JournalistAccount) -> str:
    """The colour of its state."""
    return "doubt" if account.correction_at is not None else TONES[AccountState(account.state)]


def crumbs() -> list[tuple[str, str]]:
    """The way to the list."""
    return [(reverse("press_accounts:index"), _("Basın hesapları"))]


def _one(pk: int) -> JournalistAccount:
    rows = JournalistAccount.objects.select_related("outlet", "journalist", "desk_of")
    return get_object_or_404(rows, pk=pk)


@require_safe
@allowed(may_read_accounts)
def detail(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One account."""
    return _detail(request, _one(pk))


def _detail(request: HttpRequest, account: JournalistAccount, failed: Failed = None) -> HttpResponseBase:
    offered = steps.COURSE.shown(account, failed) if services.may_decide(request.user) else []
    name = account.name or str(account)
    return screen(
        request, "journalists/office/detail.html", title=name, icon="user", crumbs=crumbs(),
        styles=["office/steps.css"], account=account, tone=tone_of(account), next_words=steps.next_words(account),
        offered=offered, may_see=photos.may_see(request.user), papers=account.papers.all(),
        portrait=photos.latest_of(account), wanted=exports.corrections(account),
        likely=selectors.likely_journalists(account)[:5] if account.state in steps.WAITS else [],
        letters=letters.of_account(account.pk)[:10],
        events=[(one, EVENTS.get(one.what, one.what)) for one in account.events.select_related("by")],
        looks=Look.objects.filter(account_number=account.pk).select_related("user")[:20],
        status=400 if failed is not None else 200,
    )  # fmt: skip


@require_POST
@allowed(services.may_decide)
def act(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """One decision; a form that is not whole comes back with the page."""
    account = _one(pk)
    return steps.COURSE.take(
        request, account, name, too_late=_("Bu karar hesabın şimdiki durumunda verilmez."),
        again=partial(_detail, request, account), then=partial(redirect, "press_accounts:detail", pk=pk),
    )  # fmt: skip


@require_safe
@allowed(photos.may_see)
def paper(request: HttpRequest, pk: int, paper_pk: int) -> HttpResponseBase:
    """A card or a letter; the look is written down first."""
    row = get_object_or_404(Paper, pk=paper_pk, account_id=pk)
    photos.noted(user=signed_in(request), what=Look.What.PAPER, row=row.pk, account_number=pk, request=request)
    answer = file_response(request, str(row.file.name), row.file.storage)
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_safe
@allowed(photos.may_see)
def portrait(request: HttpRequest, pk: int, portrait_pk: int) -> HttpResponseBase:
    """A person's photo; the look is written down first."""
    row = get_object_or_404(Portrait, pk=portrait_pk, account_id=pk)
    return photos.response(request, row, user=signed_in(request))
