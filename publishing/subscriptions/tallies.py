"""How many subscribe, and to what: numbers alone, without a name or an address."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from publishing.subscriptions import subjects
from publishing.subscriptions.models import Choice, Subscriber, Wish

RECENT = dt.timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Tally:
    """``readers`` confirmed their address, ``recent`` of them in the last 30 days; ``waiting`` were asked and have not
    answered yet. ``rows``: (heading, subject, readers), in the order in which they are offered."""

    readers: int
    recent: int
    waiting: int
    rows: list[tuple[str, str, int]]


def tally() -> Tally:
    """The numbers of this moment; four queries and those of the names."""
    counts = dict(Choice.objects.order_by().values_list("subject").annotate(Count("pk")))
    rows = [(one.group, one.name, counts.pop(one.key, 0)) for one in subjects.offered()]
    if others := sum(counts.values()):
        # Their names are not public at the moment; who reads them is told when they are again.
        rows.append(("", _("Şu anda yayında bülteni olmayan konular"), others))
    return Tally(
        readers=Subscriber.objects.count(),
        recent=Subscriber.objects.filter(confirmed_at__gt=timezone.now() - RECENT).count(),
        waiting=Wish.objects.standing().count(),
        rows=rows,
    )
