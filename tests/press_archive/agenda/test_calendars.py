"""Calendars as strict programs read them: two parsers that know nothing of each other."""

import datetime as dt

import icalendar
import pytest
import time_machine
import vobject

from press_archive.agenda import announcements, calendars
from press_archive.agenda.announcements import Announcement
from press_archive.agenda.models import PressEvent, Visit
from press_archive.agenda.words import Change

pytestmark = [pytest.mark.once]
NOW = dt.datetime(2026, 11, 27, 12, 0, tzinfo=dt.UTC)
ODD = (
    "Açılış; “şölen”, \\ ters\nEND:VEVENT\r\nBEGIN:VEVENT",
    "ığüşöç İĞÜŞÖÇ " * 8,
    "😀" * 40,
    "METHOD:CANCEL\nATTENDEE:mailto:yabanci@x.example",
    "a\x00b\u202ec\x0b",
)


def said(title="Sahil yolunun açılışı", *, change=Change.ANNOUNCED, sequence=0, **values):
    event = PressEvent(
        pk=7, title=title, starts_at=NOW + dt.timedelta(days=3), ends_at=NOW + dt.timedelta(days=3, hours=2),
        place="İskele Meydanı", text="Bekleriz.",
    )  # fmt: skip
    for name, value in values.items():
        setattr(event, name, value)
    return Announcement(7, announcements.values_of(event), sequence, change, "etkinlik-7-abc@belediye.example", NOW)


def read(text):
    """The one event of ``text``, by both parsers; every line as the standard wants it."""
    assert text.endswith("END:VCALENDAR\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")
    first = icalendar.Calendar.from_ical(text)
    assert not first.errors
    assert not any(part.errors for part in first.walk())
    (event,) = first.walk("VEVENT")
    second = vobject.readOne(text)
    second.validate(raiseException=True)
    (other,) = second.vevent_list
    for name in ("uid", "summary", "location", "description"):
        assert str(event[name]) == getattr(other, name).value, name
    assert event["dtstart"].dt == other.dtstart.value == NOW + dt.timedelta(days=3)
    assert event["dtend"].dt - event["dtstart"].dt == dt.timedelta(hours=2)
    return first, event, other


def invitation(announcement, municipality='Örnek “Kıyı” Belediyesi; "Basın"'):
    return calendars.invitation(announcement, municipality=municipality, email="a@bir.example", now=NOW)


@pytest.mark.parametrize("odd", ODD)
def test_no_word_writes_a_line_of_its_own(odd):
    found = said(odd[:160], text=odd, place=odd[:160], notes=odd, entrance_note=odd[:300])
    calendar, event, other = read(invitation(found))
    assert calendar["method"] == "REQUEST"
    assert event["attendee"] == other.attendee.value == "mailto:a@bir.example"
    assert "\x00" not in str(event["summary"])
    assert not any(letter in str(event["summary"]) for letter in "\n\r\x0b\u202e")


def test_invitation_change_and_cancellation_are_one_event_to_a_calendar():
    versions = [
        (said(), "REQUEST", "CONFIRMED", 0),
        (said(change=Change.MOVED, sequence=1), "REQUEST", "CONFIRMED", 1),
        (said(change=Change.CANCELLED, sequence=2), "CANCEL", "CANCELLED", 2),
        (said(change=Change.RESTORED, sequence=3), "REQUEST", "CONFIRMED", 3),
    ]
    for found, method, status, sequence in versions:
        calendar, event, other = read(invitation(found))
        assert (calendar["method"], str(event["status"]), int(event["sequence"])) == (method, status, sequence)
        assert event["uid"] == "etkinlik-7-abc@belediye.example"
        # RFC 6047: who organises is who the mail comes from; nobody is asked to answer by mail.
        assert event["organizer"] == "mailto:basin@belediye.example"
        assert event["attendee"].params["RSVP"] == "FALSE"
        assert '"' not in other.organizer.params["CN"][0]


def test_the_public_file_names_nobody():
    calendar, event, _other = read(calendars.public_file([said(is_listed=True)], name="Basın takvimi", now=NOW))
    assert calendar["method"] == "PUBLISH"
    assert "attendee" not in event
    assert "organizer" not in event
    assert event["url"].endswith("/basin/etkinlik/7-sahil-yolunun-acilisi/")


def test_of_a_visit_no_typed_word_leaves_at_the_secret_address():
    visit = Visit(
        pk=9, kind="to_outlet", title="Gizli konu", place="Gizli yer", people="Gizli kişi", talking_points="Gizli söz",
        gift="Gizli hediye", starts_at=NOW + dt.timedelta(days=3), ends_at=NOW + dt.timedelta(days=3, hours=2),
    )  # fmt: skip
    text = calendars.mayor_file([], [visit], name="Başkan", now=NOW)
    event = next(iter(icalendar.Calendar.from_ical(text).walk("VEVENT")))
    assert "Gizli" not in text.replace("\r\n ", "")
    assert str(event["summary"]) == "Basın ziyareti: Başkan kuruluşu ziyaret eder"
    assert event["url"].endswith("/admin/basin-ziyaretleri/9/")
    visit.state, visit.sequence = "cancelled", 1
    text = calendars.mayor_file([], [visit], name="Başkan", now=NOW)
    assert vobject.readOne(text).vevent.status.value == "CANCELLED"


@time_machine.travel(NOW, tick=False)
def test_what_a_page_says_of_the_time():
    found = said()
    assert found.when == "30 Kasım 2026 15.00–17.00"
    assert not found.is_over
    assert said(ends_at=NOW + dt.timedelta(days=4)).when == "30 Kasım 2026 15.00 – 1 Aralık 2026 15.00"
