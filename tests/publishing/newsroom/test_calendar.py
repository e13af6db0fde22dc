"""The calendar: its months and weeks, its file, and the secret address that tells no word before its minute."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.core import ical
from publishing.newsroom import agenda, services
from publishing.newsroom.models import CalendarAddress
from publishing.newsroom.views import month_of, week_of
from tests import factories

pytestmark = pytest.mark.django_db


def secret_of(client, user):
    client.force_login(user)
    page = client.post(reverse("bulletins:calendar_address")).content.decode()
    client.logout()
    return page.split("<code")[1].split(">", 1)[1].split("</code>")[0].partition("/abonelik")[2].join(["/abonelik", ""])


@pytest.mark.both
def test_embargoed_words_are_for_those_who_are_signed_in(client):
    minute = timezone.now() + dt.timedelta(days=2)
    planned = factories.bulletin(title="Gizli plan", go_live_at=minute + dt.timedelta(days=1))
    embargoed = factories.bulletin(title="Gizli müjde", go_live_at=minute)
    embargoed = factories.publish(embargoed)
    assert not embargoed.live
    live = factories.publish(factories.bulletin(title="Köprü açıldı; yol, park"))
    event = factories.bulletin(title="Yalnız olay günü", event_date=timezone.localdate())
    editor = factories.editor()
    today = timezone.localdate()
    kinds = {entry.page: (entry.standing.value, entry.at) for entry in agenda.entries(today, today.replace(year=2100))}
    assert kinds[embargoed.pk] == ("embargoed", embargoed.go_live_at or minute)
    assert kinds[planned.pk][0] == "draft"
    assert kinds[live.pk] == ("published", live.first_published_at)
    assert kinds[event.pk] == ("draft", None)

    address = secret_of(client, editor)
    answer = client.get(address)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert "noindex" in answer["X-Robots-Tag"]
    assert "SUMMARY:Köprü açıldı\\; yol\\, park" in text
    assert "Gizli" not in text
    assert "Yalnız" not in text
    assert f"DTSTART:{ical.stamp(minute)}" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))

    client.force_login(editor)
    file = client.get(reverse("bulletins:calendar_file")).content.decode()
    assert {"Gizli plan", "Gizli müjde", "Yalnız olay günü"} <= {
        line.partition(": ")[2] for line in file.split("\r\n") if line.startswith("SUMMARY:")
    }
    month = client.get(reverse("bulletins:calendar"), {"ay": f"{timezone.localtime(minute):%Y-%m}"})
    number = timezone.localtime(minute).isocalendar()
    week = client.get(reverse("bulletins:calendar"), {"hafta": f"{number.year}-W{number.week:02d}"})
    assert "Gizli müjde" in month.content.decode()
    assert "Gizli müjde" in week.content.decode()
    # Withdrawn things are no plans.
    factories.withdraw(live)
    assert live.pk not in {entry.page for entry in agenda.entries(today, today)}


def test_a_secret_address_ends_with_its_owner_a_new_one_and_the_role(client):
    editor = factories.editor()
    first, second = secret_of(client, editor), secret_of(client, editor)
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    stored = CalendarAddress.objects.get()
    assert stored.read_at is not None
    assert stored.digest not in second
    assert client.post(second).status_code == 405
    groups = list(editor.groups.all())
    editor.groups.clear()
    assert client.get(second).status_code == 404
    editor.groups.set(groups)
    assert client.get(second).status_code == 200
    type(editor).objects.filter(pk=editor.pk).update(is_active=False)
    assert client.get(second).status_code == 404
    type(editor).objects.filter(pk=editor.pk).update(is_active=True)
    client.force_login(editor)
    client.post(reverse("bulletins:calendar_address"), {"islem": "kapat"})
    assert not CalendarAddress.objects.exists()
    assert client.get(second).status_code == 404
    assert not services.CALENDAR.take_back(user=editor)
    for guess in ("a" * 43, "x", "../" * 20):
        assert services.CALENDAR.reader_of(guess) is None


def test_the_calendar_is_for_those_who_write_and_sign(client):
    factories.bulletin(title="Gizli plan")
    for person, status in (
        (factories.director(), 200), (factories.editor(), 200), (factories.archivist(), 403),
        (factories.social_editor(), 403),
    ):  # fmt: skip
        client.force_login(person)
        assert client.get(reverse("bulletins:calendar")).status_code == status
        assert client.get(reverse("bulletins:calendar_file")).status_code == status
        assert client.post(reverse("bulletins:calendar_address")).status_code == status
    client.logout()
    assert client.get(reverse("bulletins:calendar_file")).status_code == 302


def test_addresses_that_name_no_month_show_this_one():
    today = dt.date(2026, 11, 27)
    assert month_of("2026-12", today).title == "Aralık 2026"
    for odd in ("", "2026-13", "0000-01", "9999-99", "2026-1", "yarın", "2026-12\n"):
        assert month_of(odd, today).title == "Kasım 2026"
    assert week_of("2026-W53", today).first == dt.date(2026, 12, 28)
    for odd in ("", "2027-W53", "2026-W00", "9999-W01"):
        assert week_of(odd, today).first == dt.date(2026, 11, 23)


def test_a_line_of_the_file_is_folded_between_letters():
    line = "SUMMARY:" + "İğdır’ın çöp şöleni " * 20
    pieces = list(ical.folded(line))
    assert all(len(piece.encode()) <= 75 for piece in pieces)
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == line
    assert ical.escaped("a\r\nEND:VEVENT;b,c\\") == "a END:VEVENT\\;b\\,c\\\\"
