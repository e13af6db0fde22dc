"""The random walk reaches what its invariants speak of, and its stranger finds what somebody leaks on purpose."""

from __future__ import annotations

import pytest

from cms.users.models import Department
from cms.users.roles import Office as Seat
from media_library.kits.models import Kit
from publishing.approval import selectors
from publishing.approval.models import Certificate
from tests.publishing.approval.walk import stranger
from tests.publishing.approval.walk.office import Office
from tests.rows import guards_asleep

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def office():
    office = Office()
    office.the_usual_way(0)
    office.the_usual_way(3)
    yield office
    office.end()


def hand_out(office):
    """A kit of the signed photo, made by an editor, with a link that the stranger has."""
    office.put_into_a_kit("editor", 0, 0, True, "Bir")
    office.give_a_link("editor", 0, "Bir")


def test_the_walk_reaches_what_its_invariants_speak_of(office):
    hand_out(office)
    office.describe_the_photo(0, "caption", False, "Üç")
    office.appoint("yonetici", "vekil", Seat.DIRECTOR, False)
    office.a_new_holder_by_the_book(Seat.DIRECTOR)
    wanted = {
        "bulletin signed", "identity signed", "kit made by hand", "link given", "archive edited while public",
        "appointment confirmed", "account taken over",
    }  # fmt: skip
    assert wanted <= office.happened
    found = office.a_stranger_comes()
    assert {"zip", "picture"} <= found.kinds
    signed = stranger.signed_now(office)
    assert found.words.keys() & signed.words, "the stranger reads certified words"
    assert {office.colours[stranger.number_of(one)] for one in found.colours} == {office.photo(0).sha256}
    token = Kit.objects.get(content_type=None).links.get().token
    assert any(token in place for place in [*set().union(*found.words.values()), *found.colours.values()])


def leaks(office):
    with pytest.raises(AssertionError) as fault:
        office.a_stranger_comes()
    return str(fault.value)


def test_a_word_behind_the_guards_is_found(office):
    said = office.word("Sızan", "leak")
    with guards_asleep():
        Department.objects.update(name=said)
        assert stranger.MARK.search(said)[0] in leaks(office)


def test_a_picture_that_nobody_signed_is_found(office):
    """What is public is taken to be signed with other bytes than it was."""
    certificates = Certificate.objects.all()
    assert office.photo(0).sha256 in stranger.valid(office, certificates).digests
    office.colours[0] = "0" * 64
    assert "picture 0" in leaks(office)


def test_a_signature_by_a_hand_that_an_administrator_holds_is_no_signature(office):
    certificate = selectors.certificate_of(office.page(0))
    office.books.own_hands.discard(certificate.mayor_record.sequence)
    assert stranger.MARK.search(office.word("Sahil yolu", "page", 0, "title"))[0] in leaks(office)
