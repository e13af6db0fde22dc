"""What a badge's code says, and what nobody can make it say."""

import base64
import datetime as dt

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from press_archive.accreditation import codes, tokens
from press_archive.accreditation.tokens import Claims, Reason, initials_of, issue, mask_of, verify

pytestmark = [pytest.mark.once]
NOW = dt.datetime(2026, 12, 4, 10, 0, tzinfo=dt.UTC)
KEY, OTHER = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
PUBLIC = {1: KEY.public_key().public_bytes_raw(), 2: OTHER.public_key().public_bytes_raw()}


def claims(**values):
    said = {
        "key": 1, "event": 42, "badge": 1837, "nonce": "00ff" * 4, "role": 2, "zones": 0b101,
        "valid_from": NOW - dt.timedelta(hours=3), "valid_until": NOW + dt.timedelta(hours=3), "initials": "DIİ",
        **values,
    }  # fmt: skip
    return Claims(**said)


def test_a_token_says_what_it_was_given_and_nothing_of_the_person_but_initials():
    token = issue(claims(), KEY)
    verdict = verify(token, PUBLIC, NOW, event=42)
    assert verdict.ok
    assert verdict.claims == claims()
    assert verdict.claims.zone_numbers() == [0, 2]
    assert len(token) <= 178  # what a code of version 7 holds: 45 modules wide
    assert codes.code_of(token).size == 45


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"event": 43}, Reason.OTHER_EVENT),
        ({"nonce": "ab" * 8}, Reason.REVOKED),
        ({"valid_from": NOW + dt.timedelta(minutes=9)}, Reason.OK),  # clocks of telephones are a little away
        ({"valid_from": NOW + dt.timedelta(minutes=11)}, Reason.EARLY),
        ({"valid_until": NOW - dt.timedelta(minutes=9)}, Reason.OK),
        ({"valid_until": NOW - dt.timedelta(minutes=11)}, Reason.EXPIRED),
        ({"key": 3}, Reason.UNKNOWN_KEY),
        ({"key": 2}, Reason.FORGED),  # signed by one key, says another
    ],
)
def test_what_holds_no_longer_or_not_here_is_told_apart(said, reason):
    verdict = verify(issue(claims(**said), KEY), PUBLIC, NOW, event=42, old={"ab" * 8})
    assert verdict.reason is reason
    assert (verdict.claims is None) == (reason in (Reason.UNKNOWN_KEY, Reason.FORGED))


def test_every_changed_letter_is_refused():
    token = issue(claims(), KEY)
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
    for place, letter in enumerate(token):
        other = "." if letter != "." and place % 40 == 7 else alphabet[(alphabet.find(letter) + 1) % 32]
        assert not verify(token[:place] + other + token[place + 1 :], PUBLIC, NOW).ok, place


def test_an_attacker_who_signs_himself_or_joins_two_tokens_gets_nowhere():
    mine = Ed25519PrivateKey.generate()
    assert verify(issue(claims(), mine), PUBLIC, NOW).reason is Reason.FORGED
    first, second = issue(claims(), KEY), issue(claims(zones=0xFFFF), KEY)
    joined = second.rpartition(".")[0] + "." + first.rpartition(".")[2]
    assert verify(joined, PUBLIC, NOW).reason is Reason.FORGED


@pytest.mark.parametrize(
    "text",
    [
        "", "BM1", "BM1.", "BM1..", "BM1...", "BM2.AA.BB", "https://kotu.example/", "bm1.aa.bb", "BM1.\x00.\x00",
        "BM1." + "A" * 5000 + ".A", "BM1.ÇĞİ.ÖŞÜ", "BM1.A.A", "😀" * 50, "BM1." + "A" * 55 + "." + "A" * 103,
        "BM1.========.========", "WIFI:T:WPA;S:ağ;P:parola;;",
    ],
)  # fmt: skip
def test_whatever_stands_in_a_code_is_refused_and_breaks_nothing(text):
    verdict = verify(text, PUBLIC, NOW)
    assert not verdict.ok
    assert verdict.claims is None


def test_a_token_has_one_spelling():
    token = issue(claims(), KEY)
    assert not verify(token.lower(), PUBLIC, NOW).ok
    assert not verify(token + "=", PUBLIC, NOW).ok
    said, _dot, signature = token.rpartition(".")
    padded = signature + "=" * (-len(signature) % 8)
    last = base64.b32decode(padded)
    assert len(last) == 64
    twin = signature[:-1] + chr(ord(signature[-1]) + 1)  # the same bytes, other bits behind them
    assert not verify(f"{said}.{twin}", PUBLIC, NOW).ok


@pytest.mark.parametrize(
    ("name", "initials"),
    [("derya ışık", "DI"), ("ipek Nur Öz Çelik", "İNÇ"), ("", ""), ("  ", ""), ("Ali", "A"), ("王 小明", "王小")],
)
def test_initials_are_turkish_and_short(name, initials):
    assert initials_of(name) == initials
    assert len(initials_of("𐍈𐍈 𐍈𐍈 𐍈𐍈 𐍈𐍈").encode()) <= tokens.MOST_INITIALS


def test_zones_are_bits_of_the_events_list():
    names = ["Tribün", "Saha", "Sahne arkası"]
    assert mask_of(["Sahne arkası", "Tribün", "Yabancı"], names) == 0b101
    assert mask_of([], names) == 0
