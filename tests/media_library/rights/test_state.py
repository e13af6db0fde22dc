"""The state in the lists follows every change, and time."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.core import front
from media_library.models import Consent, LegalBasis, Licence, Photo, Photographer, RightsState
from media_library.rights import selectors, services
from media_library.rights.rules import Purpose
from tests.factories import archivist, editor
from tests.factories.rights import consent, shown
from tests.office import browser

pytestmark = pytest.mark.django_db


def test_a_consent_clears_its_photo_and_its_withdrawal_blocks_it():
    photo = shown()
    assert photo.rights_state == RightsState.BLOCKED
    row = consent(photo)
    assert photo.rights_state == RightsState.CLEAR
    services.withdraw_consent(consent=row, user=archivist(), note="dilekçe")
    photo.refresh_from_db()
    assert photo.rights_state == RightsState.BLOCKED


def test_a_photo_taken_off_a_consent_is_blocked_again():
    photo = shown()
    row = consent(photo)
    services.save_consent(consent=row, user=archivist(), photos=[])
    photo.refresh_from_db()
    assert photo.rights_state == RightsState.BLOCKED


def test_a_changed_contract_changes_its_photos(today):
    who = Photographer.objects.create(name="Deniz Örnek", kind="contract", contract_number="2026/14")
    photo = shown(legal_basis=LegalBasis.PUBLIC_EVENT, licence=Licence.CONTRACT, photographer=who)
    assert photo.rights_state == RightsState.CLEAR
    who.rights_until = today - dt.timedelta(days=1)
    services.save_photographer(photographer=who, user=archivist())
    photo.refresh_from_db()
    assert photo.rights_state == RightsState.BLOCKED


def test_what_ran_out_over_night_is_blocked_by_the_chore(today):
    yesterday = today - dt.timedelta(days=1)
    who = Photographer.objects.create(name="Deniz Örnek", kind="contract", contract_number="2026/14")
    event = {"legal_basis": LegalBasis.PUBLIC_EVENT}
    licensed, contracted = shown(**event), shown(**event, licence=Licence.CONTRACT, photographer=who)
    agreed, untouched = shown(), shown(**event)
    row = consent(agreed)
    Photo.objects.filter(pk=licensed.pk).update(licence_ends=yesterday)
    Photographer.objects.filter(pk=who.pk).update(rights_until=yesterday)
    Consent.objects.filter(pk=row.pk).update(expires_on=yesterday)
    assert services.refresh_due() == 3
    states = dict(Photo.objects.values_list("pk", "rights_state"))
    assert {states[one.pk] for one in (licensed, contracted, agreed)} == {RightsState.BLOCKED}
    assert states[untouched.pk] == RightsState.CLEAR
    assert services.refresh_due() == 0


def test_the_chore_asks_as_much_of_a_large_archive_as_of_a_small_one():
    Photo.objects.bulk_create(Photo(title=f"{n}", file=f"{n}.jpg", width=1, height=1) for n in range(300))
    with CaptureQueriesContext(connection) as queries:
        services.refresh_due()
    assert len(queries) <= 6


def test_a_merged_photo_shares_the_fate_of_the_one_in_its_place():
    survivor, merged = shown(), shown(legal_basis=LegalBasis.PUBLIC_EVENT)
    Photo.objects.filter(pk=merged.pk).update(merged_into=survivor)
    assert selectors.blocked_photos([merged.pk], Purpose.WEB) == {merged.pk: ["açık rıza kaydı yok"]}
    services.refresh(photos=[merged.pk])
    merged.refresh_from_db()
    assert merged.rights_state == RightsState.BLOCKED


def edit_form(photo, **changes):
    return {
        "title": photo.title, "collection": photo.collection_id, "tags": "", "description": "", "credit": "",
        "focal_point_x": "", "focal_point_y": "", "focal_point_width": "", "focal_point_height": "",
        "legal_basis": photo.legal_basis, "licence": photo.licence, "licence_ends": "", "licence_note": "",
        "photographer": "", **changes,
    }  # fmt: skip


def test_the_photo_form_keeps_the_state():
    photo = shown(legal_basis=LegalBasis.PUBLIC_EVENT)
    data = edit_form(photo, licence="unknown")
    response = browser(editor()).post(f"/admin/images/{photo.pk}/", data)
    assert response.status_code == 302
    photo.refresh_from_db()
    assert (photo.licence, photo.rights_state) == ("unknown", RightsState.BLOCKED)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"legal_basis": "no_person", "contains_children": "on"}, "seçilmişken çocuk görünemez"),
        ({"licence": "agency"}, "Bu hakkın dayanağını yazın"),
    ],
)
def test_the_photo_form_refuses_rights_that_contradict_themselves(changes, words):
    photo = shown(legal_basis=LegalBasis.PUBLIC_EVENT)
    response = browser(editor()).post(f"/admin/images/{photo.pk}/", edit_form(photo, **changes))
    assert words in response.content.decode()


def test_a_form_that_does_not_ask_for_rights_leaves_them():
    photo = shown(contains_children=True, licence_note="izin yazısı")
    data = {key: value for key, value in edit_form(photo).items() if not key.startswith(("licence", "legal", "photog"))}
    assert browser(editor()).post(f"/admin/images/{photo.pk}/", data).status_code == 302
    photo.refresh_from_db()
    assert photo.contains_children
    assert (photo.licence_note, photo.legal_basis) == ("izin yazısı", LegalBasis.CONSENT)


def test_what_ends_soon_is_announced_to_whoever_removes_copies(today, tmp_path, settings):
    settings.FRONT_ROOT = str(tmp_path)
    (tmp_path / front.SIGNS).mkdir()

    def day(number):
        return today + dt.timedelta(days=number)

    shown(licence_ends=day(9))
    Photographer.objects.create(name="Ayça Örnek", kind=Photographer.Kind.OUTSIDE, rights_until=day(1))
    Photographer.objects.create(name="Deniz Örnek", kind=Photographer.Kind.STAFF, rights_until=day(2))
    consent(shown(), expires_on=day(0))
    services.announce_endings()
    told = sorted(int(path.name.removeprefix("ends-")) for path in (tmp_path / front.SIGNS).iterdir())
    ends = [dt.datetime.fromtimestamp(second, timezone.get_current_timezone()) for second in told]
    assert [(one.date(), one.time()) for one in ends] == [(day(1), dt.time()), (day(2), dt.time())]


def test_the_chooser_offers_neither_what_was_taken_down_nor_what_was_merged():
    kept, down, merged = shown("Kalan"), shown("Kaldırılan"), shown("Birleşen")
    Photo.objects.filter(pk=merged.pk).update(merged_into=kept)
    services.take_down(photo=down, user=archivist(), reason="istek")
    page = browser(editor()).get("/admin/images/chooser/").content.decode()
    assert "Kalan" in page
    assert "Kaldırılan" not in page
    assert "Birleşen" not in page
