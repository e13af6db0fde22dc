"""The coverage report's screens: any days, frozen ones, and both as PDF and XLSX."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from cms.core.turkish import format_moment, slugify
from cms.core.workbooks import XLSX
from cms.identity.selectors import current
from cms.office.allowed import allowed
from cms.office.screens import screen
from cms.reports.coverage import presenters, services
from cms.reports.coverage.charts import SCREEN, on_paper
from cms.reports.coverage.documents import annex_of, as_pdf
from cms.reports.coverage.figures import figures, query_of, rows_for
from cms.reports.coverage.forms import FreezeForm, PeriodForm
from cms.reports.coverage.periods import Period
from cms.reports.coverage.sources import gather
from cms.reports.coverage.workbooks import as_xlsx
from cms.reports.models import FrozenReport
from cms.reports.permissions import may_freeze_coverage, may_read_coverage
from cms.users.selectors import signed_in

ICON = "table"
STYLES = ["clippings/clippings.css", "reports/coverage.css"]
SHOWN, A_PAGE = 20, 50
LONG = ("inputs", "figures")


def crumbs() -> list[tuple[str, str]]:
    """The way to the report of this month."""
    return [(reverse("reports_coverage"), _("Basın yansıması"))]


def live_list(query: Mapping[str, Any]) -> str:
    """The clippings that are counted, as they are now."""
    return f"{reverse('clippings:index')}?{urlencode(query, doseq=True)}"


def _told(inputs: dict[str, Any], report: FrozenReport | None = None) -> list[str]:
    """Of what a report was made, and when."""
    count = len(inputs["rows"])
    said = [ngettext("%(count)d kupürden hesaplandı.", "%(count)d kupürden hesaplandı.", count) % {"count": count}]
    if report is None:
        return [*said, _("%(when)s itibarıyla; sonradan eklenen kupürler rakamları değiştirir.") % {
            "when": format_moment(timezone.now()),
        }]  # fmt: skip
    frozen = _("%(when)s anında %(who)s tarafından donduruldu; rakamlar değişmez.") % {
        "when": format_moment(report.made_at), "who": report.made_by,
    }  # fmt: skip
    return [*said, frozen, _("Özet değeri (SHA-256): %(value)s") % {"value": report.fingerprint}]


@require_safe
@allowed(may_read_coverage)
def report(request: HttpRequest) -> HttpResponseBase:
    """The report of the days that were asked for, of the clippings as they are now."""
    form = PeriodForm(request.GET)
    period = form.period
    inputs = gather(period)
    query = request.GET.urlencode() if form.is_valid() else ""
    return screen(
        request, "reports/coverage/report.html", title=_("Basın yansıması"), icon=ICON, styles=STYLES,
        period=period, sections=presenters.sections(period, figures(inputs), live_list, SCREEN),
        told=_told(inputs), form=_shown(form, period), fault=_faults(form),
        query=query, freeze_form=FreezeForm(initial={"title": _("Basın yansıması: %(period)s") % {
            "period": period.label}}),
        may_freeze=may_freeze_coverage(request.user), status=400 if form.errors else 200,
        frozen=FrozenReport.objects.defer(*LONG).select_related("made_by")[:SHOWN],
    )  # fmt: skip


def _faults(form: PeriodForm) -> list[str]:
    return [str(one) for each in form.errors.values() for one in each]


def _shown(form: PeriodForm, period: Period) -> PeriodForm:
    """The form with the days that are shown."""
    if period.is_month:
        return PeriodForm(initial={"month": period.start})
    return PeriodForm(initial={"start": period.start, "end": period.end})


def _file(data: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=kind)
    ending = "pdf" if kind == "application/pdf" else "xlsx"
    response["Content-Disposition"] = f'attachment; filename="{slugify(name) or "rapor"}.{ending}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _pdf(
    request: HttpRequest, title: str, period: Period, inputs: Any, found: Any, told: list[str],
    frozen_at: dt.datetime | None = None,
) -> HttpResponse:  # fmt: skip
    annex = annex_of(inputs["rows"], frozen_at=frozen_at) if "ek" in request.GET else None
    sections = presenters.sections(period, found, lambda query: "", on_paper(current().primary_colour))
    data = as_pdf(title=title, period=period, sections=sections, told=told, annex=annex)
    return _file(data, "application/pdf", title)


@require_safe
@allowed(may_read_coverage)
def pdf(request: HttpRequest) -> HttpResponseBase:
    """The same on paper; with ``ek`` the scans come along."""
    period = PeriodForm(request.GET).period
    inputs = gather(period)
    title = _("Basın yansıması: %(period)s") % {"period": period.label}
    return _pdf(request, title, period, inputs, figures(inputs), _told(inputs))


@require_safe
@allowed(may_read_coverage)
def xlsx(request: HttpRequest) -> HttpResponseBase:
    """The same as a workbook."""
    period = PeriodForm(request.GET).period
    inputs = gather(period)
    title = _("Basın yansıması: %(period)s") % {"period": period.label}
    return _file(as_xlsx(period, inputs, figures(inputs), _told(inputs)), XLSX, title)


@require_POST
@allowed(may_freeze_coverage)
def freeze(request: HttpRequest) -> HttpResponseBase:
    """Keeps the numbers of these days for good."""
    days, named = PeriodForm(QueryDict(request.POST.get("query", "")[:200])), FreezeForm(request.POST)
    if not named.is_valid() or days.errors:
        messages.error(request, _("Rapora bir başlık yazın."))
        return redirect("reports_coverage")
    made = services.freeze(period=days.period, title=named.cleaned_data["title"], user=signed_in(request))
    messages.success(request, _("Rapor donduruldu; rakamları artık değişmez."))
    return redirect("reports_coverage_frozen", pk=made.pk)


def _frozen(pk: int) -> tuple[FrozenReport, Period]:
    found = get_object_or_404(FrozenReport.objects.select_related("made_by"), pk=pk)
    return found, Period(found.start, found.end)


@require_safe
@allowed(may_read_coverage)
def frozen(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A frozen report: its numbers lead to the clippings as they were."""
    found, period = _frozen(pk)
    days = {"published_on_from": period.start.isoformat(), "published_on_to": period.end.isoformat()}

    def kept_list(query: dict[str, Any]) -> str:
        # Of the months beside it only the numbers were kept.
        start = query.get("published_on_from")
        if start is not None and not days["published_on_from"] <= start <= days["published_on_to"]:
            return ""
        return f"{reverse('reports_coverage_list', args=[pk])}?{urlencode(query, doseq=True)}"

    return screen(
        request, "reports/coverage/frozen.html", title=found.title, icon=ICON, crumbs=crumbs(), styles=STYLES,
        period=period, sections=presenters.sections(period, found.figures, kept_list, SCREEN),
        told=_told(found.inputs, found), report=found, is_unchanged=services.is_unchanged(found),
    )  # fmt: skip


@require_safe
@allowed(may_read_coverage)
def frozen_list(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The clippings behind one number of a frozen report, as they were."""
    found, _period = _frozen(pk)
    rows = rows_for(found.inputs, query_of(request.GET.lists()))
    return screen(
        request, "reports/coverage/list.html", title=_("Sayılan kupürler"), icon="clipboard-list",
        crumbs=[*crumbs(), (reverse("reports_coverage_frozen", args=[pk]), found.title)], styles=STYLES,
        count=len(rows), pages=Paginator(rows, A_PAGE).get_page(request.GET.get("p")), is_narrow=True,
    )  # fmt: skip


@require_safe
@allowed(may_read_coverage)
def frozen_pdf(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A frozen report on paper."""
    found, period = _frozen(pk)
    told = _told(found.inputs, found)
    return _pdf(request, found.title, period, found.inputs, found.figures, told, found.made_at)


@require_safe
@allowed(may_read_coverage)
def frozen_xlsx(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A frozen report as a workbook."""
    found, period = _frozen(pk)
    return _file(as_xlsx(period, found.inputs, found.figures, _told(found.inputs, found)), XLSX, found.title)
