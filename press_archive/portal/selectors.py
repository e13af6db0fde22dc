"""What the portal shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from press_archive.bulletins.models import RegisterEntry
from press_archive.journalists.models import JournalistAccount
from press_archive.portal.models import Duty, Question, Saved
from press_archive.portal.words import QuestionState
from search import presenters

PER_PAGE = 20
BULLETINS = "bulten"


@dataclass(frozen=True, slots=True)
class Listed:
    """A public bulletin in a list of the portal."""

    page_id: int
    title: str
    summary: str
    number: str
    at: dt.datetime
    path: str
    is_saved: bool = False


def duties_today() -> list[Duty]:
    """Who is on duty today: of the whole day, as a kept page may be as old as that."""
    first = timezone.make_aware(dt.datetime.combine(timezone.localdate(), dt.time()))
    return list(Duty.objects.between(first, first + dt.timedelta(days=1)))


def newest(most: int, offset: int = 0) -> list[RegisterEntry]:
    """The newest public bulletins."""
    rows = RegisterEntry.objects.public().filter(page__live=True).select_related("page").defer("page__body")
    return list(rows[offset : offset + most])


def listed(entries: Sequence[RegisterEntry], account: JournalistAccount) -> list[Listed]:
    """``entries`` as the portal lists them, with what ``account`` has saved."""
    saved = set(Saved.objects.filter(account=account, page__in=[one.page_id for one in entries])
                .values_list("page", flat=True))  # fmt: skip
    return [
        Listed(
            one.page_id, one.page.title, one.page.summary, one.number, one.published_at, one.page.public_path,
            one.page_id in saved,
        )
        for one in entries
    ]  # fmt: skip


def found(text: str, account: JournalistAccount, after: str = "") -> tuple[list[Listed], str]:
    """Public bulletins with these words, by the search of the site; and where the next ones begin."""
    wish = presenters.Wish.read({"q": text, "tur": BULLETINS, "sonra": after, "sirala": presenters.NEWEST})
    answer = presenters.answer(wish, limit=PER_PAGE)
    ids = [result.document.object_id for result in answer.results]
    rows = (
        RegisterEntry.objects.public().filter(page__in=ids, page__live=True).select_related("page").defer("page__body")
    )
    return listed(list(rows), account), str(answer.after or "")


def saved_by(account: JournalistAccount) -> list[Listed]:
    """What the account saved and is public, what was saved last first."""
    pages = list(Saved.objects.filter(account=account).values_list("page", flat=True))
    rows = RegisterEntry.objects.public().filter(page__in=pages, page__live=True)
    by_page = {one.page_id: one for one in rows.select_related("page").defer("page__body")}
    return listed([by_page[pk] for pk in pages if pk in by_page], account)


def questions_of(account: JournalistAccount) -> QuerySet[Question]:
    """The account's own questions, the newest first."""
    return Question.objects.filter(account=account)


def question_counts() -> dict[str, int]:
    """How many wait for the office, and of how many the clock has run out."""
    standing = Question.objects.standing()
    return {
        "open": standing.filter(state=QuestionState.OPEN).count(),
        "signing": standing.filter(state=QuestionState.SIGNING).count(),
        "late": standing.filter(due_at__lt=timezone.now()).count(),
    }


def values_of_question(question: Question) -> dict[str, Any]:
    """Who asked, as the office knows them."""
    account = question.account
    return {
        "name": account.name if account else "", "outlet": account.outlet_label if account else "",
        "phone": account.phone if account else "",
    }  # fmt: skip
