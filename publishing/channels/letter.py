"""The house's own mails: one plain letter for one address, carried over the same ``email.Session`` as the press's."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import override

from cms.core import ical
from publishing.channels.email import HOUSE_COLOUR, Palette, Sender, from_address, mailbox, offer_way_out, one_line
from publishing.channels.lines import wrapped


@dataclass(frozen=True, slots=True)
class Letter:
    """What a letter says, and to whom. ``html`` is a cleaned fragment, empty for plain text only.

    ``calendar``: an iCalendar message, in the three forms in which the common mail programs look for one.
    ``sender_name`` is empty for the house's own letters, ``unsubscribe_url`` where there is no way out.
    """

    email: str
    name: str
    subject: str
    body: str
    message_id: str
    html: str = ""
    sender_name: str = ""
    unsubscribe_url: str = ""
    calendar: str = ""


def compose(letter: Letter) -> EmailMultiAlternatives:
    """The mail. Raises ``ValueError`` for an address that no header can hold."""
    mail = EmailMultiAlternatives(
        subject=one_line(letter.subject),
        body=wrapped(letter.body),
        from_email=from_address(Sender(municipality=letter.sender_name)),
        to=[mailbox(letter.name, letter.email)],
        # RFC 3834: no out-of-office answer shall come back to it.
        headers={"Message-ID": one_line(letter.message_id), "Auto-Submitted": "auto-generated"},
    )
    offer_way_out(mail, letter.unsubscribe_url)
    if letter.html:
        with override("tr"):
            mail.attach_alternative(
                render_to_string("mail/letter.html", {"letter": letter, "colour": Palette.of(HOUSE_COLOUR)}),
                "text/html",
            )
    if letter.calendar:
        # Gmail, Outlook and Apple read the alternative; older programs open the file.
        method = ical.method_of(letter.calendar)
        mail.attach_alternative(letter.calendar, f"text/calendar; method={method}")
        mail.attach("davet.ics", letter.calendar.encode(), "application/ics")
    return mail
