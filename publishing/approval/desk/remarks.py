"""Remarks at the desk and in the admin: pointed at, answered, accepted, taken back. The rules are in ``services``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin.admin_url_finder import AdminURLFinder

from cms.users import selectors as people
from cms.users.models import User
from publishing.approval import selectors
from publishing.approval.desk import reading
from publishing.approval.desk.forms import RemarkForm
from publishing.approval.desk.views import offices_only
from publishing.approval.exceptions import ApprovalRefused
from publishing.approval.models import Remark, SignatureState
from publishing.approval.remarks import passages, services


@never_cache
@offices_only
@require_http_methods(["GET", "POST"])
def point(request: HttpRequest, state_pk: int) -> HttpResponse:
    """One passage, its sentences to choose from, and what the reader has to say about it."""
    state = reading.state_or_404(state_pk)
    if not reading.is_waiting(state):
        messages.error(request, _("Bu içerik artık bu imzayı beklemiyor; listeyi yenileyin."))
        return redirect("approval:review", state_pk=state.pk)
    path = request.POST.get("path", "") or request.GET.get("yer", "")
    passage = passages.at(reading.content_of(state), path)
    if passage is None:
        raise Http404
    form = RemarkForm(request.POST or None)
    error, status = "", 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                services.point_at(
                    state=state,
                    user=people.signed_in(request),
                    path=path,
                    start=form.cleaned_data["words"][0],
                    length=form.cleaned_data["words"][1],
                    text=form.cleaned_data["text"],
                    proposal=form.cleaned_data["proposal"],
                )
            except ApprovalRefused as refusal:
                error, status = str(refusal), 409
            else:
                messages.success(request, _("Notunuz kaydedildi. İade ederseniz editöre birlikte gider."))
                return redirect(reverse("approval:review", args=[state.pk]) + "#notlar")
        else:
            error = " ".join(str(one) for found in form.errors.values() for one in found)
    sentences = passages.sentences(passage.text)
    context = {
        "state": state,
        "passage": passage,
        "sentences": [(f"{start}:{len(text)}", text) for start, text in sentences] if len(sentences) > 1 else [],
        "whole": f"0:{len(passage.text)}",
        "chosen": form.data.get("words") or f"0:{len(passage.text)}",
        "form": form,
        "error": error,
    }
    return render(request, "approval/remark.html", context, status=status)


@never_cache
@offices_only
@require_POST
def take_back(request: HttpRequest, remark_pk: int) -> HttpResponse:
    """Takes back one's own remark."""
    remark = get_object_or_404(Remark, pk=remark_pk)
    return at_the_desk(
        request, remark, lambda user: services.take_back(remark=remark, user=user), _("Not geri alındı.")
    )


@never_cache
@offices_only
@require_POST
def answer_at_desk(request: HttpRequest, remark_pk: int) -> HttpResponse:
    """Answers what the other office or the editor has asked."""
    remark = get_object_or_404(Remark, pk=remark_pk)
    text = request.POST.get("text", "")
    return at_the_desk(
        request, remark, lambda user: services.answer(remark=remark, user=user, text=text), _("Yanıtınız kaydedildi.")
    )


def at_the_desk(request: HttpRequest, remark: Remark, act: Callable[[User], Any], done: str) -> HttpResponse:
    """Does ``act`` and leads back to where the content is read."""
    try:
        act(people.signed_in(request))
    except ApprovalRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    state = waiting_with(remark)
    return redirect(reverse("approval:review", args=[state.pk]) + "#notlar" if state else reverse("approval:desk"))


def waiting_with(remark: Remark) -> SignatureState | None:
    """The step that the content of ``remark`` waits at now, or the one that it was written at."""
    waiting = selectors.waiting_states().filter(
        workflow_state__object_id=remark.object_id, workflow_state__content_type=remark.content_type_id
    )
    return waiting.first() or remark.step


@never_cache
@require_POST
def answer(request: HttpRequest, remark_pk: int) -> HttpResponse:
    """Answers a remark from the editor's screen."""
    remark = get_object_or_404(Remark, pk=remark_pk)
    services.answer(remark=remark, user=people.signed_in(request), text=request.POST.get("text", ""))
    messages.success(request, _("Yanıtınız kaydedildi."))
    return redirect(editor_of(remark))


@never_cache
@require_POST
def accept(request: HttpRequest, remark_pk: int) -> HttpResponse:
    """Puts the proposed words into the draft; the editor's screen shows it anew, at the next proposal."""
    remark = get_object_or_404(Remark, pk=remark_pk)
    services.accept(remark=remark, user=people.signed_in(request))
    messages.success(request, _("Öneri metne işlendi; taslak kaydedildi."))
    return redirect(editor_of(remark))


def editor_of(remark: Remark) -> str:
    """Where the content of ``remark`` is edited, at the first remark that still waits."""
    address = AdminURLFinder().get_edit_url(services.content_of(remark)) or reverse("wagtailadmin_home")
    return f"{address}#notlar"
