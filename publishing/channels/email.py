"""The e-mail channel: one mail for one address, through Django's e-mail layer.

``Sender``: who writes; ``EmailRecipient``: to whom, with the Message-ID and the unsubscribe address of this delivery;
``compose`` makes the mail, ``Session.carry`` sends it, ``send`` does both.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import re
import smtplib
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import formataddr, make_msgid, parseaddr
from types import TracebackType
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from cms.core import colours
from cms.core.message import Message, MessageKind
from cms.core.receipt import Outcome, Receipt
from cms.core.text import clean
from publishing.channels import limits
from publishing.channels.enclosures import enclosed
from publishing.channels.lines import wrapped
from publishing.channels.receipt import NothingSent, Unclear

SUBJECT_LIMIT = 250
# Seconds: between two looks at other duties, for QUIT, and for a cut line to say what it knew.
LOOK_UP_EVERY, FAREWELL_SECONDS, GRACE_SECONDS = 0.25, 5.0, 2.0
HOUSE_COLOUR = "#0b4f6c"
# What a mail stands on in dark mode (mail/dark.html).
DARK_SHEET = "#1c2428"


@dataclass(frozen=True, slots=True)
class Sender:
    """The office as it signs its mails. ``colour`` is ``#rrggbb``; ``site_url`` absolute, without a closing slash."""

    municipality: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    colour: str = HOUSE_COLOUR
    site_url: str = ""


@dataclass(frozen=True, slots=True)
class EmailRecipient:
    """One address and what belongs to this one delivery: the same delivery always has the same ``message_id``.

    It has no name: one person of the office types how an outlet is called, and a signed mail says nothing unsigned.
    ``kit_url`` is the recipient's own address of the press kit, empty for none.
    """

    email: str
    message_id: str = ""
    unsubscribe_url: str = ""
    kit_url: str = ""
    sender: Sender = Sender()


def one_line(text: str) -> str:
    """The text without anything that could end a header line."""
    return " ".join(clean(text, lines=False).split())


def subject_of(message: Message) -> str:
    """The subject line: number and headline, with "DÜZELTME" or "GERİ ÇEKME" before them."""
    mark = {MessageKind.CORRECTION: _("DÜZELTME"), MessageKind.WITHDRAWAL: _("GERİ ÇEKME")}.get(message.kind, "")
    subject = one_line(message.headline)
    if mark:
        subject = f"{mark}: {subject}"
    return subject if len(subject) <= SUBJECT_LIMIT else subject[: SUBJECT_LIMIT - 1] + "…"


def render_html(message: Message, to: EmailRecipient) -> str:
    """The mail as a complete HTML document of less than ``limits.MOST_BYTES``.

    ``message.body_html`` is trusted: it was cleaned when it was made.
    """
    body = limits.styled(message.body_html, pictures=limits.MOST_PICTURES_IN_BODY)
    around = _html(message, to, dataclasses.replace(body, html="", is_cut=True))
    html, is_cut = limits.shortened(body.html, limits.MOST_BYTES - len(around.encode()))
    return _html(message, to, dataclasses.replace(body, html=html, is_cut=is_cut))


def _html(message: Message, to: EmailRecipient, body: limits.Body) -> str:
    lead = message.pictures[0] if message.pictures else None
    has_lead = lead is not None and bool(lead.thumbnail_url)
    listed = message.pictures[: limits.MOST_PICTURES]
    room = limits.MOST_PICTURES - body.pictures - has_lead
    context = {
        "body": body,
        "lead": lead if has_lead else None,
        "pictures": [(picture, number < room) for number, picture in enumerate(listed)],
        "more_pictures": body.dropped or len(message.pictures) > len(listed),
    }
    return render_to_string("mail/bulletin.html", _context(message, to) | context)


def render_text(message: Message, to: EmailRecipient) -> str:
    """The same mail as plain text."""
    text, is_cut = limits.shortened_text(message.body_text, limits.MOST_TEXT_BYTES)
    context = {
        "text": text,
        "is_cut": is_cut,
        "pictures": message.pictures[: limits.MOST_PICTURES],
        "more_pictures": len(message.pictures) > limits.MOST_PICTURES,
    }
    text = render_to_string("mail/bulletin.txt", _context(message, to) | context)
    return wrapped(re.sub(r"\n{3,}", "\n\n", text).strip()) + "\n"


def _context(message: Message, to: EmailRecipient) -> dict[str, Any]:
    return {
        "message": message,
        "to": to,
        "sender": to.sender,
        "subject": subject_of(message),
        "is_correction": message.kind is MessageKind.CORRECTION,
        "is_withdrawal": message.kind is MessageKind.WITHDRAWAL,
        "photo_count": len(message.pictures),
        "all_photos_url": to.kit_url or message.url,
        "enclosed": enclosed(message, to.kit_url or message.url),
        "day": day_in_words(message.date),
        "colour": Palette.of(to.sender.colour),
        "why": _("Bu e-postayı basın listemizde olduğunuz için aldınız."),
    }


@dataclass(frozen=True, slots=True)
class Palette:
    """The municipality's colour so that everything can be read: ``band`` as it is, ``on`` for text on it, ``link`` for
    text on white, ``dark_link`` for text in dark mode."""

    band: str
    on: str
    link: str
    dark_link: str

    @classmethod
    def of(cls, colour: str) -> Palette:
        band = colours.checked(colour, HOUSE_COLOUR)
        link, dark = colours.as_text_on(band, colours.WHITE), colours.as_text_on_dark(band, DARK_SHEET)
        return cls(band, colours.text_on(band), link, dark)


def day_in_words(date: str) -> str:
    """``26 Kasım 2026`` of an ISO date; empty for anything else."""
    try:
        return date_format(dt.date.fromisoformat(date), "j F Y")
    except ValueError:
        return ""


def from_address(sender: Sender) -> str:
    """The office's own address in the name of the municipality, as both offices signed it."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr((one_line(sender.municipality)[:120] or name, address))


def mailbox(name: str, email: str) -> str:
    """One recipient as a header names it. Raises ``ValueError`` for an address that no header can hold."""
    address = email.strip()
    if one_line(address) != address or address.count("@") != 1 or " " in address:
        raise ValueError(f"not an e-mail address: {email!r}")
    return formataddr((one_line(name), address)) if name else address


def compose(message: Message, to: EmailRecipient) -> EmailMultiAlternatives:
    """The mail that :func:`send` would send. Raises ``ValueError`` for an address that no header can hold."""
    recipient = mailbox("", to.email)
    with override("tr"):
        mail = EmailMultiAlternatives(
            subject=subject_of(message),
            body=render_text(message, to),
            from_email=from_address(to.sender),
            to=[recipient],
            headers={"Message-ID": one_line(to.message_id) or make_msgid(domain="localhost")},
        )
        mail.attach_alternative(render_html(message, to), "text/html")
    offer_way_out(mail, to.unsubscribe_url)
    if message.contact.email:
        mail.reply_to = [one_line(message.contact.email)]
    return mail


def offer_way_out(mail: EmailMultiAlternatives, url: str) -> None:
    """RFC 2369 and RFC 8058: the reader's mail program offers one click; nothing where ``url`` is empty."""
    if url:
        mail.extra_headers["List-Unsubscribe"] = f"<{one_line(url)}>"
        mail.extra_headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"


class Attempt(threading.Thread):
    """One piece of talk with the mail server, in a thread of its own that touches no database."""

    def __init__(self, work: Callable[[], Receipt | None]) -> None:
        super().__init__(name="mail", daemon=True)
        self.work = work
        self.receipt: Receipt | None = None
        self.start()

    def run(self) -> None:
        self.receipt = self.work()

    def ended(self, within: float, meanwhile: Callable[[], None]) -> bool:
        """Waits up to ``within`` seconds for it, calling ``meanwhile`` several times a second."""
        end = time.monotonic() + within
        while self.is_alive() and (rest := end - time.monotonic()) > 0:
            self.join(min(rest, LOOK_UP_EVERY))
            if self.is_alive():
                meanwhile()
        return not self.is_alive()


def seconds_for_one_mail() -> float:
    """How long one mail may take in all: well below a lease, so that its row is not taken from a worker that waits."""
    return min(settings.MAIL_SECONDS, settings.DISPATCH_LEASE_SECONDS * 0.75)


class Session:
    """One connection for a batch of mails; a context manager.

    ``meanwhile`` is called while a mail server keeps us waiting: whoever carries mails has other duties.
    """

    def __init__(self, meanwhile: Callable[[], None] = lambda: None) -> None:
        self.meanwhile = meanwhile
        self.connection: Any = get_connection(settings.MAIL_TRANSPORT)
        self.used = False

    def __enter__(self) -> Session:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the connection; the next :meth:`carry` opens a new one. A farewell without an answer is cut short."""
        if not self.used:
            return
        connection = self.connection
        if not Attempt(lambda: _farewell(connection)).ended(FAREWELL_SECONDS, self.meanwhile):
            self._cut()
        self.used = False

    def _cut(self) -> bool:
        """Gives the connection up, whatever its thread is waiting for; gives whether a text may have left."""
        connection, self.connection = self.connection, get_connection(settings.MAIL_TRANSPORT)
        self.used = False
        return bool(connection.cut()) if hasattr(connection, "cut") else True

    def carry(self, mail: EmailMultiAlternatives) -> Receipt:
        """Hands ``mail`` to the next machine and says what it answered. Raises nothing, and takes no longer than
        :func:`seconds_for_one_mail` however slowly the other side speaks."""
        self.used = True
        connection, seconds = self.connection, seconds_for_one_mail()
        attempt = Attempt(lambda: _hand_over(connection, mail))
        if attempt.ended(seconds, self.meanwhile) and attempt.receipt is not None:
            return attempt.receipt
        text_left = self._cut()
        slow = _("Posta sunucusu %(seconds)d saniye içinde işini bitirmedi.") % {"seconds": seconds}
        if attempt.ended(GRACE_SECONDS, self.meanwhile) and attempt.receipt is not None:
            said = attempt.receipt
            answered = said.outcome not in (Outcome.TEMPORARY, Outcome.UNKNOWN)
            return dataclasses.replace(said, detail=said.detail if answered else slow, unreachable=True)
        outcome = Outcome.UNKNOWN if text_left else Outcome.TEMPORARY
        return Receipt(outcome, slow, _reference(mail), unreachable=True)


def _reference(mail: EmailMultiAlternatives) -> str:
    return str(mail.extra_headers.get("Message-ID", ""))


def _farewell(connection: Any) -> None:
    with contextlib.suppress(Exception):
        connection.close()


def _hand_over(connection: Any, mail: EmailMultiAlternatives) -> Receipt:
    reference = _reference(mail)
    try:
        # Opening is a step of its own, so that the backend leaves the line open for the next mail.
        connection.open()
        sent = connection.send_messages([mail])
    except NothingSent as error:
        return Receipt(Outcome.TEMPORARY, str(error), reference, unreachable=error.unreachable)
    except Unclear as error:
        return Receipt(Outcome.UNKNOWN, str(error), reference)
    except smtplib.SMTPRecipientsRefused as error:
        code, answer = next(iter(error.recipients.values()))
        return Receipt(Outcome.BOUNCED if code >= 500 else Outcome.TEMPORARY, _answer(code, answer), reference)
    except (smtplib.SMTPAuthenticationError, smtplib.SMTPConnectError, smtplib.SMTPHeloError) as error:
        return Receipt(Outcome.TEMPORARY, _answer(error.smtp_code, error.smtp_error), reference, unreachable=True)
    except smtplib.SMTPResponseException as error:
        outcome = Outcome.FAILED if error.smtp_code >= 500 else Outcome.TEMPORARY
        return Receipt(outcome, _answer(error.smtp_code, error.smtp_error), reference)
    except (smtplib.SMTPNotSupportedError, ValueError) as error:
        return Receipt(Outcome.FAILED, str(error), reference)
    except Exception as error:
        # A backend we do not know said something we do not understand: a person has to look.
        return Receipt(Outcome.UNKNOWN, f"{type(error).__name__}: {error}", reference)
    if not sent:
        return Receipt(Outcome.UNKNOWN, _("Posta sunucusu yanıt vermedi."), reference)
    return Receipt(Outcome.ACCEPTED, "", reference)


def send(message: Message, to: EmailRecipient) -> Receipt:
    """Sends one mail over a connection of its own. Raises ``ValueError`` for an impossible address."""
    mail = compose(message, to)
    with Session() as session:
        return session.carry(mail)


def _answer(code: int, text: bytes | str) -> str:
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
    return one_line(f"{code} {words}")
