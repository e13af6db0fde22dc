"""The demo's texts keep the rules that an editor has to keep."""

import datetime as dt
from collections import Counter

import pytest

from cms.core.networks import NETWORKS
from cms.users.roles import Role
from demo import texts
from demo.pictures import KINDS
from demo.texts import Stage

# A Wednesday in September with two digits: the longest way a date is written.
LONGEST = dt.date(2026, 9, 23)


@pytest.fixture(scope="module")
def bulletins():
    return texts.bulletins(LONGEST)


def test_thirty_bulletins_in_every_state(bulletins):
    assert Counter(text.stage for text in bulletins) == {
        Stage.PUBLISHED: 18, Stage.CORRECTED: 2, Stage.WITHDRAWN: 1, Stage.SCHEDULED: 2,
        Stage.SUBMITTED: 2, Stage.DIRECTOR_SIGNED: 2, Stage.REJECTED: 1, Stage.DRAFT: 2,
    }  # fmt: skip
    assert len({text.slug for text in bulletins}) == 30
    assert len({text.headline for text in bulletins}) == 30


def test_each_state_brings_what_it_needs(bulletins):
    for text in bulletins:
        assert bool(text.note and text.replacements) == (text.stage is Stage.CORRECTED), text.slug
        assert bool(text.comment) == (text.stage is Stage.REJECTED), text.slug
        assert bool(text.reason) == (text.stage is Stage.WITHDRAWN), text.slug
        assert bool(text.hours) == (text.stage is Stage.SCHEDULED), text.slug


def test_corrections_find_what_they_replace(bulletins):
    for text in bulletins:
        for wrong, right in text.replacements:
            assert str(text.body).count(wrong) == 1, f"{text.slug}: {wrong}"
            assert right not in str(text.body)


@pytest.mark.parametrize("network", NETWORKS.values(), ids=lambda network: network.key)
def test_social_texts_fit_their_network(bulletins, network):
    written = [text for text in bulletins if network.key in text.social]
    assert written
    for text in written:
        length = network.measure(text.social[network.key])
        assert length <= network.limit_for(with_picture=True), f"{text.slug}: {length}"


def test_social_texts_name_known_networks_only(bulletins):
    assert {key for text in bulletins for key in text.social} == set(NETWORKS)


def test_texts_keep_the_form_of_a_bulletin(bulletins):
    for text in bulletins:
        kinds = Counter(block["type"] for block in text.body)
        assert len(text.summary) <= 300, text.slug
        assert kinds["paragraph"] >= 3, text.slug
        assert kinds["subheading"] >= 2, text.slug
        assert kinds["quote"] == 1, text.slug
        assert "{gun" not in str(text), text.slug


def test_every_reference_exists(bulletins):
    known = texts.departments()
    lists = {entry["name"] for entry in texts.contacts()["list"]}
    departments = {entry["slug"] for entry in known["department"]}
    categories = {entry["slug"] for entry in known["category"]}
    contacts = {entry["slug"] for entry in known["press_contact"]}
    for text in bulletins:
        assert text.department in departments, text.slug
        assert set(text.categories) <= categories, text.slug
        assert text.categories, text.slug
        assert text.contact in contacts, text.slug
        assert set(text.lists) <= lists, text.slug
        assert text.lists, text.slug
    assert {text.department for text in bulletins} == departments


def test_every_picture_can_be_drawn_and_is_described(bulletins):
    pictures = [picture for text in bulletins for picture in (text.picture, *text.gallery)]
    assert {picture.scene for picture in pictures} == KINDS
    assert len({(picture.scene, picture.seed) for picture in pictures}) == len(pictures)
    assert all(20 <= len(picture.alt) <= 200 and picture.credit for picture in pictures)


def test_forty_contacts_at_example_addresses():
    found = texts.contacts()
    owners = [*found["outlet"], *found["journalist"]]
    lists = {entry["name"] for entry in found["list"]}
    outlets = {entry["name"] for entry in found["outlet"]}
    assert len(owners) == 40
    assert len({owner["email"] for owner in owners}) == 40
    assert all(owner["email"].endswith(".example") and owner["email"].isascii() for owner in owners)
    assert {name for owner in owners for name in owner["lists"]} == lists
    assert len(lists) == 4
    assert {owner["outlet"] for owner in found["journalist"] if "outlet" in owner} <= outlets


def test_accounts_cover_every_role():
    accounts = texts.pages()["account"]
    assert [entry["username"] for entry in accounts] == [
        "editor", "editor2", "sosyal", "arsiv", "akreditasyon", "kapi", "grafik", "mudur", "baskan", "yonetici",
    ]  # fmt: skip
    assert {entry["role"] for entry in accounts} == set(Role.values)


def test_dates_follow_the_day_of_the_event():
    assert texts.dated("{gun}, {gun+1} ve {gun-22}", dt.date(2026, 11, 22)) == (
        "22 Kasım 2026 Pazar, 23 Kasım 2026 Pazartesi ve 31 Ekim 2026 Cumartesi"
    )


def test_a_body_becomes_blocks():
    assert texts.blocks("Bir <iki>.\n\n## Ara başlık\n\n> Söz.\n— Ad Soyad, Görevi, Birimi") == [
        {"type": "paragraph", "value": "<p>Bir &lt;iki&gt;.</p>"},
        {"type": "subheading", "value": "Ara başlık"},
        {"type": "quote", "value": {"text": "Söz.", "name": "Ad Soyad", "title": "Görevi, Birimi"}},
    ]
    (table,) = texts.blocks("Saatler\n| Yer | Saat |\n| Çamlık | 09.00 |")
    assert table["value"]["caption"] == "Saatler"
    assert table["value"]["rows"] == [{"values": ["Çamlık", "09.00"]}]
    with pytest.raises(ValueError, match="without a name"):
        texts.blocks("> Söz.")
