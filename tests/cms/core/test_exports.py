"""Every list of the admin that offers a spreadsheet gives one that a Turkish office can open, and that does nothing."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re

import pytest
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone
from openpyxl import load_workbook

from cms.core.exports import harmless, in_words
from cms.letters import services as letters
from cms.letters.models import LetterKind
from press_archive.contacts.models import Journalist, Outlet
from tests import factories
from tests.office import browser

pytestmark = [pytest.mark.once, pytest.mark.slow]

BOM = "\ufeff"
CALENDAR = "text/calendar"  # a file too, but of no list
# What is no list: Wagtail’s own odds and ends, and documents that are made as a file.
NO_LIST = re.compile(r"logout|failwhale|test404|jsi18n|sprite|<|basin-yansimasi/(pdf|xlsx)")


def listings(resolver=None, prefix="", namespaces=()):
    """The addresses of lists in the admin that need no argument."""
    for one in (resolver or get_resolver()).url_patterns:
        route = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from listings(one, route, (*namespaces, one.namespace) if one.namespace else namespaces)
        elif one.name and not one.pattern.regex.groups and route.startswith("admin/") and not NO_LIST.search(route):
            yield ":".join((*namespaces, one.name))


@pytest.fixture
def house():
    outlet = Outlet.objects.create(name="=cmd|' /C calc'!A0", kind=Outlet.Kind.values[0], phone="+90 266 000 00 00")
    Journalist.objects.create(name="@Ayşe Işık", outlet=outlet, position="-Muhabir")
    press = factories.distribution_list()
    factories.publish(factories.bulletin(title="=1+1 İlçemizde", lists=[press]))
    letters.write(kind=LetterKind.OTHER, to=[("a@b.example", "=Ad")], subject="=HYPERLINK()", body="x")
    return outlet


def exported(client, address, kind):
    response = client.get(address, {"export": kind})
    if "attachment" not in response.get("Content-Disposition", "") or response["Content-Type"].startswith(CALENDAR):
        return None
    return b"".join(response.streaming_content)


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["editor", "superuser"])
def test_every_csv_is_one_that_opens(house, who):
    client, seen = browser(getattr(factories, who)()), {}
    for name in listings():
        data = exported(client, reverse(name), "csv")
        if data is None:
            continue
        text = data.decode("utf-8")
        assert text.startswith(BOM), name
        assert text.count(BOM) == 1, name
        rows = list(csv.reader(io.StringIO(text[1:]), delimiter=";"))
        assert len(rows[0]) > 1, name
        assert all(rows[0]), (name, rows[0])
        for row in rows:
            assert len(row) == len(rows[0]), (name, row)
            for cell in row:
                assert not cell.startswith(("=", "+", "@", "\t", "\r")), (name, cell)
                assert not cell.startswith("-") or cell[1:].replace(",", "").isdigit(), (name, cell)
                assert not any(cell.startswith(f"{year}-") and ":" in cell for year in range(2020, 2035)), (name, cell)
        seen[name] = rows
    assert {"bulletins:index"} <= set(seen)
    if who == "superuser":
        assert {"wagtailadmin_reports:site_history", "bulletins:index"} <= set(seen)
    bulletins = seen["bulletins:index"]
    assert bulletins[0][:3] == ["Sayı", "Başlık", "Müdürlük"]
    assert "'=1+1 İlçemizde" in bulletins[1]


@pytest.mark.django_db
def test_every_workbook_holds_texts_and_times_of_istanbul(house):
    client, seen = browser(factories.superuser()), 0
    for name in listings():
        data = exported(client, reverse(name), "xlsx")
        if data is None:
            continue
        seen += 1
        for row in load_workbook(io.BytesIO(data)).active.iter_rows():
            assert all(cell.data_type != "f" for cell in row), name
        if name == "bulletins:index":
            sheet = list(load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True))
            moment = sheet[1][-1]
            assert abs(moment - timezone.make_naive(timezone.now())) < dt.timedelta(hours=1)
    assert seen > 3


@pytest.mark.django_db
def test_a_list_without_a_spreadsheet_is_just_shown():
    client = browser(factories.archivist())
    response = client.get(reverse("videos:index"), {"export": "csv"})
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/html")


@pytest.mark.parametrize(
    "value, cell",
    [
        (None, ""), (True, "Evet"), (1.5, "1,5"), (-3, "-3"), ("-3,5", "-3,5"), ("-3+cmd", "'-3+cmd"), ("=A1", "'=A1"),
        ("\t=A1", "'\t=A1"), (dt.date(2026, 12, 31), "31.12.2026"), ("a\x0bb", "a\nb"), (["=a", "b"], "'=a, b"),
        (dt.datetime(2026, 12, 31, 11, 30, tzinfo=dt.UTC), "31.12.2026 14:30"), ("\u200b=A1", "'=A1"),
    ],
)  # fmt: skip
def test_cells(value, cell):
    assert in_words(value) == cell


def test_harmless_leaves_words_alone():
    assert harmless("Sahil yolu – 3 km; “açıldı”") == "Sahil yolu – 3 km; “açıldı”"
