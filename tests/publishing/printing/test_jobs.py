"""Print jobs: reasons and recipients before money, the law's copies with their days, proof and reminders."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal

import pypdfium2
import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from openpyxl import load_workbook

from cms.core.refusal import Refusal
from cms.letters.models import Letter
from publishing.printing import deposits, papers, reminders, selectors, services, steps, stock
from publishing.printing.forms import OpenForm
from publishing.printing.models import JobEvent, Movement, PrintJob, Recipient, Title
from publishing.printing.words import DueKind, PrintKind
from tests import factories
from tests.factories import publications
from tests.factories.printing import delivered, fresh, job, ordered, place, recipient, title
from tests.office import browser

DATABASE = pytest.mark.django_db
day = dt.date.fromisoformat


@pytest.mark.parametrize(
    ("printed", "law", "safe"),
    [
        ("2026-11-02", "2026-11-17", "2026-11-17"),  # Monday: a Tuesday
        ("2026-11-06", "2026-11-21", "2026-11-20"),  # ends on a Saturday: Friday
        ("2026-10-14", "2026-10-29", "2026-10-27"),  # on Republic Day, the day before is half: the 27th
        ("2026-12-17", "2027-01-01", "2026-12-31"),  # on New Year's Day
        ("2028-02-12", "2028-02-27", "2028-02-24"),  # in a feast whose eve is a half day: the day before that
        ("2026-04-08", "2026-04-23", "2026-04-22"),  # the day of children
    ],
)
def test_copies_are_due_fifteen_days_after_printing(printed, law, safe):
    due = deposits.Due(DueKind.DEPOSIT, deposits.deposit_ends(day(printed)))
    assert (due.on, due.safe) == (day(law), day(safe))
    assert deposits.replacement_ends(day(printed)) == day(law)
    assert due.days_left(day(safe)) == 0
    assert due.days_left(day(law)) == 0
    assert due.days_left(day(law) + dt.timedelta(days=2)) == -2


def test_every_kind_knows_what_the_law_gets():
    assert set(deposits.COPIES) == set(PrintKind)
    six = {kind for kind, copies in deposits.COPIES.items() if copies == 6}
    two = {kind for kind, copies in deposits.COPIES.items() if copies == 2}
    assert six == {"magazine", "bulletin", "book", "brochure", "calendar"}
    assert two == {"newspaper", "poster", "card", "photo"}
    assert not deposits.goes_to_prosecutor("invitation")
    assert deposits.goes_to_prosecutor("brochure")
    assert deposits.prosecutor_ends(None, day("2026-11-02")) == day("2026-11-02")
    assert deposits.prosecutor_ends(day("2026-11-05"), day("2026-11-02")) == day("2026-11-05")


@DATABASE
def test_nothing_is_ordered_without_reasons_recipients_and_offers():
    user, whom = factories.editor(), recipient()
    made = job(shares={whom: 500})
    assert any("494 fazlasının nedenini" in one for one in services.missing_for_order(made))
    assert any("teklif" in one for one in services.missing_for_order(made))
    services.plan(job=made, values={"surplus_reason": "Fuarda dağıtılacak."}, user=user)
    offer = services.add_offer(job=made, printer="Körfez Matbaası", price=Decimal("100"), user=user)
    assert services.missing_for_order(fresh(made)) == []
    services.share(job=made, copies={whom.pk: 1000}, user=user)
    assert any("yetmez" in one for one in services.missing_for_order(fresh(made)))
    with pytest.raises(Refusal, match="yetmez"):
        services.order(job=made, offer=offer, reference="1", user=user)
    services.share(job=made, copies={whom.pk: 0}, user=user)
    assert any("listesi boş" in one for one in services.missing_for_order(fresh(made)))
    services.share(job=made, copies={whom.pk: 990}, user=user)
    with pytest.raises(Refusal, match="numarasını"):
        services.order(job=made, offer=offer, reference="  ", user=user)
    other = job(of=title("Broşür", "brochure"), shares={})
    with pytest.raises(Refusal, match="bir teklifini"):
        services.order(job=other, offer=offer, reference="1", user=user)
    with pytest.raises(PermissionDenied):
        services.order(job=made, offer=offer, reference="1", user=factories.social_editor())
    services.order(job=made, offer=offer, reference="2026/311", user=user)
    for act in (
        lambda: services.order(job=made, offer=offer, reference="1", user=user),
        lambda: services.plan(job=made, values={"quantity": 5}, user=user),
        lambda: services.add_offer(job=made, printer="x", price=Decimal("1"), user=user),
    ):
        with pytest.raises(Refusal, match="bu arada ilerledi"):
            act()
    with pytest.raises(Refusal, match="silinmiş"):
        services.share(job=made, copies={whom.pk: 1, 99999: 2}, user=user)


@DATABASE
def test_a_delivery_fills_the_stock_and_the_law_takes_its_copies_out_of_it():
    with time_machine.travel("2026-11-20 10:00"):
        user, at = factories.editor(), place()
        made = ordered(on=day("2026-11-02"))
        with pytest.raises(Refusal, match="bu arada"):
            services.record_deposit(job=made, place=at, on=day("2026-11-05"), reference="D1", user=user)
        services.record_print(job=made, on=day("2026-11-06"), user=user)
        for counted, faulty in ((0, 0), (10, 10), (10, -1)):
            with pytest.raises(Refusal, match="Sayılan adet"):
                services.record_delivery(job=made, place=at, counted=counted, faulty=faulty, user=user)
        services.record_delivery(job=made, place=at, counted=990, faulty=12, on=day("2026-11-09"), user=user)
        made = fresh(made)
        assert [(due.kind, due.on) for due in made.dues()] == [
            ("prosecutor", day("2026-11-09")), ("deposit", day("2026-11-21")),
        ]  # fmt: skip
        with pytest.raises(Refusal, match="yapılacaklar var"):
            services.close_job(job=made, user=user)
        stock.give(title=made.title, place=at, recipient=recipient(), copies=100, received_by="Elif",
                   on=day("2026-11-12"), user=user)  # fmt: skip
        made = fresh(made)
        assert made.handed_out_on == day("2026-11-12")
        assert made.dues()[0].on == day("2026-11-12")
        services.record_prosecutor(job=made, on=day("2026-11-12"), reference="S-4", user=user)
        services.record_deposit(job=made, place=at, on=day("2026-11-20"), reference="D-9", user=user)
        with pytest.raises(Refusal, match="verilmiş"):
            services.record_deposit(job=made, place=at, on=day("2026-11-20"), reference="D-9", user=user)
        with pytest.raises(Refusal, match="artık değişmez"):
            services.record_print(job=made, on=day("2026-11-05"), user=user)
        assert stock.balance_of(made.title, at) == 990 - 12 - 100 - 6
        services.record_faulty(job=made, on=day("2026-11-20"), copies=1, user=user)
        assert [due.on for due in fresh(made).dues()] == [day("2026-12-05")]
        services.record_replacement(job=made, place=at, on=day("2026-11-20"), reference="D-10", user=user)
        with pytest.raises(Refusal, match="baskı işinde yazılıdır"):
            stock.correct(movement=Movement.objects.filter(kind="deposited").first(), note="x",
                          user=factories.archivist())  # fmt: skip
        services.close_job(job=made, user=user)
        (line,) = selectors.year(2026)
        assert (line.arrived, line.given, line.deposited, line.left) == (978, 100, 7, 871)
        assert (line.price, line.by_kind) == (Decimal("48500.50"), {"kütüphane": 100})
        book = load_workbook(io.BytesIO(papers.workbook(2026, [line])))
        assert [cell.value for cell in book.worksheets[0][2]][:10] == [
            "Kent Dergisi 12", "dergi", 0, 978, 100, 0, 7, 0, 0, 871,
        ]  # fmt: skip
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            JobEvent.objects.filter(job=made).update(text="başka")


@DATABASE
def test_due_days_are_told_once_each_and_only_while_they_stand():
    with time_machine.travel("2026-11-09 10:00"):
        made = delivered(printed_on=day("2026-11-06"), on=day("2026-11-06"))
    told = []
    for moment in ("2026-11-09 07:30", "2026-11-09 09:00", "2026-11-09 12:00", "2026-11-13 09:00", "2026-11-20 09:00",
                   "2026-11-21 09:00", "2026-11-24 09:00", "2026-11-25 09:00"):  # fmt: skip
        with time_machine.travel(moment):
            reminders.look()
            told.append(Letter.objects.count())
    director = 1 if factories.director() else 0
    assert director
    assert told[0] == 0  # nobody is told at night
    assert told[1] == told[2] > 0  # once
    assert told[3] > told[2]  # seven days before
    assert told[4] > told[3]  # the last working day, a Friday
    assert told[6] > told[5]  # it is over
    assert told[7] == told[6]
    assert Letter.objects.filter(subject__contains="derleme nüshaları").exists()
    assert "20 Kasım 2026 Cuma" in Letter.objects.filter(body__contains="Son iş günü").first().body
    with time_machine.travel("2026-11-26 09:00"):
        services.record_prosecutor(job=made, on=day("2026-11-09"), reference="S", user=factories.editor())
        services.record_deposit(job=made, place=place(), on=day("2026-11-26"), reference="D", user=factories.editor())
        assert "süre geçtikten sonra" in JobEvent.objects.get(what="deposited").text
        assert not PrintJob.objects.owing().exists()
        before = Letter.objects.count()
        reminders.look()
        assert Letter.objects.count() == before


@DATABASE
def test_papers_are_kept_inside_and_labels_are_pages_with_every_address(client):
    user = factories.editor()
    whom = recipient("Şehit Ömer İlkokulu & Çocuk Kütüphanesi", address="Ğüğüm Sk. 5")
    for number in range(25):
        Recipient.objects.create(name=f"Muhtarlık {number}", kind="headman", usual=2)
    made = job(quantity=62, shares={whom: 5, **dict.fromkeys(Recipient.objects.filter(kind="headman"), 2)})
    with time_machine.travel("2026-11-20 10:00"):
        proof = None
        made = ordered(made, on=day("2026-11-20"))
        for name, data in (("x.pdf", b"MZ\x90"), ("x.jpg", b"<html>")):
            with pytest.raises(Refusal):
                services.add_proof(job=made, kind="order", file=SimpleUploadedFile(name, data), user=user)
        proof = services.add_proof(
            job=made, kind="order", user=user, file=SimpleUploadedFile("onay <b>.jpg", b"%PDF-1.7\n%%EOF")
        )
    assert proof.name.endswith(".pdf")
    address = reverse("print_jobs:proof", args=[proof.pk])
    assert client.get(address).status_code == 302
    answer = browser(factories.director()).get(address)
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Disposition"].startswith("attachment")
    answer = browser(user).get(reverse("print_jobs:labels", args=[made.pk]))
    pages = pypdfium2.PdfDocument(answer.content)
    assert len(pages) == 2
    words = " ".join(page.get_textpage().get_text_bounded() for page in pages)
    assert "Şehit Ömer İlkokulu & Çocuk Kütüphanesi" in " ".join(words.split())
    assert all(f"Muhtarlık {number}" in words for number in range(25))


@DATABASE
def test_the_page_offers_what_comes_next_and_a_broken_form_comes_back():
    user = factories.editor()
    office = browser(user)
    made = job()
    assert steps.COURSE.open_to(made)[0].name == "teklif"
    answer = office.post(
        reverse("print_jobs:act", args=[made.pk, "teklif"]), {"teklif-printer": "", "teklif-price": "x"}
    )
    assert answer.status_code == 400
    assert "error-message" in answer.content.decode()
    answer = office.post(reverse("print_jobs:act", args=[made.pk, "derleme"]), {}, follow=True)
    assert "şimdiki aşamasında yapılmaz" in answer.content.decode()
    assert office.post(reverse("print_jobs:act", args=[made.pk, "yok"])).status_code == 404
    page = browser(factories.mayor()).get(reverse("print_jobs:detail", args=[made.pk])).content.decode()
    assert "Sipariş verilebilmesi için:" in page
    assert "<form" not in page.partition("office-next")[2].partition("office-cards")[0]
    answer = office.post(reverse("print_jobs:shares", args=[made.pk]), {f"adet-{recipient().pk}": "çok"})
    assert answer.status_code in (302, 400)
    assert made.shares.get().copies == 994


@DATABASE
@pytest.mark.once
def test_only_an_issue_that_both_offices_signed_is_printed():
    user, draft = factories.editor(), publications.issue()
    with pytest.raises(Refusal, match="imzası olmayan"):
        services.title_of_issue(issue=draft, user=user)
    services.title_by_hand(name=services.title_name_of(draft), kind="other", user=user)  # entered before it was signed
    signed = publications.published(draft)
    found = services.title_of_issue(issue=signed, user=user)
    assert services.title_of_issue(issue=signed, user=user) == found
    assert Title.objects.get() == found
    form = OpenForm({"issue": signed.pk, "necessity": "a", "paper_reason": "b", "quantity": "10"})
    assert form.is_valid(), form.errors
    assert found.kind == services.print_kind_of(signed) != "other"
    assert form.cleaned_data["title"] == found
    assert form.cleaned_data["deposit_copies"] == deposits.copies_of(found.kind)
    made = services.open_job(title=found, values=form.cleaned_data, user=user)
    assert not any("imzasız" in one for one in services.missing_for_order(made))
    factories.withdraw(signed)
    assert any("imzasız" in one for one in services.missing_for_order(fresh(made)))
