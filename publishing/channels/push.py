"""Web push: an encrypted notice, handed to the push service of a browser's maker (RFC 8030, 8188, 8291, 8292).

Where it goes is typed by nobody and still not to be trusted: whoever is signed in may send any address as that of
their browser. Only https at its own port is spoken, only to names that lead to public addresses, and to the very
address that was looked at; nothing is followed and hardly anything is read.
"""

from __future__ import annotations

import base64
import binascii
import http.client
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

import http_ece
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.utils.translation import gettext as _
from py_vapid import Vapid02, VapidException

from cms.core.receipt import Outcome, Receipt
from cms.web_fetch.connection import Pinned
from cms.web_fetch.hosts import Forbidden, Unknown, place_of
from publishing.channels.email import Attempt

PORT = 443
# Seconds for one step of the talk, and for all of it.
STEP_SECONDS, MOST_SECONDS = 4.0, 6.0
# How long a service keeps a notice for a telephone that is off; what is urgent is told again after as long.
KEPT_SECONDS = 30 * 60
TOKEN_SECONDS = 12 * 60 * 60
LONGEST_ENDPOINT, LONGEST_KEY = 600, 100
GONE = (404, 410)


@dataclass(frozen=True, slots=True)
class Target:
    """A browser as its push service knows it: its address there, and the keys that only the browser can open."""

    endpoint: str
    p256dh: str
    auth: str


def is_offered() -> bool:
    """Whether the house has a key to send with."""
    return bool(settings.VAPID_PRIVATE_KEY)


@cache
def signer(private_key: str) -> Vapid02:
    """The key that says who sends. Raises ``ValueError`` for what is none."""
    try:
        return Vapid02.from_string(private_key)
    except (VapidException, ValueError, TypeError, binascii.Error, UnsupportedAlgorithm) as error:
        raise ValueError("VAPID_PRIVATE_KEY") from error


def public_key() -> str:
    """What a browser is told of the house's key, as the push API takes it."""
    point = signer(settings.VAPID_PRIVATE_KEY).public_key.public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    return base64.urlsafe_b64encode(point).decode().rstrip("=")


def decoded(text: str) -> bytes:
    """Base64 for addresses, without padding. Raises ``ValueError``."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def checked(target: Target) -> Target:
    """``target`` when it can be one at all; raises ``ValueError``."""
    host_of(target.endpoint)
    if max(len(target.p256dh), len(target.auth)) > LONGEST_KEY:
        raise ValueError("keys")
    ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decoded(target.p256dh))
    if len(decoded(target.auth)) != 16:
        raise ValueError("auth")
    return target


def host_of(endpoint: str) -> str:
    """The host that ``endpoint`` names; raises ``ValueError`` for anything but a plain https address of a name."""
    parts = urlsplit(endpoint)
    host = parts.hostname or ""
    plain = endpoint.isascii() and endpoint.isprintable() and " " not in endpoint and len(endpoint) <= LONGEST_ENDPOINT
    if not plain or parts.scheme != "https" or "@" in parts.netloc or parts.port not in (None, PORT) or parts.fragment:
        raise ValueError("endpoint")
    # A number in place of a name, also in one of its odder spellings ("127.1", "[::1]"), ends in no letters.
    if "." not in host.strip(".") or not host.rstrip(".").rpartition(".")[2].isalpha():
        raise ValueError("endpoint")
    return host


def carry(target: Target, payload: bytes, meanwhile: Callable[[], None] = lambda: None) -> Receipt:
    """Hands ``payload`` to the push service of ``target``. ``BOUNCED``: the browser is not there any more. Raises
    nothing, and takes no longer than ``MOST_SECONDS``."""
    attempt = Attempt(lambda: _hand_over(target, payload))
    if attempt.ended(MOST_SECONDS, meanwhile) and attempt.receipt is not None:
        return attempt.receipt
    return Receipt(Outcome.TEMPORARY, _("Bildirim servisi yanıt vermedi."), unreachable=True)


def sealed(target: Target, payload: bytes) -> bytes:
    """``payload`` as only the browser can read it. Raises ``ValueError`` for keys that are none."""
    try:
        sealed_payload: bytes = http_ece.encrypt(
            payload, private_key=ec.generate_private_key(ec.SECP256R1()), dh=decoded(target.p256dh),
            auth_secret=decoded(target.auth), version="aes128gcm",
        )  # fmt: skip
    except http_ece.ECEException as error:
        raise ValueError("keys") from error
    return sealed_payload


def headers_for(host: str) -> dict[str, str]:
    """Who sends, and what the service may know: that it is urgent, and for how long it is worth telling."""
    claims = {
        "aud": f"https://{host}", "sub": settings.VAPID_SUBJECT, "exp": int(time.time()) + TOKEN_SECONDS,
    }  # fmt: skip
    return {
        **signer(settings.VAPID_PRIVATE_KEY).sign(claims),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(KEPT_SECONDS),
        "Urgency": "high",
        "Topic": "acil",
    }


def _hand_over(target: Target, payload: bytes) -> Receipt:
    try:
        host = host_of(target.endpoint)
        place = place_of(target.endpoint)
        body, headers = sealed(target, payload), headers_for(host)
    except (ValueError, Forbidden) as error:
        return Receipt(Outcome.FAILED, _("Bildirim adresi kullanılamaz: %(why)s") % {"why": error})
    connection = Pinned(place, timeout=STEP_SECONDS)
    try:
        connection.request("POST", place.path, body=body, headers=headers)
        status = connection.getresponse().status
    except Forbidden as error:
        return Receipt(Outcome.FAILED, _("Bildirim adresi kullanılamaz: %(why)s") % {"why": error})
    # A notice that comes twice harms nobody, as one that nobody answered for does: it is tried again.
    except (Unknown, OSError, http.client.HTTPException, ValueError) as error:
        return Receipt(Outcome.TEMPORARY, f"{type(error).__name__}: {error}"[:300], unreachable=True)
    finally:
        connection.close()
    return Receipt(outcome_of(status), f"HTTP {status}")


def outcome_of(status: int) -> Outcome:
    """What the answer of a push service means (RFC 8030)."""
    if 200 <= status < 300:
        return Outcome.ACCEPTED
    if status in GONE:
        return Outcome.BOUNCED
    return Outcome.TEMPORARY if status == 429 or status >= 500 else Outcome.FAILED
