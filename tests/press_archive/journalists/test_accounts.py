"""From an address that is nobody's yet to an account that is gone again: applying, the office's decisions, corrections,
papers and photos, own data, deletion."""

import datetime as dt
import io
import json
import re

import pypdfium2
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image
from wagtail.models import ModelLogEntry

from cms.core.refusal import Refusal
from cms.letters.models import Letter
from cms.users.models import Throttle
from cms.users.roles import Role
from press_archive.contacts.models import Address, Journalist, OptOut
from press_archive.journalists import people, photos, proofs, retention, services
from press_archive.journalists.models import (
    AccountEvent,
    AddressProof,
    Erasure,
    JournalistAccount,
    JournalistSession,
    Look,
    Paper,
    Portrait,
)
from press_archive.journalists.selectors import reading_of
from tests import factories
from tests.factories.journalists import CARD, applicant, face, press_account, press_browser, press_outlet
from tests.office import browser

pytestmark = pytest.mark.django_db

WHO = "derya@kiyi.example"
OWN, LIST = "/basin/hesabim/", "/admin/basin-hesaplari/"
PLACE = "press_archive.journalists.views.network_of_request"


def typed(**values):
    return {
        "name": "Derya Işık", "phone": "0532 000 00 01", "work": "reporter", "outlet_name": "Kıyı Postası",
        "proof": "card", "card_kind": "duty", "card_number": "TR-12345", "notice": "on", "works": "", "website": "",
        "card_expires": (timezone.localdate() + dt.timedelta(days=400)).isoformat(), **values,
    }  # fmt: skip


def picture(name="kart.jpg", data=None):
    return SimpleUploadedFile(name, data or face(), content_type="image/jpeg")


def form_link(email=WHO):
    Client().post("/basin/basvuru/", {"email": email, "website": ""})
    proofs.answer()
    letter = Letter.objects.filter(recipient=email).latest("pk")
    found = re.search(r"http://[^/]+(/basin/basvuru/form/\S+)", letter.body)
    return found[1] if found else ""


def decided(user, account, step, **values):
    """What an officer posts on the account's page."""
    page = browser(user).get(f"{LIST}{account.pk}/").content.decode()
    seen = re.search(rf'name="{step}-seen" value="([0-9a-f]+)"', page)
    data = {f"{step}-{name}": value for name, value in {"seen": seen[1] if seen else "", **values}.items()}
    return browser(user).post(f"{LIST}{account.pk}/karar/{step}/", data)


def test_from_the_first_click_to_an_open_account():
    outlet, editor = press_outlet(), factories.editor()
    link = form_link()
    client = Client()
    assert client.get(link).status_code == 200
    assert not JournalistAccount.objects.exists()
    answer = client.post(link, typed(card=picture()))
    assert (answer.status_code, answer.url) == (302, f"{OWN}?tamam=basvuruldu")
    account = JournalistAccount.objects.get()
    assert (account.email, account.state, account.card_number) == (WHO, "applied", "TR-12345")
    assert account.accepted_texts.get().version
    assert not AddressProof.objects.exists(), "the link is used"
    assert Client().get(link).status_code == 404
    page = client.get(f"{OWN}?tamam=basvuruldu").content.decode()
    assert "Başvurunuz basın bürosuna ulaştı" in page
    # The office reads, looks at the card, and opens the account for somebody whom the directory does not know yet.
    assert "Derya Işık" in browser(editor).get(f"{LIST}?which=bekleyen").content.decode()
    assert "1 basın mensubu karar bekliyor" in browser(editor).get("/admin/").content.decode()
    assert decided(editor, account, "ac", outlet=outlet.pk, journalist="").status_code == 302
    account.refresh_from_db()
    entry = Journalist.objects.get()
    assert (account.state, account.journalist, account.outlet) == ("active", entry, outlet)
    assert (entry.name, entry.outlet, entry.addresses.get().email) == ("Derya Işık", outlet, WHO)
    assert "hesabınızı açtı" in Letter.objects.latest("pk").body
    assert ModelLogEntry.objects.get(action="journalists.approved").label == f"basın mensubu hesabı {account.pk}"
    assert "Hesabınız açık" in client.get(OWN).content.decode()


@pytest.mark.once
def test_a_stranger_learns_nothing_from_the_form_and_bombs_nobody(monkeypatch):
    press_account()
    factories.person("memur", Role.EDITOR, email="memur@belediye.example")
    pages = []
    for number, email in enumerate((WHO, "memur@belediye.example", "yeni@kiyi.example")):
        monkeypatch.setattr(PLACE, lambda request, number=number: f"10.1.0.{number}")
        answer = Client().post("/basin/basvuru/", {"email": email})
        pages.append((answer.status_code, answer.url))
    assert set(pages) == {(302, "/basin/basvuru/istendi/")}
    assert [proofs.answer(), proofs.answer()] == [3, 0]
    said = dict(Letter.objects.values_list("recipient", "body"))
    assert "zaten bir basın hesabı" in said[WHO]
    assert "çalışanın hesabına" in said["memur@belediye.example"]
    assert "/basin/basvuru/form/" in said["yeni@kiyi.example"]
    assert not [one for one in said.values() if "Derya" in one]
    # Many machines that name many addresses meet the limit of all together.
    for number in range(proofs.APPLY.whole + 20):
        monkeypatch.setattr(PLACE, lambda request, number=number: f"10.{2 + number // 250}.{number % 250}.1")
        proofs.ask(email=f"a{number}@x.example", place=f"10.{2 + number // 250}.{number % 250}.1")
    assert AddressProof.objects.filter(email__endswith="@x.example").count() == proofs.APPLY.whole - 3
    Throttle.objects.all().delete()
    for number in range(5):
        proofs.ask(email="tek@x.example", place=f"10.9.9.{number}")
    assert AddressProof.objects.filter(email="tek@x.example").count() == proofs.APPLY.per_email


@pytest.mark.once
@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"card_number": ""}, "numarasını"),
        ({"card_expires": "2020-01-01"}, "süresi dolmuş"),
        ({"card_expires": "2199-01-01"}, "Yılı denetleyin"),
        ({"card": None}, "Kartınızın fotoğrafını ekleyin"),
        ({"proof": "letter"}, "yazısını ekleyin"),
        ({"proof": "works"}, "Haberlerinizin"),
        ({"wants_desk": "on", "outlet_name": ""}, "kuruluşunuzu yazın"),
        ({"notice": ""}, "Aydınlatma"),
        ({"phone": "<b>ara</b>"}, "Telefon numarasını"),
        ({"card": SimpleUploadedFile("kart.jpg", b"MZ\x90 not a picture")}, "fotoğraf değil"),
        ({"card": SimpleUploadedFile("kart.svg", b"<svg onload='x'/>")}, "dosya türü alınmıyor"),
    ],
)
def test_what_is_missing_is_asked_for(values, fault):
    answer = Client().post(
        form_link(),
        {k: v for k, v in typed(card=picture(), **values).items() if v is not None}
        if "card" not in values
        else {k: v for k, v in typed(**values).items() if v is not None},
    )
    assert answer.status_code == 422
    assert fault in answer.content.decode()
    assert not JournalistAccount.objects.exists()


@pytest.mark.parametrize(
    "values", [{"proof": "works", "works": "https://yerel.example/haber"}, {"proof": "letter", "letter": b"%PDF-1.7 x"}]
)
def test_nobody_needs_a_card(values):
    if "letter" in values:
        values = {**values, "letter": SimpleUploadedFile("yazi.pdf", values["letter"])}
    answer = Client().post(form_link(), typed(card_kind="", card_number="", card_expires="", **values))
    assert answer.status_code == 302
    assert JournalistAccount.objects.get().proof == values["proof"]


def test_more_is_asked_for_then_refused_then_applied_anew():
    editor, account = factories.editor(), applicant()
    client = press_browser(account)
    assert decided(editor, account, "bilgi", words="").status_code == 400
    decided(editor, account, "bilgi", words="Kartınızın arkası da gerekli.")
    assert "Kartınızın arkası" in Letter.objects.latest("pk").body
    assert "Kartınızın arkası" in client.get(OWN).content.decode()
    client.post(f"{OWN}basvuru/", typed(card=picture()))
    account.refresh_from_db()
    assert (account.state, account.papers.count()) == ("applied", 1)
    decided(editor, account, "ret", words="Kart bu kişiye ait değil.")
    account.refresh_from_db()
    assert account.state == "refused"
    assert "Yeniden başvur" in client.get(OWN).content.decode()
    client.post(f"{OWN}basvuru/", typed(card=picture("yeni.jpg")))
    account.refresh_from_db()
    assert (account.state, account.papers.count()) == ("applied", 1), "the new card took the place of the old one"
    happened = list(account.events.values_list("what", flat=True))
    assert happened == ["applied", "asked", "completed", "refused", "completed"]


def test_nothing_is_decided_about_what_was_exchanged_meanwhile_nor_twice():
    editor, account = factories.editor(), applicant(papers=CARD)
    seen = reading_of(account)
    services.complete(account=account, answers={**account.__dict__, "name": "Başka Biri"}, papers=CARD)
    with pytest.raises(Refusal, match="siz okurken değişti"):
        services.approve(account=account, user=editor, seen=seen)
    account.refresh_from_db()
    services.approve(account=account, user=editor, seen=reading_of(account))
    with pytest.raises(Refusal, match="durumu değişti"):
        services.refuse_account(account=account, user=editor, seen=reading_of(account), words="x")
    twin = applicant("ikiz@kiyi.example")
    with pytest.raises(Refusal, match="zaten bir hesabı var"):
        services.approve(account=twin, user=editor, seen=reading_of(twin), journalist=Journalist.objects.get())
    # Somebody of the house got the address meanwhile.
    factories.person("memur", Role.EDITOR, email="ikiz@kiyi.example")
    with pytest.raises(Refusal, match="çalışanın hesabına"):
        services.approve(account=twin, user=editor, seen=reading_of(twin))


def test_an_outlets_desk_holds_an_account_and_somebody_known_keeps_the_entry():
    editor, outlet = factories.editor(), press_outlet()
    desk = applicant("haber@kiyi.example", name="Kıyı Postası Haber Merkezi", wants_desk=True)
    assert decided(editor, desk, "ac", outlet="", is_desk="on").status_code == 400
    decided(editor, desk, "ac", outlet=outlet.pk, is_desk="on")
    desk.refresh_from_db()
    assert (desk.state, desk.desk_of, desk.journalist) == ("active", outlet, None)
    known = Journalist.objects.create(name="DERYA IŞIK", outlet=outlet)
    account = applicant()
    page = browser(editor).get(f"{LIST}{account.pk}/").content.decode()
    assert "DERYA IŞIK (Kıyı Postası)" in page
    decided(editor, account, "ac", outlet=outlet.pk, journalist=known.pk)
    account.refresh_from_db()
    assert account.journalist == known
    assert Journalist.objects.count() == 1


@pytest.mark.once
@pytest.mark.parametrize("role", list(Role))
def test_who_decides_and_who_sees_papers(role):
    """Every role in front of every address."""
    account = applicant(papers=CARD)
    portrait = photos.take_in(file=io.BytesIO(face()), account=account)
    user = factories.person(f"biri-{role.value}", role)
    client, paper = browser(user), account.papers.get()
    decides, reads = (
        user.has_perm("journalists.decide_journalistaccount"),
        user.has_perm("journalists.view_journalistaccount"),
    )
    assert (role in (Role.EDITOR, Role.DIRECTOR)) <= decides
    assert (client.get(f"{LIST}{account.pk}/").status_code == 200) == reads
    for path in (f"belge/{paper.pk}/", f"fotograf/{portrait.pk}/"):
        assert (client.get(f"{LIST}{account.pk}/{path}").status_code == 200) == decides
    assert Look.objects.filter(user=user).count() == (2 if decides else 0), "every look is written down"
    watches = user.has_perm("journalists.view_look")
    assert (client.get("/admin/basin-belge-bakislari/").status_code == 200) == watches
    answer = client.post(f"{LIST}{account.pk}/karar/ret/", {"ret-words": "x", "ret-seen": reading_of(account)})
    account.refresh_from_db()
    assert (account.state == "refused") == decides
    assert answer.status_code == 302
    if not decides:
        with pytest.raises(PermissionDenied):
            services.approve(account=account, user=user, seen=reading_of(account))
        with pytest.raises(PermissionDenied):
            services.close_account(account=account, user=user, words="x")


def test_an_approved_account_cannot_become_somebody_elses_by_itself():
    editor, account = factories.editor(), press_account()
    client = press_browser(account)
    values = {"name": "Ünlü Sunucu", "work": "editor", "outlet_name": "Ulusal TV", "card_kind": "", "card_number": ""}
    assert client.post(f"{OWN}duzeltme/", values).status_code == 302
    account.refresh_from_db()
    assert (account.name, account.outlet_label) == ("Derya Işık", "Kıyı Postası")
    assert "Ünlü Sunucu" in client.get(OWN).content.decode()
    assert decided(editor, account, "duzeltme", is_right="hayir", words="").status_code == 400
    decided(editor, account, "duzeltme", is_right="hayir", words="Önce kuruluşunuzun yazısını ekleyin.")
    account.refresh_from_db()
    assert (account.correction_at, account.name) == (None, "Derya Işık")
    client.post(f"{OWN}duzeltme/", {**values, "name": "Derya Işık Öz", "outlet_name": "Kıyı Postası"})
    decided(editor, account, "duzeltme", is_right="evet")
    account.refresh_from_db()
    assert (account.name, account.work, account.journalist.name) == ("Derya Işık Öz", "editor", "Derya Işık Öz")
    # The telephone is the owner's own affair.
    client.post(f"{OWN}telefon/", {"phone": "0533 111 22 33"})
    account.refresh_from_db()
    assert account.phone == "0533 111 22 33"


def test_another_address_is_proved_first_and_the_old_one_is_told():
    account = press_account()
    client = press_browser(account)
    client.post(f"{OWN}adres/", {"email": "yeni@kiyi.example"})
    account.refresh_from_db()
    assert account.email == WHO
    proofs.answer()
    letter = Letter.objects.get()
    assert letter.recipient == "yeni@kiyi.example"
    link = re.search(r"http://[^/]+(/basin/hesabim/adres/\S+)", letter.body)[1]
    stranger = Client()
    stranger.get(link)
    account.refresh_from_db()
    assert account.email == WHO, "opening changes nothing"
    stranger.post(link)
    account.refresh_from_db()
    assert account.email == "yeni@kiyi.example"
    assert Letter.objects.filter(recipient=WHO).count() == 1
    assert client.get(OWN).status_code == 302, "every browser is signed out"
    assert stranger.post(link).status_code == 404


@pytest.mark.once
def test_a_photo_is_cropped_and_drawn_anew_and_shown_to_nobody_else():
    account = press_account()
    client = press_browser(account)
    consent = client.post(f"{OWN}fotograf/", {"photo": picture("yuz.jpg"), "crop": ""})
    assert consent.status_code == 422
    answer = client.post(f"{OWN}fotograf/", {"photo": picture("yuz.jpg"), "crop": "0.1,0.1,0.5,0.5", "consent": "on"})
    assert answer.status_code == 302
    row = Portrait.objects.get()
    kept = photos.bytes_of(row)
    with Image.open(io.BytesIO(kept)) as shown:
        assert (shown.size, shown.format, len(shown.getexif())) == (photos.SIZE, "JPEG", 0)
    assert b"secret place" not in kept
    assert client.get(f"{OWN}fotograf/goster/").headers["Cache-Control"] == "private, no-store"
    other = press_browser(press_account("b@b.example"))
    assert [other.get(f"{OWN}fotograf/goster/").status_code, Client().get(f"{OWN}fotograf/goster/").status_code] == [
        404,
        302,
    ]
    assert Client().get(f"/media/{row.file.name}").status_code == 404
    for crop in ("5,5,1,1", "a,b,c,d", "nan,0,1,1", "0,0,0.001,0.001", "-1,0,1,1"):
        bad = client.post(f"{OWN}fotograf/", {"photo": picture("yuz.jpg"), "crop": crop, "consent": "on"})
        assert bad.status_code == 422, crop
    for data in (face(90, 90), b"\xff\xd8\xff broken", b"GIF89a" + b"\0" * 40, b""):
        bad = client.post(f"{OWN}fotograf/", {"photo": picture("yuz.jpg", data or b" "), "crop": "", "consent": "on"})
        assert bad.status_code == 422
    client.post(f"{OWN}fotograf/sil/")
    assert not Portrait.objects.exists()
    assert not account.accepted_texts.filter(key="photo", taken_back_at=None).exists()
    assert account.accepted_texts.filter(key="photo").count() == 1


def test_papers_are_the_owners_and_the_offices(django_capture_on_commit_callbacks):
    account = applicant(papers=CARD)
    paper = account.papers.get()
    assert press_browser(account).get(f"{OWN}belge/{paper.pk}/").status_code == 200
    assert press_browser(press_account("b@b.example")).get(f"{OWN}belge/{paper.pk}/").status_code == 404
    shown = browser(factories.editor()).get(f"{LIST}{account.pk}/belge/{paper.pk}/")
    assert "attachment" in shown["Content-Disposition"]
    assert "sandbox" in shown["Content-Security-Policy"]
    assert browser(factories.editor()).get(f"{LIST}{account.pk + 99}/belge/{paper.pk}/").status_code == 404
    name = paper.file.name
    assert default_storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        services.close_own(account=account)
    assert not default_storage.exists(name)


@pytest.mark.once
def test_own_data_is_whole_and_the_persons_alone(monkeypatch):
    events = {"başvurular": [{"etkinlik": "Açılış", "sayı": 3}]}
    room = people.Room("sayilar", lambda account: events, lambda account: None, "Etkinlikler")
    monkeypatch.setitem(people.ROOMS, "sayilar", room)
    account = press_account(outlet=press_outlet())
    client = press_browser(account)
    answer = client.get(f"{OWN}verilerim.json")
    kept = json.loads(answer.content)
    assert kept["Hesap"]["ad soyad"] == "Derya Işık"
    assert kept["Etkinlikler"]["başvurular"][0]["etkinlik"] == "Açılış"
    assert "attachment" in answer["Content-Disposition"]
    other = press_browser(press_account("b@b.example", name="Öteki"))
    assert "Derya" not in other.get(f"{OWN}verilerim.json").content.decode()
    pdf = pypdfium2.PdfDocument(client.get(f"{OWN}verilerim.pdf").content)
    text = "".join(page.get_textpage().get_text_range() for page in pdf)
    assert "Derya Işık" in text
    assert "Açılış" in text
    assert client.get(f"{OWN}verilerim.xml").status_code == 404
    for _again in range(20):
        last = client.get(f"{OWN}verilerim.json")
    assert last.status_code == 429


def test_a_person_goes_and_numbers_and_evidence_stay(monkeypatch):
    forgotten = []
    monkeypatch.setitem(
        people.ROOMS, "oda", people.Room("oda", lambda account: {}, lambda account: forgotten.append(account.pk))
    )
    editor = factories.editor()
    account = press_account(by=editor, papers=CARD)
    photos.take_in(file=io.BytesIO(face()), account=account)
    browser(editor).get(f"{LIST}{account.pk}/belge/{account.papers.get().pk}/")
    client = press_browser(account)
    assert client.post(f"{OWN}sil/", {"sure": ""}).status_code == 422
    gone = client.post(f"{OWN}sil/", {"sure": "on", "leave_lists": "on"})
    assert "Hesabınız silindi" in gone.content.decode()
    account.refresh_from_db()
    assert (account.state, account.name, account.phone, account.journalist) == ("closed", "", "", None)
    assert WHO not in account.email
    assert not (Paper.objects.exists())
    assert not (Portrait.objects.exists())
    assert not (JournalistSession.objects.exists())
    assert forgotten == [account.pk]
    assert OptOut.objects.get().email == Address.objects.get().email == WHO
    # What stays: that somebody looked, that a text was accepted, what happened when; the last letter for a week.
    assert Look.objects.get().account_number == account.pk
    assert account.accepted_texts.count() == 1
    assert AccountEvent.objects.filter(account=account).exclude(words="").count() == 0
    assert list(Letter.objects.values_list("recipient", flat=True)) == [WHO]
    names = "".join(ModelLogEntry.objects.values_list("label", flat=True))
    assert "Derya" not in names
    assert client.get(OWN).status_code == 302
    retention.look(now=timezone.now().replace(hour=9) + dt.timedelta(days=8))
    assert not Letter.objects.filter(recipient=WHO).exists()
    # The address is free again.
    assert form_link() != ""
    assert browser(editor).get(f"{LIST}{account.pk}/").status_code == 200


def test_the_office_closes_an_account_with_a_reason():
    account = press_account()
    assert decided(factories.editor(), account, "kapat", words="Kart sahte çıktı.", sure="").status_code == 400
    decided(factories.editor(), account, "kapat", words="Kart sahte çıktı.", sure="on")
    account.refresh_from_db()
    assert (account.state, account.name) == ("closed", "")
    letter = Letter.objects.get()
    assert (letter.recipient, "Kart sahte çıktı." in letter.body) == (WHO, True)


@pytest.mark.parametrize(
    ("purpose", "days"), [("papers", 31), ("refused", 181), ("idle", 731), ("portraits", 31), ("loose", 3)]
)
def test_what_is_over_goes_at_night(purpose, days, django_capture_on_commit_callbacks):
    now = timezone.localtime().replace(hour=9, minute=0)
    later = now + dt.timedelta(days=days)
    account = press_account(papers=CARD)
    JournalistAccount.objects.update(decided_at=now, seen_at=now)
    kept = press_account("b@b.example", papers=CARD)
    JournalistAccount.objects.filter(pk=kept.pk).update(decided_at=later, seen_at=later)
    Paper.objects.filter(account=kept).update(added_at=later)
    if purpose == "refused":
        JournalistAccount.objects.filter(pk=account.pk).update(state="refused")
    if purpose == "portraits":
        photos.take_in(file=io.BytesIO(face()), account=account, keep_until=now.date() + dt.timedelta(days=30))
    if purpose == "loose":
        proofs.ask(email="x@x.example", place="1.1.1.1")
    assert retention.look(now=now) == retention.look(now=later.replace(hour=1)) == 0
    if purpose == "idle":
        assert retention.look(now=later - dt.timedelta(days=31)) == 1, "its paper; the account is told"
        JournalistAccount.objects.filter(pk=account.pk).update(warned_at=later - dt.timedelta(days=31))
    gone = retention.look(now=later)
    assert gone >= 1
    assert Erasure.objects.filter(purpose=purpose, at=later).get().count == 1
    assert retention.look(now=later) == 0, "run twice"
    account.refresh_from_db()
    kept.refresh_from_db()
    assert kept.is_active
    assert kept.papers.count() == 1
    assert (account.state == "closed") == (purpose in ("refused", "idle"))
    assert account.papers.exists() == (purpose == "loose"), "what was brought for a decision goes after it"


def test_who_comes_in_after_the_warning_keeps_the_account():
    account = press_account()
    now = timezone.localtime().replace(hour=9)
    JournalistAccount.objects.update(seen_at=now - dt.timedelta(days=710), decided_at=now - dt.timedelta(days=800))
    retention.look(now=now)
    account.refresh_from_db()
    assert account.warned_at == now
    assert "girmezseniz" in Letter.objects.get().body
    assert retention.look(now=now + dt.timedelta(days=1)) == 0
    assert Letter.objects.count() == 1
    client = press_browser(account)
    JournalistSession.objects.update(seen_at=timezone.now() - dt.timedelta(hours=1))
    client.get(OWN)
    retention.look(now=now + dt.timedelta(days=40))
    account.refresh_from_db()
    assert account.is_active
    assert account.warned_at is None
