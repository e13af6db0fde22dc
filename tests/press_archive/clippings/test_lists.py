"""The list of clippings: a ceiling for what is counted, a wall, saved filters; agencies' files that change or go."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.core.refusal import Refusal
from press_archive.clippings import agency_files, filters, selectors, services, tables
from press_archive.clippings.models import Agency, AgencyFile, Clipping, SavedFilter
from search.office import index as office_index
from tests import factories
from tests.factories.clippings import clipping, outlet
from tests.office import browser

pytestmark = pytest.mark.django_db


def rows(count):
    paper = outlet()
    Clipping.objects.bulk_create(
        Clipping(
            medium="newspaper", outlet=paper, outlet_name=paper.name, headline=f"Haber {number}", tone="positive",
            published_on="2026-11-20",
        )
        for number in range(count)
    )  # fmt: skip


def test_more_than_the_ceiling_is_told_and_never_counted(monkeypatch):
    monkeypatch.setattr(selectors, "MOST_COUNTED", 60)
    rows(61)
    client = browser(factories.editor())
    html = client.get(reverse("clippings:index")).content.decode()
    assert "60 kupürden fazlası var" in html
    assert "olumlu</a>" not in html
    assert client.get(reverse("clippings:index"), {"p": 9}).context["page_obj"].number == 2
    Clipping.objects.last().delete()
    html = client.get(reverse("clippings:index")).content.decode()
    assert "60 kupür" in html
    assert "60 olumlu" in html


def test_the_list_and_the_wall_ask_the_same_number_of_questions_at_any_size():
    client = browser(factories.editor())
    for name in ("clippings:index", "clippings:wall"):
        asked = []
        for count in (3, 40):
            rows(count)
            client.get(reverse(name))
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert client.get(reverse(name)).status_code == 200
            asked.append(len(queries))
        assert asked[0] == asked[1], name
        Clipping.objects.all().delete()


def test_words_are_looked_for_in_the_office_s_index_and_what_changed_is_the_truth():
    carried = clipping("Sahil yolu açıldı", text="Bisikletliler sevindi.", programme="Ana Haber", tone="negative")
    other = clipping("Pazar yeri", outlet=outlet("Deniz FM", kind="radio"), medium="radio")
    office_index.catch_up()
    fresh = clipping("Sahillerde temizlik")
    client = browser(factories.editor())

    def found(words, **more):
        context = client.get(reverse("clippings:index"), {"q": words, **more}).context
        return [row.pk for row in context["object_list"]], context["totals"]["count"]

    for words in ("SAHİLDE", "sahi"):
        assert found(words) == ([fresh.pk, carried.pk], 2), words
    assert found("bisiklet") == found("ana haber") == ([carried.pk], 1)  # in the text, too
    assert found("sahil", tone="negative") == ([carried.pk], 1)
    assert found("deniz fm") == ([other.pk], 1)
    assert found("kuzukulağı") == ([], 0)
    Clipping.objects.filter(pk=carried.pk).update(headline="Kuzukulağı", text="")
    assert (found("bisiklet"), found("kuzukulağı")) == (([], 0), ([carried.pk], 1))


def test_filters_are_saved_shared_and_hold_nothing_else():
    editor, reader = factories.editor(), factories.mayor()
    kept = filters.keep(name=" Olumsuz ", query="tone=negative&p=3&next=//evil&tone=neutral", shared=True, user=editor)
    assert (kept.name, kept.query) == ("Olumsuz", "tone=negative&tone=neutral")
    filters.keep(name="Olumsuz", query="tone=negative", shared=True, user=editor)
    own = filters.keep(name="Benim", query="medium=radio", shared=False, user=reader)
    assert SavedFilter.objects.count() == 2
    for bad in ({"name": "x", "query": "p=2"}, {"name": "\u200b", "query": "tone=negative"}):
        with pytest.raises(Refusal):
            filters.keep(**bad, shared=False, user=editor)
    with pytest.raises(PermissionDenied):
        filters.keep(name="x", query="tone=negative", shared=True, user=reader)
    clipping(tone="negative")
    html = browser(reader).get(reverse("clippings:index")).content.decode()
    assert "Olumsuz" in html
    assert "Benim" in html
    assert "Benim" not in browser(editor).get(reverse("clippings:index")).content.decode()
    assert browser(editor).post(reverse("clippings:drop_filter", args=[own.pk])).status_code == 404
    with pytest.raises(PermissionDenied):
        filters.drop(row=kept, user=reader)
    response = browser(reader).post(reverse("clippings:keep_filter"), {"name": "Radyo", "query": "medium=radio"})
    assert response["Location"] == f"{reverse('clippings:index')}?medium=radio"
    browser(editor).post(reverse("clippings:drop_filter", args=[kept.pk]))
    assert set(SavedFilter.objects.values_list("name", flat=True)) == {"Benim", "Radyo"}


def agency_file(text):
    file = AgencyFile(agency=Agency.objects.get_or_create(name="MTM")[0], name="a.csv")
    file.file.save("a.csv", ContentFile(text.encode()))
    return file


def test_a_row_that_says_otherwise_is_told_and_the_archive_keeps_its_word():
    known = clipping("Park açıldı", page="3", tone="positive", columns=2, centimetres=Decimal("12.0"))
    data = (
        "Gazete;Başlık;Tarih;Sayfa;Ton;Sütun;Santim;Yazar\n"
        "Kıyı Gazetesi;PARK AÇILDI;20.11.2026;3;olumsuz;2;12,5;Ayşe Deneme\n"
    )
    sheet = tables.sheet_of(data.encode())
    found = tables.rows_of(sheet, tables.guessed(sheet.headings))
    line = agency_files.look(found)[0]
    assert "Ton: olumsuz (arşivde olumlu)" in line.said
    assert "Santim: 12,5 (arşivde 12,0)" in line.said
    assert "Sütun" not in line.said
    assert "Başlık" not in line.said  # another case is no other headline
    assert agency_files.take(file=agency_file(data), rows=found, user=factories.editor())[0].said == line.said
    known.refresh_from_db()
    assert (known.tone, known.author) == ("positive", "Ayşe Deneme")


def test_a_file_uploaded_by_mistake_goes_and_one_that_was_taken_stays(django_capture_on_commit_callbacks):
    wrong, taken = agency_file("x"), agency_file("y")
    AgencyFile.objects.filter(pk=taken.pk).update(outcome=[[1, "added", "", "", "", None]])
    client = browser(factories.archivist())
    html = client.get(reverse("clippings:agencies")).content.decode()
    assert reverse("clippings:remove_file", args=[wrong.pk]) in html
    assert reverse("clippings:remove_file", args=[taken.pk]) not in html
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("clippings:remove_file", args=[wrong.pk]))
    assert not wrong.file.storage.exists(wrong.file.name)
    with pytest.raises(Refusal, match="kaynağın kaydı"):
        services.remove_file(file=taken, user=factories.archivist())
    with pytest.raises(PermissionDenied):
        services.remove_file(file=taken, user=factories.mayor())
    assert list(AgencyFile.objects.all()) == [taken]
