"""The screens of print jobs beside their list: a job's page, its plan, its recipients, its papers."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.core.refusal import Refusal
from cms.office.allowed import allowed
from cms.office.screens import screen
from cms.office.steps import Failed
from cms.users.selectors import signed_in
from media_library.store.responses import file_response
from publishing.printing import papers, selectors, services, steps, stock
from publishing.printing.forms import OpenForm, PlanForm
from publishing.printing.models import PrintJob, Proof, Recipient, Title
from publishing.printing.permissions import may_move_stock, may_read_printing, may_work_jobs
from publishing.printing.words import Stage

ICON = "doc-full-inverse"
STYLES = ["office/steps.css", "printing/printing.css"]
PRIVATE = "private, no-store"


def crumbs(job: PrintJob | None = None) -> list[tuple[str, str]]:
    """The way to the list, and to ``job``."""
    way = [(reverse("print_jobs:index"), _("Baskı işleri"))]
    return [*way, (reverse("print_jobs:detail", args=[job.pk]), job.title.name)] if job is not None else way


def _one(pk: int) -> PrintJob:
    return get_object_or_404(PrintJob.objects.select_related("title", "created_by"), pk=pk)


@require_safe
@allowed(may_read_printing)
def detail(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One job: what comes next, its plan, its recipients, its proofs, its history."""
    return _detail(request, _one(pk))


def _detail(request: HttpRequest, job: PrintJob, failed: Failed = None) -> HttpResponseBase:
    may_work = may_work_jobs(request.user)
    offered = steps.COURSE.shown(job, failed) if may_work else []
    left = stock.left_of(job)
    shown: dict[str, Any] = selectors.shown(job, timezone.localdate())
    return screen(
        request, "printing/job.html", title=job.title.name, icon=ICON, crumbs=crumbs(), styles=STYLES, **shown,
        next_words=steps.next_words(job), may_work=may_work, offered=offered,
        obstacles=services.missing_for_order(job) if job.stage == Stage.PLANNED else [],
        planned=services.planned_copies(job), may_plan=may_work and job.stage == Stage.PLANNED,
        may_share=may_work and not job.is_over,
        offers=job.offers.all(), shares=left, shared=sum(share.copies for share, _left in left),
        waiting=sum(waits for _share, waits in left), proofs=job.proofs.select_related("noted_by"),
        history=job.events.select_related("noted_by").order_by("-noted_at", "-pk"),
        shelves=selectors.shelves(job.title), may_move=may_move_stock(request.user),
        status=400 if failed is not None else 200,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@allowed(may_work_jobs)
def start(request: HttpRequest) -> HttpResponseBase:
    """Opens a job."""
    form = OpenForm(request.POST or None, initial={"title": request.GET.get("yayin")})
    if request.method == "POST" and form.is_valid():
        said, user = form.cleaned_data, signed_in(request)
        if said["issue"] is not None:
            title = services.title_of_issue(issue=said["issue"], user=user)
        else:
            title = said["title"] or services.title_by_hand(name=said["name"], kind=said["kind"], user=user)
        job = services.open_job(title=title, values=said, user=user)
        messages.success(request, _("Baskı işi açıldı. Alıcı listesini ve teklifleri yazın."))
        return redirect("print_jobs:shares", pk=job.pk)
    return screen(
        request, "printing/form.html", title=_("Baskı işi aç"), icon=ICON, crumbs=crumbs(), styles=STYLES, form=form,
        is_narrow=True, button=_("Baskı işini aç"), status=400 if form.errors else 200,
        told=_("Tasarruf tedbirleri: yalnız gereken, gereken kadar basılır; gerekçesiz ve listesiz sipariş verilmez."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@allowed(may_work_jobs)
def plan(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The plan, until it is ordered."""
    job = _one(pk)
    form = PlanForm(request.POST or None, instance=job)
    if request.method == "POST" and form.is_valid():
        services.plan(job=job, values=form.cleaned_data, user=signed_in(request))
        messages.success(request, _("Plan yazıldı."))
        return redirect("print_jobs:detail", pk=pk)
    if job.stage != Stage.PLANNED and request.method == "GET":
        messages.error(request, _("Sipariş verildi; plan artık değişmez."))
        return redirect("print_jobs:detail", pk=pk)
    return screen(
        request, "printing/form.html", title=_("Plan"), icon=ICON, crumbs=crumbs(job), styles=STYLES, form=form,
        is_narrow=True, button=_("Planı yaz"), status=400 if form.errors else 200,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@allowed(may_work_jobs)
def shares(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The list of recipients: a number beside each."""
    job = _one(pk)
    if request.method == "POST":
        services.share(job=job, copies=_copies_in(request), user=signed_in(request))
        messages.success(request, _("Alıcı listesi yazıldı."))
        return redirect("print_jobs:detail", pk=pk)
    written = dict(job.shares.values_list("recipient", "copies"))
    rows = [
        (recipient, written.get(recipient.pk, 0))
        for recipient in Recipient.objects.order_by("kind", "name_key")
        if recipient.active or recipient.pk in written
    ]
    return screen(
        request, "printing/shares.html", title=_("Alıcı listesi"), icon=ICON, crumbs=crumbs(job), styles=STYLES,
        scripts=["printing/sum.js"], job=job, rows=rows, total=sum(written.values()),
    )  # fmt: skip


def _copies_in(request: HttpRequest) -> dict[int, int]:
    found = {}
    for name, value in request.POST.items():
        recipient = name.removeprefix("adet-")
        if recipient == name or not (recipient.isascii() and recipient.isdigit() and len(recipient) < 12):
            continue
        number = str(value).strip() or "0"
        if not (number.isascii() and number.isdigit() and len(number) < 9):
            raise Refusal(_("Adetleri rakamla yazın."), status=400)
        found[int(recipient)] = int(number)
    return found


@require_POST
@allowed(may_work_jobs)
def act(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """Notes one thing in the job; a form that is not whole comes back with the page."""
    job = _one(pk)
    return steps.COURSE.take(
        request, job, name, too_late=_("Bu, işin şimdiki aşamasında yapılmaz."),
        again=partial(_detail, request, job), then=partial(redirect, "print_jobs:detail", pk=pk),
    )  # fmt: skip


@require_safe
@allowed(may_read_printing)
def proof(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A paper of a job, for those who read jobs."""
    row = get_object_or_404(Proof, pk=pk)
    response = file_response(request, str(row.file.name), row.file.storage, download_name=row.name)
    response["Cache-Control"] = PRIVATE
    return response


@require_safe
@allowed(may_read_printing)
def labels(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Address labels of the list."""
    job = _one(pk)
    found = papers.labels_of(job)
    if not found:
        messages.error(request, _("Alıcı listesi boş."))
        return redirect("print_jobs:detail", pk=pk)
    return pdf(papers.label_sheets(found), f"etiketler-{job.pk}.pdf")


def pdf(data: bytes, name: str) -> HttpResponse:
    """A PDF to be printed, kept by nobody on the way."""
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = PRIVATE
    return response


def title_or_404(pk: int) -> Title:
    """The title ``pk``."""
    return get_object_or_404(Title, pk=pk)
