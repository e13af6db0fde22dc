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
from media_library.models import ConsentLook, LegalBasis, Licence, Video
from media_library.rights import selectors, services
from tests import economy
from tests.factories import administrator, archivist, bulletin, editor, publish, superuser, with_photo
from tests.factories.rights import consent, shown
from tests.office import browser

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


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
    photo = shown(legal_basis=LegalBasis.PUBLIC_EVENT, sha256="ab" * 32, same=True)
    again = shown("Yeniden", legal_basis=LegalBasis.PUBLIC_EVENT, sha256="ab" * 32, same=True)
    row = services.take_down(photo=photo, user=archivist(), reason="istek")
    assert list(selectors.obstacles(photos=[again.pk])) == [again]
    assert fresh(again).withheld_at is not None
    late = shown("Daha sonra", legal_basis=LegalBasis.PUBLIC_EVENT, sha256="ab" * 32, same=True)
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


# --- The facts on which rights hang -----------------------------------------------------------------------------------


def photo_form(photo, **changes):
    """What the archive's form of one photo posts, with ``changes``."""
    data = {
        "title": photo.title, "headline": photo.headline, "legal_basis": photo.legal_basis, "licence": photo.licence,
        "licence_ends": photo.licence_ends or "", "licence_note": photo.licence_note, "collection": photo.collection_id,
        "description": "", "tags": "", "caption": "", "credit": "", "names": "",
    }  # fmt: skip
    if photo.contains_children:
        data["contains_children"] = "on"
    return {name: value for name, value in (data | changes).items() if value is not None}


LOOSENED = [
    ({"contains_children": True, "legal_basis": "public_event"}, False, {"contains_children": None}),
    ({"contains_children": True, "legal_basis": "public_event"}, False,
     {"contains_children": None, "legal_basis": "no_person"}),
    ({"legal_basis": "consent"}, False, {"legal_basis": "public_event"}),
    ({"legal_basis": "public_event"}, True, {"legal_basis": "no_person"}),
    ({"legal_basis": "public_event", "licence": "own"}, True, {"licence": "open"}),
    ({"legal_basis": "public_event", "licence_ends": dt.date(2026, 1, 1)}, True, {"licence_ends": ""}),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "consented", "changes"), LOOSENED)
@pytest.mark.parametrize("who", economy.people([editor, administrator, superuser], again=[superuser]))
def test_only_archivists_loosen_what_holds_a_photo_back(facts, consented, changes, who):
    photo = shown(**facts)
    if consented:
        consent(photo, name="Can Ak")
    response = browser(who()).post(reverse("wagtailimages:edit", args=[photo.pk]), photo_form(photo, **changes))
    assert response.status_code == 200
    assert "yalnızca arşivciler" in response.content.decode()
    assert {name: getattr(fresh(photo), name) for name in facts} == facts
    many = [Change(field=name, how=How.WRITE, value=value or False) for name, value in changes.items() if value != ""]
    report = batch.edit_many(user=who(), photos=[photo.pk], changes=many)
    assert report.changed == 0
    assert {name: getattr(fresh(photo), name) for name in facts} == facts
    response = browser(archivist()).post(reverse("wagtailimages:edit", args=[photo.pk]), photo_form(photo, **changes))
    assert response.status_code == 302
    assert {name: getattr(fresh(photo), name) for name in facts} != facts


def test_a_photo_that_was_taken_down_keeps_its_facts():
    photo = shown(legal_basis=LegalBasis.PUBLIC_EVENT)
    services.take_down(photo=photo, user=archivist(), reason="istek")
    browser(editor()).post(reverse("wagtailimages:edit", args=[photo.pk]), photo_form(photo, licence=Licence.OPEN))
    assert fresh(photo).licence == Licence.OWN


def test_an_editor_makes_rights_stricter_and_the_log_says_who_changed_what():
    photo = shown(legal_basis=LegalBasis.PUBLIC_EVENT)
    consent(photo, name="Can Ak")
    address = reverse("wagtailimages:edit", args=[photo.pk])
    assert browser(editor()).post(address, photo_form(photo, contains_children="on")).status_code == 302
    assert fresh(photo).contains_children
    plain = shown("Düz", legal_basis=LegalBasis.UNSET)
    batch.edit_many(
        user=editor(), photos=[plain.pk], changes=[Change(field="legal_basis", how=How.WRITE, value="public_event")]
    )
    entries = ModelLogEntry.objects.filter(action="rights.changed").order_by("pk")
    assert [(one.user, one.object_id, one.data["facts"]) for one in entries] == [
        (editor(), str(photo.pk), {"contains_children": [False, True]}),
        (editor(), str(plain.pk), {"legal_basis": ["unset", "public_event"]}),
    ]


def test_only_archivists_loosen_what_holds_a_video_back():
    from tests.factories.galleries import video

    film = video(legal_basis=LegalBasis.CONSENT, contains_children=True)
    address = reverse("videos:edit", args=[film.pk])
    data = {
        "title": film.title, "kind": film.kind, "legal_basis": "public_event", "licence": "own", "tags": "",
        "collection": film.collection_id, "contains_children": "on",
    }  # fmt: skip
    for who in (editor, administrator):
        response = browser(who()).post(address, data)
        assert "yalnızca arşivciler" in response.content.decode()
        assert Video.objects.get(pk=film.pk).legal_basis == LegalBasis.CONSENT
    assert browser(archivist()).post(address, data).status_code == 302
    assert ModelLogEntry.objects.filter(action="rights.changed", user=archivist()).count() == 1


# --- The register of consents -----------------------------------------------------------------------------------------


def test_a_form_that_comes_back_with_its_errors_is_a_look_too():
    row = consent(shown())
    before = ConsentLook.objects.count()
    response = browser(archivist()).post(reverse("rights:consent_edit", args=[row.pk]), {"person_name": ""})
    assert response.status_code == 200
    assert ConsentLook.objects.count() == before + 1
