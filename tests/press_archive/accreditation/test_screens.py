"""The screens: what each person may open, what strangers get, what hostile files and words do."""

import datetime as dt
import io
import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from cms.core.roles import Role
from cms.letters.models import Letter
from press_archive.accreditation import addresses, applicants, crews, restrictions, services, sheets
from press_archive.accreditation.models import Application, Badge, FormLink
from press_archive.accreditation.words import Layout, State
from press_archive.journalists.models import Look
from tests import factories, worlds
from tests.factories.accreditation import accredited, accredited_event, applied, form_of, fresh, officer
from tests.factories.journalists import face, press_account, press_browser, press_outlet
from tests.office import browser

pytestmark = [pytest.mark.django_db]


def world():
    """An event with one accredited reporter, whose photo is kept, and one application by address."""
    event = accredited_event()
    paper, station = press_outlet("Kıyı Postası"), press_outlet("Körfez TV", kind="television")
    derya = press_account(outlet=paper)
    photo = SimpleUploadedFile("yuz.jpg", face(), "image/jpeg")
    return {
        "event": event, "officer": officer(), "derya": derya, "other": press_account("baska@ornek.example"),
        "desk": press_account("masa@korfez.example", outlet=station, is_desk=True, name="Haber merkezi"),
        "badge": accredited(event, derya, photo=photo, zones=["Saha"]),
        "mailed": applied(event, name="=HYPERLINK(1)", outlet_name="<b>Yerel</b>"),
    }  # fmt: skip


pytestmark.append(worlds.on(world))


def test_a_signed_in_journalist_applies_with_what_is_known(client, world):
    event = accredited_event("İkinci etkinlik")
    page = reverse("accreditation:event", args=[event.pk])
    mine = press_browser(world["other"])
    assert "Giriş yap ve başvur" in client.get(page).content.decode()
    html = mine.get(page).content.decode()
    assert 'value="Derya Işık"' in html
    assert "sessionid" not in client.cookies
    answer = mine.post(page, form_of(outlet_name="Kıyı Postası"))
    row = Application.objects.get(event=event)
    assert answer["Location"].startswith(addresses.page_of(row))
    assert "Başvurunuz basın bürosuna ulaştı" in mine.get(answer["Location"]).content.decode()
    assert mine.get(page)["Location"] == addresses.page_of(row)


def test_one_journalist_is_not_another(client, world):
    row = world["badge"]
    key = addresses.key_of(row)
    pages = [reverse(f"accreditation:{name}", args=[key]) for name in
             ("application", "change", "answer", "withdraw", "photo", "own_data", "erase", "pass",
              "pass_photo")]  # fmt: skip
    theirs, mine = press_browser(world["other"]), press_browser(world["derya"])
    for page in pages:
        assert theirs.get(page).status_code == theirs.post(page).status_code == 404, page
        assert client.get(page)["Location"].startswith("/basin/giris/"), page
        answer = mine.get(page)
        assert answer.status_code in (200, 302), page
        assert "no-store" in answer["Cache-Control"], page
    assert fresh(row).state == State.APPROVED  # no GET changes anything


def test_addresses_cannot_be_guessed(client, world):
    row = world["mailed"]
    key = addresses.key_of(row)
    assert client.get(addresses.page_of(row)).status_code == 200
    number, rest = key.split(":", 1)
    for guess in (f"{int(number) - 1}:{rest}", key[:-1] + ("A" if key[-1] != "A" else "B"), f"{number}:{'0' * 16}", "1",
                  key + "x", "9" * 400, "%00", "..", addresses.FORM.sign(f"{row.pk}:{row.key}")):  # fmt: skip
        for name in ("application", "pass", "photo", "own_data"):
            assert client.get(reverse(f"accreditation:{name}", args=[guess])).status_code == 404, guess


def test_by_an_address_and_without_an_account(client, world):
    event = world["event"]
    page = reverse("accreditation:event", args=[event.pk])
    for typed in ("serbest@ornek.example", "derya@kiyi.example"):  # known or not: the same answer
        assert client.post(page, {"email": typed})["Location"] == reverse("accreditation:asked")
    assert client.post(page, {"email": "x@ornek.example", "website": "spam"}).status_code == 302
    assert FormLink.objects.filter(used_at=None).count() == 2
    applicants.send_forms()
    letter = Letter.objects.get(recipient="serbest@ornek.example")
    link = re.search(r"/basin/akreditasyon/form/\S+", letter.body)[0]
    assert client.get(link).status_code == 200
    assert client.post(link, form_of(card_kind="")).status_code == 422  # without a card a letter is asked for
    photo = SimpleUploadedFile("a.jpg", face(), "image/jpeg")
    letter = SimpleUploadedFile("yazi.pdf", b"%PDF-1.4 yazi", "application/pdf")
    said = form_of(card_kind="", card_number="", notice="on", consent="on", photo=photo, letter=letter)
    page = client.post(link, said)["Location"]
    row = Application.objects.get(email="serbest@ornek.example")
    assert (row.papers.count(), row.portrait.account, "notice" in row.steps.get().fields) == (1, None, True)
    assert client.get(link).status_code == 404  # used
    assert client.get(page).status_code == 200
    assert b"secret place" not in b"".join(client.get(reverse("accreditation:photo", args=[addresses.key_of(row)])))
    kept = json.loads(client.get(reverse("accreditation:own_data", args=[addresses.key_of(row)])).content)
    assert kept["name"] == "Derya Işık"
    erase = reverse("accreditation:erase", args=[addresses.key_of(row)])
    client.get(erase)
    assert fresh(row).name
    client.post(erase)
    assert (fresh(row).name, fresh(row).portrait, row.papers.count()) == ("", None, 0)
    assert client.get(page.partition("?")[0]).status_code == 404


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jpg", b"\xff\xd8\xff\xe0 not a picture"), ("a.svg", b"<svg onload='alert(1)'/>"), ("a.gif", b"GIF89a" * 9),
        ("a.jpg", b""), ("a.php", b"<?php echo 1;"),
    ],
)  # fmt: skip
def test_hostile_photos_are_refused_in_words(world, name, data):
    page = reverse("accreditation:change", args=[addresses.key_of(world["badge"])])
    mine = press_browser(world["derya"])
    answer = mine.post(page, form_of(photo=SimpleUploadedFile(name, data), consent="on"))
    assert answer.status_code == 422
    assert fresh(world["badge"]).state == State.APPROVED
    assert mine.post(page, form_of(photo=SimpleUploadedFile("a.jpg", face()))).status_code == 422  # no consent


def workbook(*lines):
    book, out = Workbook(), io.BytesIO()
    for line in lines:
        book.worksheets[0].append(line)
    book.save(out)
    return out.getvalue()


def test_a_desks_table_is_read_and_shown_before_anybody_applies(client, world):
    page = reverse("accreditation:crew", args=[world["event"].pk])
    mine = press_browser(world["desk"])
    empty = load_workbook(io.BytesIO(mine.get(reverse("accreditation:crew_table")).content))
    heads = [cell.value for cell in empty.worksheets[0][1]]
    assert heads == crews.headings()
    table = workbook(heads, ["Ali Veli", "Kamera", 5320000001, "10 ABC 1"], ["", ""], ["Zeynep", "yönetmen"])
    html = mine.post(page, {"read": "1", "table": SimpleUploadedFile("ekip.xlsx", table)}).content.decode()
    assert 'value="Ali Veli"' in html
    assert "Görev bunlardan biri olmalı" in html
    assert Application.objects.filter(account=world["desk"]).count() == 0
    for data in (b"PK\x03\x04 broken", b"\x00" * 50, workbook(["Başka", "başlık"], ["x"]), workbook(*[heads] * 70)):
        answer = mine.post(page, {"read": "1", "table": SimpleUploadedFile("ekip.xlsx", data)})
        assert answer.status_code == 422
    lines = {name: [""] * 3 for name in crews.FIELDS}
    lines |= {"name": ["Ali Veli", "ali veli", ""], "role": ["camera", "photo", "reporter"]}
    answer = mine.post(page, {**lines, "apply": "1", "zones": ["Saha", "Yabancı"]})
    assert answer.status_code == 422
    assert "zaten başvuruldu" in answer.content.decode()
    row = Application.objects.get(account=world["desk"])
    assert (row.outlet.name, row.role, row.zones) == ("Körfez TV", "camera", ["Saha"])
    assert press_browser(world["derya"]).get(page).status_code == 302  # no desk


def test_the_pass_has_the_code_and_tells_nobody_else(client, world):
    mine = press_browser(world["derya"])
    html = mine.get(addresses.pass_of(world["badge"])).content.decode()
    assert "<path d=" in html
    assert "Saha" in html
    assert mine.get(reverse("accreditation:pass_worker"))["Content-Type"].startswith("text/javascript")
    services.end_accreditation(application=world["badge"], user=world["officer"], words="Etkinlik kuralları")
    assert mine.get(addresses.pass_of(world["badge"])).status_code == 410


def test_the_office_decides_by_page_and_in_bulk(world):
    office = browser(world["officer"])
    event, row = world["event"], world["mailed"]
    listed = reverse("accreditation_desk:event", args=[event.pk])
    html = office.get(listed).content.decode()
    assert "=HYPERLINK(1)" in html
    assert "<b>Yerel</b>" not in html
    refuse = reverse("accreditation_desk:decide", args=[row.pk, "reddet"])
    assert office.post(refuse, {"reddet-words": " "}).status_code == 400
    seen = services.seen_state(row)
    many = reverse("accreditation_desk:decide_many", args=[event.pk])
    office.post(
        many, {"karar": "beklet", "secilen": [f"{row.pk}|{seen}", f"{world['badge'].pk}|x", "y|z"], "words": ""}
    )
    assert (fresh(row).state, fresh(world["badge"]).state) == (State.WAITING, State.APPROVED)
    page = office.get(reverse("accreditation_desk:application", args=[row.pk])).content.decode()
    assert "bekleme listesine alındı" in page
    approve = reverse("accreditation_desk:decide", args=[row.pk, "onayla"])
    office.post(approve, {"onayla-seen": services.seen_state(fresh(row)), "onayla-zones": ["Basın tribünü"]})
    assert (fresh(row).state, fresh(row).badge.zones) == (State.APPROVED, ["Basın tribünü"])
    plan = reverse("accreditation_desk:plan", args=[event.pk])
    assert office.post(plan, {"each_television": "3", "total_": "-1"}).status_code == 400
    office.post(plan, {"each_television": "3", "note": "Kask zorunlu"})
    assert event.accreditation_plan.quotas.get().per_outlet == 3
    assert office.get(reverse("accreditation_desk:index")).status_code == 200
    book = load_workbook(io.BytesIO(office.get(reverse("accreditation_desk:workbook", args=[event.pk])).content))
    cells = [cell for line in book.worksheets[0] for cell in line if cell.value and "HYPERLINK" in str(cell.value)]
    assert [cell.data_type for cell in cells] == ["s"]


@pytest.mark.parametrize("layout", Layout)
def test_badges_are_printed_and_looked_at_on_record(world, layout):
    before = Look.objects.count()
    office = browser(world["officer"])
    page = reverse("accreditation_desk:badges", args=[world["event"].pk])
    answer = office.post(page, {"duzen": layout.value, "yeni": "1"})
    assert answer.content[:5] == b"%PDF-"
    assert Look.objects.count() == before + 1
    assert Badge.objects.get(application=world["badge"]).printed_at is not None
    assert office.post(page, {"duzen": layout.value, "yeni": "1"}).status_code == 302  # nothing left to print
    assert office.post(page, {"duzen": "a0"}).status_code == 404
    assert sheets.face_of(Badge.objects.get(application=world["badge"]))["photo"].startswith("data:image/jpeg")


OFFICE = {
    "index": (), "event": ("event",), "plan": ("event",), "workbook": ("event",), "application": ("row",),
    "keys": (), "restrictions": (), "add_restriction": (), "restriction": ("restriction",),
}  # fmt: skip
MAY = {
    Role.ACCREDITATION: set(OFFICE) - {"keys"}, Role.DIRECTOR: set(OFFICE) - {"keys"},
    Role.EDITOR: {"index", "event", "workbook", "application"},
    Role.MAYOR: {"index", "event", "workbook", "application"},
    Role.ADMINISTRATOR: {"index", "event", "workbook", "application", "keys"},
    Role.GATE: set(), Role.ARCHIVIST: set(), Role.DESIGNER: set(), Role.SOCIAL_EDITOR: set(),
}  # fmt: skip


def test_each_role_opens_what_it_may_and_journalists_nothing(client, world):
    one = restrictions.restrict(
        email="a@ornek.example", reason="Kural", ends_on=timezone.localdate() + dt.timedelta(days=3),
        user=factories.director(),
    )  # fmt: skip
    pks = {"event": world["event"].pk, "row": world["badge"].pk, "restriction": one.pk}
    pages = {
        name: reverse(f"accreditation_desk:{name}", args=[pks[key] for key in keys]) for name, keys in OFFICE.items()
    }
    for role, may in MAY.items():
        office = browser(factories.person(f"rol-{role.value}", role))
        opened = {name for name, page in pages.items() if office.get(page).status_code == 200}
        assert opened == may, role
    root = browser(factories.person("kok", is_superuser=True))
    assert root.get(pages["restriction"]).status_code == 302  # being a superuser is no reason
    for page in pages.values():
        for stranger in (client, press_browser(world["derya"])):
            assert stranger.get(page)["Location"].startswith("/admin/login/")
    photo = reverse("accreditation_desk:photo", args=[world["badge"].pk, "simdiki"])
    assert browser(factories.mayor()).get(photo).status_code == 302
    assert browser(world["officer"]).get(photo).status_code == 200


def test_an_objection_by_its_address_and_muders_answer(client, world):
    one = restrictions.restrict(
        account=world["derya"], reason="Saha kuralı", user=world["officer"],
        ends_on=timezone.localdate() + dt.timedelta(days=3),
    )  # fmt: skip
    page = addresses.objection_path(one)
    assert "Saha kuralı" in client.get(page).content.decode()
    assert client.get(page[:-3] + "/").status_code == 404
    assert client.post(page, {"words": ""}).status_code == 422
    client.post(page, {"words": "Kurala uydum"})
    assert "Müdür karara bağlar" in client.get(page).content.decode()
    office = browser(factories.director())
    detail = reverse("accreditation_desk:restriction", args=[one.pk])
    assert "Kurala uydum" in office.get(detail).content.decode()
    answer = reverse("accreditation_desk:answer_objection", args=[one.pk])
    assert office.post(answer, {"result": "lifted"}).status_code == 400
    office.post(answer, {"result": "lifted", "words": "Haklı"})
    one.refresh_from_db()
    assert not one.holds()
    assert "Haklı" in client.get(page).content.decode()
