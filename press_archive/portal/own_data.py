"""What the portal keeps of an account: shown to its owner, and what goes when the account goes."""

from __future__ import annotations

from typing import Any

from press_archive.journalists.models import JournalistAccount
from press_archive.portal.models import Follower, Question, Saved, Taken
from press_archive.portal.words import OVER, QuestionState
from publishing.subscriptions.subjects import names_of


def export(account: JournalistAccount) -> dict[str, Any]:
    """Everything, in plain values."""
    follower = Follower.objects.filter(account=account).first()
    found: dict[str, Any] = {
        "takip": [_follow(one) for one in follower.follows.all()] if follower is not None else [],
        "sıklık": follower.get_pace_display() if follower is not None else "",
        "saklanan": [
            {"bülten": one.page.title, "zaman": one.at} for one in Saved.objects.filter(account=account)
            .select_related("page")
        ],
        "indirilen": [
            {"kit": one.kit.title, "sürüm": one.version, "zaman": one.at}
            for one in Taken.objects.filter(account=account).select_related("kit")
        ],
        "soru": [
            {
                "tür": one.get_kind_display(), "konu": one.subject, "soru": one.text, "soruldu": one.asked_at,
                "durum": one.get_state_display(), "yanıt": one.answer,
            }
            for one in Question.objects.filter(account=account)
        ],
    }  # fmt: skip
    return {name: kept for name, kept in found.items() if kept}


def _follow(one: Any) -> dict[str, Any]:
    value = names_of([one.value])[0] if one.kind == "subject" else one.value
    return {"tür": one.get_kind_display(), "ne": value, "başlangıç": one.since}


def forget(account: JournalistAccount) -> None:
    """What is followed, kept and taken goes; of questions kind, clock and state stay, the words go."""
    Follower.objects.filter(account=account).delete()
    Saved.objects.filter(account=account).delete()
    Taken.objects.filter(account=account).delete()
    mine = Question.objects.filter(account=account)
    mine.exclude(state__in=OVER).update(state=QuestionState.TAKEN_BACK)
    mine.update(account=None, subject="", text="", answer="")
