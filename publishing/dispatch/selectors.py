"""Questions about deliveries."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from cms.core.turkish import spellings
from publishing.dispatch.models import Channel, Delivery, DeliveryQuerySet, DeliveryState

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

    @property
    def total(self) -> int:
        return self.accepted + self.bounced + self.failed + self.unknown + self.waiting + self.skipped + self.cancelled

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
    counts = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    return Tally(
        accepted=counts.get(DeliveryState.ACCEPTED, 0),
        bounced=counts.get(DeliveryState.BOUNCED, 0),
        failed=counts.get(DeliveryState.FAILED, 0),
        unknown=counts.get(DeliveryState.UNKNOWN, 0),
        waiting=sum(counts.get(state, 0) for state in WAITING),
        skipped=counts.get(DeliveryState.SKIPPED, 0),
        cancelled=counts.get(DeliveryState.CANCELLED, 0),
    )


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
        states = [row.state for row in members if row.channel == Channel.EMAIL]
        tally = Tally(
            accepted=states.count(DeliveryState.ACCEPTED),
            bounced=states.count(DeliveryState.BOUNCED),
            failed=states.count(DeliveryState.FAILED),
            unknown=states.count(DeliveryState.UNKNOWN),
            waiting=sum(states.count(state) for state in WAITING),
            skipped=states.count(DeliveryState.SKIPPED),
            cancelled=states.count(DeliveryState.CANCELLED),
        )
        sheets.append(Sheet(version, kind, members[0].get_kind_display(), tally, members))
    order = {"withdrawal": 0, "correction": 1, "first": 2}
    return sorted(sheets, key=lambda sheet: (-sheet.version, order.get(sheet.kind, 9)))


def mentions(text: str) -> Q:
    """Rows whose bulletin number, headline or recipient contains ``text``, whichever Turkish case it is typed in."""
    query = Q()
    for spelling in spellings(text):
        query |= Q(headline__icontains=spelling)
    return query | Q(number__icontains=text) | Q(recipient__icontains=text) | Q(recipient_name__icontains=text)
