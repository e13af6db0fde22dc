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
from tests.factories import jpeg

pytestmark = pytest.mark.django_db


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


def test_a_correction_says_what_changed(plain_pictures):
    load()
    corrected = [text for text in texts.bulletins(loader.timezone.localdate()) if text.stage is Stage.CORRECTED]
    for text in corrected:
        page = BulletinPage.objects.get(slug=text.slug)
        assert [note.text for note in page.correction_notes.all()] == [text.note]
        for wrong, right in text.replacements:
            assert wrong not in str(page.body)
            assert right in str(page.body)
