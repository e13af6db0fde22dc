"""An agency's file: columns told once, a look first, every row answered for, and nothing twice."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import Workbook

from cms.core.refusal import Refusal
from cms.core.sheets import day_in, number_in
from press_archive.clippings import agency_files, tables
from press_archive.clippings.models import Agency, AgencyFile, Clipping
from tests import factories
from tests.factories.clippings import clipping, outlet
from tests.office import browser

pytestmark = pytest.mark.django_db
HEADS = "Yayın Adı;Haber Başlığı;Tarih;Sayfa;Tiraj;Sütun;Cm;Algı;Link;Mecra"
ROWS = [
    "Kıyı Gazetesi;Park açıldı;20.11.2026;3;4.250;2;12,5;Olumlu;;Gazete",
    "KIYI GAZETESİ;PARK AÇILDI;20 Kasım 2026;3;;;;;;Gazete",
    "Yeni Ufuk;Yol bitti;2026-11-20;;;;;Negatif;https://yeniufuk.example/yol?utm_source=a;İnternet",
    "Yeni Ufuk;Yol bitti;20.11.2026;;;;;;https://www.yeniufuk.example/yol/;İnternet",
    "Kıyı Gazetesi;;20.11.2026;;;;;;;",
    "Kıyı Gazetesi;Tarihsiz;yarın;;;;;;;",
    "Kıyı Gazetesi;Gelecek;20.11.2031;;;;;;;",
    "Kıyı Gazetesi;Kötü adres;20.11.2026;;;;;;javascript:alert(1);İnternet",
    "=HYPERLINK(1);=1+1;20.11.2026;;;;;;;Gazete",
]
FILE = "\r\n".join(["Medya Raporu;;", "", HEADS, *ROWS]).encode("cp1254")


def upload(client, data=FILE, name="rapor.csv", **more):
    return client.post(reverse("clippings:agencies"), {"table": ContentFile(data, name), "name": "MTM", **more})


def test_a_file_is_mapped_once_looked_at_and_taken_without_doubles():
    outlet(scope="local")
    known = clipping("Park açıldı", page="3")
    client = browser(factories.editor())
    table = upload(client)["Location"]
    columns = client.get(table)["Location"]
    form = client.get(columns).context["form"]
    assert (form.initial["outlet"], form.initial["centimetres"], form.initial["tone"]) == ("Yayın Adı", "Cm", "Algı")
    assert client.post(columns, {**form.initial, "headline": "Tarih"}).status_code == 400  # one column, one field
    assert client.post(columns, form.initial)["Location"] == table
    looked = client.get(table).context
    states = ["known", "known", "added", "refused", "refused", "refused", "refused", "refused", "added"]
    assert [line.state for line in looked["lines"]] == states
    assert [line.number for line in looked["lines"]] == list(range(4, 13))
    assert Clipping.objects.count() == 1
    client.post(table)
    told = client.get(table).context
    states[3] = "known"  # by now the row above it is in
    assert [line.state for line in told["lines"]] == states
    assert "“Yayın tarihi” sütunundaki “yarın” okunamadı." in client.get(table).content.decode()
    known.refresh_from_db()
    assert (known.reach, known.reach_source, known.tone) == (4250, "MTM", "")  # filled in, nothing overwritten
    new = Clipping.objects.get(headline="Yol bitti")
    assert (new.origin, new.agency.name, new.tone, new.medium) == ("agency", "MTM", "negative", "news_site")
    assert new.outlet.addresses.count() == 0
    # The same again: a second click, and the same file another day.
    assert client.post(table, headers={"Accept": "application/json"}).status_code == 409
    second = upload(client, name="yine.csv")["Location"]
    assert client.get(second).status_code == 200  # the columns are known
    client.post(second)
    assert {line.state for line in client.get(second).context["lines"]} == {"known", "refused"}
    assert Clipping.objects.count() == 3
    assert Agency.objects.count() == 1


def test_a_run_that_was_cut_short_goes_on(monkeypatch):
    monkeypatch.setattr(agency_files, "AT_ONCE", 2)
    rows = [
        tables.Row(number, {"outlet": "Kıyı", "headline": f"H {number}", "published_on": dt.date(2026, 11, 20),
                            "medium": "newspaper"})
        for number in range(5)
    ]  # fmt: skip
    file = AgencyFile(agency=Agency.objects.create(name="MTM"), name="a.csv")
    file.file.save("a.csv", ContentFile(b"x"))
    take = agency_files._take

    def dies(part, *args):
        if part[0].number == 2:
            raise OSError
        return take(part, *args)

    monkeypatch.setattr(agency_files, "_take", dies)
    with pytest.raises(OSError):
        agency_files.take(file=file, rows=rows, user=factories.editor())
    assert Clipping.objects.count() == 2
    monkeypatch.setattr(agency_files, "_take", take)
    lines = agency_files.take(file=file, rows=rows, user=factories.archivist())
    assert [line.state for line in lines] == ["known", "known", "added", "added", "added"]
    with pytest.raises(PermissionDenied):
        agency_files.take(file=file, rows=rows, user=factories.director())
    with pytest.raises(Refusal):
        agency_files.take(file=file, rows=rows, user=factories.editor())


def test_a_refused_row_leaves_nothing_and_a_known_one_takes_over_nothing_odd():
    def row(number, outlet, **values):
        day = dt.date(2026, 11, 20)
        return tables.Row(
            number, {"outlet": outlet, "headline": f"H {number}", "published_on": day, "medium": "newspaper"} | values
        )

    file = AgencyFile(agency=Agency.objects.create(name="MTM"), name="a.csv")
    file.file.save("a.csv", ContentFile(b"x"))
    known = clipping("Bilinen")
    rows = [
        row(1, "Yeni A", summary="Bir. İki. Üç. Dört."), row(2, "Yeni B"), row(3, "Yeni A"),
        row(4, "Yeni C", published_on=dt.date.max), row(5, "Yeni C", published_on=dt.date.min),
        row(6, known.outlet_name, headline="Bilinen", summary="Bir. İki. Üç. Dört."),
    ]  # fmt: skip
    states = ["refused", "added", "added", "refused", "refused", "known"]
    assert [line.state for line in agency_files.look(rows)] == states
    lines = agency_files.take(file=file, rows=rows, user=factories.editor())
    assert [line.state for line in lines] == states
    assert "cümle" in lines[-1].said
    new = Clipping.objects.filter(headline__startswith="H ").order_by("headline")
    stored = list(new.values_list("headline", "outlet__name", "outlet_name"))
    assert stored == [("H 2", "Yeni B", "Yeni B"), ("H 3", "Yeni A", "Yeni A")]
    known.refresh_from_db()
    assert known.summary == ""


def test_looking_costs_the_same_for_few_rows_and_for_many():
    def asked(count):
        rows = [
            tables.Row(number, {"outlet": "Kıyı", "headline": f"H {number}", "published_on": dt.date(2026, 11, 20),
                                "medium": "newspaper"})
            for number in range(count)
        ]  # fmt: skip
        with CaptureQueriesContext(connection) as queries:
            agency_files.look(rows)
        return len(queries)

    assert asked(200) == asked(2) <= 5


def test_a_workbook_is_read_as_a_file_of_words_is():
    book, stream = Workbook(), io.BytesIO()
    book.active.append(["Gazete", "Başlık", "Tarih", "Tiraj", "Saat"])
    book.active.append(["Kıyı", "Park", dt.datetime(2026, 11, 20), 4250.0, dt.time(9, 5)])
    book.save(stream)
    sheet = tables.sheet_of(stream.getvalue())
    row = tables.rows_of(sheet, tables.guessed(sheet.headings))[0]
    assert row.values == {
        "outlet": "Kıyı", "headline": "Park", "published_on": dt.date(2026, 11, 20), "reach": 4250,
        "published_time": dt.time(9, 5), "medium": "newspaper",
    }  # fmt: skip


def _cut(name):
    """A workbook of which one part is cut short."""
    book, stream, cut = Workbook(), io.BytesIO(), io.BytesIO()
    book.save(stream)
    with zipfile.ZipFile(stream) as whole, zipfile.ZipFile(cut, "w") as part:
        for one in whole.namelist():
            part.writestr(one, whole.read(one)[: 40 if one == name else None])
    return cut.getvalue()


@pytest.mark.parametrize(
    "data",
    [b"", b"PK\x03\x04abc", b"\x00\x01", b"bir satir", b"x" * (tables.MOST_BYTES + 1),
     _cut("xl/worksheets/sheet1.xml"), _cut("xl/workbook.xml")],
)  # fmt: skip
def test_what_is_no_table_is_refused_in_words_and_not_kept(data):
    response = upload(browser(factories.editor()), data)
    assert response.status_code == 400
    assert "error-message" in response.content.decode()
    assert not AgencyFile.objects.exists()


@pytest.mark.parametrize(
    "cell, number, day",
    [
        ("1.234,50", Decimal("1234.50"), None), ("12,5", Decimal("12.5"), None), ("4.250", Decimal(4250), None),
        ("12.5", Decimal("12.5"), None), (7, Decimal(7), None), ("1e400", None, None), ("١٢", None, None),
        ("nan", None, None), (float("inf"), None, None), ("31.02.2026", None, None),
        ("20.11.2026 09:30", None, dt.date(2026, 11, 20)), ("20 KASIM 2026 Cuma", None, dt.date(2026, 11, 20)),
        ("2026-11-20T09:30", None, dt.date(2026, 11, 20)), ("20/11/2026", None, dt.date(2026, 11, 20)),
    ],
)  # fmt: skip
def test_cells_are_read_as_turkish_tables_write_them(cell, number, day):
    assert (number_in(cell), day_in(cell)) == (number, day)
