"""Passkeys (WebAuthn level 2): a key of the owner's device signs what this site asked a moment ago.

The key signs only for this site's own address, so that no other page can ask for it; the device asks for the owner's
finger or code. A challenge lives five minutes in a signed cookie of the browser that got it, and is answered once.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialType,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from cms.identity.selectors import current
from cms.letters.models import LetterKind
from cms.users import limits
from press_archive.journalists import letters
from press_archive.journalists.links import keyed
from press_archive.journalists.models import AccountEvent, AccountState, JournalistAccount, Passkey

COOKIE, PATH, SALT = "basin_anahtar", "/basin/", "journalists.passkey"
LIVES = dt.timedelta(minutes=5)
MOST = 10  # of one account
LONGEST_ANSWER = 20_000


def _server() -> Fido2Server:
    site = urlsplit(settings.SITE_URL)
    ours = f"{site.scheme}://{site.netloc}"
    entity = PublicKeyCredentialRpEntity(id=str(site.hostname), name=current().municipality)
    return Fido2Server(entity, verify_origin=lambda origin: origin == ours)


def _stored(text: bytes) -> str:
    return base64.urlsafe_b64encode(text).decode().rstrip("=")


def _credential(row: Passkey) -> AttestedCredentialData:
    return AttestedCredentialData(base64.urlsafe_b64decode(row.public_key + "=" * (-len(row.public_key) % 4)))


def keep_challenge(response: HttpResponse, state: Any) -> None:
    """The challenge goes along in the browser that has to answer it."""
    response.set_cookie(
        COOKIE, signing.dumps(state, salt=SALT), max_age=int(LIVES.total_seconds()), path=PATH,
        secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax",
    )  # fmt: skip


def _challenge(request: HttpRequest) -> Any:
    """The challenge that this browser got, once. Raises ``ValidationError``."""
    said = request.COOKIES.get(COOKIE, "")
    try:
        state = signing.loads(said, salt=SALT, max_age=LIVES)
    except signing.BadSignature:
        state = None
    used = hashlib.sha256(said.encode()).hexdigest()
    if state is None or not limits.take("basin-meydan", used, limit=1, per=dt.timedelta(days=1)):
        raise ValidationError(_("Süre doldu; yeniden deneyin."))
    return state


def _read(answer: str) -> Any:
    """What the browser's key said. Raises ``ValidationError``."""
    try:
        if len(answer) > LONGEST_ANSWER:
            raise ValueError
        return json.loads(answer)
    except ValueError:
        raise refused() from None


def refused() -> ValidationError:
    """One sentence for everything that can be wrong with a key."""
    return ValidationError(_("Geçiş anahtarı kabul edilmedi; yeniden deneyin ya da bağlantıyla girin."))


def begin_adding(account: JournalistAccount) -> tuple[dict[str, Any], Any]:
    """What the owner's browser is asked for a new key, and the challenge to keep. The device keeps no name of ours but
    the owner's own address."""
    known = [
        PublicKeyCredentialDescriptor(type=PublicKeyCredentialType.PUBLIC_KEY, id=_credential(row).credential_id)
        for row in account.passkeys.all()
    ]
    options, state = _server().register_begin(
        PublicKeyCredentialUserEntity(id=keyed("passkey", account.pk), name=account.email, display_name=account.name),
        credentials=known,
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return dict(options), {**state, "account": account.pk}


@transaction.atomic
def add(*, account: JournalistAccount, request: HttpRequest, answer: str, label: str) -> Passkey:
    """Keeps the public key that the owner's device made. Raises ``ValidationError``."""
    state, said = _challenge(request), _read(answer)
    row = JournalistAccount.objects.select_for_update(of=("self",)).get(pk=account.pk)
    if state.pop("account", None) != row.pk or row.passkeys.count() >= MOST:
        raise refused()
    try:
        made = _server().register_complete(state, said)
    except Exception:  # whatever a stranger's bytes make the parser do
        raise refused() from None
    if made.credential_data is None:
        raise refused()
    name = _stored(made.credential_data.credential_id)
    if Passkey.objects.filter(credential_id=name).exists():
        raise refused()
    key = Passkey.objects.create(
        account=row, credential_id=name, public_key=_stored(bytes(made.credential_data)), counter=made.counter,
        label=label[:80],
    )  # fmt: skip
    AccountEvent.objects.create(account=row, what="passkey")
    letters.send(
        to=row.email, subject=_("Basın hesabınıza geçiş anahtarı eklendi"), template="changed",
        kind=LetterKind.SECURITY, origin=letters.origin_of(row.pk) + "anahtar", what=_("geçiş anahtarı"),
    )  # fmt: skip
    return key


@transaction.atomic
def drop(*, account: JournalistAccount, pk: int) -> None:
    """The owner takes a key off."""
    if Passkey.objects.filter(account=account, pk=pk).delete()[0]:
        AccountEvent.objects.create(account=account, what="passkey_dropped")


def begin_sign_in() -> tuple[dict[str, Any], Any]:
    """What a browser is asked whose person nobody knows yet: the same for everybody."""
    options, state = _server().authenticate_begin(user_verification=UserVerificationRequirement.REQUIRED)
    return dict(options), state


@transaction.atomic
def sign_in(*, request: HttpRequest, answer: str) -> JournalistAccount:
    """Whose key it was. A key whose counter went back was copied: it is worth nothing any more. Raises
    ``ValidationError``."""
    state, said = _challenge(request), _read(answer)
    try:
        read = AuthenticationResponse.from_dict(said)
        name, counter = _stored(read.raw_id), read.response.authenticator_data.counter
    except Exception:  # whatever a stranger's bytes make the parser do
        raise refused() from None
    rows = Passkey.objects.select_for_update(of=("self",)).select_related("account")
    row = rows.filter(credential_id=name).exclude(account__state=AccountState.CLOSED).first()
    if row is None or state.get("account") is not None:
        raise refused()
    try:
        _server().authenticate_complete(state, [_credential(row)], said)
    except Exception:  # whatever a stranger's bytes make the parser do
        raise refused() from None
    if counter <= row.counter and (counter or row.counter):
        raise refused()
    row.counter, row.used_at = counter, timezone.now()
    row.save(update_fields=["counter", "used_at"])
    return row.account
