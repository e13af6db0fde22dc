"""The office's screens: events, the list of applications with many decisions at once, one application, badges, keys."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.core.refusal import Refusal
from cms.core.turkish import slugify
from cms.core.workbooks import XLSX
from cms.office.allowed import allowed
from cms.office.screens import Tab, screen
from cms.users.selectors import signed_in
from media_library.store.responses import file_response
from press_archive.accreditation import changes, lists, restrictions, selectors, services, sheets
from press_archive.accreditation.forms import DecisionForm, OutletForm, PlanForm
from press_archive.accreditation.models import Application, Plan, SigningKey
from press_archive.accreditation.permissions import (
    may_accredit,
    may_print_badges,
    may_read_applications,
    may_restrict,
    may_rotate_keys,
)  # fmt: skip
from press_archive.accreditation.places import Places
from press_archive.accreditation.words import HOLDING, TO_DECIDE, Layout, Role, State
from press_archive.agenda.models import PressEvent
from press_archive.journalists import photos
from press_archive.journalists.models import Look

ICON = "group"
STYLES = ["office/steps.css", "accreditation/desk.css"]
PER_PAGE = 100
TONES = {
    State.APPROVED: "good", State.CHANGED: "doubt", State.RECEIVED: "doubt", State.ASKED: "", State.WAITING: "",
    State.REFUSED: "bad", State.REVOKED: "bad", State.WITHDRAWN: "",
}  # fmt: skip
# What an address calls each decision, in which states it is offered, and whether the applicant reads a reason.
DECISIONS = {
    "onayla": (gettext_lazy("Onayla"), (State.RECEIVED, State.ASKED, State.WAITING, State.CHANGED), False),
    "degistirme": (gettext_lazy("Değişikliği kabul etme"), (State.CHANGED,), True),
    "sor": (gettext_lazy("Bilgi iste"), (State.RECEIVED, State.ASKED, State.WAITING), True),
    "beklet": (gettext_lazy("Bekleme listesine al"), (State.RECEIVED, State.ASKED), False),
    "reddet": (gettext_lazy("Reddet"), (State.RECEIVED, State.ASKED, State.WAITING), True),
    "kaldir": (gettext_lazy("Akreditasyonu kaldır"), HOLDING, True),
}
ACTS = {
    "degistirme": services.decline_change, "sor": services.ask_applicant, "beklet": services.put_on_waiting_list,
    "reddet": services.turn_down, "kaldir": services.end_accreditation,
}  # fmt: skip


def crumbs(event: PressEvent | None = None) -> list[tuple[str, str]]:
    """The way to the events, and to the list of one."""
    way = [(reverse("accreditation_desk:index"), _("Akreditasyon"))]
    return [*way, (reverse("accreditation_desk:event", args=[event.pk]), event.title)] if event is not None else way


def tabs(request: HttpRequest, here: str) -> list[Tab]:
    """The screens that belong together, as far as whoever asks may open them."""
    found = [("index", _("Etkinlikler"), True), ("restrictions", _("Kısıtlar"), may_restrict(request.user)),
             ("keys", _("Kart anahtarı"), may_rotate_keys(request.user))]  # fmt: skip
    shown = [Tab(reverse(f"accreditation_desk:{name}"), label, name == here) for name, label, may in found if may]
    return shown if len(shown) > 1 else []


def _event(pk: int) -> PressEvent:
    return get_object_or_404(PressEvent.objects.filter(Q(live=True) | Q(applications__isnull=False)).distinct(), pk=pk)


def _one(pk: int) -> Application:
    return get_object_or_404(
        Application.objects.with_rows().select_related("change_portrait", "account__outlet"), pk=pk
    )


@require_safe
@allowed(may_read_applications)
def index(request: HttpRequest) -> HttpResponseBase:
    """The events that accredit, with what waits at each."""
    rows = [
        {"event": event, "counts": counts, "total": sum(counts.values()),
         "to_decide": counts.get(State.RECEIVED, 0) + counts.get(State.CHANGED, 0),
         "holding": counts.get(State.APPROVED, 0) + counts.get(State.CHANGED, 0),
         "waiting": counts.get(State.WAITING, 0)}
        for event, counts in selectors.events_with_counts()
    ]  # fmt: skip
    return screen(
        request, "accreditation/desk/index.html", title=_("Akreditasyon"), icon=ICON, styles=STYLES, rows=rows,
        tabs=tabs(request, "index"), tabs_label=_("Akreditasyon"),
    )  # fmt: skip


@require_safe
@allowed(may_read_applications)
def event(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Who applied: by state and words, with the places that are left."""
    found = _event(pk)
    counts = selectors.state_counts(found)
    state = request.GET.get("durum", "karar")
    query = request.GET.get("q", "").strip()[:100]
    rows = lists.found(found, state=state, query=query, role=request.GET.get("gorev", ""))
    pages = Paginator(rows, PER_PAGE)
    shown = pages.get_page(request.GET.get("p"))
    plan = Plan.objects.filter(event=found).first() or Plan(event=found)
    places = Places(plan, found) if plan.pk else None
    cells = [
        {"row": row, "tone": TONES[State(row.state)], "seen": services.seen_state(row),
         "obstacle": places.obstacle(row) if places is not None and row.state in TO_DECIDE else ""}
        for row in shown
    ]  # fmt: skip
    held = counts[State.APPROVED] + counts[State.CHANGED]
    return screen(
        request, "accreditation/desk/event.html", title=found.title, icon=ICON, crumbs=crumbs(), styles=STYLES,
        scripts=["accreditation/desk.js"], event=found, cells=cells, page=shown, state=state, query=query,
        role=request.GET.get("gorev", ""), roles=Role.choices, held=held,
        left=max(found.capacity - held, 0) if found.capacity else None,
        filters=[one for one in lists.filters(counts) if one[2] or one[0] in ("karar", state)],
        may_decide=may_accredit(request.user), may_print=may_print_badges(request.user), layouts=Layout.choices,
        badges=selectors.badges_of(found).count(),
    )  # fmt: skip


@require_POST
@allowed(may_accredit)
def decide_many(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One decision about many."""
    found = _event(pk)
    chosen = {}
    for said in request.POST.getlist("secilen")[: services.MOST_AT_ONCE + 1]:
        number, _dot, seen = said.partition("|")
        if number.isascii() and number.isdigit() and len(number) < 19:
            chosen[int(number)] = seen
    decided = services.decide_many(
        event=found, chosen=chosen, what=request.POST.get("karar", ""), user=signed_in(request),
        words=request.POST.get("words", ""),
    )  # fmt: skip
    if decided.done:
        count = len(decided.done)
        messages.success(
            request, ngettext("%(count)d başvuru karara bağlandı; başvuranlara yazıldı.",
                              "%(count)d başvuru karara bağlandı; başvuranlara yazıldı.", count) % {"count": count},
        )  # fmt: skip
    for row, reason in decided.left[:20]:
        messages.warning(request, f"{row.name}: {reason}")
    back = request.POST.get("geri", "")
    query = f"?{back}" if back and back.isascii() and len(back) < 300 and "\n" not in back else ""
    return redirect(f"{reverse('accreditation_desk:event', args=[pk])}{query}")


@require_http_methods(["GET", "POST"])
@allowed(may_accredit)
def plan(request: HttpRequest, pk: int) -> HttpResponseBase:
    """How many may come."""
    found = _event(pk)
    now = Plan.objects.filter(event=found).first()
    known: dict[str, Any] = {"per_outlet": now.per_outlet, "note": now.note} if now is not None else {}
    for quota in now.quotas.all() if now is not None else ():
        known |= {f"each_{quota.kind}": quota.per_outlet, f"total_{quota.kind}": quota.total}
    form = PlanForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        services.set_plan(
            event=found, per_outlet=form.cleaned_data["per_outlet"], note=form.cleaned_data["note"],
            quotas=form.quotas(), user=signed_in(request),
        )  # fmt: skip
        messages.success(request, _("Kontenjanlar kaydedildi."))
        return redirect("accreditation_desk:event", pk=pk)
    return screen(
        request, "accreditation/desk/plan.html", title=_("Kontenjanlar"), icon="cog", crumbs=crumbs(found),
        styles=STYLES, is_narrow=True, form=form, event=found, status=400 if form.errors else 200,
    )  # fmt: skip


@require_safe
@allowed(may_read_applications)
def workbook(request: HttpRequest, pk: int) -> HttpResponse:
    """The list as a workbook."""
    found = _event(pk)
    answer = HttpResponse(lists.workbook(found), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="akreditasyon-{slugify(found.title)[:60] or pk}.xlsx"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _printed(request: HttpRequest, rows: list[Any]) -> HttpResponse:
    layout = request.POST.get("duzen", Layout.CARD)
    if layout not in Layout.values:
        raise Http404
    if not rows:
        raise Refusal(_("Basılacak yaka kartı yok."), status=409)
    if len(rows) > sheets.MOST:
        raise Refusal(_("Bir seferde en çok %(most)d kart basılır.") % {"most": sheets.MOST}, status=409)
    user = signed_in(request)
    for badge in rows:
        if badge.portrait is not None:
            photos.noted(
                user=user, what=Look.What.PORTRAIT, row=badge.portrait.pk,
                account_number=badge.application.account_id, request=request,
            )  # fmt: skip
    answer = HttpResponse(sheets.badges_pdf(rows, Layout(layout)), content_type="application/pdf")
    services.note_printed(rows=rows, user=user)
    answer["Content-Disposition"] = 'inline; filename="yaka-kartlari.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_POST
@allowed(may_print_badges)
def badges(request: HttpRequest, pk: int) -> HttpResponse:
    """All badges of an event, or those that nobody has printed."""
    rows = selectors.badges_of(_event(pk))
    return _printed(request, list(rows.filter(printed_at__isnull=True) if "yeni" in request.POST else rows))


@require_POST
@allowed(may_print_badges)
def badge(request: HttpRequest, pk: int) -> HttpResponse:
    """One badge."""
    row = _one(pk)
    return _printed(request, list(selectors.badges_of(row.event).filter(application=row)))


@require_safe
@allowed(may_read_applications)
def application(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One application: what was said, what is wanted otherwise, what can be decided."""
    return _application(request, _one(pk))


def _application(request: HttpRequest, row: Application, *, failed: tuple[str, DecisionForm] | None = None) -> Any:
    may_decide = may_accredit(request.user)
    plan_row = Plan.objects.filter(event=row.event_id).first()
    offered = []
    for name, (label, states, needs_words) in DECISIONS.items():
        if not may_decide or row.state not in states:
            continue
        is_failed = failed is not None and failed[0] == name
        form = (
            failed[1]
            if failed is not None and is_failed
            else DecisionForm(
                application=row,
                prefix=name,
                initial={"seen": services.seen_state(row), "zones": row.change.get("zones", row.zones)},
            )
        )
        if name == "onayla":
            del form.fields["words"]
            if row.state == State.CHANGED:
                label = gettext_lazy("Değişikliği onayla")
        elif "zones" in form.fields:
            del form.fields["zones"]
        offered.append({"name": name, "label": label, "form": form, "is_open": is_failed, "needs_words": needs_words})
    restricted = restrictions.against(row) if may_decide else None
    places = Places(plan_row, row.event) if plan_row is not None else None
    if places is not None:
        places.give_back(row)
    may_see = photos.may_see(request.user)
    others = selectors.same_person(row) if may_decide else []
    return screen(
        request, "accreditation/desk/application.html", title=row.name or _("Kişisel verileri silinmiş başvuru"),
        icon=ICON, crumbs=crumbs(row.event), styles=STYLES, row=row, tone=TONES[State(row.state)], offered=offered,
        differences=changes.differences(row) if row.state == State.CHANGED else [], may_decide=may_decide,
        may_print=may_print_badges(request.user), may_see=may_see, badge=row.standing_badge, layouts=Layout.choices,
        restrictions=restricted if restricted is not None and may_restrict(request.user) else [],
        is_restricted=restricted is not None and restricted.exists(),
        obstacle=places.obstacle(row) if places is not None and not row.is_over else "", others=others,
        outlet_form=OutletForm(initial={"outlet": row.outlet_id}) if may_decide and row.state in (
            State.RECEIVED, State.ASKED, State.WAITING) else None,
        steps=row.steps.select_related("by"), papers=row.papers.all(),
        status=400 if failed is not None else 200,
    )  # fmt: skip


@require_POST
@allowed(may_accredit)
def decide(request: HttpRequest, pk: int, what: str) -> HttpResponseBase:
    """One decision about one application; a form that is not whole comes back with the page."""
    row = _one(pk)
    if what not in DECISIONS:
        raise Http404
    label, _states, needs_words = DECISIONS[what]
    form = DecisionForm(request.POST, application=row, prefix=what)
    is_valid = form.is_valid()
    if is_valid and needs_words and not form.cleaned_data["words"].strip():
        form.add_error("words", _("Bunu yazın; başvuran okur."))
        is_valid = False
    if not is_valid:
        return _application(request, row, failed=(what, form))
    said, user = form.cleaned_data, signed_in(request)
    if what == "onayla":
        services.accredit(application=row, user=user, seen=said["seen"], zones=said.get("zones"))
    else:
        ACTS[what](application=row, user=user, words=said["words"], seen=said["seen"])
    messages.success(request, _("“%(label)s” yapıldı; başvurana yazıldı.") % {"label": label})
    return redirect("accreditation_desk:application", pk=pk)


@require_POST
@allowed(may_accredit)
def outlet(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Which outlet of the directory it is."""
    form = OutletForm(request.POST)
    if form.is_valid():
        services.set_outlet(application=_one(pk), outlet=form.cleaned_data["outlet"], user=signed_in(request))
        messages.success(request, _("Kuruluş kaydedildi; kontenjan ona göre sayılır."))
    return redirect("accreditation_desk:application", pk=pk)


@require_safe
@allowed(photos.may_see)
def photo(request: HttpRequest, pk: int, which: str) -> HttpResponseBase:
    """The photo that holds, or the new one; the look is written down."""
    row = _one(pk)
    found = {"simdiki": row.portrait, "yeni": row.change_portrait}.get(which)
    if found is None or not may_read_applications(request.user):
        raise Http404
    return photos.response(request, found, user=signed_in(request))


@require_safe
@allowed(photos.may_see)
def paper(request: HttpRequest, pk: int, paper_pk: int) -> HttpResponseBase:
    """A letter or a card; the look is written down. Always a download: nothing of it is run in our pages."""
    row = _one(pk)
    found = get_object_or_404(row.papers, pk=paper_pk)
    if not may_read_applications(request.user):
        raise Http404
    photos.noted(
        user=signed_in(request), what=Look.What.PAPER, row=found.pk, account_number=row.account_id, request=request
    )
    answer = file_response(request, str(found.file.name), found.file.storage)
    answer["Cache-Control"] = "private, no-store"
    answer["Content-Disposition"] = f'attachment; filename="belge-{found.pk}.{str(found.file.name).rpartition(".")[2]}"'
    return answer


@require_http_methods(["GET", "POST"])
@allowed(may_rotate_keys)
def signing_keys(request: HttpRequest) -> HttpResponseBase:
    """The keys that sign badges, and the way to a new one."""
    if request.method == "POST":
        is_leaked = request.POST.get("neden") == "sizdi"
        renewed = services.renew_key(user=signed_in(request), is_leaked=is_leaked)
        words = _("Yeni anahtar imzalıyor.")
        if is_leaked:
            words += " " + _("Eskisiyle imzalanan kartlar geçmez; %(count)d kart yeniden imzalandı, basılmalı.") % {
                "count": renewed
            }
        messages.success(request, words)
        return redirect("accreditation_desk:keys")
    return screen(
        request, "accreditation/desk/keys.html", title=_("Yaka kartı anahtarı"), icon="key", crumbs=crumbs(),
        styles=STYLES, is_narrow=True, rows=SigningKey.objects.all()[:50], tabs=tabs(request, "keys"),
        tabs_label=_("Akreditasyon"),
    )  # fmt: skip
