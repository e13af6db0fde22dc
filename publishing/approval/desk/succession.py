"""What comes after a decision: its own page, or, for who reads in a row, the next item."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.users import selectors as people
from publishing.approval import selectors
from publishing.approval.desk import queue, reading
from publishing.approval.labels import turn_words
from publishing.approval.models import SignatureState

IN_A_ROW = "sirayla"


def in_a_row(request: HttpRequest) -> bool:
    """Whether the reader goes from one item straight to the next, each with its own confirmation."""
    return bool(request.POST.get(IN_A_ROW) or request.GET.get(IN_A_ROW))


def following(request: HttpRequest, state: SignatureState, *, signed: bool) -> HttpResponse:
    """What comes after a decision: its own page, or in a row the next item, with what became of this one on top."""
    if not in_a_row(request):
        return redirect("approval:done", state_pk=state.pk)
    # Read again: what was in hand is from before the signature.
    state = reading.state_or_404(state.pk)
    content = selectors.specific(state.workflow_state.content_object)
    title = state.record.content_label if state.record else str(content)
    waiting = content.current_workflow_task_state
    if not signed:
        text = _("“%(title)s” iade edildi.") % {"title": title}
    elif waiting is not None:
        turn = turn_words(selectors.office_of(waiting))
        text = _("“%(title)s” imzalandı. %(turn)s.") % {"title": title, "turn": turn}
    elif content.live and not content.scheduled_revision:
        text = _("“%(title)s” imzalandı; yayında.") % {"title": title}
    else:
        text = _("“%(title)s” imzalandı; ambargo bitince yayımlanacak.") % {"title": title}
    messages.success(request, text)
    rest = queue.next_to_sign(people.signed_in(request), but=state.pk)
    if not rest:
        return redirect("approval:desk")
    return redirect(f"{reverse('approval:review', args=[rest[0].state.pk])}?{IN_A_ROW}=1")
