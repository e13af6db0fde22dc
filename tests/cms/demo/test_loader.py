"""The demo goes through the same doors as everybody, once."""

import io
from collections import Counter

import pytest
from django.core.management import call_command

from cms.demo import loader, texts
from cms.demo.texts import Stage
from cms.users.models import User
from cms.users.roles import Office, Role, has_role
from cms.website.models import AlertBanner, HomePage, StandardPage
from media_library.models import Photo
from press_archive.bulletins.models import BulletinPage, RegisterEntry
from press_archive.contacts.models import Address
from publishing.approval import evidence
from publishing.approval.models import Certificate
from publishing.approval.publication import unsigned_live_content
from publishing.approval.selectors import waiting_states
from publishing.dispatch.models import Channel, Delivery, DeliveryState
from tests.factories import jpeg

# The loader carries mails with a worker, which works in transactions of its own.
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def plain_pictures(monkeypatch):
    """One colour instead of a drawing, another for every picture."""
    monkeypatch.setattr(
        loader.pictures,
        "render",
        lambda kind, seed, camera=None: jpeg(64, 48, colour=f"#{hash((kind, seed)) % 0xFFFFFF:06x}"),
    )


def load() -> str:
    out = io.StringIO()
    call_command("load_demo", stdout=out)
    return out.getvalue()


def test_the_whole_demo_once_and_again(plain_pictures, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setenv("DEMO_PASSWORD", "Poyraz-Esti-44")
    printed = load()

    assert "Poyraz-Esti-44" in printed
    for name in ("editor", "editor2", "sosyal", "arsiv", "mudur", "baskan", "yonetici"):
        assert name in printed
        assert User.objects.get(username=name).check_password("Poyraz-Esti-44")
    assert has_role(User.objects.get(username="mudur"), Role.DIRECTOR)
    assert has_role(User.objects.get(username="baskan"), Role.MAYOR)

    assert BulletinPage.objects.count() == 30
    assert BulletinPage.objects.live().count() == 20
    assert RegisterEntry.objects.public().count() == 20
    assert RegisterEntry.objects.withdrawn().count() == 1
    assert BulletinPage.objects.filter(live=False, go_live_at__isnull=False).count() == 2
    assert waiting_states(Office.DIRECTOR).count() == 2
    assert waiting_states(Office.MAYOR).count() == 2
    versions = Counter(Certificate.objects.filter(content_type__model="bulletinpage").values_list("version", flat=True))
    assert versions == {1: 23, 2: 2}
    assert StandardPage.objects.live().count() == 4
    assert HomePage.objects.get().greeting == texts.pages()["home"]["greeting"]
    assert AlertBanner.objects.get().live
    assert Address.objects.reachable().count() == 40

    assert_corrections_say_what_changed()
    assert_later_versions_follow_the_first()
    assert evidence.verify().intact
    assert list(unsigned_live_content()) == []

    before = (BulletinPage.objects.count(), Photo.objects.count(), evidence.verify().count, User.objects.count())
    with django_assert_max_num_queries(40):
        assert "hazırlanıyor" not in load()
    assert before == (
        BulletinPage.objects.count(),
        Photo.objects.count(),
        evidence.verify().count,
        User.objects.count(),
    )


def assert_corrections_say_what_changed():
    corrected = [text for text in texts.bulletins(loader.timezone.localdate()) if text.stage is Stage.CORRECTED]
    for text in corrected:
        page = BulletinPage.objects.get(slug=text.slug)
        assert [note.text for note in page.correction_notes.all()] == [text.note]
        words = str(list(page.body.raw_data))
        for wrong, right in text.replacements:
            assert wrong not in words
            assert right in words


def assert_later_versions_follow_the_first():
    """Exactly those who got the first version of a bulletin are told of its correction or withdrawal."""
    changed = [text for text in texts.bulletins(loader.timezone.localdate()) if text.note or text.reason]
    assert len(changed) == 3
    for text in changed:
        mails = Delivery.objects.of(BulletinPage.objects.get(slug=text.slug)).filter(channel=Channel.EMAIL)
        first = mails.filter(kind="first")
        later = mails.filter(kind="correction" if text.note else "withdrawal")
        assert set(first.values_list("state", flat=True)) == {DeliveryState.ACCEPTED}
        assert set(later.values_list("state", flat=True)) == {DeliveryState.QUEUED}
        assert set(first.values_list("recipient", flat=True)) == set(later.values_list("recipient", flat=True))
