"""The office's screens of an event besides its editor: how it stands, who was invited, what they answered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from cms.core.exports import table
from cms.office.allowed import allowed
from cms.office.screens import screen
from cms.users.selectors import signed_in
from press_archive.agenda import announcements, registry, selectors, services
from press_archive.agenda.forms import AnswerForm, InviteForm
from press_archive.agenda.models import Invitation, PressEvent
from press_archive.agenda.permissions import (
    may_read_events,
    may_read_invitations,
    may_send_invitations,
    may_write_events,
)
from press_archive.agenda.words import State

ICON = "calendar-alt"
STYLES = ["office/steps.css", "agenda/office.css"]
PER_PAGE = 100
TONES = {
    State.ANNOUNCED: "good", State.FULL: "good", State.MOVED: "doubt", State.SIGNING: "doubt", State.SIGNED: "doubt",
    State.CANCELLED: "bad",
}  # fmt: skip


def crumbs(event: PressEvent | None = None) -> list[tuple[str, str]]:
    """The way to the list, and to ``event``."""
    way = [(reverse("wagtailsnippets_agenda_pressevent:list"), _("Basın etkinlikleri"))]
    return [*way, (reverse("press_events:detail", args=[event.pk]), str(event))] if event is not None else way


def _one(pk: int) -> PressEvent:
    return get_object_or_404(PressEvent.objects.select_related("latest_revision", "map_photo"), pk=pk)


@require_safe
@allowed(may_read_events)
def detail(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One event: what comes next, what was announced, who was invited."""
    return _detail(request, _one(pk))


def _detail(request: HttpRequest, event: PressEvent, *, form: InviteForm | None = None) -> HttpResponseBase:
    said = selectors.announcement_of(event)
    draft = event.latest_revision.as_object() if event.latest_revision is not None else event
    may_see = may_read_invitations(request.user)
    state = event.state
    may_send = may_send_invitations(request.user) and said is not None and not said.is_cancelled and not said.is_over
    invited = Paginator(selectors.invited(event) if may_see else Invitation.objects.none(), PER_PAGE)
    page = invited.get_page(request.GET.get("p"))
    cards = [card for ask in registry.EVENT_CARDS if (card := ask(request, event)) is not None]
    return screen(
        request, "agenda/event_detail.html", title=str(event), icon=ICON, crumbs=crumbs(), styles=STYLES,
        event=event, said=said or announcements.draft(draft), is_announced=said is not None, state=state,
        tone=TONES.get(state, ""), next_words=next_words(event, state), counts=selectors.answer_counts(event),
        pages=page, rows=selectors.with_letters(list(page)), may_see=may_see, may_send=may_send,
        form=form or InviteForm(), answer_form=AnswerForm(), versions=event.versions.order_by("-sequence"),
        may_write=may_write_events(request.user), lost=selectors.not_arrived(event), cards=cards,
        has_draft=event.live and event.has_unpublished_changes, status=400 if form is not None else 200,
    )  # fmt: skip


def next_words(event: PressEvent, state: State) -> str:
    """What comes next, in a sentence."""
    match state:
        case State.DRAFT:
            return _("Metni tamamlayıp onaya gönderin; iki imzayla duyurulur.")
        case State.SIGNING:
            return _("İmzada bekliyor. İki imza tamamlanınca takvimde görünür ve davet gönderilebilir.")
        case State.SIGNED:
            return _("İmzalı; duyuru saatini bekliyor.")
        case State.CANCELLED:
            return _("İptal edildi; davet edilenlere bildirildi. Yeniden duyurmak için iki imza gerekir.")
        case State.HELD:
            return _("Etkinlik yapıldı.")
        case _ if not event.invitations.exists():
            return _("Duyuruldu. Davet edilecek listeleri aşağıda seçin.")
        case _:
            return _("Değişiklik yeniden iki imza ister; imzalanınca davet edilenlere kendiliğinden bildirilir.")


@require_POST
@allowed(may_send_invitations)
def invite(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Sends the signed invitation."""
    event = _one(pk)
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _detail(request, event, form=form)
    count = services.invite(event=event, user=signed_in(request), **form.said)
    if count:
        messages.success(
            request,
            ngettext("%(count)d davet yola çıkıyor.", "%(count)d davet yola çıkıyor.", count) % {"count": count},
        )
    else:
        messages.info(request, _("Seçtiklerinizin hepsi daha önce davet edilmiş."))
    return redirect("press_events:detail", pk=pk)


def _invitation(pk: int, invitation_pk: int) -> Invitation:
    return get_object_or_404(Invitation.objects.select_related("event"), pk=invitation_pk, event=pk)


@require_POST
@allowed(may_send_invitations)
def note_answer(request: HttpRequest, pk: int, invitation_pk: int) -> HttpResponseBase:
    """Writes down what an invited person told the office."""
    row = _invitation(pk, invitation_pk)
    form = AnswerForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        services.note_answer(
            invitation=row, said=said["answer"], people=said["people"], note=said["note"], user=signed_in(request)
        )
        messages.success(request, _("%(who)s için yanıt yazıldı.") % {"who": row})
    else:
        messages.error(request, _("Yanıt yazılamadı: kişi sayısını denetleyin."))
    return redirect("press_events:detail", pk=pk)


@require_POST
@allowed(may_send_invitations)
def write_again(request: HttpRequest, pk: int, invitation_pk: int) -> HttpResponseBase:
    """Sends a letter that did not arrive once more."""
    row = _invitation(pk, invitation_pk)
    services.write_again(invitation=row, user=signed_in(request))
    messages.success(request, _("%(who)s adresine yeniden gönderiliyor.") % {"who": row.email})
    return redirect("press_events:detail", pk=pk)


@require_safe
@allowed(may_read_invitations)
def answers_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Who was invited and what they answered, for a spreadsheet."""
    event = _one(pk)
    headings = [_("Ad"), _("Kuruluş"), _("E-posta"), _("LCV"), _("Kişi"), _("Not"), _("Yanıt zamanı"), _("Mektup")]
    response = StreamingHttpResponse(table(headings, _lines(event)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="davetliler-{pk}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


def _lines(event: PressEvent) -> Iterator[list[Any]]:
    for row in selectors.with_letters(list(selectors.invited(event))):
        answer = row["answer"]
        said = [answer.get_answer_display(), answer.people, answer.note, answer.at] if answer else ["", "", "", ""]
        one = row["invitation"]
        letter = row["letter"].get_state_display() if row["letter"] else ""
        yield [one.name, one.outlet.name if one.outlet else "", one.email, *said, letter]
