"""Role × kind × state: what each person finds in the office, and that the public finds only what is public."""

import datetime as dt

import pytest
from django.utils import timezone

from cms.users import office_search
from cms.users.models import Department
from media_library.models import Photo, Photographer, Shoot
from media_library.models.described import LegalBasis
from media_library.rights import services as rights
from press_archive.bulletins.models import Category, Tag
from press_archive.clippings.models import Clipping
from press_archive.contacts.models import Address, Journalist, Outlet
from press_archive.monitoring.models import Candidate, State
from publishing.approval.models import EvidenceRecord
from publishing.publications.services import story_value
from search import answers as answers_of_search
from search import presenters, selectors
from search import services as public_index
from search.elastic import upkeep
from search.models import CopyNote, Document, Label, VocabularyWord
from search.office import answers, index
from search.office.models import OfficeChange, OfficeEntry
from search.queries import parse
from tests import factories
from tests.factories import agenda, clippings, galleries, monitoring, publications, replies
from tests.factories.kits import document, made_by_hand
from tests.factories.rights import consent, shown
from tests.office import browser
from tests.search.test_engines import ask, titles

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]

EDITOR, SOCIAL, ARCHIVIST, DIRECTOR, MAYOR, ADMIN, ROOT = ALL = "esadmyk"
PEOPLE = {
    EDITOR: factories.editor, SOCIAL: factories.social_editor, ARCHIVIST: factories.archivist,
    DIRECTOR: factories.director, MAYOR: factories.mayor, ADMIN: factories.administrator, ROOT: factories.superuser,
}  # fmt: skip
# Who finds what; every kind that there is has a line.
MATRIX = {
    "bultenler": "edmyk", "galeriler": "edmyk", "sayfalar": "eyk", "yayinlar": "edmyk",
    "belgeler": "eayk",
    "fotograflar": ALL, "videolar": ALL, "cekimler": ALL, "kisiler": ALL,
    "kitler": ALL, "kuruluslar": "eadyk", "basin-mensuplari": "eadyk", "adresler": "yk",
    "kupurler": ALL, "cevaplar": ALL, "bulunan-haberler": ALL, "dagitim": "esdmyk", "onay-izi": "dmyk",
    "hesaplar": "yk", "basin-etkinlikleri": "eadmyk", "basin-ziyaretleri": "eadmyk",
}  # fmt: skip
TAKEN_DOWN = "admyk"
WORD = "kestane"


@pytest.fixture
def house():
    """One of everything, each with a word that only it has, and bulletins in every state."""
    tomorrow = timezone.now() + dt.timedelta(days=1)
    said = {"draft": "ahududu", "waiting": "böğürtlen", "embargoed": "cevizli", "live": "defne", "withdrawn": "enginar"}
    pages = {
        state: factories.bulletin(
            title=f"Kestane {word}", summary=f"Kestane üzerine: {word}.",
            **({"go_live_at": tomorrow} if state == "embargoed" else {}),
        )
        for state, word in said.items()
    }  # fmt: skip
    factories.submit(pages["waiting"])
    for state in ("embargoed", "live", "withdrawn"):
        pages[state] = factories.publish(pages[state])
    factories.withdraw(pages["withdrawn"])
    factories.edit(pages["live"], title="Kestane defne", summary="Kestane ile fındıklı bir taslak.")
    galleries.photo_gallery(title="Kestane galerisi")
    publications.issue(title="Kestane dergisi", plan=publications.plan(("article", story_value(headline="Muz"))))
    shoot = Shoot.objects.create(title="Kestane çekimi", notes="Kestane yanında durulur.")
    photos = {
        "free": shown("Kestane ağacı", shoot=shoot, legal_basis=LegalBasis.NO_PERSON),
        "down": shown("Kestane indirilen", legal_basis=LegalBasis.NO_PERSON),
        "consent": shown("Kestane rızalı"),
    }
    photos["free"].tags.add("kabuklu")
    given = consent(photos["consent"], name="Rıza Sahibi")
    rights.withdraw_consent(consent=given, user=factories.archivist(), note="İstedi.")
    rights.take_down(photo=photos["down"], reason="Hata.", user=factories.archivist())
    photos["free"].people.create(name="Kestane Kişi")
    galleries.video(title="Kestane filmi")
    made_by_hand(name="Kestane kiti")
    document("Kestane belgesi.pdf")
    outlet = Outlet.objects.create(name="Kestane Postası", kind="newspaper")
    journalist = Journalist.objects.create(name="Kestane Muhabir", outlet=outlet)
    Address.objects.create(email="kestane@posta.example", journalist=journalist)
    clippings.clipping("Kestane haberi", topics=("şeftali",), text="Nektarin.")
    replies.case(of=replies.story("Kestane yalanı"), text="Muşmula olarak düzeltilir.")
    agenda.event("Kestane şenliği")
    agenda.visit("Kestane ziyareti")
    monitoring.found("Kestane duyurusu", "Çamlıkıyı Belediyesi zerdali dağıttı.")
    factories.person("kestaneci", first_name="Kestane", last_name="Kullanıcı")
    index.catch_up()
    public_index.catch_up("test")
    assert not OfficeChange.objects.exists()
    return {"pages": pages, "photos": photos, "said": said}


def found(user, text, **values):
    return {group.kind.name: group for group in answers.found(user, text, **values).groups}


def names(user, text, kind):
    group = found(user, text).get(kind)
    return [result.title for result in group.results] if group else []


def assert_the_public_finds_what_is_public(said):
    """And nothing else: in hits, counts, facets, suggestions and words."""
    assert titles(WORD) == ["Kestane defne"]
    for word in (
        *said.values(),
        "fındıklı",
        "indirilen",
        "rızalı",
        "muhabir",
        "kabuklu",
        "şeftali",
        "nektarin",
        "muşmula",
        "zerdali",
        "muz",
    ):
        is_public = word == "defne"
        asked = ask(word)
        assert titles(word) == (["Kestane defne"] if is_public else []), word
        assert selectors.count(asked) == is_public, word
        facets = selectors.facets(asked)
        assert {value.key for value in facets.get("tur", ())} == ({"bulten"} if is_public else set()), word
        assert presenters.titles(word, 7) == (["Kestane defne"] if is_public else []), word
        known = VocabularyWord.objects.filter(surface=word, documents__gt=0).exists()
        assert known == is_public, word
    assert [value.key for value in selectors.facets(ask(WORD))["tur"]] == ["bulten"]
    assert Document.objects.filter(hidden=False).count() == 1
    assert set(Label.objects.filter(facet="tur").values_list("key", flat=True)) == {"bulten"}


@pytest.mark.elasticsearch
def test_the_public_finds_in_elasticsearch_what_is_public(elasticsearch, house, monkeypatch):
    """Whoever asks: an account has no more rights at /ara/ than a stranger has."""
    upkeep.catch_up("test")
    assert not CopyNote.objects.exists()
    with monkeypatch.context() as only:
        only.setattr(answers_of_search, "engine", None)  # the database answers nothing
        assert_the_public_finds_what_is_public(house["said"])
        factories.withdraw(house["pages"]["live"])  # at once, before anything is carried
        for word in (WORD, "defne"):
            assert (titles(word), selectors.count(ask(word)), selectors.facets(ask(word))) == ([], 0, {})
        public_index.catch_up("test")
        upkeep.catch_up("test")
        assert titles(WORD) == presenters.titles("kest", 7) == []
    for person in PEOPLE.values():
        found = browser(person()).get("/api/ara/", {"q": WORD}).json()
        assert (found["total"], found["facets"], found["did_you_mean"]) == (0, {}, "")


def test_each_role_finds_its_kinds_and_states_and_the_public_what_is_public(house):
    photos, said = house["photos"], house["said"]
    assert set(MATRIX) == set(office_search.KINDS)
    people = {letter: make() for letter, make in PEOPLE.items()}
    index.catch_up()
    without = {"sayfalar"}  # no page of the website has the word
    for letter, user in people.items():
        groups = found(user, WORD, shown=100)
        expected = {kind for kind, letters in MATRIX.items() if letter in letters} - without
        assert set(groups) == expected, (letter, set(groups) ^ expected)
        for group in groups.values():
            assert len(group.results) == group.count
            # A result is no dead end: whoever sees it may open it.
            first = {MATRIX[group.kind.name][0], *MATRIX["bultenler"][1:2]}
            for result in group.results[:1] if letter in first else ():
                assert browser(user).get(result.url, follow=True).status_code == 200, (letter, result.url)
        for state, word in said.items():
            hits = names(user, word, "bultenler")
            assert hits == ([f"Kestane {word}"] if letter in MATRIX["bultenler"] else []), (letter, state)
        down = ["Kestane indirilen"] if letter in TAKEN_DOWN else []
        assert names(user, "indirilen", "fotograflar") == down, letter
        assert found(user, WORD)["fotograflar"].count == 2 + len(down)
        assert names(user, "rızalı", "fotograflar") == ["Kestane rızalı"]  # blocked, and the office knows it
        assert found(user, "rıza sahibi") == {}  # whose consent it is stands in no index
        assert names(user, "kabuklu kestane kişi", "fotograflar") == ["Kestane ağacı"]
        assert names(user, "şeftali", "kupurler") == names(user, "nektarin", "kupurler") == ["Kestane haberi"]
        assert names(user, "muşmula", "cevaplar") == names(user, "yalanı körfez", "cevaplar") == ["Kestane yalanı"]
        assert names(user, "zerdali dağıttı", "bulunan-haberler") == ["Kestane duyurusu"]
        assert names(user, "muz", "yayinlar") == (["Kestane dergisi"] if letter in MATRIX["yayinlar"] else []), letter
        # What nobody may look for is no kind either, and no kind makes up for another.
        assert found(user, WORD, only="adresler").get("adresler", None) is None or letter in MATRIX["adresler"]

    # Certificates by their digits; accounts of superusers are for superusers.
    record = EvidenceRecord.objects.exclude(content_hash="").first()
    assert names(people[DIRECTOR], record.content_hash, "onay-izi")
    assert (names(people[ADMIN], "kok", "hesaplar"), names(people[ROOT], "kok", "hesaplar")) == ([], ["Kok Örnek"])

    assert_the_public_finds_what_is_public(said)

    # At once, before anything is carried: what is taken down, and what is gone.
    rights.take_down(photo=photos["free"], reason="Hata.", user=people[ARCHIVIST])
    Journalist.objects.all().delete()
    Clipping.objects.filter(reply_cases=None).delete()
    Candidate.objects.update(state=State.ACCEPTED)
    gone = Outlet.objects.get(name="Kestane Postası")
    gone_key = gone.pk
    gone.delete()
    assert names(people[EDITOR], "kabuklu", "fotograflar") == []
    assert found(people[EDITOR], "kabuklu") == {}
    assert {"kuruluslar", "bulunan-haberler"}.isdisjoint(found(people[EDITOR], WORD))
    index.catch_up()
    assert not OfficeEntry.objects.filter(kind="kuruluslar", object_id=gone_key).exists()
    assert list(index.differing()) == []


def assert_renamed(shoot):
    editor, holder = factories.editor(), Photographer.objects.create(name="Ali Kılıç")
    office = Department.objects.create(name="Bostan İşleri", slug="bostan")
    Shoot.objects.filter(pk=shoot.pk).update(department=office, photographer=holder)
    page = factories.bulletin(title="Pırasa", department=office)
    category, tag = Category.objects.create(name="Sebzeler", slug="sebzeler"), Tag.objects.create(name="yeşillik")
    page.categories.add(category)
    page.tags.add(tag)
    page.save_revision()
    index.catch_up()
    for row, word in ((holder, "Selim"), (office, "Bahçıvanlık"), (category, "Kökler"), (tag, "yumrular")):
        type(row)._default_manager.filter(pk=row.pk).update(name=word)  # whoever writes it
        index.catch_up()
        kinds = ["cekimler"] if row == holder else ["cekimler", "bultenler"] if row == office else ["bultenler"]
        for kind in kinds:
            assert names(editor, word, kind), (word, kind)


def test_the_index_follows_what_changes():
    shoot = Shoot.objects.create(title="Körfez")
    photo = factories.photo("Lodos", shoot=shoot)
    index.catch_up()
    editor = factories.editor()
    assert names(editor, "lodosta", "fotograflar") == ["Lodos"]
    Photo.objects.filter(pk=photo.pk).update(caption="Poyraz esiyor")
    assert names(editor, "poyraz", "fotograflar") == []
    assert office_search.hits("fotograflar", "lodos", 10).changed == {photo.pk}
    index.catch_up()
    assert names(editor, "POYRAZ", "fotograflar") == ["Lodos"]
    assert names(editor, "tarih:1999 poyraz", "fotograflar") == []
    today = f"{timezone.localdate():%Y-%m-%d}"
    assert names(editor, f"tarih:{today}", "fotograflar") == ["Lodos"]  # days alone
    assert names(editor, "tarih:1999", "fotograflar") == []
    assert set(office_search.hits("fotograflar", f"tarih:{today}", 10).steps) == {photo.pk}
    # The other way to ask keeps to the days too; a shoot's new name is its photos' as well.
    assert office_search.among("fotograflar", "tarih:1999 poyraz", [photo.pk]).steps == {}
    shoot.title, shoot.date = "Marmara", dt.date(9999, 12, 1)
    shoot.save()
    index.catch_up()
    assert names(editor, "marmara", "fotograflar") == ["Lodos"]
    assert names(editor, "marmara", "cekimler") == ["Marmara"]
    last = index.span_of(6)[1]
    assert index.span_of(6, parse("tarih:2026..9999").period)[1] <= last < index.span_of(7)[0]
    # So is a new name of its department and its photographer; and those of a bulletin's.
    assert_renamed(shoot)
    # Lost notes, a wrong entry, a word that is nobody's: found and set right.
    OfficeEntry.objects.filter(kind="cekimler").update(digest="")
    Photo.objects.filter(pk=photo.pk).update(caption="Meltem")
    OfficeChange.objects.all().delete()
    assert {kind for kind, _key in index.differing()} == {"cekimler", "fotograflar"}
    assert index.repair() == 2
    assert list(index.differing()) == []
    assert names(editor, "meltem", "fotograflar") == ["Lodos"]


def test_one_object_that_cannot_be_read_holds_up_no_other(monkeypatch):
    index.catch_up()
    bad, good = Shoot.objects.create(title="Bozuk"), Shoot.objects.create(title="Sağlam")
    words = office_search.KINDS["cekimler"].words

    def broken(ids):
        if bad.pk in ids:
            raise ValueError("bozuk")
        return words(ids)

    monkeypatch.setattr(office_search.KINDS["cekimler"], "words", broken)
    index.catch_up()
    assert OfficeEntry.objects.filter(kind="cekimler", object_id=good.pk).exists()
    OfficeEntry.objects.filter(kind="cekimler", object_id=good.pk).delete()
    assert set(index.differing()) == {("cekimler", bad.pk), ("cekimler", good.pk)}
    with pytest.raises(public_index.Incomplete, match="1"):
        index.repair()
    assert list(index.differing()) == [("cekimler", bad.pk)]
    left = OfficeChange.objects.get(kind="cekimler", object_id=bad.pk)
    assert (left.attempts, "bozuk" in left.trouble, left.due_at > timezone.now()) == (1, True, True)
    OfficeChange.objects.update(due_at=None)
    monkeypatch.undo()
    index.catch_up()
    assert not OfficeChange.objects.exists()
    OfficeChange.objects.create(kind="cekimler", object_id=bad.pk, noted_at=timezone.now() - dt.timedelta(hours=1))
    assert "1 changes wait" in answers.trouble()
