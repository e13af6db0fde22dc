"""The keys that sign badges: made when the first badge is, sealed by the house's secret, renewed by a person.

``signer`` gives the one that signs today, ``public_keys`` those that gates believe.
"""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from press_archive.accreditation.models import SigningKey


def _fernet() -> Fernet:
    derived = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"accreditation signing keys")
    return Fernet(base64.urlsafe_b64encode(derived.derive(settings.SECRET_KEY.encode())))


def _opened(row: SigningKey) -> Ed25519PrivateKey | None:
    """The private half; ``None`` when the house's secret has changed since."""
    try:
        return Ed25519PrivateKey.from_private_bytes(_fernet().decrypt(row.sealed.encode()))
    except (InvalidToken, ValueError):
        return None


def make() -> SigningKey:
    """A new pair that signs from now on; the one before signs no more and is still believed."""
    key = Ed25519PrivateKey.generate()
    with transaction.atomic():
        SigningKey.objects.filter(is_signing=True).update(is_signing=False, retired_at=timezone.now(), sealed="")
        return SigningKey.objects.create(
            public=key.public_key().public_bytes_raw().hex(),
            sealed=_fernet().encrypt(key.private_bytes_raw()).decode(),
        )


def signer() -> tuple[SigningKey, Ed25519PrivateKey]:
    """The key that signs today; made if there is none, or if nobody can open it any more."""
    for _try in range(3):
        row = SigningKey.objects.filter(is_signing=True).first()
        opened = _opened(row) if row is not None else None
        if row is not None and opened is not None:
            return row, opened
        try:
            make()
        except IntegrityError:  # another process was first
            continue
    raise RuntimeError("no key signs badges")


def public_keys() -> dict[int, bytes]:
    """The keys that are believed, by number."""
    rows = SigningKey.objects.filter(refused_at__isnull=True)
    return {pk: bytes.fromhex(public) for pk, public in rows.values_list("pk", "public")}


def standing() -> SigningKey | None:
    """The key that signs today, if one was ever made."""
    return SigningKey.objects.filter(is_signing=True).first()


def refuse(row: SigningKey) -> None:
    """What ``row`` signed is believed no more."""
    SigningKey.objects.filter(pk=row.pk).update(refused_at=timezone.now())
