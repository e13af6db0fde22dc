"""Questions about deliveries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.core.lookups import having
from publishing.dispatch.models import Channel, Delivery, DeliveryQuerySet, DeliveryState
from publishing.dispatch.planning import not_behind

# How little a row needs an officer's attention.
CALM: dict[str, int] = {
    DeliveryState.QUEUED: 1,
    DeliveryState.LEASED: 1,
    DeliveryState.SENDING: 1,
    DeliveryState.SKIPPED: 2,
    DeliveryState.CANCELLED: 2,
    DeliveryState.ACCEPTED: 3,
}
WAITING = (DeliveryState.QUEUED, DeliveryState.LEASED, DeliveryState.SENDING)


TROUBLED = (DeliveryState.FAILED, DeliveryState.BOUNCED, DeliveryState.UNKNOWN)
# What an officer may narrow the overview to: address word → states of an e-mail of which one is enough.
SHELVES: dict[str, tuple[Any, Sequence[str]]] = {
    "": (gettext_lazy("Hepsi"), ()),
    "sorunlu": (gettext_lazy("Ulaşmayanı ya da belirsizi olanlar"), TROUBLED),
    "bekleyen": (gettext_lazy("Bekleyeni olanlar"), WAITING),
    "iptal": (gettext_lazy("İptal edilmişi olanlar"), (DeliveryState.CANCELLED,)),
}


@dataclass(frozen=True, slots=True)
class Tally:
    """How many deliveries are in each of the office's states."""

    accepted: int = 0
    bounced: int = 0
    failed: int = 0
    unknown: int = 0
    waiting: int = 0
    skipped: int = 0
    cancelled: int = 0

    @classmethod
    def of(cls, counts: Mapping[str, int]) -> Tally:
        """From how many rows there are by ``DeliveryState``."""
        return cls(
            accepted=counts.get(DeliveryState.ACCEPTED, 0),
            bounced=counts.get(DeliveryState.BOUNCED, 0),
            failed=counts.get(DeliveryState.FAILED, 0),
            unknown=counts.get(DeliveryState.UNKNOWN, 0),
            waiting=sum(counts.get(state, 0) for state in WAITING),
            skipped=counts.get(DeliveryState.SKIPPED, 0),
            cancelled=counts.get(DeliveryState.CANCELLED, 0),
        )

    @property
    def total(self) -> int:
        return sum(getattr(self, field.name) for field in fields(self))

    @property
    def to_retry(self) -> int:
        """How many may be worth another try."""
        return self.failed + self.bounced

    @property
    def has_work(self) -> bool:
        """Whether something may be tried again or stopped."""
        return bool(self.to_retry or self.waiting)

    @property
    def bars(self) -> list[tuple[str, int, int]]:
        """(state, where its bar begins, how long it is), in numbers of deliveries."""
        found, begins = [], 0
        for field in fields(self):
            if count := getattr(self, field.name):
                found.append((field.name, begins, count))
                begins += count
        return found

    def __str__(self) -> str:
        """``187 kabul, 2 geri döndü, 1 bekliyor``; only what there is."""
        words = [
            (self.accepted, _("%d kabul")),
            (self.bounced, _("%d geri döndü")),
            (self.failed, _("%d başarısız")),
            (self.unknown, _("%d belirsiz")),
            (self.waiting, _("%d bekliyor")),
            (self.skipped, _("%d atlandı")),
            (self.cancelled, _("%d iptal")),
        ]
        return ", ".join(word % count for count, word in words if count) or _("gönderim yok")


def tally_of(rows: DeliveryQuerySet) -> Tally:
    """Counts ``rows`` by state."""
    return Tally.of(dict(rows.order_by().values_list("state").annotate(Count("pk"))))


def published(shelf: str = "", words: str = "") -> DeliveryQuerySet:
    """One row for each item that ever went out, the newest first: the one that its last publication left for the
    website. ``shelf``: a key of :data:`SHELVES`; ``words``: in its headline or number."""
    same = Delivery.objects.filter(content_type=OuterRef("content_type"), object_id=OuterRef("object_id"))
    rows = Delivery.objects.filter(~Exists(same.filter(channel=Channel.WEBSITE, pk__gt=OuterRef("pk"))))
    rows = rows.filter(channel=Channel.WEBSITE).defer("payload", "attempt_log")
    if states := SHELVES[shelf][1]:
        rows = rows.filter(Exists(same.filter(channel=Channel.EMAIL, state__in=states)))
    if words:
        rows = rows.filter(about(words))
    return rows.order_by("-created_at", "-pk")


def emails_of(rows: Iterable[Delivery]) -> dict[tuple[int, str], Tally]:
    """The e-mails of the items that ``rows`` belong to, every version, by ``(content_type_id, object_id)``."""
    keys = {(row.content_type_id, row.object_id) for row in rows}
    if not keys:
        return {}
    chosen = Q()
    for content_type_id, object_id in keys:
        chosen |= Q(content_type_id=content_type_id, object_id=object_id)
    counts: dict[tuple[int, str], dict[str, int]] = {key: {} for key in keys}
    emails = Delivery.objects.filter(chosen, channel=Channel.EMAIL).order_by()
    for *key, state, count in emails.values_list("content_type_id", "object_id", "state").annotate(Count("pk")):
        counts[key[0], key[1]][state] = count
    return {key: Tally.of(by_state) for key, by_state in counts.items()}


def to_send_again(rows: Iterable[Delivery]) -> dict[tuple[int, str], int]:
    """How many cancelled first e-mails ``services.retry_cancelled`` would send of the items whose newest website rows
    are ``rows``, by ``(content_type_id, object_id)``."""
    current = [not_behind(row) for row in rows]
    if not current:
        return {}
    stopped = Delivery.objects.cancelled().filter(reduce(or_, current)).order_by()
    counted = stopped.values_list("content_type_id", "object_id").annotate(Count("pk"))
    return {(content_type_id, object_id): count for content_type_id, object_id, count in counted}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One round of an item's dispatch: a version and a kind, e.g. the correction that version 2 was."""

    version: int
    kind: str
    kind_label: str
    emails: Tally
    rows: list[Delivery]


def sheets_of(content_type: ContentType, object_id: str) -> list[Sheet]:
    """The rounds of one item, the newest first; in each what needs somebody's attention comes first."""
    rows = (
        Delivery.objects.filter(content_type=content_type, object_id=object_id)
        .defer("payload", "attempt_log")
        .order_by("-version", "kind", "channel", "recipient")
    )
    rounds: dict[tuple[int, str], list[Delivery]] = {}
    for row in rows:
        rounds.setdefault((row.version, row.kind), []).append(row)
    for members in rounds.values():
        members.sort(key=lambda row: (list(Channel.values).index(row.channel), CALM.get(row.state, 0), row.recipient))
    sheets = []
    for (version, kind), members in rounds.items():
        tally = Tally.of(Counter(row.state for row in members if row.channel == Channel.EMAIL))
        sheets.append(Sheet(version, kind, members[0].get_kind_display(), tally, members))
    order = {"withdrawal": 0, "correction": 1, "first": 2}
    return sorted(sheets, key=lambda sheet: (-sheet.version, order.get(sheet.kind, 9)))


def about(text: str) -> Q:
    """Rows in whose bulletin number or headline ``text`` stands."""
    return having(text, "number", "headline")


def mentions(text: str) -> Q:
    """The same, and rows in whose recipient it stands."""
    return having(text, "number", "headline", "recipient", "recipient_name")
