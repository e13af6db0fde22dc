"""The screens of visits: the page of one, its form, the page to print, and the mayor's calendar."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.office.allowed import allowed
from cms.office.screens import screen
from cms.users.selectors import signed_in
from press_archive.agenda import registry, visits
from press_archive.agenda.forms import CloseForm, VisitForm
from press_archive.agenda.models import Visit
from press_archive.agenda.permissions import may_plan_visits, may_read_visits
from press_archive.agenda.words import VisitState

ICON = "group"
STYLES = ["office/steps.css", "agenda/office.css"]
TONES = {VisitState.DONE: "good", VisitState.CANCELLED: "bad"}


def crumbs(visit: Visit | None = None) -> list[tuple[str, str]]:
    """The way to the list, and to ``visit``."""
    way = [(reverse("press_visits:index"), _("Basın ziyaretleri"))]
    return [*way, (reverse("press_visits:detail", args=[visit.pk]), visit.title)] if visit is not None else way


def _one(pk: int) -> Visit:
    return get_object_or_404(Visit.objects.select_related("outlet", "photographer", "created_by"), pk=pk)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def shown(visit: Visit) -> dict[str, Any]:
    """What the page and the paper say of a visit."""
    before = Visit.objects.filter(starts_at__lt=visit.starts_at).order_by("-starts_at")
    return {
        "visit": visit, "people": _lines(visit.people), "route": _lines(visit.route),
        "talking_points": _lines(visit.talking_points), "follow_up": _lines(visit.follow_up),
        "file": registry.file_of(visit.outlet) if visit.outlet is not None else [],
        "earlier": before.filter(outlet=visit.outlet_id)[:5] if visit.outlet_id else [],
    }  # fmt: skip


@require_safe
@allowed(may_read_visits)
def detail(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One visit: its programme, the outlet's file, what is to be done."""
    return _detail(request, _one(pk))


def _detail(request: HttpRequest, visit: Visit, *, form: CloseForm | None = None) -> HttpResponseBase:
    may_plan = may_plan_visits(request.user) and visit.state == VisitState.PLANNED
    return screen(
        request, "agenda/visit_detail.html", title=visit.title, icon=ICON, crumbs=crumbs(), styles=STYLES,
        **shown(visit), tone=TONES.get(VisitState(visit.state), ""), may_plan=may_plan, form=form or CloseForm(),
        is_open=form is not None, status=400 if form is not None else 200,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@allowed(may_plan_visits)
def plan(request: HttpRequest) -> HttpResponseBase:
    """A new visit."""
    form = VisitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        visit = visits.plan_visit(values=form.cleaned_data, user=signed_in(request))
        messages.success(request, _("Ziyaret yazıldı."))
        return redirect("press_visits:detail", pk=visit.pk)
    return _form(request, form, title=_("Yeni ziyaret"), way=crumbs())


@require_http_methods(["GET", "POST"])
@allowed(may_plan_visits)
def change(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Another plan."""
    visit = _one(pk)
    form = VisitForm(request.POST or None, instance=_one(pk), initial={"seen": visit.changes})
    if request.method == "POST" and form.is_valid():
        try:
            seen = form.cleaned_data["seen"]
            visits.change_visit(
                visit=visit, values=form.cleaned_data, seen=-1 if seen is None else seen, user=signed_in(request)
            )
        except ValidationError as invalid:
            form.add_error(None, invalid)
        else:
            messages.success(request, _("Ziyaret kaydedildi."))
            return redirect("press_visits:detail", pk=pk)
    return _form(request, form, title=_("Ziyareti düzenle"), way=crumbs(visit))


def _form(request: HttpRequest, form: VisitForm, *, title: str, way: list[tuple[str, str]]) -> HttpResponseBase:
    return screen(
        request, "agenda/visit_form.html", title=title, icon="edit", crumbs=way, styles=STYLES, form=form,
        is_narrow=True, status=400 if form.errors else 200,
    )  # fmt: skip


@require_POST
@allowed(may_plan_visits)
def close(request: HttpRequest, pk: int) -> HttpResponseBase:
    """How it went."""
    visit = _one(pk)
    form = CloseForm(request.POST)
    if not form.is_valid():
        return _detail(request, visit, form=form)
    said = form.cleaned_data
    visits.close_visit(visit=visit, took_place=said["took_place"], text=said["text"], user=signed_in(request))
    messages.success(request, _("Ziyaret kapandı."))
    return redirect("press_visits:detail", pk=pk)


@require_safe
@allowed(may_read_visits)
def paper(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One page to print, for the car."""
    visit = _one(pk)
    return screen(
        request, "agenda/visit_paper.html", title=_("Ziyaret sayfası"), icon="doc-full", crumbs=crumbs(visit),
        is_narrow=True, styles=["agenda/paper.css"], **shown(visit),
    )  # fmt: skip


# --- The mayor's calendar ---------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(may_read_visits)
def calendar_address(request: HttpRequest) -> HttpResponseBase:
    """The reader's secret address, and what stands in it."""
    told = _(
        "İçinde duyurulan etkinlikler iki imzalı sözleriyle, basın ziyaretleri yalnızca türü ve saatiyle yer alır; "
        "ziyaretin kimle ve nerede olduğunu oturum açarak görürsünüz."
    )
    return visits.CALENDAR.address_screen(request, title=_("Başkan’ın basın takvimi"), told=told, crumbs=crumbs())
