"""What the accounts' owners are written: each letter in the house's name, with an origin by which it goes when the
account goes. Nobody's typed name stands in a letter to an address that is not proved."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from cms.core.carriage import DeliveryState
from cms.identity.selectors import current
from cms.letters.models import Letter, LetterKind
from cms.letters.services import cancel_from, one_line, write

ORIGIN = "basin-hesap:"
# To addresses that belong to no account: of strangers, and the last word to whoever left.
LOOSE = "basin-adres:"


def origin_of(account_pk: int) -> str:
    """What the origins of an account's letters begin with."""
    return f"{ORIGIN}{account_pk}:"


def send(
    *, to: str, subject: str, template: str, origin: str, kind: LetterKind = LetterKind.OTHER, secret: bool = False,
    **values: Any,
) -> None:  # fmt: skip
    """Writes the letter ``journalists/mail/<template>.txt`` in the caller's transaction. ``subject`` is Turkish and
    already in words (no part of it comes from the recipient)."""
    municipality = current().municipality
    values = {key: one_line(value) if key == "name" else value for key, value in values.items()}
    with override(settings.LANGUAGE_CODE):
        body = render_to_string(
            f"journalists/mail/{template}.txt",
            {"municipality": municipality, "site": settings.SITE_URL, "account_url": address_of("account"), **values},
        )
        write(
            kind=kind, to=[(to, "")], subject=subject, body=body, secret=secret, origin=origin,
            sender_name=municipality,
        )  # fmt: skip


def address_of(name: str, *args: Any) -> str:
    """The whole address of one of this room's pages."""
    return settings.SITE_URL + reverse(f"journalists:{name}", args=args)


def of_account(account_pk: int) -> QuerySet[Letter]:
    """The letters that went to an account, the newest first."""
    return Letter.objects.filter(origin__startswith=origin_of(account_pk)).order_by("-created_at", "-pk")


def forget(prefix: str) -> None:
    """Stops what waits and deletes what was written; one that is on its way is taken by the next tidying."""
    cancel_from(prefix)
    Letter.objects.filter(origin__startswith=prefix).exclude(state=DeliveryState.SENDING).delete()
