"""The coverage report: its numbers and the lists behind them, frozen reports, conversion of bulletins, PDF and XLSX."""

from __future__ import annotations

import contextlib
import datetime as dt
import html
import io
import itertools
import json
import re
import threading
import zlib

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import DatabaseError, connection, connections, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from PIL import Image

from cms.core.refusal import Refusal
from cms.reports.coverage import documents, services, sources
from cms.reports.coverage import figures as counting
from cms.reports.coverage.periods import Period
from cms.reports.coverage.sources import gather
from cms.reports.models import FrozenReport
from press_archive.clippings import services as clippings
from press_archive.clippings.models import Clipping
from press_archive.contacts.imprint import OutletMonth, OutletPrice
from press_archive.contacts.models import Address
from press_archive.replies import services as replies
from publishing.dispatch.models import Delivery
from tests import factories, worlds
from tests.factories.clippings import clipping, outlet
from tests.office import browser

NOVEMBER = Period(dt.date(2026, 11, 1), dt.date(2026, 11, 30))


def day(number: int, month: int = 11, year: int = 2026) -> dt.date:
    return dt.date(year, month, number)


def month_of_clippings() -> dict[str, object]:
    """Two bulletins, three outlets that print and one that never does, last month and last year."""
    paper = outlet(page_columns=8, column_width="4.4")
    site = outlet("Körfez Haber", kind="news_site", scope="regional")
    tv = outlet("Kıyı TV", kind="television", scope="")
    quiet = outlet("Sessiz Gazete", kind="newspaper")
    OutletMonth.objects.create(outlet=paper, month=day(1), circulation=4000, source="BİK")
    OutletPrice.objects.create(outlet=paper, year=2026, amount="50.00", source="tarife")
    pages = [factories.publish(factories.bulletin(title=title)) for title in ("Sahil yolu", "Zeytin hasadı")]
    moments = [dt.datetime(2026, 11, 9, 10, 0), dt.datetime(2026, 11, 16, 9, 0)]
    for page, moment in zip(pages, moments, strict=True):
        entry = page.register_entry
        entry.published_at = timezone.make_aware(moment)
        entry.save(update_fields=["published_at"])
        factories_address = {"kiyi@gazete.example": paper, "korfez@haber.example": site, "sessiz@gazete.example": quiet}
        for email, owner in factories_address.items():
            Address.objects.get_or_create(email=email, defaults={"outlet": owner})
            Delivery.objects.create(
                content=page, object_id=str(page.pk), headline=page.title, version=1, channel="email", recipient=email,
                payload={}, state="accepted",
            )  # fmt: skip
        Delivery.objects.create(
            content=page, object_id=str(page.pk), headline=page.title, version=1, channel="email",
            recipient="giden@baska.example", payload={}, state="accepted",
        )  # fmt: skip
    text = "Sahil yolunda çalışmalar gece gündüz sürüyor ve ekipler yeni kaldırımları döşüyor dedi. " * 3
    made = [
        clipping("Sahil yolu açılıyor", outlet=paper, published_on=day(10), columns=3, centimetres="12.5",
                 tone="positive", topics=("yol", "sahil"), department=factories.department(), with_our_picture=True,
                 on_front_page=True),
        clipping("Sahil yolu", outlet=site, medium="news_site", published_on=day(9), published_time=dt.time(13, 0),
                 topics=("yol",), url="https://korfez.example/1", tone="neutral", text=text, quotes_mayor=True),
        clipping("Sahil yolunda son durum", outlet=tv, medium="television", published_on=day(12), text=text),
        clipping("Yol bozuk", outlet=paper, published_on=day(20), tone="negative", needs_answer="rebuttal"),
        clipping("Su yok", outlet=site, medium="news_site", published_on=day(21), tone="negative", needs_answer="note",
                 answered_on=day(23), url="https://korfez.example/2"),
        clipping("Hasat başladı", outlet=site, medium="news_site", published_on=day(2, 12, 2026 - 1),
                 url="https://korfez.example/3"),
        clipping("Geçen ay", outlet=paper, published_on=day(5, 10), tone="positive", topics=("yol",)),
        clipping("Geçen yıl", outlet=paper, published_on=day(5, 11, 2025)),
    ]  # fmt: skip
    for row, page, likeness in ((0, 0, "verbatim"), (1, 0, "shortened"), (5, 1, "verbatim")):
        clippings.match(clipping=made[row], bulletin=pages[page], likeness=likeness, user=factories.editor())
    replies.open_case(clipping=made[3], kind="right", original_lines=40, user=factories.editor())
    return {"pages": pages, "made": made, "paper": paper}


pytestmark = [pytest.mark.django_db, worlds.on(month_of_clippings), pytest.mark.thorough]


def numbers_on(page: str) -> list[tuple[str, int]]:
    """Each linked number of the page: the address behind it and what is said."""
    found = []
    for link in BeautifulSoup(page, "html.parser").select(".coverage-part table a, .coverage-part dl a"):
        said = re.match(r"[\d.]+", link.get_text(strip=True))
        assert said, link
        found.append((html.unescape(str(link["href"])), int(said.group().replace(".", ""))))
    return found


@pytest.mark.slow
def test_every_number_is_the_count_of_the_list_behind_it(world):
    client = browser(factories.director())
    for paper in ("Ege Postası", "Koy Haber"):  # one text that nobody has given a bulletin, in two papers
        clipping("Lodos", outlet=outlet(paper), published_on=day(24), text="Lodos bütün gün esti, iskele kapandı. " * 4)
    page = client.get(reverse("reports_coverage"), {"ay": "2026-11"}).content.decode()
    live = numbers_on(page)
    assert len(live) > 90
    assert sorted(number for address, number in live if "story=" in address or "bulletin=" in address)[-2:] == [2, 2]
    for address, number in live:
        assert client.get(address).context["totals"]["count"] == number, address
    report = services.freeze(period=NOVEMBER, title="Kasım", user=factories.editor())
    frozen_page = client.get(reverse("reports_coverage_frozen", args=[report.pk])).content.decode()
    frozen = numbers_on(frozen_page)
    assert len(frozen) > 30
    assert {number for address, number in frozen if "story=" in address} == {1, 2}
    for address, number in frozen:
        assert client.get(address).context["count"] == number, address


def test_the_figures_of_a_month(world):
    found = counting.figures(gather(NOVEMBER))
    totals = found["totals"]
    counted = {"count": 5, "positive": 1, "negative": 2, "unset": 1, "front": 1, "ours": 1, "mayor": 1}
    assert {name: totals[name]["now"] for name in counted} == counted
    assert (totals["count"]["before"], totals["count"]["year_ago"]) == (1, 1)
    assert (totals["area"]["now"], totals["area_known"]["now"]) == ("37.5", 1)
    assert (totals["reach"]["now"], totals["reach_known"]["now"]) == (8000, 2)
    assert [(one["name"], one["count"], one["before"], one["year_ago"]) for one in found["groups"]["outlet"]] == [
        ("Kıyı Gazetesi", 2, 1, 1), ("Körfez Haber", 2, 0, 0), ("Kıyı TV", 1, 0, 0),
    ]  # fmt: skip
    assert [(one["key"], one["count"]) for one in found["groups"]["scope"]] == [
        ("regional", 2),
        ("local", 2),
        ("yok", 1),
    ]
    assert [(one["name"], one["count"]) for one in found["groups"]["topic"]] == [("yol", 2), ("sahil", 1), ("", 3)]
    assert [one["count"] for one in found["groups"]["department"]] == [1, 4]
    conversion = found["conversion"]
    assert (conversion["bulletins"], conversion["sent"], conversion["printed"], conversion["clippings"]) == (2, 2, 2, 3)
    assert (conversion["verbatim"], conversion["ours"], conversion["sent_elsewhere"]) == (2, 1, 1)
    assert (conversion["hours"], conversion["hours_known"]) == (3.0, 1)
    by_outlet = {
        one["name"]: (one["sent"], one["printed_of_sent"], one["clippings"]) for one in conversion["by_outlet"]
    }
    assert by_outlet == {"Kıyı Gazetesi": (2, 1, 1), "Körfez Haber": (2, 2, 2), "Sessiz Gazete": (2, 0, 0)}
    assert [(one["name"], one["sent"], one["last"]) for one in found["silent"]] == [("Sessiz Gazete", 2, "")]
    assert (found["stories"][0]["headline"], found["stories"][0]["count"]) == ("Sahil yolu", 2)
    answers = {one["key"]: (one["count"], one["answered"], one["waiting"], one["days"]) for one in found["answers"]}
    assert answers == {"note": (1, 1, 0, 2), "answer": (0, 0, 0, None), "rebuttal": (1, 0, 1, None)}
    assert [(one["outlet"], one["kind"], one["stage"]) for one in found["cases"]] == [
        ("Kıyı Gazetesi", "right", "writing")
    ]
    assert found["ave"] is None
    assert sum(part["count"] for part in found["parts"]) == 5


def test_advertising_value_only_where_it_is_switched_on(world, settings):
    address = reverse("reports_coverage") + "?ay=2026-11"
    client = browser(factories.editor())
    assert "Reklam eşdeğeri" not in client.get(address).content.decode()
    settings.COVERAGE_AVE = True
    page = client.get(address).content.decode()
    assert "1.875,00" in page  # 37,5 st×cm × 50 TL; the other print clipping has no size
    for words in ("AMEC", "2026 tarife", "st×cm × birim fiyat"):
        assert words in page
    assert counting.figures(gather(NOVEMBER))["ave"]["known"] == 1


def test_a_frozen_report_keeps_its_numbers_for_good(world):
    report = services.freeze(period=NOVEMBER, title="  Kasım\n2026 ", user=factories.archivist())
    client, address = browser(factories.mayor()), reverse("reports_coverage_frozen", args=[report.pk])
    before = client.get(address).content.decode()
    assert "doğrulandı" in before
    assert report.title == "Kasım 2026"
    Clipping.objects.filter(pk=world["made"][0].pk).update(tone="negative", headline="Değişti")
    world["made"][1].delete()
    clipping("Sonradan", published_on=day(25))
    tokens = re.compile(r'(csrf\w*"? (?:value|content)=|nonce=|data-\w+-nonce=)"[^"]*"')
    again = client.get(address).content.decode()
    assert numbers_on(tokens.sub("", again)) == numbers_on(tokens.sub("", before))
    kept = client.get(reverse("reports_coverage_list", args=[report.pk]), {"tone": "positive"}).content.decode()
    assert "Sahil yolu açılıyor" in kept
    assert "Değişti" not in kept
    several = client.get(reverse("reports_coverage_list", args=[report.pk]), {"tone": ["positive", "negative"]})
    assert several.context["count"] == 3
    assert services.is_unchanged(FrozenReport.objects.get())
    # Of the same clippings the same report comes again, to the last letter.
    first, second = gather(NOVEMBER), gather(NOVEMBER)
    assert services.fingerprint(first, counting.figures(first)) == services.fingerprint(
        second, counting.figures(second)
    )
    assert json.loads(json.dumps(counting.figures(report.inputs))) == report.figures
    for change in (
        lambda: FrozenReport.objects.update(title="x"),
        lambda: FrozenReport.objects.all().delete(),
        lambda: report.delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    # Whoever gets past that is seen.
    report.figures["totals"]["count"]["now"] += 1
    assert not services.is_unchanged(report)


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
@worlds.on(None)
def test_what_changes_while_it_is_gathered_is_in_all_of_it_or_in_none(monkeypatch):
    """The officer confirms a match between two of its questions, and is not held up."""
    page = factories.publish(factories.bulletin(title="Sahil yolu"))
    today = timezone.localdate()
    row = clipping("Sahil yolu", published_on=today, text="Başka sözler.")
    Clipping.objects.filter(pk=row.pk).update(bulletin=None, matched_at=None)
    asked = sources._bulletins

    def confirms() -> None:
        Clipping.objects.filter(pk=row.pk).update(bulletin=page, likeness="verbatim", matched_at=timezone.now())
        connections.close_all()

    def meanwhile(period: Period):
        officer = threading.Thread(target=confirms)
        officer.start()
        officer.join(20)
        return asked(period)

    monkeypatch.setattr(sources, "_bulletins", meanwhile)
    numbers = []
    for _time in range(2):
        found = services.freeze(period=Period.of_month(today), title="Ay", user=factories.editor()).figures
        numbers.append((found["totals"]["matched"]["now"], found["conversion"]["clippings"]))
    assert numbers == [(0, 0), (1, 1)]


def test_who_reads_and_who_freezes(world):
    report = services.freeze(period=NOVEMBER, title="Kasım", user=factories.editor())
    names = ("", "_pdf", "_xlsx")
    reads = [
        *(reverse(f"reports_coverage{name}") + "?ay=2026-11" for name in names),
        *(reverse(f"reports_coverage_frozen{name}", args=[report.pk]) for name in names),
        reverse("reports_coverage_list", args=[report.pk]),
    ]
    freeze = reverse("reports_coverage_freeze")
    for who in ("editor", "archivist", "administrator", "director", "mayor", "social_editor"):
        client, worker = browser(getattr(factories, who)()), who in ("editor", "archivist", "administrator")
        asked = reads if who in ("director", "editor") else [reads[0], reads[-1]]
        assert {client.get(address).status_code for address in asked} == {200}, who
        before = FrozenReport.objects.count()
        client.post(freeze, {"title": "Yeni", "query": "ay=2026-10"})
        assert (FrozenReport.objects.count() > before) == worker, who
    for client in (Client(), browser(factories.person("muhabir"))):
        assert {client.get(address).status_code for address in reads} == {302}
        assert client.post(freeze, {"title": "x"}).status_code == 302
    with pytest.raises(PermissionDenied):
        services.freeze(period=NOVEMBER, title="x", user=factories.mayor())
    with pytest.raises(Refusal):
        services.freeze(period=NOVEMBER, title=" \n", user=factories.editor())
    client = browser(factories.editor())
    odd = {"ay=abc": 400, "ilk=2026-01-01": 400, "ilk=2026-05-01&son=2026-01-01": 400, "ay=0001-01": 400,
           "ilk=2020-01-01&son=2026-01-01": 400, "ay=2028-02": 200, "ilk=2028-02-29&son=2028-02-29": 200,
           "": 200}  # fmt: skip
    for query, status in odd.items():
        assert client.get(f"{reverse('reports_coverage')}?{query}").status_code == status, query
    for query in ("published_on_from=a&published_on_from=b", "sacma=1", "story=9", "p=99"):
        assert client.get(f"{reverse('reports_coverage_list', args=[report.pk])}?{query}").status_code == 200, query
    for name in ("published_on_from", "published_on_to", "story", "outlet", "topic", "department", "bulletin", "match",
                 "prominence", "known", "waiting", "bulletin_on_from", "sacma", *counting.SEVERAL):  # fmt: skip
        for said in (["2026-11-01", "9"], ["", "yok"], ["x"], []):
            counting.rows_for(report.inputs, counting.query_of([(name, said), ("p", ["2"])]))


def test_the_workbook_has_numbers_and_days_and_no_formula(world):
    clipping('=HYPERLINK("http://kotu.example")', published_on=day(15), summary="+cmd|' /C calc'!A0", author="@x\x0b")
    client = browser(factories.social_editor())
    got = client.get(reverse("reports_coverage_xlsx"), {"ay": "2026-11"})
    book = load_workbook(io.BytesIO(got.content))
    assert "no-store" in got["Cache-Control"]
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
    assert all(cell.data_type != "f" for cell in cells)
    sheet = book["Kupürler"]
    rows = {line[5].value: line for line in sheet.iter_rows(min_row=2)}
    bad = rows['=HYPERLINK("http://kotu.example")']
    assert bad[5].quotePrefix
    assert bad[0].value == dt.datetime(2026, 11, 15)
    assert bad[0].number_format == "dd.mm.yyyy"
    assert rows["Sahil yolu açılıyor"][11].value == 37.5
    assert rows["Sahil yolu açılıyor"][12].value == 4000
    assert sheet.auto_filter.ref == f"A1:S{sheet.max_row}"
    assert sheet.max_row == 7
    assert book["Özet"]["B2"].value == 6
    assert "gece gündüz" not in str([cell.value for cell in cells])  # no full text


def unpacked(data: bytes) -> bytes:
    """A PDF with its packed objects beside it."""
    found = [data]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL):
        with contextlib.suppress(zlib.error):
            found.append(zlib.decompress(stream))
    return b"\n".join(found)


@pytest.mark.once
def test_the_pdf_is_tagged_and_scans_come_only_where_they_are_asked_for(world, monkeypatch):
    scan = ContentFile(factories.jpeg(), "s.jpg")
    clippings.add_scan(clipping=world["made"][0], file=scan, name="Sayfa 1.jpg", user=factories.editor())
    sheet, pages = io.BytesIO(), [Image.new("RGB", (600, 800), colour) for colour in ("white", "grey", "black")]
    pages[0].save(sheet, "PDF", save_all=True, append_images=pages[1:])
    for content, name in ((sheet.getvalue(), "Sayfa 2.pdf"), (b"%PDF-1.4 x", "Bozuk.pdf")):
        clippings.add_scan(clipping=world["made"][3], file=ContentFile(content, "s.pdf"), name=name,
                           user=factories.editor())  # fmt: skip
    monkeypatch.setattr(documents, "MOST_DRAWN", 2)
    client, address = browser(factories.director()), reverse("reports_coverage_pdf")
    plain, annexed = (client.get(address, {"ay": "2026-11", **more}).content for more in ({}, {"ek": "1"}))
    for data in (plain, annexed):
        assert data.startswith(b"%PDF-1.7")
        assert b"/StructTreeRoot" in unpacked(data)
        assert b"/Lang (tr" in unpacked(data)
    assert b"/DCTDecode" not in unpacked(plain)
    assert unpacked(annexed).count(b"/DCTDecode") == 3  # the picture, and two of three pages
    annex = documents.annex_of(gather(NOVEMBER)["rows"])
    assert [(one.headline, bool(one.picture), one.note.partition(":")[0]) for one in annex.sheets] == [
        ("Sahil yolu açılıyor", True, ""), ("Yol bozuk", True, "Sayfa 1 / 3"),
        ("Yol bozuk", True, "Sayfa 2 / 3. PDF dosyasıdır; kupürün sayfasından açılır"),
        ("Yol bozuk", False, "PDF dosyasıdır; kupürün sayfasından açılır"),
    ]  # fmt: skip
    monkeypatch.setattr(documents, "MOST_DRAWN", 9)
    assert documents.annex_of(gather(NOVEMBER)["rows"]).sheets[-1].note == "Tarama okunamadı."
    # Of a report that was frozen before, what came later is no part; and it says of when they are.
    early = documents.annex_of(gather(NOVEMBER)["rows"], frozen_at=timezone.now() - dt.timedelta(hours=1))
    assert (early.sheets, "rapor dondurulduğunda kupürlerde olan" in early.told) == ([], True)


def test_charts_are_read_without_colour_and_by_a_screen_reader(world):
    page = BeautifulSoup(
        browser(factories.mayor()).get(reverse("reports_coverage") + "?ay=2026-11").content, "html.parser"
    )
    parts = {row.th.get_text(): row.td.get_text() for row in page.select("[aria-labelledby=part-medium] tbody tr")}
    assert parts == {"gazete": "2 (%40)", "haber sitesi": "2 (%40)", "televizyon": "1 (%20)"}
    charts = page.select("svg.coverage-chart")
    assert len(charts) >= 7
    ids = [one["id"] for one in page.select("[id]")]
    assert len(ids) == len(set(ids))
    for chart in charts:
        title, described = chart["aria-labelledby"].split()
        assert page.find(id=title).get_text()
        assert page.find(id=described).get_text()
        assert chart.find_parent("section").find("table")
        assert chart.find_parent("figure").find("figcaption").get_text() == page.find(id=title).get_text()
        fills = {one["fill"] for one in chart.find_all("rect", recursive=False)}
        # One of them is plain; the others differ by their pattern, which is there, or are empty.
        patterned = {one for one in fills if one.startswith("url(#")}
        assert len(fills - patterned - {"none"}) <= 1
        assert {one["id"] for one in chart.select("pattern")} == {one[5:-1] for one in patterned}
    assert "http" not in "".join(str(chart) for chart in charts)


@worlds.on(None)
def test_ten_and_a_thousand_cost_the_same():
    paper = outlet()
    plain = {"outlet": paper, "outlet_name": paper.name, "medium": "newspaper", "published_on": day(20)}
    client, costs = browser(factories.editor()), []
    for count in (10, 990):
        Clipping.objects.bulk_create(Clipping(headline=f"Haber {number}", **plain) for number in range(count))
        client.get(reverse("reports_coverage") + "?ay=2026-11")
        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse("reports_coverage") + "?ay=2026-11").content.decode()
        costs.append(len(queries))
    assert "1.000" in page
    assert costs[0] == costs[1] <= 40


@pytest.mark.once
@worlds.on(None)
@pytest.mark.parametrize(
    "start, end, before, year_ago, label",
    [
        ("2026-11-01", "2026-11-30", "2026-10-01/2026-10-31", "2025-11-01/2025-11-30", "Kasım 2026"),
        ("2028-02-01", "2028-02-29", "2028-01-01/2028-01-31", "2027-02-01/2027-02-28", "Şubat 2028"),
        ("2026-11-03", "2026-11-09", "2026-10-27/2026-11-02", "2025-11-03/2025-11-09", "3 Kasım 2026 – 9 Kasım 2026"),
        ("2028-02-29", "2028-02-29", "2028-02-28/2028-02-28", "2027-02-28/2027-02-28", "29 Şubat 2028 – 29 Şubat 2028"),
    ],
)
def test_what_stands_beside_a_period(start, end, before, year_ago, label):
    period = Period(dt.date.fromisoformat(start), dt.date.fromisoformat(end))
    assert [f"{one.start}/{one.end}" for one in (period.before, period.year_ago)] == [before, year_ago]
    assert period.label == label
    days = [part for _name, part in period.parts()]
    assert (days[0].start, days[-1].end) == (period.start, period.end)
    assert all(one.end + dt.timedelta(days=1) == other.start for one, other in itertools.pairwise(days))
