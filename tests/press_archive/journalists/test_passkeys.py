"""Passkeys, with a device in software that signs as a telephone does: what it signs opens once, here, for its owner."""

import datetime as dt
import hashlib
import json
import struct
from urllib.parse import urlsplit

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.core import signing
from django.test import Client
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestedCredentialData

from cms.letters.models import Letter
from press_archive.journalists import passkeys, services
from press_archive.journalists.models import JournalistAccount, Passkey
from tests.factories.journalists import press_account, press_browser

pytestmark = [pytest.mark.django_db, pytest.mark.once]
OWN = "/basin/hesabim/"
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


class Device:
    """A key as a telephone makes it."""

    def __init__(self, site=settings.SITE_URL):
        self.key, self.site, self.counter = ec.generate_private_key(ec.SECP256R1()), site, 0
        self.host = urlsplit(site).hostname
        self.id = hashlib.sha256(str(id(self)).encode()).digest()

    def _client(self, kind, challenge):
        return json.dumps({"type": f"webauthn.{kind}", "challenge": challenge, "origin": self.site}).encode()

    def _data(self, flags, attested=b""):
        return hashlib.sha256(self.host.encode()).digest() + struct.pack(">BI", flags, self.counter) + attested

    def _said(self, **response):
        name = websafe_encode(self.id)
        said = {name: websafe_encode(value) for name, value in response.items()}
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": said})

    def create(self, options):
        public = AttestedCredentialData.create(b"\0" * 16, self.id, ES256.from_cryptography_key(self.key.public_key()))
        data = self._data(PRESENT | VERIFIED | ATTESTED, bytes(public))
        held = cbor.encode({"fmt": "none", "authData": data, "attStmt": {}})
        client = self._client("create", options["publicKey"]["challenge"])
        return self._said(clientDataJSON=client, attestationObject=held)

    def get(self, options, flags=PRESENT | VERIFIED):
        self.counter += 1
        client, data = self._client("get", options["publicKey"]["challenge"]), self._data(flags)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._said(clientDataJSON=client, authenticatorData=data, signature=signature)


def added(client, device):
    options = client.post(f"{OWN}anahtar/").json()
    return client.post(f"{OWN}anahtar/ekle/", {"credential": device.create(options)})


def come_in(device, client=None, **how):
    client = client or Client()
    options = client.post("/basin/giris/anahtar/").json()
    return client, client.post("/basin/giris/anahtar/gir/", {"credential": device.get(options, **how)})


def test_a_key_is_added_signs_in_and_goes():
    account, device = press_account(), Device()
    owner = press_browser(account)
    assert added(owner, device).url == f"{OWN}?tamam=anahtar"
    assert Letter.objects.get().kind == "security"
    client, answer = come_in(device)
    assert answer.url == OWN
    assert "Geçiş anahtarları" in client.get(OWN).content.decode()
    row = Passkey.objects.get()
    assert (row.counter, row.used_at is not None) == (1, True)
    stranger = press_browser(press_account("b@b.example"))
    stranger.post(f"{OWN}anahtar/{row.pk}/kaldir/")
    assert Passkey.objects.exists(), "nobody takes somebody else's off"
    owner.post(f"{OWN}anahtar/{row.pk}/kaldir/")
    assert come_in(device)[1].status_code == 422


def test_an_answer_opens_once_and_a_copied_key_never():
    device = Device()
    added(press_browser(press_account()), device)
    client = Client()
    options = client.post("/basin/giris/anahtar/").json()
    challenge = client.cookies[passkeys.COOKIE].value
    credential = device.get(options)
    assert client.post("/basin/giris/anahtar/gir/", {"credential": credential}).status_code == 302
    replay = Client()
    replay.cookies[passkeys.COOKIE] = challenge
    assert replay.post("/basin/giris/anahtar/gir/", {"credential": credential}).status_code == 422
    device.counter = 0
    assert come_in(device)[1].status_code == 422, "a counter that went back"


@pytest.mark.parametrize(
    "fault", ["site", "host", "unverified", "challenge", "foreign", "garbage", "huge", "none", "old"]
)
def test_what_a_forger_sends_is_refused(fault, monkeypatch):
    device = Device()
    added(press_browser(press_account()), device)
    client = Client()
    options = client.post("/basin/giris/anahtar/").json()
    if fault == "site":
        device.site = "https://basin-belediye.evil.example"
    if fault == "host":
        device.host = "evil.example"
    if fault == "challenge":
        options["publicKey"]["challenge"] = websafe_encode(b"x" * 32)
    if fault == "foreign":
        known, device = device.id, Device()
        device.id = known
    if fault == "old":
        monkeypatch.setattr(passkeys, "LIVES", dt.timedelta(seconds=-1))
    credential = device.get(options, PRESENT if fault == "unverified" else PRESENT | VERIFIED)
    credential = {"garbage": "{]", "huge": "[" * 50_000, "none": ""}.get(fault, credential)
    assert client.post("/basin/giris/anahtar/gir/", {"credential": credential}).status_code == 422
    assert client.get(OWN).status_code == 302


def test_a_challenge_of_one_is_not_answered_for_another():
    mine, theirs = press_browser(press_account()), press_browser(press_account("b@b.example"))
    device = Device()
    options = theirs.post(f"{OWN}anahtar/").json()
    mine.cookies[passkeys.COOKIE] = theirs.cookies[passkeys.COOKIE].value
    assert mine.post(f"{OWN}anahtar/ekle/", {"credential": device.create(options)}).status_code == 422
    assert signing.loads(theirs.cookies[passkeys.COOKIE].value, salt=passkeys.SALT)["account"]
    assert not Passkey.objects.exists()
    account = JournalistAccount.objects.get(email="b@b.example")
    added(theirs, device)
    services.close_own(account=account)
    assert come_in(device)[1].status_code == 422
