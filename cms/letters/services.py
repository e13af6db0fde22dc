"""Writing letters: ``write``. They are carried by ``publishing.dispatch``'s worker, never inside a request."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from email.utils import parseaddr

from django.conf import settings
from django.db import transaction

from cms.letters.models import Letter, LetterKind


def one_line(text: str) -> str:
    """``text`` as it can stand in a header: without line breaks and other control characters."""
    return " ".join("".join(character if character.isprintable() else " " for character in text).split())


@transaction.atomic
def write(
    *,
    kind: LetterKind,
    to: Iterable[tuple[str, str]],
    subject: str,
    body: str,
    html: str = "",
    secret: bool = False,
) -> list[Letter]:
    """Writes one letter to each (address, name) of ``to``, in the caller's transaction; an address stands once.

    Nothing in ``subject`` or a name can make it fail: whatever a header cannot hold becomes a space.
    """
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    names = {address.strip(): name for address, name in to if address.strip()}
    letters = [
        Letter(
            kind=kind,
            recipient=one_line(address)[:254],
            recipient_name=one_line(name)[:200],
            subject=one_line(subject)[:300],
            body=body,
            html=html,
            secret=secret,
            message_id=f"<{uuid.uuid4().hex}@{domain}>",
        )
        for address, name in names.items()
    ]
    return Letter.objects.bulk_create(letters)
