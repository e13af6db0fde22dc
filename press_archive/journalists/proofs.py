"""An address is its owner's before anything is asked of it: ``ask`` notes it, ``answer`` (the worker) writes the
letter, ``standing`` reads the link. Whatever is typed in, the page says the same; what the letter says only its owner
reads."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from cms.letters.models import LetterKind
from press_archive.contacts.selectors import of_the_house
from press_archive.journalists import letters
from press_archive.journalists.links import normal
from press_archive.journalists.models import (
    PROOF_LIVES,
    AddressProof,
    JournalistAccount,
    ProofPurpose,
    new_token,
)
from press_archive.journalists.sessions import digest_of
from press_archive.journalists.throttle import Ration

AT_ONCE = 50
APPLY = Ration("basin-basvuru", per_place=6, per_place_a_day=20, per_email=2, whole=120)
MOVE = Ration("basin-adres", per_place=6, per_place_a_day=20, per_email=2)


def ask(*, email: str, place: str) -> None:
    """Notes that somebody at ``place`` wants to apply with ``email``; beyond the ration it is dropped without a word.
    Raises ``ValidationError`` for what is no address."""
    address = normal(email)
    if APPLY.take(place=place, email=address):
        AddressProof.objects.create(email=address, purpose=ProofPurpose.APPLY)


def ask_to_move(*, account: JournalistAccount, email: str, place: str) -> None:
    """The owner wants another address: its owner is asked. As :func:`ask` otherwise."""
    address = normal(email)
    if address != account.email and MOVE.take(place=place, email=address):
        AddressProof.objects.create(email=address, purpose=ProofPurpose.MOVE, account=account)


def answer(owner: str = "") -> int:
    """Writes the letters that were noted; gives how many it saw. Several workers may call it at once."""
    seen = 0
    noted = AddressProof.objects.filter(is_written=False).order_by("pk").values_list("pk", flat=True)
    for pk in list(noted[:AT_ONCE]):
        with transaction.atomic():
            if not AddressProof.objects.filter(pk=pk, is_written=False).update(is_written=True):
                continue
            seen += 1
            _write(AddressProof.objects.select_related("account").get(pk=pk))
    if seen:
        tidy()
    return seen


def _write(proof: AddressProof) -> None:
    taken = JournalistAccount.objects.filter(email=proof.email).exists()
    own = bool(of_the_house([proof.email]))
    template, token = ("house" if own else "known" if taken else str(proof.purpose)), ""
    if not own and not taken:
        token = new_token()
        proof.digest = digest_of(token)
        proof.save(update_fields=["digest"])
    moves = proof.purpose == ProofPurpose.MOVE
    with override(settings.LANGUAGE_CODE):
        subject = _("E-posta adresinizi doğrulayın") if moves else _("Basın mensubu hesabı başvurunuz")
    page = "move" if moves else "apply"
    letters.send(
        to=proof.email, subject=subject, template=template, kind=LetterKind.SIGN_IN, secret=bool(token),
        origin=f"{letters.LOOSE}{proof.pk}:", link=letters.address_of(page, token) if token else "",
        sign_in=letters.address_of("sign_in"), hours=int(PROOF_LIVES.total_seconds() // 3600),
    )  # fmt: skip


def standing(token: str, purpose: ProofPurpose) -> AddressProof | None:
    """The proof that ``token`` opens, while it lasts."""
    return (
        AddressProof.objects.filter(digest=digest_of(token), purpose=purpose, asked_at__gt=timezone.now() - PROOF_LIVES)
        .select_related("account")
        .first()
    )


def tidy(now: dt.datetime | None = None) -> int:
    """Forgets what nobody confirmed in time, with its letters; gives how many."""
    old = list(AddressProof.objects.filter(asked_at__lt=(now or timezone.now()) - PROOF_LIVES)[:500])
    for proof in old:
        with transaction.atomic():
            forget(proof)
    return len(old)


def forget(proof: AddressProof) -> None:
    """The proof goes, with its letter; for the caller's transaction."""
    letters.forget(f"{letters.LOOSE}{proof.pk}:")
    proof.delete()
