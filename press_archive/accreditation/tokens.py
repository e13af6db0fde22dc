"""What a badge's code says, and whether it may be believed: pure functions that ask no database and no network.

``BM1.<payload>.<signature>`` in capital letters, digits and points, so that a QR code needs its alphanumeric mode only.
Both parts are base32 (RFC 4648) without padding. The signature is Ed25519 (RFC 8032) over everything before the last
point. The payload, numbers big-endian:

===== ======================================================
bytes what
===== ======================================================
2     number of the key that signed
4     number of the event
4     number of the badge
8     nonce: this token and no other
1     role (``words.ROLE_NUMBERS``)
4     zones: bit 0 is the first zone of the event's list
4     valid from, seconds since 1970
4     valid until, seconds since 1970
0–12  the name's initials, UTF-8
===== ======================================================

Nothing else of a person stands in it. Whether a token was revoked is what the gate's list says (``old``).
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import struct
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

PREFIX = "BM1"
HEAD = struct.Struct(">HII8sBIII")
MOST_INITIALS = 12
LONGEST = 220
# How far clocks of telephones may be away from ours.
SKEW = dt.timedelta(minutes=10)


class Reason(StrEnum):
    """Why a token is refused; ``OK``: it is not."""

    OK = "ok"
    FOREIGN = "foreign"
    MALFORMED = "malformed"
    UNKNOWN_KEY = "unknown_key"
    FORGED = "forged"
    OTHER_EVENT = "other_event"
    EARLY = "early"
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Claims:
    """What a token says."""

    key: int
    event: int
    badge: int
    nonce: str
    role: int
    zones: int
    valid_from: dt.datetime
    valid_until: dt.datetime
    initials: str

    def zone_numbers(self) -> list[int]:
        """The zones, as positions in the event's list."""
        return [number for number in range(32) if self.zones >> number & 1]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a token may be believed. ``claims`` also of one that is early, expired, revoked or of another event;
    never of one that nobody of us signed."""

    reason: Reason
    claims: Claims | None = None

    @property
    def ok(self) -> bool:
        return self.reason is Reason.OK


def issue(claims: Claims, key: Ed25519PrivateKey) -> str:
    """The signed token of ``claims``. Raises ``struct.error`` or ``ValueError`` for what does not fit."""
    initials = claims.initials.encode()
    if len(initials) > MOST_INITIALS:
        raise ValueError("initials too long")
    head = HEAD.pack(
        claims.key, claims.event, claims.badge, bytes.fromhex(claims.nonce), claims.role, claims.zones,
        int(claims.valid_from.timestamp()), int(claims.valid_until.timestamp()),
    )  # fmt: skip
    said = f"{PREFIX}.{_written(head + initials)}"
    return f"{said}.{_written(key.sign(said.encode()))}"


def verify(
    token: str, public_keys: Mapping[int, bytes], now: dt.datetime, *, event: int | None = None,
    old: Collection[str] = (),
) -> Verdict:  # fmt: skip
    """Whether ``token`` was signed by one of ``public_keys`` (by number, 32 bytes each) and holds ``now``.

    ``event``: at whose gate it is shown, anyone's if ``None``; ``old``: nonces that hold no longer. Raises nothing,
    whatever stands in the code.
    """
    if not token.startswith(f"{PREFIX}."):
        return Verdict(Reason.FOREIGN)
    if len(token) > LONGEST or token.count(".") != 2:
        return Verdict(Reason.MALFORMED)
    said, _point, signature = token.rpartition(".")
    payload, signed = _read(said.removeprefix(f"{PREFIX}.")), _read(signature)
    if payload is None or signed is None or not HEAD.size <= len(payload) <= HEAD.size + MOST_INITIALS:
        return Verdict(Reason.MALFORMED)
    if len(signed) != 64:
        return Verdict(Reason.MALFORMED)
    number = int.from_bytes(payload[:2], "big")
    if number not in public_keys:
        return Verdict(Reason.UNKNOWN_KEY)
    try:
        Ed25519PublicKey.from_public_bytes(public_keys[number]).verify(signed, said.encode())
    except (InvalidSignature, ValueError):
        return Verdict(Reason.FORGED)
    key, event_number, badge, nonce, role, zones, begin, end = HEAD.unpack(payload[: HEAD.size])
    try:
        initials = payload[HEAD.size :].decode()
    except UnicodeDecodeError:
        return Verdict(Reason.MALFORMED)
    claims = Claims(
        key, event_number, badge, nonce.hex(), role, zones, dt.datetime.fromtimestamp(begin, dt.UTC),
        dt.datetime.fromtimestamp(end, dt.UTC), initials,
    )  # fmt: skip
    return Verdict(_judged(claims, now, event, old), claims)


def _judged(claims: Claims, now: dt.datetime, event: int | None, old: Collection[str]) -> Reason:
    if event is not None and claims.event != event:
        return Reason.OTHER_EVENT
    if claims.nonce in old:
        return Reason.REVOKED
    if now < claims.valid_from - SKEW:
        return Reason.EARLY
    if now > claims.valid_until + SKEW:
        return Reason.EXPIRED
    return Reason.OK


def initials_of(name: str) -> str:
    """The first letters of at most three names, for whoever compares badge and screen."""
    parts = name.split()
    chosen = parts if len(parts) <= 3 else [*parts[:2], parts[-1]]
    letters = "".join({"i": "İ", "ı": "I"}.get(part[0], part[0].upper()) for part in chosen)
    while len(letters.encode()) > MOST_INITIALS:
        letters = letters[:-1]
    return letters


def mask_of(zones: Collection[str], names: Collection[str]) -> int:
    """The zones of a badge as bits by the event's list ``names``; a zone that the list does not have is left out."""
    return sum(1 << number for number, name in enumerate(names) if number < 32 and name in zones)


def _written(data: bytes) -> str:
    return base64.b32encode(data).decode().rstrip("=")


def _read(text: str) -> bytes | None:
    """The bytes of ``text``; ``None`` unless it is written exactly as :func:`_written` writes it."""
    try:
        data = base64.b32decode(text + "=" * (-len(text) % 8))
    except (binascii.Error, ValueError):
        return None
    return data if _written(data) == text else None
