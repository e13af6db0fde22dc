"""What this room keeps of a member of the press: invitations and answers. The owner of an account sees it; when the
account goes numbers stay, the person goes."""

from __future__ import annotations

import secrets
from typing import Any

from cms.letters.models import Letter
from cms.letters.services import cancel_from
from press_archive.agenda.letters import nobody, origin_of
from press_archive.agenda.models import Invitation, InvitationAnswer
from press_archive.journalists.models import JournalistAccount


def kept(account: JournalistAccount) -> list[dict[str, Any]]:
    """To what the account's address was invited, and what it said."""
    rows = Invitation.objects.filter(email=account.email).select_related("event", "answer").order_by("invited_at")
    found = []
    for row in rows:
        answer = getattr(row, "answer", None)
        line: dict[str, Any] = {"event": str(row.event), "invited_at": row.invited_at}
        if answer is not None:
            said = {"answer": answer.get_answer_display(), "people": answer.people, "note": answer.note}
            line |= {**said, "answered_at": answer.at}
        found.append(line)
    return found


def let_go(account: JournalistAccount) -> None:
    """Takes address, name and note out of the account's invitations and their letters, and closes their pages; that
    somebody was invited and came is counted."""
    rows = list(Invitation.objects.select_for_update(of=("self",)).filter(email=account.email))
    InvitationAnswer.objects.filter(invitation__in=rows).exclude(note="").update(note="")
    for row in rows:
        cancel_from(origin_of(row))
        row.email, row.name, row.address = nobody(row.pk), "", None
        row.token = secrets.token_urlsafe(32)
        letters = Letter.objects.filter(event_letter__invitation=row)
        letters.update(recipient=row.email, recipient_name="", body="", html="", calendar="", unsubscribe_url="")
    Invitation.objects.bulk_update(rows, ["email", "name", "address", "token"])
