"""The office's screen of one issue: its plan, its files, what the preflight found, and the way to the signatures."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.widgets.button import HeaderButton

from cms.core.refusal import Refusal
from cms.core.standing import standing_of
from cms.office.allowed import allowed
from cms.office.screens import screen
from cms.users.selectors import signed_in
from media_library.models import JobKind, MediaJob
from publishing.publications import files, flatplan, services
from publishing.publications.layouts.catalogue import offered
from publishing.publications.models import Issue, Making, RenderedFile, Rendering
from publishing.publications.permissions import may_make, may_read
from publishing.publications.work import latest

ICON = "doc-full-inverse"
STYLES, SCRIPTS = ["publications/desk.css"], ["publications/desk.js"]


def _issue(pk: int) -> Issue:
    return get_object_or_404(Issue.objects.select_related("series", "format"), pk=pk)


@require_safe
@allowed(may_read)
def desk(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The flat plan, the files of the newest draft and the findings."""
    issue = _issue(pk)
    draft = latest(issue)
    digest = flatplan.digest_or_none(draft)
    rendering = Rendering.objects.filter(issue=issue, digest=digest).first() if digest else None
    shown = rendering or Rendering.objects.filter(issue=issue, state=Making.DONE).first()
    makes = may_make(request.user) and not issue.workflow_in_progress
    buttons = []
    if makes:
        buttons.append(
            HeaderButton(_("Düzenle"), reverse("wagtailadmin_pages:edit", args=[issue.pk]), icon_name="edit")
        )
    findings = rendering.findings if rendering and rendering.state == Making.DONE else []
    return screen(
        request, "publications/desk.html", title=draft.full_title, icon=ICON, styles=STYLES, scripts=SCRIPTS,
        crumbs=[(reverse("publications_admin:index"), _("Sayılar"))], buttons=buttons,
        issue=issue, draft=draft, plan=flatplan.plan_of(draft, shown), layouts=offered(draft.kind),
        warnings=flatplan.warnings(draft), rendering=rendering, progress=_progress(rendering), makes=makes,
        red=[one for one in findings if one["level"] == "red"],
        yellow=[one for one in findings if one["level"] == "yellow"], standing=standing_of(issue),
        done=rendering is not None and rendering.state == Making.DONE,
        waiting=rendering is not None and rendering.state == Making.WAITING,
    )  # fmt: skip


def _progress(rendering: Rendering | None) -> int:
    job = MediaJob.objects.filter(kind=JobKind.ISSUE, subject_id=rendering.pk).first() if rendering else None
    return job.progress if job else 0


@require_POST
@allowed(may_make)
def plan(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One change of the flat plan: a page moved, added or taken out."""
    issue, user = _issue(pk), signed_in(request)
    told = request.POST
    seen, place, to = (_number(told.get(name)) for name in ("seen", "place", "to"))
    match told.get("act"):
        case "move" if place is not None and to is not None:
            services.move_page(issue=issue, user=user, seen=seen, place=place, to=to)
        case "add":
            services.add_page(issue=issue, user=user, seen=seen, layout=told.get("layout", ""), place=place)
        case "remove" if place is not None:
            services.remove_page(issue=issue, user=user, seen=seen, place=place)
        case _:
            raise Refusal(_("Ne yapılacağı anlaşılmadı; sayfayı yenileyin."), status=400)
    return redirect("publications:desk", pk=pk)


def _number(text: Any) -> int | None:
    return int(text) if text and str(text).isascii() and str(text).isdigit() and len(str(text)) < 10 else None


@require_POST
@allowed(may_make)
def make_files(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Asks the worker for the files of the newest draft."""
    services.ask_files(issue=_issue(pk), user=signed_in(request))
    messages.success(request, _("Baskı dosyaları sıraya alındı."))
    return redirect("publications:desk", pk=pk)


@require_POST
@allowed(may_make)
def submit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Sends the issue with its finished files to both signatures."""
    services.submit(issue=_issue(pk), user=signed_in(request), explanation=request.POST.get("explanation", ""))
    messages.success(request, _("Sayı Müdür imzasına gönderildi."))
    return redirect("publications:desk", pk=pk)


@require_safe
@allowed(may_read)
def state(request: HttpRequest, pk: int) -> HttpResponseBase:
    """How far the worker is; asked by the screen while somebody looks."""
    issue = _issue(pk)
    digest = flatplan.digest_or_none(latest(issue))
    rendering = Rendering.objects.filter(issue=issue, digest=digest).first() if digest else None
    response = JsonResponse(
        {"waiting": rendering is not None and rendering.state == Making.WAITING, "progress": _progress(rendering)}
    )
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
@allowed(may_read)
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One finished file, for those who make, sign or read publications in the office."""
    row = get_object_or_404(RenderedFile.objects.select_related("rendering__issue"), pk=pk)
    return files.answer(request, row, download_name=f"{row.rendering.issue.slug}-{row.name}")
