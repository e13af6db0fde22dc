"""Following: told once, at the chosen pace, corrected and taken back; never of what nobody signed."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cms.core.carriage import DeliveryState
from cms.letters.models import Letter
from press_archive.journalists import services as accounts
from press_archive.portal import follows
from press_archive.portal.models import Follow, Follower, Match
from publishing.approval.services import withdraw
from tests import factories
from tests.factories.journalists import press_account, press_browser
from tests.factories.portal import news

pytestmark = pytest.mark.django_db
ISTANBUL = dt.timezone(dt.timedelta(hours=3))


def follower(email, *chosen, pace="at_once"):
    account = press_account(email, name=email.partition("@")[0])
    for kind, value in chosen:
        follows.follow(account=account, kind=kind, value=value)
    follows.set_pace(account=account, pace=pace)
    return account


def tell(now=None):
    follows.gather()
    return follows.write(now=now)


def arrived():
    Letter.objects.filter(state=DeliveryState.QUEUED).update(state=DeliveryState.ACCEPTED)


def test_the_whole_life_of_what_is_followed():
    department = factories.department()
    all_, word = follower("a@b.example", ("subject", "hepsi")), follower("w@b.example", ("word", "sahil YOLU"))
    place, other = follower("p@b.example", ("place", "iskele")), follower("o@b.example", ("word", "zeytin"))
    own = follower("d@b.example", ("subject", "hepsi"), ("word", "sahil"), pace="daily")
    page = factories.bulletin(title="Sahil yolunu açtık", department=department, place="İskele Mahallesi")
    factories.submit(page)
    page = factories.sign(page, user=factories.director())
    assert tell() == 0, "one signature is none"
    page = factories.sign(page, user=factories.mayor())
    assert tell() == 3
    assert tell() == 0, "once"
    for account in (all_, word, place):
        assert news(account) == [("Sahil yolunu açtık", "queued")]
    assert not news(other)
    assert not news(own), "waits for the morning"
    letter = Letter.objects.get(recipient="a@b.example")
    assert page.summary in letter.body
    assert letter.unsubscribe_url in letter.body
    assert letter.secret
    # One had it, two had not: the correction reaches each once, the daily one as news.
    Letter.objects.filter(recipient="a@b.example").update(state=DeliveryState.ACCEPTED)
    page = factories.publish(factories.edit(page, correction="Tarih düzeltildi."))
    tell()
    assert news(all_)[1:] == [("DÜZELTME: Sahil yolunu açtık", "queued")]
    assert news(word) == [("Sahil yolunu açtık", "cancelled"), ("Sahil yolunu açtık", "queued")]
    tomorrow = timezone.now() + dt.timedelta(days=1)
    assert follows.write(now=tomorrow) == 1
    assert news(own) == [("Sahil yolunu açtık", "queued")]
    # Taken back: whoever has it is told, what waits is stopped.
    Letter.objects.exclude(recipient="d@b.example").filter(state="queued").update(state=DeliveryState.ACCEPTED)
    withdraw(content=page, user=factories.mayor(), reason="Yanlış.")
    tell()
    assert news(all_)[-1] == news(word)[-1] == ("GERİ ÇEKME: Sahil yolunu açtık", "queued")
    assert news(own) == [("Sahil yolunu açtık", "cancelled")]


def test_after_an_outage_one_letter_holds_all():
    account = follower("a@b.example", ("subject", "hepsi"), pace="weekly")
    for title in ("Birinci haber", "İkinci haber"):
        factories.publish(factories.bulletin(title=title))
    follows.gather()
    assert follows.write() == 0
    assert follows.write(now=timezone.now() + dt.timedelta(days=20)) == 1
    (letter,) = Letter.objects.filter(recipient=account.email)
    assert letter.subject == "Takip ettikleriniz: 2 bülten"
    assert "Birinci haber" in letter.body
    assert "İkinci haber" in letter.body
    assert set(Match.objects.values_list("state", "letter")) == {("written", letter.pk)}


@pytest.mark.parametrize(
    ("pace", "now", "slot"),
    [
        ("daily", (2026, 11, 25, 7, 59), (2026, 11, 24, 8)),
        ("daily", (2026, 11, 25, 8, 0), (2026, 11, 25, 8)),
        ("weekly", (2026, 11, 23, 7, 59), (2026, 11, 16, 8)),  # a Monday
        ("weekly", (2026, 11, 23, 8, 0), (2026, 11, 23, 8)),
        ("weekly", (2026, 11, 29, 23, 0), (2026, 11, 23, 8)),
        ("at_once", (2026, 11, 25, 3, 0), (2026, 11, 25, 3)),
    ],
)
@pytest.mark.once
def test_letters_have_their_hour(pace, now, slot):
    assert follows.slot(pace, dt.datetime(*now, tzinfo=ISTANBUL)) == dt.datetime(*slot, tzinfo=ISTANBUL)


def test_leaving_and_being_closed():
    factories.publish(factories.bulletin())
    account, closed = follower("a@b.example", ("subject", "hepsi")), follower("c@b.example", ("subject", "hepsi"))
    assert tell() == 0, "what was published before is no news"
    factories.publish(factories.bulletin(title="Yeni haber"))
    follows.gather()
    accounts.close_own(account=closed, leave_lists=False)
    assert follows.write() == 1
    assert [letter.recipient for letter in Letter.objects.filter(subject="Yeni haber")] == ["a@b.example"]
    token = Follower.objects.get(account=account).token
    stranger = press_browser(press_account("x@b.example", name="X"))
    stranger.cookies.clear()
    address = f"/basin/takip/birak/{token}/"
    assert stranger.get(address).status_code == 200
    assert Follow.objects.count() == 1, "a GET changes nothing: mail scanners open every link"
    assert stranger.post(address).status_code == stranger.post(address).status_code == 200
    assert not Follow.objects.exists()
    assert news(account) == [("Yeni haber", "cancelled")]
    assert stranger.get("/basin/takip/birak/00000000-0000-4000-8000-000000000000/").status_code == 404


@pytest.mark.parametrize(
    ("kind", "value"), [("word", "ab"), ("word", "\u200b\u200b\u200b"), ("subject", "mudurluk:999"), ("x", "abc")]
)
def test_what_cannot_be_followed(kind, value):
    with pytest.raises(ValidationError):
        follows.follow(account=press_account(), kind=kind, value=value)
    assert not Follow.objects.exists()
