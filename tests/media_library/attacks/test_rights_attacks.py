"""Ways round rights, consents and takedowns that somebody might try."""

import datetime as dt


import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from media_library.archive import batch
from media_library.archive.batch import Change, How
from media_library.duplicates import services as duplicates
from media_library.models import Consent, ConsentLook, LegalBasis, Licence, Photo, Video
from media_library.rights import selectors, services
from publishing.approval.exceptions import ApprovalRefused
from tests import factories
from tests.factories import administrator, archivist, bulletin, editor, publish, superuser, with_photo
from tests.media_library.rights.conftest import consent, shown
from tests.office import browser

pytestmark = pytest.mark.django_db


def fresh(item):
    return type(item).objects.get(pk=item.pk)


# --- Consents that are taken back -------------------------------------------------------------------------------------


def test_a_withdrawal_reaches_the_merged_copy_that_the_page_shows(client):
    kept, merged = shown("Kalan", legal_basis=LegalBasis.PUBLIC_EVENT), shown("Giden", legal_basis="public_event")
    page = publish(bulletin(**with_photo(photo=merged)))
    duplicates.merge(keeper=kept.pk, others=[merged.pk], user=archivist())
    row = consent(kept)
    services.withdraw_consent(consent=row, user=archivist(), note="dilekçe")
    assert fresh(merged).withheld_at is not None
    assert "/media/images/" not in client.get(reverse("bulletin", args=[page.slug])).content.decode()


def test_an_older_consent_does_not_heal_the_withdrawal_of_a_newer_one():
    today = timezone.localdate()
    photo = shown()
    consent(photo, given_on=today - dt.timedelta(days=900))
    newer = consent(photo, given_on=today - dt.timedelta(days=3))
    publish(bulletin(**with_photo(photo=photo)))
    services.withdraw_consent(consent=newer, user=archivist(), note="")
    assert fresh(photo).withheld_at is not None


def test_lifting_does_not_bring_back_what_a_person_forbade(client):
    photo = shown()
    row = consent(photo)
    page = publish(bulletin(**with_photo(photo=photo)))
    (down,) = services.withdraw_consent(consent=row, user=archivist(), note="")
    with pytest.raises(ValidationError, match="rızasını geri almış"):
        services.lift(takedown=down, user=archivist(), reason="yanlışlık")
    assert "/media/images/" not in client.get(reverse("bulletin", args=[page.slug])).content.decode()
    consent(photo, given_on=timezone.localdate())
    services.lift(takedown=down, user=archivist(), reason="yeniden izin verdi")
    assert fresh(photo).withheld_at is None


def test_a_withdrawal_stops_what_waits_for_its_hour():
    photo = shown()
    row = consent(photo)
    page = bulletin(**with_photo(photo=photo), go_live_at=timezone.now() + dt.timedelta(hours=1))
    page = publish(page)
    assert not page.live
    services.withdraw_consent(consent=row, user=archivist(), note="")
    from publishing.approval import publication

    publication.publish_due(now=timezone.now() + dt.timedelta(hours=2))
    assert not fresh(page).live


def test_a_licence_that_ends_before_the_hour_keeps_the_bulletin_back(monkeypatch):
    from publishing.approval import publication

    photo = shown(legal_basis=LegalBasis.PUBLIC_EVENT, licence_ends=timezone.localdate() + dt.timedelta(days=1))
    page = publish(bulletin(**with_photo(photo=photo), go_live_at=timezone.now() + dt.timedelta(days=2)))
    later = timezone.localdate() + dt.timedelta(days=2)
    monkeypatch.setattr("media_library.rights.selectors.timezone.localdate", lambda *args: later)
    publication.publish_due(now=timezone.now() + dt.timedelta(days=2, minutes=1))
    assert not fresh(page).live


# --- The same picture by another door ---------------------------------------------------------------------------------


def test_the_same_file_uploaded_again_is_as_forbidden_as_before():
    photo = shown(legal_basis=LegalBasis.PUBLIC_EVENT, sha256="ab" * 32)
    again = shown("Yeniden", legal_basis=LegalBasis.PUBLIC_EVENT, sha256="ab" * 32)
    row = services.take_down(photo=photo, user=archivist(), reason="istek")
    assert list(selectors.obstacles(photos=[again.pk])) == [again]
    assert fresh(again).withheld_at is not None
    late = shown("Daha sonra", legal_basis=LegalBasis.PUBLIC_EVENT, sha256="ab" * 32)
    assert late.rights_state == "blocked"
    with pytest.raises(ValidationError, match="yayından kaldırılmış"):
        publish(bulletin(**with_photo(photo=again)))
    services.lift(takedown=row, user=archivist(), reason="yanlışlık")
    assert [fresh(one).rights_state for one in (photo, again, late)] == ["clear"] * 3


def test_what_was_taken_down_is_not_merged_into_what_was_not():
    down, other = shown("Kaldırılan"), shown("Öteki", legal_basis=LegalBasis.PUBLIC_EVENT)
    services.take_down(photo=down, user=archivist(), reason="istek")
    with pytest.raises(ValidationError, match="kaldırılmış bir fotoğraf birleştirilemez"):
        duplicates.merge(keeper=other.pk, others=[down.pk], user=archivist())
    assert fresh(down).merged_into_id is None


def test_nobody_borrows_another_photos_consent_by_merging():
    child = shown("Çocuk", contains_children=True)
    other = shown("Başka", contains_children=True)
    consent(other, is_child=True, guardian_name="Ali Yılmaz")
    for who in (administrator, superuser):
        with pytest.raises(PermissionDenied):
            duplicates.merge(keeper=child.pk, others=[other.pk], user=who())
    assert fresh(child).consents.count() == 0
