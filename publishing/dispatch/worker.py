"""The worker: one process that carries deliveries and letters, publishes what is scheduled, reminds, and sweeps.

Only the talk with the mail server happens in a thread beside it (``publishing.channels.email``); while a slow server
keeps it waiting, everything else goes on. What is written to the database is written here, in order.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import logging
import time
from collections.abc import Callable
from functools import partial

from django.core.mail import EmailMultiAlternatives
from django.db import connections
from django.utils.translation import gettext as _

from cms.core import beats, front
from cms.core.clock import Watch
from cms.core.leases import lease_length
from cms.core.message import Message
from cms.core.receipt import Outcome, Receipt
from cms.core.worker import DATABASE_TROUBLE, BaseWorker
from cms.letters import services as letters
from cms.letters.models import Letter
from cms.users.passwords import answer as answer_password_requests
from cms.users.silent import look as look_at_accounts
from cms.website import generation
from cms.website.keeper import Keeper
from cms.website.visitor import Visitor
from media_library.rights.services import announce_endings
from press_archive.contacts.selectors import standings
from publishing.approval.heads import send_due_head
from publishing.approval.holding import refresh_all
from publishing.approval.notices import clock_was_set
from publishing.approval.publication import publish_due
from publishing.approval.reminders import send_due
from publishing.approval.weeks import send_due_week
from publishing.channels import email
from publishing.channels import letter as letter_channel
from publishing.dispatch import services
from publishing.dispatch.models import Channel, Delivery, DeliveryState
from publishing.dispatch.notices import tell_editors
from publishing.dispatch.pictures import without_blocked
from publishing.push import services as push
from publishing.rules import services as rules
from publishing.subscriptions import announcements
from publishing.subscriptions import services as subscriptions

logger = logging.getLogger(__name__)

SETTLE_TRIES = 6
# After an unreachable or silent mail server, doubled each time up to the longest.
PAUSE_WHEN_UNREACHABLE, LONGEST_PAUSE = dt.timedelta(minutes=1), dt.timedelta(minutes=15)
# Seconds between two runs of each.
PUBLISH_EVERY, SWEEP_EVERY, REMIND_EVERY, HEAD_EVERY, PASSWORDS_EVERY = 5.0, 15.0, 60.0, 60.0, 3.0
ACCOUNTS_EVERY, LOST_EVERY = 60.0, 60.0
HOLDS_EVERY, ENDINGS_EVERY = 600.0, 600.0
WISHES_EVERY, SPREAD_EVERY, LEFT_EVERY, RULES_EVERY = 3.0, 2.0, 3600.0, 5.0
NOTICES_EVERY = 2.0
FRONT_EVERY, OLD_COPIES_EVERY, KEEP_EVERY, VISIT_EVERY = 1.0, 3600.0, 1.0, 1.0


class Worker(BaseWorker):
    """Carries due letters and deliveries in batches over one connection."""

    job = beats.Job.DISPATCH

    def __init__(self, *, poll: float = 1.0, batch: int = 20) -> None:
        super().__init__(poll=poll)
        self.batch = batch
        self._closed_doors = 0
        self._mail_again_at = 0.0
        self._watch = Watch()
        self._clock_told = False
        self._keeper = Keeper()
        self._visitor = Visitor()

    def give_back(self, pause: dt.timedelta | None = None) -> None:
        letters.give_back(owner=self.owner, pause=pause)
        services.give_back(owner=self.owner, pause=pause)
        push.give_back(owner=self.owner)

    # --- Housekeeping -------------------------------------------------------------------------------------------------

    def housekeeping(self) -> None:
        """Whatever of publishing, sweeping, reminding, new passwords and the day's head has its time come."""
        # First of all, because these two need no database.
        self._every("front", FRONT_EVERY, front.sweep)
        self._every("old copies", OLD_COPIES_EVERY, front.remove_old)
        self._every("holds", HOLDS_EVERY, refresh_all)
        self._every("publish", PUBLISH_EVERY, self._publish)
        self._every("sweep", SWEEP_EVERY, self._sweep)
        self._every("remind", REMIND_EVERY, send_due)
        self._every("lost mails", LOST_EVERY, tell_editors)
        self._every("head", HEAD_EVERY, send_due_head)
        self._every("week", HEAD_EVERY, send_due_week)
        self._every("passwords", PASSWORDS_EVERY, answer_password_requests)
        self._every("endings", ENDINGS_EVERY, announce_endings)
        self._every("accounts", ACCOUNTS_EVERY, look_at_accounts)
        self._every("wishes", WISHES_EVERY, subscriptions.ask_owners)
        self._every("notices", NOTICES_EVERY, self._tell)
        self._every("announcements", SPREAD_EVERY, announcements.spread)
        self._every("rules", RULES_EVERY, rules.read_events)
        self._every("subscribers who left", LEFT_EVERY, subscriptions.tidy)
        self._every("keep", KEEP_EVERY, self._keeper.look)
        self._every("visit", VISIT_EVERY, self._visitor.look)
        self.do_chores()

    def _publish(self) -> None:
        """Publishes what is scheduled, unless the clock was set: nothing may be public early."""
        trouble = self._watch.trouble()
        if trouble is None:
            self._clock_told = False
            publish_due()
        elif not self._clock_told:
            self._clock_told = True
            logger.error("the clock was set by %s; scheduled publications wait", trouble)
            clock_was_set(by=trouble)

    def _sweep(self) -> None:
        letters.release_expired()
        services.release_expired()
        push.sweep()
        generation.fold()

    def _tell(self) -> None:
        """Notices to browsers: while a service keeps us waiting, the sign of life goes on."""
        push.carry_due(owner=self.owner, meanwhile=self.beat)

    def _meanwhile(self) -> None:
        """Housekeeping while a mail is on its way: no trouble may make us lose the answer to it."""
        try:
            self.housekeeping()
            self.beat()
        except DATABASE_TROUBLE as error:
            logger.warning("database trouble while a mail is on its way: %s", error)

    # --- Carrying -----------------------------------------------------------------------------------------------------

    def carry_batch(self) -> int:
        """Claims one batch and carries it over one connection, letters first; gives how many rows it was."""
        if time.monotonic() < self._mail_again_at:
            return 0
        to_people = letters.lease_due(owner=self.owner, limit=self.batch)
        to_the_press = services.lease_due(owner=self.owner, limit=self.batch)
        obstacles = standings([row.recipient for row in to_the_press if row.channel == Channel.EMAIL])
        pieces: list[Callable[[email.Session], Receipt | None]] = [
            partial(self.carry_letter, letter) for letter in to_people
        ]
        for row in to_the_press:
            obstacle = obstacles[row.recipient].obstacle_to(row.kind) if row.recipient in obstacles else ""
            pieces.append(partial(self.carry, row, obstacle=obstacle))
        return self._carry_all(pieces) if pieces else 0

    def _carry_all(self, pieces: list[Callable[[email.Session], Receipt | None]]) -> int:
        carried = 0
        # What was claimed together has to be begun before the claim ends.
        until = time.monotonic() + lease_length().total_seconds() / 2
        with email.Session(self._meanwhile) as session:
            for piece in pieces:
                if self.stopping:
                    break
                if time.monotonic() > until:
                    self._return_rest()
                    break
                receipt = piece(session)
                carried += 1
                if receipt is not None and receipt.unreachable:
                    # The others would only wait for the same closed door, and lose an attempt each.
                    self.note = receipt.detail or _("Posta sunucusuna ulaşılamıyor.")
                    self._pause()
                    break
                if receipt is not None:
                    self._closed_doors, self.note = 0, ""
                self.housekeeping()
        return carried

    def _pause(self) -> None:
        pause = min(PAUSE_WHEN_UNREACHABLE * 2**self._closed_doors, LONGEST_PAUSE)
        self._closed_doors = min(self._closed_doors + 1, 10)
        self._mail_again_at = time.monotonic() + pause.total_seconds()
        self._return_rest(pause)

    def _return_rest(self, pause: dt.timedelta | None = None) -> None:
        try:
            self.give_back(pause)
        except DATABASE_TROUBLE as error:
            # Their lease will end by itself.
            logger.warning("could not give rows back: %s", error)

    def carry(self, row: Delivery, session: email.Session, obstacle: str = "") -> Receipt | None:
        """Carries one claimed delivery; ``None`` when nothing was sent."""
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
        note = _("%(count)d fotoğraf, kullanım hakkı olmadığı için e-postaya konmadı.") % {"count": removed}
        return self._hand_over(
            mail, session, lambda receipt: services.settle(delivery=row, outcome=receipt), note if removed else ""
        )

    def carry_letter(self, letter: Letter, session: email.Session) -> Receipt | None:
        """Carries one claimed letter; ``None`` when nothing was sent."""
        try:
            mail = letter_channel.compose(
                letter_channel.Letter(
                    email=letter.recipient,
                    name=letter.recipient_name,
                    subject=letter.subject,
                    body=letter.body,
                    html=letter.html,
                    message_id=letter.message_id,
                    sender_name=letter.sender_name,
                    unsubscribe_url=letter.unsubscribe_url,
                    calendar=letter.calendar,
                )
            )
        except Exception as error:
            logger.exception("letter %s cannot be composed", letter.pk)
            letters.set_aside(letter=letter, reason=f"{type(error).__name__}: {error}")
            return None
        if not letters.mark_sending(letter=letter):
            return None
        return self._hand_over(mail, session, lambda receipt: letters.settle(letter=letter, outcome=receipt))

    def _hand_over(
        self,
        mail: EmailMultiAlternatives,
        session: email.Session,
        settle: Callable[[Receipt], object],
        note: str = "",
    ) -> Receipt:
        receipt = session.carry(mail)
        if note:
            receipt = dataclasses.replace(receipt, detail=f"{note} {receipt.detail}".strip())
        if receipt.outcome is Outcome.UNKNOWN:
            logger.warning("mail %s: outcome unknown: %s", receipt.reference, receipt.detail)
        self._settle(settle, receipt)
        return receipt

    def _settle(self, settle: Callable[[Receipt], object], receipt: Receipt) -> None:
        """Writes the answer down, through a short trouble of the database: it is the only witness."""
        pause = 0.5
        for remaining in reversed(range(SETTLE_TRIES)):
            try:
                settle(receipt)
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
        message_id=row.message_id,
        unsubscribe_url=row.payload["unsubscribe_url"],
        kit_url=row.payload.get("kit_url", ""),
        sender=email.Sender(**row.payload["sender"]),
    )
    return Message.from_payload(row.payload["message"]), recipient
