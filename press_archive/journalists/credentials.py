"""A password, for whoever wants one: how often it may be tried, and setting it.

Mistakes count for the address at this network, for the address wherever they come from, and for the network; the
pauses grow and end by themselves, and the way by mail stays open meanwhile. Unknown addresses are counted as known ones
are, and take as long.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth import password_validation
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.letters.models import LetterKind
from cms.users import limits
from press_archive.journalists import letters, sessions
from press_archive.journalists.models import AccountEvent, JournalistAccount, JournalistSession

MINUTE = dt.timedelta(minutes=1)
AT_PLACE = limits.Rule("basin-parola-ad-yer", free=5, pause=MINUTE, longest=30 * MINUTE)
BY_EMAIL = limits.Rule("basin-parola-ad", free=15, pause=MINUTE, longest=60 * MINUTE)
BY_PLACE = limits.Rule("basin-parola-yer", free=60, pause=MINUTE, longest=15 * MINUTE, forget=60 * MINUTE)
# Since when somebody has to have been let in to change how they come in.
FRESH = dt.timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Tried:
    """Who it was, or nobody; ``wait``: how long no password is looked at."""

    account: JournalistAccount | None = None
    wait: dt.timedelta = dt.timedelta()


def try_password(*, email: str, password: str, place: str) -> Tried:
    """Looks whether ``password`` is that of ``email``. Counts before it looks, so that many at once do not slip
    through."""
    name = email.strip().lower()
    places = [(AT_PLACE, f"{name}\n{place}"), (BY_EMAIL, name), (BY_PLACE, place)]
    wait = max(limits.closed_for(rule, value) for rule, value in places)
    if not wait:
        wait = max(limits.attempt(rule, value) for rule, value in places)
    if wait:
        return Tried(wait=wait)
    account = JournalistAccount.objects.standing().filter(email=name).exclude(password="").first()
    if account is None:
        make_password(password)  # as long as a look
        return Tried()
    if not check_password(password, account.password):
        return Tried()
    for rule, value in places[:2]:
        limits.forget(rule, value)
    return Tried(account=account)


def is_fresh(session: JournalistSession) -> bool:
    """Whether whoever sits there has just shown who they are."""
    return session.created_at > timezone.now() - FRESH


@transaction.atomic
def set_password(*, account: JournalistAccount, password: str, session: JournalistSession) -> None:
    """The owner's new password (an empty one: none any more); every other browser is signed out, and the owner is told.
    Raises ``ValidationError``; the caller asks for a fresh session."""
    row = JournalistAccount.objects.select_for_update().get(pk=account.pk)
    if password:
        password_validation.validate_password(password, row)  # type: ignore[arg-type]
    row.password = make_password(password) if password else ""
    row.save(update_fields=["password"])
    sessions.end_all(row, but=session)
    AccountEvent.objects.create(account=row, what="password")
    letters.send(
        to=row.email, subject=_("Basın hesabınızın parolası değişti"), template="changed", kind=LetterKind.SECURITY,
        origin=letters.origin_of(row.pk) + "parola", what=_("parola"),
    )  # fmt: skip
