"""The worker: one process that carries what is due, publishes what is scheduled, reminds, and sweeps dead leases."""

from __future__ import annotations

import dataclasses
import datetime as dt
import logging
import time

from django.db import connections
from django.utils.translation import gettext as _

from cms.core.message import Message
from cms.core.worker import DATABASE_TROUBLE, BaseWorker
from press_archive.contacts.selectors import standings
from publishing.approval.publication import publish_due
from publishing.approval.reminders import send_due
from publishing.channels import email
from publishing.channels.receipt import Outcome, Receipt
from publishing.dispatch import services
from publishing.dispatch.models import Channel, Delivery, DeliveryState
from publishing.dispatch.pictures import without_blocked

logger = logging.getLogger(__name__)

SETTLE_TRIES = 6
PAUSE_WHEN_UNREACHABLE = dt.timedelta(minutes=1)
# Seconds between two runs of each.
PUBLISH_EVERY, SWEEP_EVERY, REMIND_EVERY = 5.0, 15.0, 60.0


class Worker(BaseWorker):
    """Carries due rows in batches over one connection."""

    def __init__(self, *, poll: float = 1.0, batch: int = 20) -> None:
        super().__init__(poll=poll)
        self.batch = batch

    def give_back(self, pause: dt.timedelta | None = None) -> None:
        services.give_back(owner=self.owner, pause=pause)

    # --- Housekeeping -------------------------------------------------------------------------------------------------

    def housekeeping(self) -> None:
        """Whatever of publishing, sweeping and reminding has its time come; cheap when nothing has."""
        self._every("publish", PUBLISH_EVERY, publish_due)
        self._every("sweep", SWEEP_EVERY, services.release_expired)
        self._every("remind", REMIND_EVERY, send_due)

    # --- Carrying -----------------------------------------------------------------------------------------------------

    def carry_batch(self) -> int:
        """Claims one batch and carries it over one connection; gives how many rows it was."""
        rows = services.lease_due(owner=self.owner, limit=self.batch)
        if not rows:
            return 0
        obstacles = standings([row.recipient for row in rows if row.channel == Channel.EMAIL])
        carried = 0
        with email.Session() as session:
            for row in rows:
                if self.stopping:
                    break
                obstacle = obstacles[row.recipient].obstacle if row.recipient in obstacles else ""
                receipt = self.carry(row, session, obstacle)
                carried += 1
                if receipt is not None and receipt.unreachable:
                    # The others would only wait for the same closed door, and lose an attempt each.
                    self._pause()
                    break
                self.housekeeping()
        return carried

    def _pause(self) -> None:
        try:
            self.give_back(PAUSE_WHEN_UNREACHABLE)
        except DATABASE_TROUBLE as error:
            # Their lease will end by itself.
            logger.warning("could not give rows back: %s", error)

    def carry(self, row: Delivery, session: email.Session, obstacle: str = "") -> Receipt | None:
        """Carries one claimed row; ``None`` when nothing was sent."""
        if row.channel != Channel.EMAIL:
            services.set_aside(delivery=row, state=DeliveryState.FAILED, reason=f"{row.channel}: ?")
            return None
        if obstacle:
            services.set_aside(delivery=row, state=DeliveryState.SKIPPED, reason=obstacle)
            return None
        try:
            message, recipient = message_and_recipient(row)
            message, removed = without_blocked(message)
            mail = email.compose(message, recipient)
        except Exception as error:
            # Nothing has left; whatever is wrong with this row must not keep the others waiting.
            logger.exception("delivery %s cannot be composed", row.pk)
            services.set_aside(delivery=row, state=DeliveryState.FAILED, reason=f"{type(error).__name__}: {error}")
            return None
        if not services.mark_sending(delivery=row):
            return None
        receipt = session.carry(mail)
        if removed:
            note = _("%(count)d fotoğraf, kullanım hakkı olmadığı için e-postaya konmadı.") % {"count": removed}
            receipt = dataclasses.replace(receipt, detail=f"{note} {receipt.detail}".strip())
        if receipt.outcome is Outcome.UNKNOWN:
            logger.warning("delivery %s: outcome unknown: %s", row.pk, receipt.detail)
        self._settle(row, receipt)
        return receipt

    def _settle(self, row: Delivery, receipt: Receipt) -> None:
        """Writes the answer down, through a short trouble of the database: it is the only witness."""
        pause = 0.5
        for remaining in reversed(range(SETTLE_TRIES)):
            try:
                services.settle(delivery=row, outcome=receipt)
                return
            except DATABASE_TROUBLE:
                if not remaining:
                    raise
                connections.close_all()
                time.sleep(pause)
                pause *= 2


def message_and_recipient(row: Delivery) -> tuple[Message, email.EmailRecipient]:
    """What an e-mail row says, and to whom. Raises ``KeyError`` or ``TypeError`` for a payload it cannot read."""
    recipient = email.EmailRecipient(
        email=row.recipient,
        name=row.recipient_name,
        message_id=row.message_id,
        unsubscribe_url=row.payload["unsubscribe_url"],
        kit_url=row.payload.get("kit_url", ""),
        sender=email.Sender(**row.payload["sender"]),
    )
    return Message.from_payload(row.payload["message"]), recipient
