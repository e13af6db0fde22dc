"""Django's mail layer, turned into letters: whoever sends a mail in a request only writes a row.

Wagtail tells of comments, Django of errors and forgotten passwords; they ask ``EMAIL_BACKEND`` for a connection. Ours
opens none. The mails leave with the worker, over ``MAIL_TRANSPORT``.
"""

from __future__ import annotations

from collections.abc import Sequence
from email.utils import parseaddr

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from cms.letters.models import LetterKind
from cms.letters.services import write


class LetterBackend(BaseEmailBackend):
    """Writes each mail as one letter for each recipient, in the transaction of whoever sends it.

    What a foreign package writes may hold anything, a link that opens an account too: such letters are ``secret``. They
    are plain text; the house's own rooms call ``cms.letters.services.write`` and say more.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Raises ``ValueError`` for a mail with attachments: a letter that lost them would tell half of it."""
        written = 0
        for message in email_messages:
            if message.attachments:
                raise ValueError("a letter has no attachments")
            people = [parseaddr(recipient) for recipient in message.recipients()]
            letters = write(
                kind=LetterKind.OTHER,
                to=[(address, name) for name, address in people],
                subject=str(message.subject),
                body=str(message.body),
                secret=True,
            )
            written += bool(letters)
        return written
