"""The portal's pages: the same for all strangers, and each journalist's own rows to nobody else."""

import io
import zipfile

import pytest
from django.test import Client

from cms.letters.models import Letter
from media_library.kits.models import Kit
from press_archive.journalists import people
from press_archive.journalists import services as accounts
from press_archive.portal import questions
from press_archive.portal.models import Question, Saved, Statement, Taken
from publishing.approval.services import withdraw
from tests import factories
from tests.factories import kits
from tests.factories.journalists import applicant, press_account, press_browser
from tests.factories.portal import duty, question, statement

pytestmark = pytest.mark.django_db
OWN = ("arsiv/", "sakladiklarim/", "aldiklarim/", "takip/", "akreditasyonlarim/", "sorularim/", "kitler.zip?b=1")


def text(response):
    return response.content.decode()


def test_strangers_read_what_is_signed():
    page = factories.publish(factories.bulletin(title="Sahil yolu açıldı"))
    draft = duty("İmzasız Nöbetçi")
    html = text(Client().get("/basin/"))
    assert page.title in html
    assert f"/basin-kiti/bulten/{page.pk}/" in html
    assert draft.name not in html, "one person's words"
    signed = factories.publish(duty("Aylin Kaya"))
    answer = Client().get("/basin/")
    assert "Aylin Kaya" in text(answer)
    assert 'href="tel:02660000001"' in text(answer)
    assert not answer.cookies
    withdraw(content=signed, user=factories.director(), reason="Değişti.")
    assert "Aylin Kaya" not in text(Client().get("/basin/"))


def test_own_pages_ask_who_it_is():
    for path in OWN:
        answer = Client().get(f"/basin/{path}")
        assert answer.status_code == 302, path
        assert answer["Location"].startswith("/basin/giris/"), path
        assert "no-store" in answer["Cache-Control"]
    waiting = press_browser(applicant("yeni@b.example"))
    assert waiting.get("/basin/arsiv/")["Location"] == "/basin/hesabim/"


@pytest.mark.django_db(transaction=True)
def test_many_kits_as_one_zip_and_what_became_of_them():
    account = press_account()
    browser, other = press_browser(account), press_browser(press_account("b@b.example", name="Başka"))
    pages = [factories.publish(factories.bulletin(title=f"Haber {n}")) for n in (1, 2)]
    hidden = factories.bulletin(title="Taslak")
    kits.build()
    ids = [page.pk for page in pages]
    assert text(browser.get("/basin/arsiv/")).count('type="checkbox"') == 2
    sent = browser.post("/basin/arsiv/secim/", {"b": [*ids, hidden.pk], "ne": "sakla", "yer": "archive"})
    assert sent["Location"] == "/basin/arsiv/?tamam=saklandi"
    assert sorted(Saved.objects.values_list("page", flat=True)) == ids, "a draft is nobody's to save"
    assert "Haber 1" in text(browser.get("/basin/sakladiklarim/"))
    assert "Haber 1" not in text(other.get("/basin/sakladiklarim/"))
    to_zip = browser.post("/basin/arsiv/secim/", {"b": [*ids, hidden.pk], "ne": "indir"})["Location"]
    answer = browser.get(to_zip)
    body = b"".join(answer.streaming_content)
    names = zipfile.ZipFile(io.BytesIO(body)).namelist()
    assert zipfile.ZipFile(io.BytesIO(body)).testzip() is None
    assert len({name.split("/")[0] for name in names}) == 2
    assert answer["Cache-Control"] == "private, no-store"
    part = b"".join(browser.get(to_zip, headers={"Range": "bytes=10-19"}).streaming_content)
    assert part == body[10:20]
    assert browser.get(f"/basin/kitler.zip?b={hidden.pk}").status_code == 404
    assert Taken.objects.filter(account=account).count() == 2
    # Corrected since, and taken back since.
    factories.publish(factories.edit(pages[0], correction="Tarih düzeltildi."))
    withdraw(content=pages[1], user=factories.mayor(), reason="Yanlış.")
    html = text(browser.get("/basin/aldiklarim/"))
    assert html.count(">düzeltildi<") == html.count(">geri çekildi<") == 1
    assert "Haber 1" not in text(other.get("/basin/aldiklarim/"))
    assert browser.get(f"/basin/kitler.zip?b={ids[1]}").status_code == 404
    assert Kit.objects.count() >= 2


def test_a_question_and_its_answer():
    account, editor = press_account(), factories.editor()
    browser, other = press_browser(account), press_browser(press_account("b@b.example", name="Başka"))
    sent = {"kind": "facts", "subject": "Su kesintisi", "text": "Ne zaman bitecek?", "needed_by": ""}
    assert browser.post("/basin/sorularim/sor/", {**sent, "text": ""}).status_code == 422
    assert browser.post("/basin/sorularim/sor/", sent).status_code == 302
    row = Question.objects.get()
    assert other.post(f"/basin/sorularim/{row.pk}/geri-al/").status_code == 404
    assert "Su kesintisi" not in text(other.get("/basin/sorularim/"))
    office = Client()
    office.force_login(editor)
    office.post(f"/admin/basin-sorulari/{row.pk}/yanit/", {"answer-words": "Bu akşam."})
    row.refresh_from_db()
    assert (row.state, row.answered_by) == ("answered", editor)
    letter = Letter.objects.get(recipient=account.email, subject="Sorunuzun yanıtı: Su kesintisi")
    assert "Bu akşam." in letter.body
    assert "açıklamasıdır" not in letter.body
    assert "Bu akşam." in text(browser.get("/basin/sorularim/"))
    assert browser.post(f"/basin/sorularim/{row.pk}/geri-al/").status_code == 409
    for _number in range(9):
        question(account, kind="facts")
    assert browser.post("/basin/sorularim/sor/", sent).status_code == 429, "a day's ration"


def test_a_statement_goes_with_two_signatures():
    account, editor = press_account(), factories.editor()
    row = question(account)
    with pytest.raises(questions.Refusal):
        questions.answer(question=row, user=editor, words="Benim görüşüm.")
    draft = statement("Sahil yolu mayısta", row)
    factories.submit(draft)
    draft = factories.sign(draft, user=factories.director())
    assert not Letter.objects.filter(recipient=account.email).exists(), "one signature is none"
    factories.sign(draft, user=factories.mayor())
    row.refresh_from_db()
    assert (row.state, row.answer) == ("answered", "Yol mayısta açılacak.")
    letter = Letter.objects.get(recipient=account.email)
    assert "Sahil yolu mayısta" in letter.body
    assert "Yol mayısta açılacak." in letter.body
    assert "açıklamasıdır" in letter.body


def test_the_person_goes_and_numbers_stay():
    account = press_account()
    page = factories.publish(factories.bulletin())
    Saved.objects.create(account=account, page=page)
    row = question(account, subject="Gizli konu")
    kept = people.exported(account)["portal"]
    assert kept["saklanan"]
    assert kept["soru"][0]["konu"] == "Gizli konu"
    accounts.close_own(account=account, leave_lists=False)
    row.refresh_from_db()
    assert (row.account, row.subject, row.text, row.state) == (None, "", "", "taken_back")
    assert not Saved.objects.exists()
    office = Client()
    office.force_login(factories.editor())
    assert office.get(f"/admin/basin-sorulari/{row.pk}/").status_code == 200
    assert not Statement.objects.exists()
