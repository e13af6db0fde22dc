"""The screens of restrictions, for named roles only; and Müdür's answer to an objection."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.core.refusal import Refusal
from cms.office.allowed import allowed
from cms.office.screens import screen
from cms.users.selectors import signed_in
from press_archive.accreditation import restrictions
from press_archive.accreditation.admin_views import ICON, STYLES, crumbs, tabs
from press_archive.accreditation.forms import ObjectionAnswerForm, RestrictionForm
from press_archive.accreditation.models import Restriction
from press_archive.accreditation.permissions import may_decide_objections, may_restrict


def _way() -> list[tuple[str, str]]:
    return [*crumbs(), (reverse("accreditation_desk:restrictions"), _("Kısıtlar"))]


def _one(pk: int) -> Restriction:
    rows = Restriction.objects.select_related("account", "outlet", "owner", "answered_by", "lifted_by")
    return get_object_or_404(rows, pk=pk)


@require_safe
@allowed(may_restrict)
def index(request: HttpRequest) -> HttpResponseBase:
    """Those that hold, and those that are over."""
    today = timezone.localdate()
    rows = list(Restriction.objects.select_related("account", "outlet", "owner")[:300])
    return screen(
        request, "accreditation/desk/restrictions.html", title=_("Kısıtlar"), icon=ICON, crumbs=crumbs(),
        styles=STYLES, tabs=tabs(request, "restrictions"), tabs_label=_("Akreditasyon"),
        rows=[row for row in rows if row.holds(today) or (row.lifted_at is None and row.starts_on > today)],
        over=[row for row in rows if row.lifted_at is not None or row.ends_on < today],
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@allowed(may_restrict)
def add(request: HttpRequest) -> HttpResponseBase:
    """A new one."""
    form = RestrictionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = restrictions.restrict(user=signed_in(request), **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Kısıt konuldu; ilgilisine gerekçesi ve itiraz yolu yazıldı."))
            return redirect("accreditation_desk:restriction", pk=row.pk)
    return screen(
        request, "accreditation/desk/add_restriction.html", title=_("Yeni kısıt"), icon=ICON, crumbs=_way(),
        styles=STYLES, is_narrow=True, form=form, status=400 if form.errors else 200,
    )  # fmt: skip


@require_safe
@allowed(may_restrict)
def detail(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One of them, with its objection."""
    return _detail(request, _one(pk))


def _detail(request: HttpRequest, row: Restriction, form: Any = None) -> HttpResponseBase:
    may_answer = (
        may_decide_objections(request.user) and row.objected_at is not None and row.answered_at is None
        and row.owner_id != signed_in(request).pk
    )  # fmt: skip
    return screen(
        request, "accreditation/desk/restriction.html", title=_("Kısıt"), icon=ICON, crumbs=_way(), styles=STYLES,
        is_narrow=True, row=row, holds=row.holds(), form=form or ObjectionAnswerForm() if may_answer else None,
        may_lift=row.lifted_at is None and row.ends_on >= timezone.localdate(),
        status=400 if form is not None else 200,
    )  # fmt: skip


@require_POST
@allowed(may_restrict)
def lift(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Ends it today."""
    restrictions.lift(restriction=_one(pk), user=signed_in(request))
    messages.success(request, _("Kısıt kaldırıldı; ilgilisine yazıldı."))
    return redirect("accreditation_desk:restriction", pk=pk)


@require_POST
@allowed(may_decide_objections)
def answer(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Decides about the objection."""
    row = _one(pk)
    form = ObjectionAnswerForm(request.POST)
    if not form.is_valid():
        return _detail(request, row, form)
    restrictions.answer(
        restriction=row, result=form.cleaned_data["result"], words=form.cleaned_data["words"], user=signed_in(request)
    )
    messages.success(request, _("İtiraz karara bağlandı; itiraz edene yazıldı."))
    return redirect("accreditation_desk:restriction", pk=pk)
