"""What a clipping's page says of its cases, and the way to a new one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from press_archive.clippings.models import Clipping
from press_archive.replies import selectors
from press_archive.replies.models import Case
from press_archive.replies.permissions import may_read_cases, may_work_cases


def shown(case: Case) -> dict[str, Any]:
    """``case`` with its state and its day in words, for a template."""
    today = timezone.localdate()
    words, tone = selectors.words_of_state(case)
    due = case.due(today)
    found: dict[str, Any] = {"case": case, "state": words, "tone": tone, "due": due}
    if due is not None:
        found["left"], found["due_tone"] = selectors.due_words(due.days_left(today))
    return found


def case_card(request: HttpRequest, clipping: Clipping) -> SafeString | None:
    """The card, for whoever may read cases: nothing where there is none and nobody may open one."""
    if not may_read_cases(request.user):
        return None
    cases = selectors.of_clipping(clipping)
    may_work = may_work_cases(request.user)
    if not cases and not may_work:
        return None
    context = {"cases": [shown(case) for case in cases], "clipping": clipping, "may_work": may_work}
    return render_to_string("replies/clipping_card.html", context, request=request)
