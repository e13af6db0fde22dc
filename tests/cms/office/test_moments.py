"""Dates and times as the office writes them, also where Wagtail would print them."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.template import Context, Template
from django.urls import reverse

from cms.office import moments
from cms.users.models import Delegation
from tests import factories
from tests.factories.galleries import video
from tests.office import browser

EVENING = dt.datetime(2026, 11, 6, 20, 5, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("DATETIME_FORMAT", "6 Kasım 2026 23.05"), ("DATE_FORMAT", "6 Kasım 2026"), ("TIME_FORMAT", "23.05"),
        ("SHORT_DATETIME_FORMAT", "06.11.2026 23.05"),
    ],
)  # fmt: skip
def test_every_named_format_is_the_offices(pattern, text):
    assert Template(f'{{{{ moment|date:"{pattern}" }}}}').render(Context({"moment": EVENING})) == text


def test_two_versions_of_a_moment_stand_beside_each_other_as_the_office_writes_them():
    field = Delegation._meta.get_field("revoked_at")
    compared = moments.MomentComparison(field, Delegation(), Delegation(revoked_at=EVENING))
    assert compared.has_changed()
    assert ">6 Kasım 2026 23.05<" in compared.htmldiff()
    assert "None" not in compared.htmldiff()


@pytest.mark.django_db
def test_the_page_of_a_row_tells_the_hour_of_the_office():
    film = video()
    type(film).objects.filter(pk=film.pk).update(created_at=EVENING, taken_at=None)
    text = browser(factories.archivist()).get(reverse("videos:inspect", args=[film.pk])).text
    assert "6 Kasım 2026 23.05" in " ".join(text.split())


@pytest.mark.django_db
def test_days_and_minutes_are_asked_for_by_the_device_itself():
    """Also in Wagtail's own forms: no script of a calendar, and a day that comes back as it was sent."""
    text = browser(factories.editor()).get(reverse("wagtailadmin_pages:edit", args=[factories.bulletin().pk])).text
    fields = BeautifulSoup(text, "html.parser").find_all("input", {"name": ["event_date", "go_live_at"]})
    assert [field["type"] for field in fields] == ["date", "datetime-local"]
    assert dt.date.fromisoformat(fields[0]["value"])
    assert "date-time-chooser" not in text
