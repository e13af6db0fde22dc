"""Accounts of the press."""

import io
from functools import cache

from django.conf import settings
from django.test import Client
from PIL import Image

from press_archive.contacts.models import Journalist, Outlet
from press_archive.journalists import services, sessions
from press_archive.journalists.models import AddressProof, JournalistAccount, JournalistSession, PaperKind, Proof, Work
from press_archive.journalists.selectors import reading_of

ANSWERS = {
    "name": "Derya Işık", "phone": "0532 000 00 01", "work": Work.REPORTER, "outlet_name": "Kıyı Postası",
    "proof": Proof.WORKS, "card_kind": "", "card_number": "", "card_expires": None, "works": "https://kiyi.example/1",
    "wants_desk": False,
}  # fmt: skip


def applicant(email="derya@kiyi.example", *, papers=None, **answers):
    """Somebody who has applied and waits."""
    proof = AddressProof.objects.create(email=email, purpose="apply", is_written=True)
    return services.apply(proof=proof, answers={**ANSWERS, **answers}, papers=papers or {})


def press_account(email="derya@kiyi.example", *, by=None, outlet=None, is_desk=False, **answers):
    """An account that the office has approved; without ``by`` no letter is written and nothing logged."""
    account = applicant(email, **answers)
    if by is not None:
        return services.approve(account=account, user=by, seen=reading_of(account), outlet=outlet, is_desk=is_desk)
    account.outlet, account.state = outlet, "active"
    account.desk_of = outlet if is_desk else None
    account.journalist = None if is_desk else Journalist.objects.create(name=account.name, outlet=outlet)
    account.save()
    return JournalistAccount.objects.get(pk=account.pk)


def press_browser(account):
    """A browser in which ``account`` is signed in."""
    client, token = Client(), f"token-{account.pk}-{JournalistSession.objects.count()}"
    JournalistSession.objects.create(account=account, digest=sessions.digest_of(token), label="Firefox, Linux")
    client.cookies[settings.PRESS_SESSION_COOKIE_NAME] = sessions.SIGNER.sign(token)
    return client


def press_outlet(name="Kıyı Postası", **values):
    """An outlet of the directory."""
    return Outlet.objects.create(name=name, **{"kind": Outlet.Kind.NEWSPAPER, **values})


@cache
def face(width=900, height=1200, kind="JPEG", colour="tan"):
    """The bytes of a portrait with what a telephone writes into it."""
    picture, out = Image.new("RGB", (width, height), colour), io.BytesIO()
    picture.paste("navy", (width // 3, height // 4, 2 * width // 3, height // 2))
    exif = Image.Exif()
    exif[0x010E], exif[0x010F] = "secret place 39.57", "Phone"
    picture.save(out, kind, exif=exif)
    return out.getvalue()


CARD = {PaperKind.CARD: b"%PDF-1.4 a card"}
