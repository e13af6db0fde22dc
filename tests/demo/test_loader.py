"""The demo goes through the same doors as everybody, once."""

import io
from collections import Counter
from itertools import repeat

import pytest
from django.core.management import call_command
from django.db.models import Q

from cms.links.models import LinkState, WebLink
from cms.reports.coverage.services import is_unchanged
from cms.reports.models import FrozenReport
from cms.users.models import User
from cms.users.roles import Office, Role, has_role
from cms.website.models import AlertBanner, HomePage, StandardPage
from demo import darkroom, loader, texts
from demo.texts import Stage
from media_library.archive.models import SavedFilter, TextTemplate
from media_library.kits.models import Kit, KitLink
from media_library.models import (
    Consent,
    MediaJob,
    Person,
    Photo,
    Photographer,
    RightsState,
    Shoot,
    Takedown,
    Video,
    VideoCaption,
    VideoKind,
    VideoState,
)
from media_library.versions import pixels
from press_archive.bulletins.models import BulletinPage, RegisterEntry
from press_archive.clippings.models import Clipping
from press_archive.collections.models import CollectionPage
from press_archive.contacts.models import Address, Outlet
from press_archive.digests.models import Digest
from press_archive.galleries.models import GalleryEntry, PhotoGalleryPage, VideoGalleryPage
from press_archive.journalists.models import JournalistAccount
from press_archive.monitoring.models import Monitor
from press_archive.replies.models import Case
from press_archive.scans.models import Cut, Paper
from publishing.approval import corrections, evidence
from publishing.approval.models import Certificate
from publishing.approval.publication import unsigned_live_content
from publishing.approval.selectors import waiting_states
from publishing.dispatch.models import Channel, Delivery, DeliveryState
from publishing.publications.models import Issue
from publishing.rules.models import ContentRule
from tests.factories import jpeg

# The loader carries mails with a worker, which works in transactions of its own.
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def plain_pictures(monkeypatch):
    """One colour instead of a drawing, another for every picture; the films are cut from these."""

    def plain(kind, seed, camera=None):
        return jpeg(64, 48, colour=f"#{hash((kind, seed)) % 0xFFFFFF:06x}")

    def photographed(frames):
        return [[plain(kind, (seed, view)) for view, _camera in shots] for kind, seed, shots in frames]

    monkeypatch.setattr(loader.pictures, "render", plain)
    monkeypatch.setattr(darkroom, "drawn_all", photographed)
    monkeypatch.setattr(pixels, "SMALLEST", 1)


def load() -> str:
    out = io.StringIO()
    call_command("load_demo", stdout=out)
    return out.getvalue()


@pytest.mark.once  # on PostgreSQL the demo of the last release is carried over (tests/upgrade)
def test_the_whole_demo_once_and_again(plain_pictures, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setenv("DEMO_PASSWORD", "Poyraz-Esti-44")
    printed = load()

    assert "Poyraz-Esti-44" in printed
    for name in (
        "editor",
        "editor2",
        "sosyal",
        "arsiv",
        "akreditasyon",
        "kapi",
        "grafik",
        "mudur",
        "baskan",
        "yonetici",
    ):
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
    assert {issue.title for issue in Issue.objects.live()} == {"Denizle yan yana", "Sahilde bir gün"}
    assert Issue.objects.not_live().count() == 4
    assert waiting_states(Office.MAYOR).count() == 3  # one of them a reply
    versions = Counter(Certificate.objects.filter(content_type__model="bulletinpage").values_list("version", flat=True))
    assert versions == {1: 23, 2: 2}
    assert StandardPage.objects.live().count() == 4
    assert CollectionPage.objects.live().count() == 2
    assert ContentRule.objects.filter(active=True).count() == 3
    assert Clipping.objects.count() == 301
    assert Outlet.objects.exclude(responsible_editor="").count() == 25
    assert (Paper.objects.count(), Cut.objects.count()) == (2, 4)
    assert Monitor.objects.count() == 6
    assert Counter(case.stage for case in Case.objects.all()) == {"received": 1, "writing": 2}
    assert [case.text.live for case in Case.objects.order_by("pk")] == [True, False, True]
    assert Clipping.objects.filter(bulletin__isnull=False).count() == 42
    assert FrozenReport.objects.count() == 2
    assert all(is_unchanged(report) for report in FrozenReport.objects.all())
    assert Digest.objects.get().letters.count() == 2
    states = Counter(JournalistAccount.objects.values_list("state", flat=True))
    assert states == {"active": 13, "applied": 1, "asked": 1, "refused": 1}
    assert HomePage.objects.get().greeting == texts.pages()["home"]["greeting"]
    assert AlertBanner.objects.get().live
    assert Address.objects.reachable().count() == 40

    assert [link.state for link in WebLink.objects.all()] == [LinkState.DEAD]
    editor = User.objects.get(username="editor")
    begun = [one for one in map(corrections.unfinished, BulletinPage.objects.live(), repeat(editor)) if one]
    assert [one.authors[0].username for one in begun] == ["editor2"]
    assert_the_archive_is_full(printed)
    assert_rights_are_kept()
    assert_corrections_say_what_changed()
    assert_later_versions_follow_the_first()
    assert evidence.verify().intact
    assert list(unsigned_live_content()) == []

    before = everything()
    with django_assert_max_num_queries(110):  # each room looks once
        assert "hazırlanıyor" not in load()
    assert everything() == before


def everything():
    """How much there is of what a second run could double or change."""
    models = (
        BulletinPage, User, Photo, Shoot, Video, VideoCaption, Photographer, Person, Consent, Takedown, MediaJob, Kit,
        KitLink, GalleryEntry, SavedFilter, TextTemplate, CollectionPage, ContentRule,
        Clipping, Monitor, FrozenReport, Digest,
    )  # fmt: skip
    counts = {model.__name__: model.objects.count() for model in models}
    return counts, evidence.verify().count, list(Photo.objects.order_by("pk").values())


def assert_the_archive_is_full(printed):
    assert Shoot.objects.count() == 12
    photos = Photo.objects.filter(shoot__isnull=False)
    assert photos.filter(edit__isnull=True).count() == 120
    version = photos.get(edit__isnull=False)
    assert (version.caption, version.shoot) == (version.derived_from.caption, version.derived_from.shoot)
    assert not photos.filter(Q(headline="") | Q(caption="") | Q(credit="") | Q(description="") | Q(place="")).exists()
    assert not photos.filter(Q(taken_at=None) | Q(photographer=None) | Q(tags=None) | Q(copyright_notice="")).exists()
    assert photos.filter(latitude__isnull=False).count() > 100
    assert not Photo.objects.filter(sha256="").exists()
    assert Photo.objects.get(digital_source="trainedAlgorithmicMedia").ai_system == "Kıyı Görsel Üreteci"
    same = photos.filter(original_name__in=["IMG_2423.JPG", "IMG_2423 (1).JPG"]).values_list("sha256", flat=True)
    assert len(same) == 2
    assert len(set(same)) == 1

    assert Video.objects.filter(state=VideoState.READY).count() == 4
    assert Video.objects.get(kind=VideoKind.PROMOTION).captions.get().language == "tr"
    assert PhotoGalleryPage.objects.live().count() == 2
    assert VideoGalleryPage.objects.live().count() == 1
    link = KitLink.objects.get(kit__name__startswith="Kekik ve Deniz", is_mailing=False)
    assert (link.kit.photos.count(), link.kit.videos.count(), link.password) == (5, 1, "")
    assert link.token in printed
    assert "/admin/arsiv/" in printed


def assert_rights_are_kept():
    """A licence has run out, a consent is missing, one was withdrawn: that photo left the page it was on."""
    blocked = Photo.objects.filter(rights_state=RightsState.BLOCKED)
    assert set(blocked.values_list("original_name", flat=True)) == {
        "EKA-tas-han-1998.jpg", "DSC_0903.JPG", "DSC_0904.JPG",
    }  # fmt: skip
    assert not Photo.objects.filter(rights_state=RightsState.INCOMPLETE).exists()
    taken_down = Takedown.objects.get()
    assert taken_down.photo.original_name == "DSC_0903.JPG"
    assert "/foto-galeri/23-nisan-cocuk-senligi/" in str(taken_down.spread)
    assert Consent.objects.in_force().get().guardian_name == "Sinem Yosun"


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
