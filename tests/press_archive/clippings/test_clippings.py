"""The archive of clippings: what a record keeps, who works it, the list, and that nothing of it is public."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from cms.core.refusal import Refusal
from cms.recycle_bin.models import Discarded
from press_archive.clippings import selectors, services
from press_archive.clippings.models import Clipping, Scan, Topic
from press_archive.clippings.sources import canonical
from press_archive.clippings.summaries import sentences
from press_archive.contacts.imprint import OutletMonth, OutletPrice
from press_archive.contacts.models import Outlet
from tests import factories
from tests.factories.clippings import clipping, outlet
from tests.office import browser

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 20)


def form(**values):
    told = {"headline": "Park açıldı", "medium": "newspaper", "published_on": "2026-11-20", "topics": "", "copy": ""}
    return {**told, **{key: str(value) for key, value in values.items()}}


def test_a_clipping_keeps_what_was_true_on_its_day():
    paper = outlet(page_columns=8, column_width="4.4")
    october = {"month": dt.date(2026, 10, 5), "circulation": 4200, "has_bik_right": True}
    OutletMonth.objects.create(outlet=paper, source="BİK", **october)
    OutletMonth.objects.create(outlet=paper, month=dt.date(2026, 12, 1), circulation=9000, source="BİK")
    OutletPrice.objects.create(outlet=paper, year=2026, amount="85.50")
    row = clipping(columns=3, centimetres="12.5", tone="negative", page="4", issue_number="4512", author="Ayşe Deneme")
    paper.name, paper.scope = "Kıyı Postası", "regional"
    paper.save()
    OutletMonth.objects.update(circulation=1)
    row.refresh_from_db()
    assert (row.area, row.reach, row.reach_source) == (37.5, 4200, "BİK")
    assert (row.unit_price, row.has_bik_right, row.scope, row.outlet_name) == (85.5, True, "local", "Kıyı Gazetesi")
    assert row.tone_by == factories.editor()
    assert row.citation == "Kıyı Gazetesi, 20 Kasım 2026, sayı 4512, s. 4, Ayşe Deneme"
    # Another day, another figure; one that somebody typed stays.
    client = browser(factories.archivist())
    client.post(reverse("clippings:edit", args=[row.pk]), form(outlet=paper.pk, published_on="2026-09-01"))
    row.refresh_from_db()
    assert (row.reach, row.reach_source, row.outlet_name) == (None, "", "Kıyı Postası")
    client.post(reverse("clippings:edit", args=[row.pk]), form(outlet=paper.pk, reach=77, reach_source="beyan"))
    row.refresh_from_db()
    assert (row.reach, row.reach_source) == (77, "beyan")
    # Also one that was typed over a figure that had been copied.
    copied = clipping("Başka haber", outlet=paper, published_on=dt.date(2026, 10, 20))
    assert (copied.reach, copied.reach_copied) == (1, True)
    typed = {"outlet": paper.pk, "reach": 5000, "reach_source": "beyan"}
    client.post(reverse("clippings:edit", args=[copied.pk]), form(**typed, published_on="2026-10-20"))
    client.post(reverse("clippings:edit", args=[copied.pk]), form(**typed, published_on="2026-10-21"))
    copied.refresh_from_db()
    assert (copied.reach, copied.reach_source) == (5000, "beyan")


@pytest.mark.parametrize(
    "field, values",
    [
        ("summary", {"summary": "Bir oldu. İki oldu. Üç oldu. Dört oldu."}),
        ("centimetres", {"columns": 3}),
        ("columns", {"medium": "radio", "columns": 3, "centimetres": 2}),
        ("reach_source", {"reach": 5}),
        ("published_on", {"published_on": "2031-01-01"}),
        ("url", {"url": "javascript:alert(1)"}),
        ("url", {"url": "http://m.kiyi.example/park/?utm_source=x"}),
        ("answered_on", {"answered_on": "2026-11-21"}),
        ("new_outlet", {"new_outlet": "Başka"}),
        ("outlet", {"outlet": ""}),
    ],
)
def test_bad_input_is_told_and_kept(field, values):
    clipping(url="https://www.kiyi.example/park")
    response = browser(factories.editor()).post(reverse("clippings:add"), form(**{"outlet": outlet().pk, **values}))
    assert response.status_code == 200
    assert field in response.context["form"].errors
    assert "Park açıldı" in response.content.decode()
    assert Clipping.objects.count() == 1


@pytest.mark.parametrize(
    "text, count",
    [
        ("", 0), ("Belediye 3. kez ödül aldı", 1), ("Prof. Dr. Ak konuştu. Sonra gitti.", 2),
        ("Bitti mi? Evet! Bitti.", 3),
        ("T.C. Çamlıkıyı Belediyesi 12.500 ağaç dikti.", 1), ("Bir\nİki", 1),
    ],
)  # fmt: skip
def test_sentences_are_counted_as_people_count_them(text, count):
    assert sentences(text) == count


def test_two_spellings_of_an_address_are_one():
    same = {canonical(one) for one in (
        "https://www.kiyi.example/a/b/?utm_source=x", "http://m.kiyi.example/a/b", "HTTPS://Kiyi.example/a/b/amp/",
        "https://kiyi.example/a/b#yorum",
    )}  # fmt: skip
    assert same == {"kiyi.example/a/b"}
    assert canonical("https://kiyi.example/?id=2&x=1") == canonical("http://kiyi.example/?x=1&id=2#a")
    assert canonical("https://kiyi.example/?id=3") != canonical("https://kiyi.example/?id=2")


def test_a_new_outlet_is_made_without_an_address_and_only_once():
    client = browser(factories.editor())
    client.post(reverse("clippings:add"), form(new_outlet="Yeni Ufuk", url="https://www.yeniufuk.example/h/1"))
    client.post(reverse("clippings:add"), form(new_outlet="YENİ UFUK", headline="İkinci"))
    made = Outlet.objects.get(name="Yeni Ufuk")
    assert (made.clippings.count(), made.addresses.count()) == (2, 0)
    assert selectors.outlet_of("http://spor.yeniufuk.example/x") == made
    assert selectors.outlet_of("http://digeryeniufuk.example/x") is None


def test_who_works_and_who_reads():
    row = clipping(text="Gizli tam metin.")
    scan = services.add_scan(clipping=row, file=ContentFile(b"%PDF-1.4"), name="s.pdf", user=factories.archivist())
    detail, list_, add = (
        reverse("clippings:detail", args=[row.pk]),
        reverse("clippings:index"),
        reverse("clippings:add"),
    )
    reads = [list_, detail, reverse("clippings:scan", args=[scan.pk]), reverse("clippings:day")]
    works = [add, reverse("clippings:link"), reverse("clippings:agencies"), reverse("clippings:edit", args=[row.pk])]
    for who in ("editor", "archivist", "director", "mayor", "social_editor", "administrator"):
        client = browser(getattr(factories, who)())
        assert {client.get(address).status_code for address in reads} == {200}, who
        worker = who in ("editor", "archivist", "administrator")
        assert {client.get(address).status_code == 200 for address in works} == {worker}, who
        posted = client.post(reverse("clippings:match", args=[row.pk]), {"none": "1"})
        assert (posted.get("Location") == detail) == worker, who
    nobody = factories.person("muhabir")
    for address in (*reads, *works, f"/media/{scan.file.name}"):
        assert Client().get(address).status_code in (302, 404), address
        assert browser(nobody).get(address).status_code in (302, 404), address
    assert browser(factories.editor()).get(f"/media/{scan.file.name}").status_code == 404
    with pytest.raises(PermissionDenied):
        services.add(clipping=Clipping(headline="x"), user=factories.mayor())
    with pytest.raises(PermissionDenied):
        services.tag(clippings=[row], add=["x"], remove=[], user=factories.social_editor())


def test_scans_are_real_files_and_go_with_their_clipping(django_capture_on_commit_callbacks):
    client, row = browser(factories.editor()), clipping()
    address = reverse("clippings:add_scan", args=[row.pk])
    for name, data in (("a.pdf", b"<script>"), ("a.html", b"%PDF-1.4"), ("a.jpg", b"%PDF-1.4")):
        assert client.post(address, {"scan": ContentFile(data, name)}).status_code == 400
    assert client.post(address, {"scan": ContentFile(b"%PDF-1.4 x", "Sayfa 3.pdf")}).status_code == 302
    scan = Scan.objects.get()
    got = client.get(reverse("clippings:scan", args=[scan.pk]))
    assert b"".join(got.streaming_content) == b"%PDF-1.4 x"
    assert "no-store" in got["Cache-Control"]
    assert "sandbox" in got["Content-Security-Policy"]
    assert "Sayfa" not in scan.file.name
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("clippings:delete", args=[row.pk]))
    assert not Clipping.objects.exists()
    assert default_storage.exists(scan.file.name)  # it waits in the bin
    assert Discarded.objects.count() == 1
    kept = clipping("Başka")
    other = services.add_scan(clipping=kept, file=ContentFile(b"%PDF-1.4"), name="b.pdf", user=factories.editor())
    with django_capture_on_commit_callbacks(execute=True):
        services.remove_scan(scan=other, user=factories.editor())
    assert not default_storage.exists(other.file.name)


def test_the_list_is_filtered_counted_tagged_and_exported():
    first = clipping("=HYPERLINK(1)", topics=("su",), tone="negative", needs_answer="rebuttal", text="İçeride kalır")
    clipping("İLÇEDE PARK", tone="positive", columns=2, centimetres="10", published_on=DAY - dt.timedelta(days=1))
    client, address = browser(factories.editor()), reverse("clippings:index")
    shown = {
        "": 2, "tone=negative": 1, "needs_answer=rebuttal": 1, "waiting=true": 1, "medium=radio": 0, "match=yok": 2,
        "published_on_from=2026-11-20": 1, "q=ilçede": 1, f"topic={Topic.objects.get().pk}": 1, "match=onayli": 0,
        f"outlet={outlet().pk}&tone=positive": 1, "bulletin=99": 0,
    }  # fmt: skip
    for query, count in shown.items():
        assert client.get(f"{address}?{query}").context["totals"]["count"] == count, query
    assert client.get(address).context["totals"]["area"] == 20
    back = f"{address}?tone=negative"
    posted = client.post(reverse("clippings:tag"), {"id": [first.pk], "add": "Su, altyapı", "next": back})
    assert posted["Location"] == back
    first.refresh_from_db()
    assert first.topic_names == ["altyapı", "su"]
    client.post(reverse("clippings:tag"), {"id": [first.pk], "remove": "ALTYAPI"})
    assert Clipping.objects.get(pk=first.pk).topic_names == ["su"]
    for bad in ({"id": [first.pk]}, {"id": [], "add": "x"}, {"id": ["abc"], "add": "x"}):
        with_refusal = client.post(reverse("clippings:tag"), bad)
        assert with_refusal.status_code in (302, 400)
    with pytest.raises(Refusal):
        services.tag(clippings=[], add=["x"], remove=[], user=factories.editor())
    sheet = b"".join(client.get(address, {"export": "csv", "tone": "negative"}).streaming_content).decode()
    rows = list(csv.reader(io.StringIO(sheet[1:]), delimiter=";"))
    assert [len(rows), rows[1][0], rows[1][4]] == [2, "20.11.2026", "'=HYPERLINK(1)"]
    assert "İçeride" not in sheet
    book = load_workbook(io.BytesIO(b"".join(client.get(address, {"export": "xlsx"}).streaming_content)))
    assert all(cell.data_type != "f" for line in book.active.iter_rows() for cell in line)


def test_list_day_and_detail_cost_the_same_for_ten_and_for_a_thousand():
    paper = outlet()
    client, address = browser(factories.editor()), reverse("clippings:index")
    plain = {"outlet": paper, "outlet_name": paper.name, "medium": "newspaper", "published_on": DAY}

    def asked(count):
        made = [Clipping(headline=f"Haber {number}", **plain) for number in range(count)]
        Clipping.objects.bulk_create(made)
        found = []
        for path in (address, f"{address}?p=2&tone=", reverse("clippings:day") + f"?gun={DAY}"):
            client.get(path)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(path).status_code == 200
            found.append(len(queries))
        return found

    few = asked(60)
    assert asked(940) == few
    assert max(few) <= 30


def test_the_day_puts_first_what_needs_an_answer_then_what_is_negative():
    clipping("Sıradan", tone="neutral")
    clipping("Kötü", tone="negative")
    clipping("Yanlış", needs_answer="rebuttal", summary="Belediye için yanlış bilgi verildi.", text="Tam metin burada.")
    clipping("Dünkü", published_on=DAY - dt.timedelta(days=1))
    clipping("Yanıtlanan", outlet=outlet("Zeytin Gazetesi"), needs_answer="rebuttal", answered_on=DAY)
    page = browser(factories.mayor()).get(reverse("clippings:day"), {"gun": "2026-11-20"}).content.decode()
    places = [page.index(word) for word in ("Yanlış", "Kötü", "Sıradan", "Yanıtlanan")]
    assert places == sorted(places)
    assert "yanlış bilgi verildi" in page
    assert "Tam metin burada" not in page
    assert "Dünkü" not in page


def test_the_database_keeps_one_row_for_one_address():
    clipping(url="https://kiyi.example/a")
    with pytest.raises(ValidationError, match="arşivde var"):
        clipping("Yine", url="https://m.kiyi.example/a/?fbclid=1")
