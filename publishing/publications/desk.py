"""The office's screen of one issue: its plan, its files, what the preflight found, and the way to the signatures."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin.widgets.button import HeaderButton
from wagtail.models import Page

from cms.core.refusal import Refusal
from cms.core.standing import standing_of
from cms.core.text import clean
from cms.office.allowed import allowed
from cms.office.screens import screen
from cms.users.selectors import signed_in
from media_library.models import JobKind, MediaJob
from publishing.publications import files, flatplan, package, services, sources
from publishing.publications.layouts.catalogue import offered
from publishing.publications.models import Handover, Issue, Making, RenderedFile, Rendering
from publishing.publications.permissions import may_hand_over, may_make, may_read_publications
from publishing.publications.work import latest

ICON = "doc-full-inverse"
STYLES, SCRIPTS = ["publications/desk.css"], ["publications/desk.js"]


def _issue(pk: int) -> Issue:
    return get_object_or_404(Issue.objects.select_related("series", "format"), pk=pk)


@require_safe
@allowed(may_read_publications)
def desk(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The flat plan, the files of the newest draft and the findings."""
    issue = _issue(pk)
    draft = latest(issue)
    # What both offices signed stays what it was, whatever name or address the municipality has by now.
    signed = issue.live and not issue.has_unpublished_changes
    digest = draft.made.get("design") if signed else flatplan.digest_or_none(draft)
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
        signed=signed, warnings=flatplan.warnings(draft),
        rendering=rendering, progress=_progress(rendering), makes=makes,
        red=[one for one in findings if one["level"] == "red"],
        yellow=[one for one in findings if one["level"] == "yellow"], standing=standing_of(issue),
        handovers=issue.handovers.annotate(taken=Count("fetches")), orders=package.ORDER.items(),
        may_hand_over=may_hand_over(request.user) and issue.live and issue.certificate is not None,
        offered=sources.offered() if makes else [],
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
def take(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A story from signed content, added to a page."""
    place, chosen = _number(request.POST.get("place")), _number(request.POST.get("content"))
    content = get_object_or_404(Page.objects.live(), pk=chosen or 0).specific
    sources.take_story(
        issue=_issue(pk), user=signed_in(request), seen=_number(request.POST.get("seen")), content=content,
        place=-1 if place is None else place,
    )  # fmt: skip
    messages.success(request, _("Yazı sayfaya alındı; kısaltmak için Düzenle’yi açın."))
    return redirect("publications:desk", pk=pk)


@require_http_methods(["GET", "POST"])
@allowed(may_make)
def propose(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Posters of one signed content in the sizes that are chosen."""
    content = get_object_or_404(Page.objects.live(), pk=pk).specific
    formats = list(sources.hanging_formats())
    message, _source = sources.signed_message(content)
    told = request.POST if request.method == "POST" else None
    if told is not None:
        wanted = {_number(one) for one in told.getlist("formats")}
        day = parse_date(told.get("date", "")) if len(told.get("date", "")) == 10 else None
        if day is None:
            raise Refusal(_("Asılacağı günü yazın."), status=400)
        made = sources.propose(
            content=content, formats=[one for one in formats if one.pk in wanted], user=signed_in(request), date=day,
            when=clean(told.get("when", ""), lines=False), where=clean(told.get("where", ""), lines=False),
        )  # fmt: skip
        messages.success(request, _("%(count)d taslak yapıldı.") % {"count": len(made)})
        return redirect("publications:desk", pk=made[0].pk) if len(made) == 1 else redirect("publications_admin:index")
    first = {kind: next((one.pk for one in formats if one.kind == kind), None) for kind in sources.PROPOSED}
    return screen(
        request, "publications/propose.html", title=_("Afiş öner"), icon=ICON, styles=STYLES, is_narrow=True,
        crumbs=[(reverse("publications_admin:index"), _("Sayılar"))], content=content, formats=formats,
        chosen=set(first.values()), date=timezone.localdate(), when="", where=message.place,
    )  # fmt: skip


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
    services.submit_issue(issue=_issue(pk), user=signed_in(request), explanation=request.POST.get("explanation", ""))
    messages.success(request, _("Sayı Müdür imzasına gönderildi."))
    return redirect("publications:desk", pk=pk)


@require_POST
@allowed(may_hand_over)
def hand_over(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A link to the package for a printing house; its address is shown this once."""
    told = request.POST
    _row, address = package.hand_over(
        issue=_issue(pk), receiver=told.get("receiver", ""), days=_number(told.get("days")) or 0,
        order={name: told.get(name, "") for name in package.ORDER}, user=signed_in(request),
    )  # fmt: skip
    said = _("Bağlantıyı şimdi kopyalayın, bir daha gösterilmez:")
    messages.success(request, format_html('{} <a href="{}">{}</a>', said, address, address))
    return redirect("publications:desk", pk=pk)


@require_POST
@allowed(may_hand_over)
def revoke(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Takes a link back."""
    row = get_object_or_404(Handover, pk=pk)
    package.revoke(handover=row, user=signed_in(request))
    messages.success(request, _("Bağlantı geri alındı."))
    return redirect("publications:desk", pk=row.issue_id)


@require_safe
@allowed(may_read_publications)
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
@allowed(may_read_publications)
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One finished file, for those who make, sign or read publications in the office."""
    row = get_object_or_404(RenderedFile.objects.select_related("rendering__issue"), pk=pk)
    return files.answer(request, row, download_name=f"{row.rendering.issue.slug}-{row.name}")
