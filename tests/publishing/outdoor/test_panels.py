"""Panels: no face twice on a day, nothing hung without a photo, an election's brake, and what a stranger reads."""

from __future__ import annotations

import datetime as dt
import io

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError
from django.urls import reverse
from PIL import Image

from cms.core.refusal import Refusal
from publishing.outdoor import brake, selectors, services, views
from publishing.outdoor.models import BookedDay, Booking, BookingEvent, HangingPhoto, Period
from tests import factories
from tests.factories.outdoor import booking, campaign, election, hung, mourning, panel, shot
from tests.office import browser
from tests.publishing.approval.test_concurrency import at_once

DATABASE = pytest.mark.django_db
day = dt.date.fromisoformat


@pytest.mark.parametrize(
    ("vote", "announced", "kind", "start", "begin", "end", "commercial", "municipal"),
    [
        ("2029-03-25", None, "local", "2029-01-01", "2029-03-15", "2029-03-26", "2029-02-13", "2029-02-23"),
        ("2024-03-31", None, "local", "2024-01-01", "2024-03-21", "2024-04-01", "2024-02-20", "2024-03-01"),
        ("2028-05-07", "2028-03-18", "general", "2028-03-18", "2028-04-27", "2028-05-08", "2028-03-28", "2028-04-07"),
        ("2030-01-06", "2030-01-01", "local", "2029-12-27", "2029-12-27", "2030-01-07", "2029-11-27", "2029-12-07"),
    ],
)
def test_the_days_of_an_election(vote, announced, kind, start, begin, end, commercial, municipal):
    neutral, stop = brake.spans_of_election(kind, "x", day(vote), day(announced) if announced else None)
    assert (neutral.begin, neutral.end, neutral.stops) == (day(start), day(end), False)
    assert (stop.begin, stop.end, stop.stops) == (day(begin), day(end), True)
    assert brake.places_are_named(day(vote)) == (day(commercial), day(municipal))
    assert stop.meets(day(begin) - brake.ONE, day(begin))
    assert not stop.meets(day(end) + brake.ONE, day(end) + brake.ONE)


@DATABASE
def test_a_face_has_one_booking_a_day():
    one = booking("2026-11-20", "2026-11-30")
    for first, last in (("2026-11-30", "2026-12-02"), ("2026-11-01", "2026-11-20"), ("2026-11-22", "2026-11-23")):
        with pytest.raises(Refusal, match=r"O günlerde dolu: B-01, 1\. yüz"):
            booking(first, last)
    booking("2026-12-01", "2026-12-05")
    booking("2026-11-20", "2026-11-30", face=2)
    with pytest.raises(Refusal, match="artık yok"):
        booking(face=3)
    with pytest.raises(Refusal, match="artık yok"):
        booking(on=panel("B-09", active=False))
    for first, last in (("2026-11-30", "2026-11-20"), ("2026-11-20", "2028-11-20"), ("1026-11-20", "1026-11-21")):
        with pytest.raises(Refusal, match="400 gün"):
            booking(first, last, on=panel("B-02"))
    with pytest.raises(PermissionDenied):
        booking(on=panel("B-02"), user=factories.social_editor())
    # All or none: the second face of the act is taken.
    with pytest.raises(Refusal, match="dolu"):
        services.book(
            campaign=campaign(), faces=[(panel("B-02").pk, 1), (panel().pk, 1)], first_day=day("2026-11-25"),
            last_day=day("2026-11-25"), user=factories.editor(),
        )  # fmt: skip
    assert not BookedDay.objects.filter(panel=panel("B-02")).exists()
    # Whoever writes rows past the service.
    stray = {"booking": one, "panel": one.panel, "face": 1}
    for values in ({**stray, "day": day("2026-11-25")}, {**stray, "day": day("2026-12-09")},
                   {**stray, "face": 2, "day": day("2026-12-09")}):  # fmt: skip
        with pytest.raises(DatabaseError), transaction.atomic():
            BookedDay.objects.create(**values)
    with pytest.raises(IntegrityError, match="keeps its face"), transaction.atomic():
        Booking.objects.filter(pk=one.pk).update(last_day=day("2026-12-09"))
    services.cancel_booking(booking=one, reason="tarih değişti", user=factories.editor())
    booking("2026-11-20", "2026-11-30")
    with pytest.raises(Refusal, match="bu arada değişti"):
        services.cancel_booking(booking=one, reason="yine", user=factories.editor())


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_of_two_who_book_a_face_at_once_one_has_it():
    on, of = panel(), campaign()
    users = [factories.editor(), factories.archivist()]
    days = [("2026-11-20", "2026-11-25"), ("2026-11-25", "2026-11-30")]
    results = at_once(
        *(
            lambda user=user, span=span: booking(*span, on=on, of=of, user=user)
            for user, span in zip(users, days, strict=True)
        )
    )
    assert sum(isinstance(one, Booking) for one in results) == 1, results
    assert sum(isinstance(one, Refusal) for one in results) == 1, results
    assert BookedDay.objects.filter(day=day("2026-11-25")).count() == 1


@DATABASE
def test_it_hangs_when_a_photo_shows_it_and_the_next_one_takes_it_down():
    hanger, one = factories.social_editor(), booking("2026-11-20", "2026-11-25")
    other = booking("2026-11-26", "2026-12-05")
    with time_machine.travel("2026-11-19 18:00"):
        with pytest.raises(Refusal, match="fotoğrafını çekin"):
            services.hang(booking=one, photo=None, user=hanger)
        with pytest.raises(PermissionDenied):
            services.hang(booking=one, photo=shot(), user=factories.director())
        with pytest.raises(Refusal, match="bir gün öncesinden"):
            services.hang(booking=one, photo=shot(), on=day("2026-11-18"), user=hanger)
        proof = services.hang(booking=one, photo=shot(), user=hanger)  # the evening before
        assert Image.open(io.BytesIO(proof.file.read())).format == "JPEG"
        assert proof.file.name.startswith("outdoor/")
        with pytest.raises(Refusal, match="bu arada değişti"):
            services.hang(booking=one, photo=shot(), user=hanger)
    with time_machine.travel("2026-11-25 18:00"):
        assert [len(rows) for _name, rows in selectors.day_of(day("2026-11-25")).sections] == [0, 0]
        assert selectors.day_of(day("2026-11-26")).to_hang == [other]
        services.hang(booking=other, photo=shot(), user=hanger)
        one.refresh_from_db()
        assert (one.state, one.down_on) == ("down", day("2026-11-25"))
        assert BookingEvent.objects.filter(booking=one, state="down").get().text.startswith("yerine asıldı")
    with time_machine.travel("2026-11-28 18:00"):
        services.record_down(booking=other, photo=shot(), user=hanger)
        assert other.days.count() == 3  # the 26th to the 28th; the rest is free again
        booking("2026-11-29", "2026-12-01")
    for change in (
        lambda: HangingPhoto.objects.update(noted_by=factories.editor()),
        lambda: BookingEvent.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            change()
    assert set(other.photos.values_list("kind", flat=True)) == {"hung", "down"}


@DATABASE
def test_in_the_brake_nothing_hangs_that_mudur_did_not_release():
    period = election()
    made, hanger = booking("2029-03-10", "2029-03-20", user=factories.administrator()), factories.social_editor()
    with time_machine.travel("2029-03-15 09:00"):
        now = selectors.day_of(day("2029-03-15"))
        assert (now.stopped, now.to_hang, [span.stops for span in now.spans]) == ([made], [], [True])
        with pytest.raises(Refusal, match="Seçim yasağı"):
            services.hang(booking=made, photo=shot(), user=hanger)
        give = {"booking": made, "reason": "water", "note": "Su kesintisi, 16 Mart"}
        with pytest.raises(PermissionDenied):
            services.release_from_brake(**give, user=factories.editor())
        with pytest.raises(Refusal, match="Kendi ayırdığınız"):
            services.release_from_brake(**give, user=factories.administrator())
        for wrong in ({"reason": "festival"}, {"note": "  "}):
            with pytest.raises(Refusal, match="Gerekçeyi seçin"):
                services.release_from_brake(**{**give, **wrong}, user=factories.director())
        services.release_from_brake(**give, user=factories.director())
        services.hang(booking=made, photo=shot(), user=hanger)
        assert made.events.filter(text__contains="Su kesintisi, 16 Mart").exists()
        page = browser(factories.mayor()).get(reverse("outdoor:today")).content.decode()
        assert "298 sayılı Kanun m. 64" in page
    with pytest.raises(ValidationError):
        Period(kind="local", name="x", reference="y").clean()
    period.delete()
    free = booking("2029-05-01", "2029-05-02")
    with pytest.raises(Refusal, match="seçim yasağı yok"):
        services.release_from_brake(**{**give, "booking": free}, user=factories.director())


@DATABASE
def test_a_feast_does_not_hang_in_days_of_mourning():
    feast = campaign("Şenlik", is_festive=True)
    with time_machine.travel("2026-11-20 09:00"):
        made = hung(booking(of=feast))
        mourning("2026-11-20", "2026-11-22")
        now = selectors.day_of(day("2026-11-21"))
        assert now.stopped == [made]
        assert now.sections[0][1] == [made]  # to be taken down
        with pytest.raises(Refusal, match="günlerinde kutlama asılmaz"):
            booking("2026-11-22", "2026-11-25", on=panel("B-02"), of=feast)
        booking("2026-11-22", "2026-11-25", on=panel("B-02"))


@DATABASE
@pytest.mark.once
def test_whoever_has_the_secret_reads_where_and_when_and_not_what(client):
    reader = factories.social_editor()
    with time_machine.travel("2026-11-20 09:00"):
        made = booking(of=campaign("Gizli açılış; tarihi, söylenmedi"))
        page = browser(reader).post(reverse("outdoor:calendar")).content.decode()
        token = page.partition("/abonelik/panolar/")[2].partition(".ics")[0]
        answer = client.get(reverse("outdoor_feed", args=[token]))
        text = answer.content.decode().replace("\r\n ", "")
        assert answer["Cache-Control"] == "private, no-store"
        assert "noindex" in answer["X-Robots-Tag"]
        assert f"UID:pano-{made.pk}@" in text
        assert "DTSTART;VALUE=DATE:20261120" in text
        assert "DTEND;VALUE=DATE:20261201" in text  # the day after the last
        assert "LOCATION:Liman Cad. 4\\, Sahil" in text
        for word in ("Gizli", "açılış", "Editor", "söylenmedi"):
            assert word not in text
        assert token not in str(list(type(made)._meta.apps.get_model("outdoor.BookingCalendar").objects.values_list()))
        for guess in ("x" * 43, token[:-1], token + "a", "..%2f"):
            assert client.get(f"/abonelik/panolar/{guess}.ics").status_code == 404
        reader.groups.clear()
        assert client.get(reverse("outdoor_feed", args=[token])).status_code == 404
        token = views.CALENDAR.give(user=factories.editor())
        assert views.CALENDAR.take_back(user=factories.editor())
        assert client.get(reverse("outdoor_feed", args=[token])).status_code == 404
