"""The rules, a sentence a row."""

import datetime as dt

import pytest

from media_library.models import Consent, LegalBasis, Licence, Photo, Photographer, RightsState
from media_library.rights.rules import Purpose, obstacles_of, rights_state_of

TODAY = dt.date(2026, 11, 22)
YESTERDAY, TOMORROW = TODAY - dt.timedelta(days=1), TODAY + dt.timedelta(days=1)
NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


def said(name="Ayşe Yılmaz", **values):
    values.setdefault("given_on", dt.date(2026, 1, 1))
    return Consent(person_name=name, **values)


def picture(**values):
    return Photo(title="Açılış", collection_id=1, **values)


def by(kind=Photographer.Kind.CONTRACT, **values):
    return Photographer(name="Deniz Örnek", kind=kind, **values)


CONTRACT = {"contract_number": "2026/14"}
OPEN_EVENT, ON_CONSENT = {"legal_basis": LegalBasis.PUBLIC_EVENT}, {"legal_basis": LegalBasis.CONSENT}
CHILD = {**OPEN_EVENT, "contains_children": True}
ROWS = [
    ("a photo of a public event by our own staff may be used", OPEN_EVENT, [], ""),
    ("a photo that was taken down may not be used", {**OPEN_EVENT, "withheld_at": NOW}, [], "yayından kaldırılmış"),
    ("an unknown licence blocks", {**OPEN_EVENT, "licence": Licence.UNKNOWN}, [], "kullanım hakkı bilinmiyor"),
    ("a licence holds on its last day", {**OPEN_EVENT, "licence_ends": TODAY}, [], ""),
    ("a licence blocks after its last day", {**OPEN_EVENT, "licence_ends": YESTERDAY}, [],
     "kullanım hakkı 21.11.2026 tarihinde bitmiş"),
    ("a contract's photo without a photographer blocks", {**OPEN_EVENT, "licence": Licence.CONTRACT}, [],
     "fotoğrafçının sözleşmesi kayıtlı değil"),
    ("a contract without a number blocks", {**OPEN_EVENT, "licence": Licence.CONTRACT, "photographer": by()}, [],
     "fotoğrafçının sözleşmesi kayıtlı değil"),
    ("a contract in force is enough",
     {**OPEN_EVENT, "licence": Licence.CONTRACT, "photographer": by(**CONTRACT, rights_until=TODAY)}, [], ""),
    ("a contract that ended blocks",
     {**OPEN_EVENT, "licence": Licence.CONTRACT, "photographer": by(**CONTRACT, rights_until=YESTERDAY)}, [],
     "fotoğrafçının sözleşmesi 21.11.2026 tarihinde bitmiş"),
    ("a contract that ended says nothing of an agency's photo",
     {**OPEN_EVENT, "licence": Licence.AGENCY, "photographer": by(**CONTRACT, rights_until=YESTERDAY)}, [], ""),
    ("our own staff needs no contract",
     {**OPEN_EVENT, "photographer": by(Photographer.Kind.STAFF, rights_until=YESTERDAY)}, [], ""),
    ("a photo on consent without any blocks", ON_CONSENT, [], "açık rıza kaydı yok"),
    ("a consent is enough", ON_CONSENT, [said()], ""),
    ("a consent holds on its last day", ON_CONSENT, [said(expires_on=TODAY)], ""),
    ("a consent that ended blocks", ON_CONSENT, [said(expires_on=YESTERDAY)],
     "bir rızanın süresi dolmuş; açık rıza kaydı yok"),
    ("a consent from tomorrow on blocks today", ON_CONSENT, [said(given_on=TOMORROW)],
     "bir rıza henüz geçerli değil; açık rıza kaydı yok"),
    ("a withdrawn consent blocks even a public event", OPEN_EVENT, [said(withdrawn_at=NOW)],
     "bir kişi rızasını geri almış"),
    ("another person's consent does not heal a withdrawal", ON_CONSENT,
     [said(withdrawn_at=NOW), said("Işıl Ak")], "bir kişi rızasını geri almış"),
    ("a new consent of the same person heals a withdrawal", ON_CONSENT,
     [said("AYŞE  YILMAZ", withdrawn_at=NOW), said("Ayşe Yılmaz")], ""),
    ("a new consent of the same person heals an expiry", ON_CONSENT, [said(expires_on=YESTERDAY), said()], ""),
    ("a consent that leaves out the use blocks", ON_CONSENT, [said(for_web=False)],
     "rıza bu kullanımı kapsamıyor (web sitesi)"),
    ("each person's consent must cover the use", ON_CONSENT, [said(), said("Işıl Ak", for_web=False)],
     "rıza bu kullanımı kapsamıyor (web sitesi)"),
    ("two consents of one person count together", ON_CONSENT, [said(for_web=False), said()], ""),
    ("a child needs a guardian's consent", CHILD, [], "çocuk görünüyor, veli rızası yok"),
    ("an adult's consent does not speak for a child", CHILD, [said()], "çocuk görünüyor, veli rızası yok"),
    ("a guardian's consent is enough for a child", CHILD, [said(is_child=True, guardian_name="Ali Yılmaz")], ""),
    ("a child cannot consent alone", ON_CONSENT, [said(is_child=True)],
     "bir çocuğun rızası velisince verilmemiş; açık rıza kaydı yok"),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "consents", "expected"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_the_rules(fields, consents, expected):
    photo = picture(**fields)
    assert "; ".join(obstacles_of(photo, consents, on=TODAY)) == expected
    assert (rights_state_of(photo, consents, on=TODAY) == RightsState.BLOCKED) == bool(expected)


@pytest.mark.parametrize(
    ("purpose", "words"),
    [
        (Purpose.WEB, "web sitesi"),
        (Purpose.PRESS, "basına gönderim"),
        (Purpose.SOCIAL, "sosyal medya"),
        (Purpose.PRINT, "basılı yayın"),
    ],
)
def test_a_consent_is_asked_for_each_use(purpose, words):
    photo = picture(**ON_CONSENT)
    without = said(**{f"for_{purpose.value}": False})
    assert obstacles_of(photo, [without], on=TODAY, purposes=[purpose]) == [f"rıza bu kullanımı kapsamıyor ({words})"]
    others = [one for one in Purpose if one != purpose]
    assert obstacles_of(photo, [without], on=TODAY, purposes=others) == []


def test_no_reason_names_a_person():
    photo = picture(**ON_CONSENT, contains_children=True, licence=Licence.UNKNOWN, photographer=by())
    persons = [said("Zekiye Ünal", withdrawn_at=NOW), said("Tuğrul Ünal", is_child=True, guardian_name="Nur Ünal")]
    words = " ".join(obstacles_of(photo, [*persons, said("Ece Ünal", expires_on=YESTERDAY)], on=TODAY))
    assert words
    assert "Ünal" not in words
    assert "Deniz" not in words


def test_without_a_legal_basis_the_state_is_incomplete():
    assert rights_state_of(picture(), [], on=TODAY) == RightsState.INCOMPLETE
    assert rights_state_of(picture(**OPEN_EVENT), [], on=TODAY) == RightsState.CLEAR
