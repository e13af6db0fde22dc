"""The screens of a case beside the list: its page, its text, the page to print, and what is noted in it."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.core.turkish import format_date
from cms.office.allowed import allowed
from cms.office.screens import screen
from cms.office.steps import Failed
from cms.users.delegation import offices_of
from cms.users.selectors import signed_in
from press_archive.clippings.citation import citation
from press_archive.clippings.models import Clipping
from press_archive.replies import documents, panels, selectors, services, steps
from press_archive.replies.clocks import clocks_on
from press_archive.replies.forms import OpenForm, TextForm
from press_archive.replies.models import Case
from press_archive.replies.permissions import may_read_cases, may_work_cases
from press_archive.replies.words import Kind, Stage
from publishing.approval.desk.reading import content_type_pk
from publishing.approval.remarks import selectors as remarks

ICON = "resubmit"
STYLES = ["office/steps.css", "clippings/clippings.css", "replies/replies.css"]


def crumbs(case: Case | None = None) -> list[tuple[str, str]]:
    """The way to the list, and to ``case``."""
    way = [(reverse("replies:index"), _("Tekzip ve düzeltme"))]
    return [*way, (reverse("replies:detail", args=[case.pk]), case.outlet_name)] if case is not None else way


def _one(pk: int) -> Case:
    rows = Case.objects.select_related(
        "clipping__outlet", "clipping__page_copy", "text__latest_revision", "clock", "created_by", "fulfilled_by"
    )
    return get_object_or_404(rows, pk=pk)


@require_safe
@allowed(may_read_cases)
def detail(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One case: what comes next, its days, its text, what was sent, its history."""
    return _detail(request, _one(pk))


def _detail(request: HttpRequest, case: Case, failed: Failed = None) -> HttpResponseBase:
    may_work = may_work_cases(request.user)
    text = case.latest_text
    certificate = selectors.sendable(case)
    offered = steps.COURSE.shown(case, failed) if may_work else []
    waiting = case.text.current_workflow_task_state if case.text.workflow_in_progress else None
    shown: dict[str, Any] = panels.shown(case)
    return screen(
        request, "replies/detail.html", title=case.clipping.headline, icon=ICON, crumbs=crumbs(), styles=STYLES,
        last_crumb=case.outlet_name, **shown, text=text, certificate=certificate, citation=citation(case.clipping),
        document=documents.signed(certificate) if certificate else None, next_words=steps.next_words(case),
        measure=case.measure(text), may_work=may_work, offered=offered, waiting=waiting,
        may_sign=bool(offices_of(signed_in(request))), newer=selectors.has_newer_draft(case),
        may_write=may_work and case.stage in (Stage.WRITING, Stage.SENT) and waiting is None,
        may_submit=may_work and case.stage in (Stage.WRITING, Stage.SENT) and waiting is None
        and (certificate is None or selectors.has_newer_draft(case)),
        obstacles=case.obstacles(text), sendings=selectors.mails_of(case), history=selectors.history(case),
        moved=case.published_on != case.clipping.published_on and case.stage == Stage.WRITING,
        remarks=remarks.standing(text) if case.text.latest_revision_id else [],
        content_type_pk=content_type_pk(case.text), status=400 if failed is not None else 200,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@allowed(may_work_cases)
def start(request: HttpRequest, clipping_pk: int) -> HttpResponseBase:
    """Opens a case of a clipping."""
    clipping = get_object_or_404(Clipping.objects.select_related("outlet", "page_copy"), pk=clipping_pk)
    medium = selectors.clock_medium_of(clipping)
    kinds = {"rebuttal": Kind.RIGHT_OF_REPLY, "answer": Kind.CORRECTION, "note": Kind.NOTE}
    kind = kinds.get(clipping.needs_answer, Kind.RIGHT_OF_REPLY)
    if medium is None and kind == Kind.RIGHT_OF_REPLY:
        kind = Kind.CORRECTION
    form = OpenForm(request.POST or None, initial={"kind": kind, "medium": medium or ""})
    if medium is None:
        del form.fields["medium"]
        form.fields["kind"].choices = [choice for choice in Kind.choices if choice[0] != Kind.RIGHT_OF_REPLY]  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        case = services.open_case(
            clipping=clipping, kind=said["kind"], medium=said.get("medium", ""), original_lines=said["original_lines"],
            is_picture=said["original_is_picture"], line_length=said["line_length"], user=signed_in(request),
        )  # fmt: skip
        messages.success(request, _("Dosya açıldı. Metni yazıp onaya gönderin."))
        return redirect("replies:text", pk=case.pk)
    return screen(
        request, "replies/start.html", title=_("Cevap dosyası aç"), icon=ICON, is_narrow=True, styles=STYLES,
        crumbs=[(reverse("clippings:detail", args=[clipping.pk]), clipping.headline[:60])], form=form,
        clipping=clipping, citation=citation(clipping), clocks=clocks_on(clipping.published_on),
        status=400 if form.errors else 200,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@allowed(may_work_cases)
def text(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The words that leave, and what they are measured by."""
    case = _one(pk)
    now = case.latest_text
    known = {
        "seen": case.text.latest_revision_id, "title": now.title, "addressee": now.addressee, "demand": now.demand,
        "text": now.text, "original_lines": case.original_lines, "line_length": case.line_length,
        "original_is_picture": case.original_is_picture,
    }  # fmt: skip
    form = TextForm(request.POST or None, initial=known)
    if not case.has_clock:
        for name in ("original_lines", "line_length", "original_is_picture"):
            del form.fields[name]
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        user = signed_in(request)
        row = services.write_text(
            case=case, values={name: said[name] for name in services.TEXT_FIELDS}, seen=said["seen"], user=user,
            original_lines=said.get("original_lines", case.original_lines), line_length=said.get("line_length"),
            is_picture=said.get("original_is_picture", case.original_is_picture),
        )  # fmt: skip
        if "submit" in request.POST:
            services.submit_text(case=row, user=user)
            messages.success(request, _("Yazı onaya gönderildi; şimdi Müdür imzasında bekliyor."))
        else:
            messages.success(request, _("Metin kaydedildi."))
        return redirect("replies:detail", pk=pk)
    original = case.clipping.text or case.clipping.page_copy_text
    return screen(
        request, "replies/text.html", title=_("Yazının metni"), icon="edit", crumbs=crumbs(case), styles=STYLES,
        scripts=["replies/length.js"], form=form, case=case, citation=citation(case.clipping), original=original,
        measure=case.measure(now), measured=[form[name] for name in ("original_lines", "line_length",
        "original_is_picture") if name in form.fields], words=[form[name] for name in services.TEXT_FIELDS],
        remarks=remarks.standing(now) if case.text.latest_revision_id else [], status=400 if form.errors else 200,
    )  # fmt: skip


@require_POST
@allowed(may_work_cases)
def submit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Sends the text to be signed."""
    services.submit_text(case=_one(pk), user=signed_in(request))
    messages.success(request, _("Yazı onaya gönderildi; şimdi Müdür imzasında bekliyor."))
    return redirect("replies:detail", pk=pk)


@require_POST
@allowed(may_work_cases)
def take_back(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Takes the text back from approval."""
    services.withdraw_text(case=_one(pk), user=signed_in(request))
    messages.success(request, _("Yazı onaydan geri alındı."))
    return redirect("replies:detail", pk=pk)


@require_POST
@allowed(may_work_cases)
def follow(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Takes the clipping's day of publication."""
    case = _one(pk)
    services.follow_clipping(case=case, user=signed_in(request))
    messages.success(
        request, _("Süreler %(day)s gününe göre yeniden hesaplandı.") % {"day": format_date(case.clipping.published_on)}
    )
    return redirect("replies:detail", pk=pk)


@require_POST
@allowed(may_work_cases)
def act(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """Notes one thing in the case; a form that is not whole comes back with the page."""
    case = _one(pk)
    return steps.COURSE.take(
        request, case, name, too_late=_("Bu işlem dosyanın şimdiki aşamasında yapılmaz."),
        again=partial(_detail, request, case), then=partial(redirect, "replies:detail", pk=pk),
    )  # fmt: skip


@require_safe
@allowed(may_read_cases)
def paper(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The signed text as it is printed for the notary or the post; there is none of what nobody has signed."""
    case = _one(pk)
    certificate = selectors.sendable(case)
    if certificate is None:
        raise Http404
    return screen(
        request, "replies/paper.html", title=_("İmzalı yazı"), icon="doc-full", crumbs=crumbs(case), is_narrow=True,
        styles=["replies/document.css"], document=documents.signed(certificate), case=case,
    )  # fmt: skip
