"""What a return points at in the text: the remarks that go with it, in words. Only the returner's own are a reason."""

from __future__ import annotations

from django.db import models
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from cms.letters.services import one_line
from cms.users.models import User
from publishing.approval.models import Remark, SignatureState


def open_remarks(state: SignatureState) -> models.QuerySet[Remark]:
    """What the signers of ``state`` have pointed at and nobody has settled."""
    return Remark.objects.filter(step=state, state=Remark.State.OPEN)


def own_remarks(state: SignatureState, user: User) -> models.QuerySet[Remark]:
    """Those of them that ``user`` wrote: what the other office has asked is nobody else's reason."""
    return open_remarks(state).filter(author=user)


def remarks_in_words(state: SignatureState, user: User) -> str:
    """What a return of ``state`` by ``user`` points at, one line for each remark; an empty string for none."""
    lines = []
    for remark in own_remarks(state, user):
        line = _("• %(place)s: “%(words)s”") % {
            "place": one_line(remark.label),
            "words": Truncator(one_line(remark.quote)).chars(160),
        }
        if remark.text:
            line += f" — {one_line(remark.text)}"
        if remark.proposal:
            line += " " + _("Önerilen: “%(words)s”") % {"words": one_line(remark.proposal)}
        lines.append(line)
    return "\n".join(lines)
