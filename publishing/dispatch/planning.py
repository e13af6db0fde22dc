"""Who gets what: the rows of a publication, a correction and a withdrawal.

``enqueue`` and ``enqueue_withdrawal`` run inside the transaction that publishes or unpublishes. Whoever had an answer
outstanding at that moment is looked at again by ``catch_up`` when the answer comes. The item's e-mail rows are locked
on both sides, so that no answer can slip through between them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.core.message import Dispatchable, Message, MessageKind
from cms.core.networks import NETWORKS
from cms.identity import selectors as identities
from cms.identity.models import Identity
from media_library.kits import services as kits
from media_library.kits.models import KitLink
from media_library.kits.selectors import mailing_link, personal_url
from press_archive.contacts.selectors import Recipient, Standing, recipients, standings
from publishing.channels.email import Sender
from publishing.dispatch.models import Channel, Delivery, DeliveryQuerySet, DeliveryState
from publishing.social import services as social

SITE = "site"
IN_HAND = (DeliveryState.QUEUED, DeliveryState.LEASED)
IN_DOUBT = (DeliveryState.SENDING, DeliveryState.UNKNOWN)
CARRIED = (MessageKind.FIRST.value, MessageKind.CORRECTION.value)


@transaction.atomic(savepoint=False)
def enqueue(
    *, content: Any, version: int, files: Iterable[dict[str, Any]] = (), identity: Identity | None = None
) -> int:
    """Writes the rows for the signed ``version`` of ``content``, which is live; gives how many. A second call: none.
    ``identity`` is the signed one, where the caller has read it.

    Numbered content gets its press kit first, with the signed ``files``; its mails lead there.

    Version 1 goes to the chosen lists. A later one goes as a correction to exactly those who have an earlier version,
    and for the first time to those on the lists who have none; what was still waiting of earlier versions is skipped.
    """
    if not goes_out(content):
        raise TypeError(f"{type(content).__name__} has no to_message()")
    message = content.to_message()
    item = Item.of(content, message)
    if item.rows().filter(channel=Channel.WEBSITE, version=version, kind__in=CARRIED).exists():
        return 0
    item = dataclasses.replace(item, signed_by=sender(identity)).with_kit(content, message, version, files)
    earlier = item.lock_emails() if version > 1 else []
    supersede(earlier, DeliveryState.SKIPPED, _("Yerine %(version)d. sürüm geçti.") % {"version": version})
    holders = {row.recipient for row in earlier if row.state == DeliveryState.ACCEPTED and row.kind in CARRIED}
    in_doubt = {row.recipient for row in earlier if row.state in IN_DOUBT and row.kind in CARRIED}
    site_kind = MessageKind.CORRECTION if version > 1 else MessageKind.FIRST
    rows = [item.site_row(message, version, site_kind)]
    correction = dataclasses.replace(message, kind=MessageKind.CORRECTION)
    rows += item.email_rows(correction, version, standings(sorted(holders)).values())
    if message.send_email:
        first = dataclasses.replace(message, kind=MessageKind.FIRST)
        newcomers = [one for one in recipients(message.lists) if one.email not in holders | in_doubt]
        rows += item.email_rows(first, version, map(standing_of, newcomers))
    rows += item.social_rows(dataclasses.replace(message, kind=site_kind), version)
    if version > 1:
        social.close_other_networks(
            content_type=item.content_type, object_id=item.object_id, version=version,
            networks=[text.network for text in message.social],
        )  # fmt: skip
    return len(Delivery.objects.bulk_create(rows, batch_size=100, ignore_conflicts=True))


@transaction.atomic
def enqueue_withdrawal(*, content: Any) -> int:
    """Writes the rows that take ``content`` back: to exactly those who have it. Cancels what was still waiting.

    The mail says so in fixed words. Why stands in the evidence only: one person typed it, and one signature puts no
    word before the public.

    What was said is taken from the rows, not from the content, which may have changed since.
    """
    item = Item.of(content)
    current = item.current()
    if current is None or current.kind == MessageKind.WITHDRAWAL:
        return 0
    kits.close_for_content(content=content)
    earlier = item.lock_emails()
    supersede(earlier, DeliveryState.CANCELLED, _("Bülten geri çekildi."))
    message = dataclasses.replace(
        Message.from_payload(current.payload["message"]), kind=MessageKind.WITHDRAWAL, note=""
    )
    item = dataclasses.replace(item, headline=current.headline, number=current.number)
    rows = [item.site_row(message, current.version, MessageKind.WITHDRAWAL)]
    rows += item.email_rows(message, current.version, standings(sorted(holders_now(earlier))).values())
    written = len(Delivery.objects.bulk_create(rows, batch_size=100, ignore_conflicts=True))
    social.withdraw_posts(content_type=item.content_type, object_id=item.object_id)
    return written


def catch_up(delivery: Delivery) -> None:
    """Brings one recipient up to date after ``delivery``, whose row is locked and saved, got its answer late.

    Accepted meanwhile: the correction or withdrawal follows. Not accepted: it is not tried again, and the recipient
    gets the current version, if there is one, as a first message.
    """
    if delivery.channel != Channel.EMAIL or delivery.kind not in CARRIED:
        return
    item = Item.of_row(delivery)
    current = item.current()
    if current is None or not is_behind(delivery, current):
        return
    withdrawn = current.kind == MessageKind.WITHDRAWAL
    message = Message.from_payload(current.payload["message"])
    link = mailing_link(item.content_type, item.object_id)
    item = dataclasses.replace(item, headline=current.headline, number=current.number, kit=link)
    if delivery.state == DeliveryState.ACCEPTED:
        kind = MessageKind.WITHDRAWAL if withdrawn else MessageKind.CORRECTION
        told = item.rows().filter(channel=Channel.EMAIL, version=current.version, recipient=delivery.recipient)
        if told.filter(kind=kind).exists():
            return
        told_of = list(standings([delivery.recipient]).values())
    elif delivery.state in IN_DOUBT:
        return
    else:
        if delivery.state in IN_HAND:
            state = DeliveryState.CANCELLED if withdrawn else DeliveryState.SKIPPED
            text = _("Bülten geri çekildi.") if withdrawn else _("Yerine %(version)d. sürüm geçti.")
            supersede([delivery], state, text % {"version": current.version})
        if withdrawn or not message.send_email:
            return
        kind = MessageKind.FIRST
        told_of = [standing_of(one) for one in recipients(message.lists) if one.email == delivery.recipient]
    rows = item.email_rows(dataclasses.replace(message, kind=kind), current.version, told_of)
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)


def goes_out(content: Any) -> bool:
    """Whether ``content`` is of a kind that can leave the house."""
    return isinstance(content, Dispatchable)


def gets_kit(content: Any) -> bool:
    """Whether ``content`` is of a kind whose publication gives it a number of the register, and with it a press kit."""
    return goes_out(content) and bool(getattr(content, "has_register_number", False))


def is_behind(delivery: Delivery, current: Delivery) -> bool:
    """Whether ``delivery`` carries something that ``current``, the item's newest website row, has replaced."""
    if delivery.version != current.version:
        return delivery.version < current.version
    return current.kind == MessageKind.WITHDRAWAL and delivery.kind != MessageKind.WITHDRAWAL


def not_behind(current: Delivery) -> models.Q:
    """Those rows of the item of ``current``, its newest website row, that :func:`is_behind` does not name."""
    rows = models.Q(content_type=current.content_type_id, object_id=current.object_id, version__gte=current.version)
    if current.kind == MessageKind.WITHDRAWAL:
        rows &= ~models.Q(~models.Q(kind=MessageKind.WITHDRAWAL), version=current.version)
    return rows


def current_row(delivery: Delivery) -> Delivery | None:
    """The newest website row of the item that ``delivery`` belongs to: what is said now."""
    return Item.of_row(delivery).current()


def holders_now(rows: Iterable[Delivery]) -> set[str]:
    """Recipients whose last accepted message was not a withdrawal."""
    last: dict[str, tuple[int, bool]] = {}
    for row in rows:
        if row.state == DeliveryState.ACCEPTED:
            rank = (row.version, row.kind == MessageKind.WITHDRAWAL)
            last[row.recipient] = max(rank, last.get(row.recipient, rank))
    return {recipient for recipient, (_version, withdrawn) in last.items() if not withdrawn}


def supersede(rows: Iterable[Delivery], state: DeliveryState, reason: str) -> None:
    """Ends those of the locked ``rows`` that nobody has begun to send; a worker that had claimed one loses it."""
    waiting = [row for row in rows if row.state in IN_HAND]
    if not waiting:
        return
    now = timezone.now()
    for row in waiting:
        row.state, row.reason, row.finished_at = state, reason, now
        row.lease_owner, row.lease_until = "", None
    Delivery.objects.bulk_update(
        waiting, ["state", "reason", "finished_at", "lease_owner", "lease_until"], batch_size=100
    )


def standing_of(recipient: Recipient) -> Standing:
    """A list's recipient, who may be written to, as a standing."""
    return Standing(email=recipient.email, name=recipient.name, token=recipient.token)


def sender(identity: Identity | None = None) -> Sender:
    """How the office signs its mails: by the signed identity; ``identity`` is that one, or another in its preview."""
    who = identity or identities.current()
    return Sender(
        municipality=who.municipality,
        address=who.address,
        phone=who.phone,
        email=who.email,
        colour=who.primary_colour,
        site_url=settings.SITE_URL,
    )


def unsubscribe_url(token: str) -> str:
    """The absolute address of the unsubscribe page, or an empty string for an address that has none."""
    return settings.SITE_URL + reverse("contacts:unsubscribe", args=[token]) if token else ""


@dataclasses.dataclass(frozen=True, slots=True)
class Item:
    """One content object, as the rows name it."""

    content_type: ContentType
    object_id: str
    headline: str = ""
    number: str = ""
    kit: KitLink | None = None
    signed_by: Sender | None = None

    @classmethod
    def of(cls, content: models.Model, message: Message | None = None) -> Item:
        return cls(
            content_type=ContentType.objects.get_for_model(content, for_concrete_model=False),
            object_id=str(content.pk),
            headline=message.headline[:255] if message else "",
            number=message.number if message else "",
        )

    @classmethod
    def of_row(cls, row: Delivery) -> Item:
        return cls(row.content_type, row.object_id, row.headline, row.number)

    def with_kit(self, content: Any, message: Message, version: int, files: Iterable[dict[str, Any]]) -> Item:
        """With the link to the press kit of this version, if the content is numbered and the link not revoked."""
        if not message.number:
            return self
        said_by = dataclasses.asdict(self.signed_by or sender())
        link = kits.kit_for_content(content=content, message=message, version=version, files=files, letterhead=said_by)
        return dataclasses.replace(self, kit=link if link.revoked_at is None else None)

    def rows(self) -> DeliveryQuerySet:
        return Delivery.objects.filter(content_type=self.content_type, object_id=self.object_id)

    def current(self) -> Delivery | None:
        return self.rows().filter(channel=Channel.WEBSITE).order_by("-pk").first()

    def lock_emails(self) -> list[Delivery]:
        rows = self.rows().filter(channel=Channel.EMAIL).defer("payload", "attempt_log")
        return list(rows.select_for_update().order_by("pk"))

    def row(self, message: Message, version: int, **values: Any) -> Delivery:
        return Delivery(
            content_type=self.content_type,
            object_id=self.object_id,
            headline=self.headline,
            number=self.number,
            version=version,
            **{"kind": message.kind.value, "payload": {"message": message.as_payload()}, **values},
        )

    def site_row(self, message: Message, version: int, kind: MessageKind) -> Delivery:
        return self.row(
            dataclasses.replace(message, kind=kind), version, channel=Channel.WEBSITE, recipient=SITE,
            recipient_name=urlsplit(settings.SITE_URL).netloc, state=DeliveryState.ACCEPTED,
            receipt=message.url[:500], finished_at=timezone.now(),
        )  # fmt: skip

    def email_rows(self, message: Message, version: int, to: Iterable[Standing]) -> list[Delivery]:
        to = list(to)
        if not to:
            return []
        signed_by = dataclasses.asdict(self.signed_by or sender())
        said = message.as_payload()
        rows = []
        for standing in to:
            payload = {"message": said, "sender": signed_by, "unsubscribe_url": unsubscribe_url(standing.token)}
            if self.kit is not None and message.kind is not MessageKind.WITHDRAWAL:
                payload["kit_url"] = personal_url(self.kit, standing.email)
            row = self.row(
                message, version, channel=Channel.EMAIL, recipient=standing.email,
                recipient_name=standing.name[:200], payload=payload,
            )  # fmt: skip
            if obstacle := standing.obstacle_to(message.kind):
                row.state, row.reason, row.finished_at = DeliveryState.SKIPPED, obstacle, timezone.now()
            rows.append(row)
        return rows

    def social_rows(self, message: Message, version: int) -> list[Delivery]:
        rows = []
        for text in message.social:
            social.queue_post(
                content_type=self.content_type, object_id=self.object_id, version=version,
                kind=message.kind.value, message=message, social=text,
            )  # fmt: skip
            rows.append(
                self.row(
                    message,
                    version,
                    channel=Channel.SOCIAL,
                    recipient=text.network,
                    recipient_name=NETWORKS[text.network].name,
                    state=DeliveryState.ACCEPTED,
                    receipt=_("kuyrukta"),
                    finished_at=timezone.now(),
                )
            )
        return rows
