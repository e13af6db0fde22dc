"""The desk of what the monitors found (haber masası): stories that wait, one decision each, worked by keyboard."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.widgets.button import HeaderButton

from cms.core.refusal import Refusal
from cms.office.allowed import allowed
from cms.office.screens import Tab, screen
from cms.users.selectors import signed_in
from press_archive.monitoring import selectors, services
from press_archive.monitoring.models import Candidate, Monitor, State, WordList
from press_archive.monitoring.permissions import may_read_desk, may_work_desk

ICON = "glasses"
PER_PAGE = 25
STATES = {"bekleyen": State.NEW, "sonra": State.LATER, "alinmayan": State.REJECTED, "alinan": State.ACCEPTED}


@require_safe
@allowed(may_read_desk)
def desk(request: HttpRequest) -> HttpResponseBase:
    """The stories of one state, the newest first."""
    named = _named(request, "haber")
    shown = next((key for key, state in STATES.items() if named and state == named.state), "")
    if named is None or named.story_id is None or not shown:
        named, shown = None, request.GET.get("durum", "")
        shown = shown if shown in STATES else "bekleyen"
    said = request.GET.get("sayfa", "1")
    page = max(1, int(said)) if said.isascii() and said.isdigit() and len(said) < 6 and named is None else 1
    only = named.story_id if named else None
    told, total = selectors.stories(STATES[shown], per_page=PER_PAGE, page=page, only=only)
    counts = selectors.desk_counts()
    names = {
        "bekleyen": _("Bekleyenler (%(count)d)") % {"count": counts["new"]},
        "sonra": _("Ertelenenler (%(count)d)") % {"count": counts["later"]},
        "alinan": _("Alınanlar"), "alinmayan": _("Alınmayanlar"),
    }  # fmt: skip
    tabs = [Tab(f"?durum={key}", label, key == shown and named is None) for key, label in names.items()]
    buttons = [
        HeaderButton(_("Kaynaklar"), url=reverse("monitoring:index"), icon_name="list-ul"),
        HeaderButton(_("Sözcük listeleri"), url=reverse("word_lists:index"), icon_name="tag"),
    ]
    may_work = may_work_desk(request.user)
    return screen(
        request, "monitoring/desk.html", title=_("Haber masası"), icon=ICON, tabs=tabs, tabs_label=_("Durum"),
        buttons=buttons, styles=["monitoring/desk.css"], scripts=["monitoring/desk.js"], is_narrow=False, told=told,
        total=total, shown=shown, page=page, before=page - 1, after=page + 1 if page * PER_PAGE < total else 0,
        counts=counts, may_work=may_work, waiting=shown in ("bekleyen", "sonra"), named=named,
        others=[(one.first.row.pk, one.first.row.title) for one in told] if may_work else [],
        empty=_emptiness(shown), last=_last(request) if may_work else None,
    )  # fmt: skip


def _emptiness(shown: str) -> str:
    """Why nothing is shown; only asked for what waits."""
    if not Monitor.objects.filter(active=True).exists():
        return _("Henüz izlenen kaynak yok: Kaynaklar’dan bir yayın kuruluşunun RSS adresini ekleyin.")
    if not WordList.objects.filter(active=True).exists():
        return _("Henüz sözcük listesi yok: neyin arandığını Sözcük listeleri’ne yazın.")
    return _("Bekleyen haber yok. Yenileri kendiliğinden gelir.") if shown == "bekleyen" else _("Haber yok.")


def _last(request: HttpRequest) -> Candidate | None:
    """What was put off or rejected a moment ago, to take it back."""
    row = _named(request, "son")
    return row if row is not None and row.state in (State.LATER, State.REJECTED) else None


def _named(request: HttpRequest, name: str) -> Candidate | None:
    """The item whose number stands in the address as ``name``."""
    said = request.GET.get(name, "")
    if not (said.isascii() and said.isdigit() and len(said) < 10):
        return None
    return Candidate.objects.filter(pk=int(said)).first()


def _back(request: HttpRequest, *, last: Candidate | None = None) -> HttpResponseBase:
    """The same list; the story after the one that was decided is the next in hand."""
    shown = request.POST.get("durum", "")
    address = f"{reverse('haber_masasi')}?durum={shown if shown in STATES else 'bekleyen'}"
    if last is not None:
        address += f"&son={last.pk}"
    following = request.POST.get("sonraki", "")
    if following.isascii() and following.isdigit() and len(following) < 10:
        address += f"#haber-{following}"
    return redirect(address)


def _one(pk: int) -> Candidate:
    return get_object_or_404(Candidate, pk=pk)


@require_POST
@allowed(may_work_desk)
def accept(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One item becomes a clipping; with ``hepsi`` every item of its story."""
    made = services.accept_item(
        candidate=_one(pk), user=signed_in(request), whole_story="hepsi" in request.POST,
        with_our_picture="bizim" in request.POST,
    )  # fmt: skip
    said = ngettext("%(count)d kupür eklendi.", "%(count)d kupür eklendi.", len(made)) % {"count": len(made)}
    messages.success(request, said)
    return _back(request)


@require_POST
@allowed(may_work_desk)
def reject(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The story is not wanted; no copy of it comes again."""
    row = _one(pk)
    count = services.reject_story(candidate=row, user=signed_in(request))
    said = ngettext("%(count)d haber alınmadı.", "%(count)d haber alınmadı.", count)
    messages.success(request, said % {"count": count})
    return _back(request, last=row)


@require_POST
@allowed(may_work_desk)
def later(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The story waits among those for later."""
    row = _one(pk)
    services.put_off(candidate=row, user=signed_in(request))
    messages.success(request, _("Haber ertelendi."))
    return _back(request, last=row)


@require_POST
@allowed(may_work_desk)
def reopen(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What was put off or rejected waits again."""
    services.reopen(candidate=_one(pk), user=signed_in(request))
    messages.success(request, _("Haber yeniden bekliyor."))
    return _back(request)


@require_POST
@allowed(may_work_desk)
def join(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The story is the same as another one."""
    said = request.POST.get("ile", "")
    if not (said.isascii() and said.isdigit() and len(said) < 10):
        raise Refusal(_("Hangi haberle birlikte olduğunu seçin."), status=400)
    services.join(candidate=_one(pk), other=_one(int(said)), user=signed_in(request))
    messages.success(request, _("Haberler birleştirildi."))
    return _back(request)


@require_POST
@allowed(may_work_desk)
def separate(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A copy is a story of its own."""
    services.split_off(candidate=_one(pk), user=signed_in(request))
    messages.success(request, _("Haber ayrıldı."))
    return _back(request)


def card(monitor: Monitor) -> dict[str, Any]:
    """What the list of sources says of one: state in a word, its colour, and the reason."""
    if not monitor.active:
        return {"word": _("izlenmiyor"), "colour": "", "why": ""}
    why = selectors.look_in_words(monitor)
    if monitor.silent_since:
        return {"word": _("sessiz"), "colour": "bad", "why": why}
    if why:
        return {"word": _("aksıyor"), "colour": "doubt", "why": why}
    if monitor.checked_at is None:
        return {"word": _("bakılacak"), "colour": "", "why": ""}
    return {"word": _("çalışıyor"), "colour": "good", "why": ""}
