"""The office's screen of an event's gates: their addresses, who came, what the gates disagree about."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.core.refusal import Refusal
from cms.core.turkish import slugify
from cms.core.workbooks import XLSX
from cms.office.allowed import allowed
from cms.office.screens import screen
from cms.users.selectors import signed_in
from press_archive.accreditation.codes import code_of
from press_archive.agenda.models import PressEvent
from press_archive.gate import addresses, afterwards, selectors, services
from press_archive.gate.models import FollowUp, GateLink
from press_archive.gate.permissions import may_keep_gates, may_open_gates

ICON = "login"


@require_safe
@allowed(may_keep_gates)
def index(request: HttpRequest) -> HttpResponseBase:
    """The gates of the day, for whoever stands at one."""
    gates = selectors.gates_of_the_day()
    return screen(request, "gate/desk/index.html", title=_("Kapılar"), icon=ICON, gates=gates, is_narrow=True)


@require_POST
@allowed(may_keep_gates)
def enter(request: HttpRequest, pk: int) -> HttpResponseBase:
    """To the gate's own page, which works without the net from then on."""
    gate = get_object_or_404(GateLink, pk=pk)
    services.enter_gate(gate=gate, user=signed_in(request))
    return redirect(addresses.page_of(gate))


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(may_open_gates)
def event(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The gates of one event; a ``POST`` opens another."""
    found = get_object_or_404(PressEvent.objects.filter(live=True), pk=pk)
    if request.method == "POST":
        try:
            services.open_gate(event=found, name=request.POST.get("name", ""), user=signed_in(request))
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Kapı açıldı; adresini kapıda duracak kişiye verin."))
        return redirect("gate_desk:event", found.pk)
    gates = []
    for gate in found.gate_links.filter(closed_at__isnull=True):
        address = request.build_absolute_uri(addresses.page_of(gate))
        gates.append({"row": gate, "address": address, "code": code_of(address), "count": gate.scans.count()})
    return screen(
        request, "gate/desk/event.html", title=_("Kapılar"), icon=ICON, event=found, gates=gates,
        is_over=found.ends_at <= timezone.now(), sent=FollowUp.objects.filter(event=found).first(),
        bulletins=afterwards.offered(found), came=selectors.attendance(found),
        styles=["office/steps.css", "gate/desk.css"],
        crumbs=[(reverse("accreditation_desk:event", args=[found.pk]), found.title)],
    )  # fmt: skip


@require_POST
@allowed(may_open_gates)
def send_bulletin(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The event's bulletin to those who came and to those who did not."""
    found = get_object_or_404(PressEvent, pk=pk)
    number = request.POST.get("bulten", "")
    entry = next((one for one in afterwards.offered(found) if str(one.pk) == number), None)
    if entry is None:
        messages.error(request, _("Göndereceğiniz bülteni seçin."))
        return redirect("gate_desk:event", found.pk)
    try:
        came, missed = afterwards.send_bulletin(event=found, entry=entry, user=signed_in(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        said = _("Bülten gelen %(came)d, gelmeyen %(missed)d kişiye gönderiliyor.")
        messages.success(request, said % {"came": came, "missed": missed})
    return redirect("gate_desk:event", found.pk)


@require_safe
@allowed(may_open_gates)
def workbook(request: HttpRequest, pk: int) -> HttpResponse:
    """Who came, as a workbook."""
    found = get_object_or_404(PressEvent, pk=pk)
    answer = HttpResponse(afterwards.workbook(found), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="gelenler-{slugify(found.title)[:60] or pk}.xlsx"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_POST
@allowed(may_open_gates)
def close(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Closes a gate."""
    gate = get_object_or_404(GateLink, pk=pk)
    services.close_gate(gate=gate, user=signed_in(request))
    messages.success(request, _("Kapı kapatıldı; adresi artık açılmaz."))
    return redirect("gate_desk:event", gate.event_id)
