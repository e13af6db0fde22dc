"""How long what is kept: a purpose, a time, and a nightly look that deletes what is over (KVKK, law no. 6698, art. 7).

No law that was read names a number for these; the municipality's own policy does, by the settings. What was deleted is
noted with its purpose and number, without a person.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from cms.core.turkish import format_date
from cms.letters.models import Letter
from press_archive.journalists import letters, proofs, services, sessions
from press_archive.journalists.models import (
    AccountEvent,
    AccountState,
    Erasure,
    JournalistAccount,
    JournalistSession,
    Paper,
    Portrait,
)

EVERY = 1800.0
FROM_HOUR = 2  # the nightly look, which the first worker of a day makes up for
AT_ONCE = 200
WARNING = dt.timedelta(days=30)
LAST_WORDS = dt.timedelta(days=7)


def papers(now: dt.datetime) -> int:
    """Cards and letters, once what they were brought for is decided; kind, number and day stay with the account."""
    before = now - dt.timedelta(days=settings.PRESS_PAPERS_DAYS)
    decided = Paper.objects.filter(
        account__state=AccountState.ACTIVE, account__decided_at__lt=before, account__correction_at=None,
        added_at__lt=before,
    )  # fmt: skip
    gone = 0
    for paper in decided.order_by("pk")[:AT_ONCE]:
        with transaction.atomic():
            AccountEvent.objects.get_or_create(account_id=paper.account_id, what="papers_erased", defaults={"at": now})
            gone += paper.delete()[0]
    return gone


def refused(now: dt.datetime) -> int:
    """Applications that were refused, or that waited for an answer which never came."""
    before = now - dt.timedelta(days=settings.PRESS_REFUSED_DAYS)
    rows = JournalistAccount.objects.filter(
        Q(state=AccountState.REFUSED, decided_at__lt=before) | Q(state=AccountState.ASKED, applied_at__lt=before)
    )
    return sum(_erase(row) for row in rows.order_by("pk")[:AT_ONCE])


def idle(now: dt.datetime) -> int:
    """Accounts that nobody used for long: told a month before, then erased. Coming in once keeps them."""
    before = now - dt.timedelta(days=settings.PRESS_IDLE_DAYS)
    unused = JournalistAccount.objects.active().annotate(used=Coalesce("seen_at", "decided_at", "applied_at"))
    for row in unused.filter(used__lt=before + WARNING, warned_at=None).order_by("pk")[:AT_ONCE]:
        with transaction.atomic():
            if not JournalistAccount.objects.filter(pk=row.pk, warned_at=None).update(warned_at=now):
                continue
            AccountEvent.objects.create(account=row, what="warned")
            with override(settings.LANGUAGE_CODE):
                letters.send(
                    to=row.email, subject=_("Basın hesabınız silinecek"), template="idle", name=row.name,
                    origin=letters.origin_of(row.pk) + "bekleme", day=format_date(now + WARNING),
                    sign_in=letters.address_of("sign_in"),
                )  # fmt: skip
    over = unused.filter(used__lt=before, warned_at__lt=now - WARNING)
    return sum(_erase(row) for row in over.order_by("pk")[:AT_ONCE])


def portraits(now: dt.datetime) -> int:
    """Photos whose holder said until when they are needed."""
    gone = 0
    for row in Portrait.objects.filter(keep_until__lt=timezone.localdate(now)).order_by("pk")[:AT_ONCE]:
        gone += row.delete()[0]
    return gone


def loose(now: dt.datetime) -> int:
    """Addresses that nobody confirmed, sessions that are over, last words to whoever left."""
    gone = proofs.tidy(now)
    ended = Q(seen_at__lt=now - sessions.IDLE) | Q(created_at__lt=now - sessions.LONGEST)
    JournalistSession.objects.filter(ended).delete()
    last = Letter.objects.filter(origin__startswith=f"{letters.LOOSE}son:", created_at__lt=now - LAST_WORDS)
    for origin in set(last.values_list("origin", flat=True)[:AT_ONCE]):
        letters.forget(origin)
    # What was on its way while its account was closed.
    for pk in JournalistAccount.objects.filter(closed_at__gt=now - LAST_WORDS).values_list("pk", flat=True):
        letters.forget(letters.origin_of(pk))
    return gone


def _erase(row: JournalistAccount) -> int:
    with transaction.atomic():
        account = JournalistAccount.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if account.state != row.state or account.seen_at != row.seen_at or account.warned_at != row.warned_at:
            return 0
        email = account.email
        services.erase(account=account)
        with override(settings.LANGUAGE_CODE):
            letters.send(
                to=email, subject=_("Basın hesabınız silindi"), template="old", origin=f"{letters.LOOSE}son:{row.pk}:"
            )
    return 1


@dataclass(frozen=True, slots=True)
class Purpose:
    """Why something is kept, how long (a setting in days, or words), and what deletes it when that is over."""

    name: str
    label: object
    days: str
    delete: Callable[[dt.datetime], int]


PURPOSES = (
    Purpose("papers", gettext_lazy("Kart ve yazılar, hesap açıldıktan sonra"), "PRESS_PAPERS_DAYS", papers),
    Purpose("refused", gettext_lazy("Reddedilen ve yarım kalan başvurular"), "PRESS_REFUSED_DAYS", refused),
    Purpose("idle", gettext_lazy("Kullanılmayan hesaplar"), "PRESS_IDLE_DAYS", idle),
    Purpose("portraits", gettext_lazy("Süresi söylenmiş kişi fotoğrafları"), "", portraits),
    Purpose("loose", gettext_lazy("Onaylanmamış adresler ve biten oturumlar"), "", loose),
)


def look(owner: str = "", *, now: dt.datetime | None = None) -> int:
    """Deletes what is over and notes how much; gives how many. Safe to run twice, and at once."""
    moment = now or timezone.now()
    if timezone.localtime(moment).hour < FROM_HOUR:
        return 0
    gone = 0
    for purpose in PURPOSES:
        if count := purpose.delete(moment):
            Erasure.objects.create(purpose=purpose.name, count=count, at=moment)
            gone += count
    return gone
