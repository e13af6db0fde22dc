"""The clocks of both laws as they are seeded, against days that were computed by hand; lengths; what is told when."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from press_archive.replies import clocks, deadlines, lengths, reminders, selectors
from press_archive.replies.deadlines import Due
from press_archive.replies.models import Clock
from press_archive.replies.words import ClockMedium, DueKind
from tests.factories.clippings import outlet

pytestmark = [pytest.mark.django_db, pytest.mark.once]
DAILY, PERIODICAL, SITE, BROADCAST = ClockMedium
DAY = dt.date(2026, 9, 15)


def day(text):
    return dt.date.fromisoformat(text)


def test_every_medium_of_the_law_has_its_clock_after_migrate():
    found = {row.medium: row for row in clocks.clocks_on(DAY)}
    assert list(found) == [DAILY, PERIODICAL, SITE, BROADCAST]
    assert all(row.source and row.law and row.form for row in found.values())
    for row in found.values():
        row.full_clean()
    clocks.seed("default")
    assert Clock.objects.count() == 4


@pytest.mark.parametrize(
    ("medium", "published", "ends"),
    [
        (SITE, "2026-09-15", "2026-11-15"), (DAILY, "2026-09-15", "2026-11-15"),
        (BROADCAST, "2026-09-15", "2026-11-14"), (PERIODICAL, "2026-12-31", "2027-02-28"),
        (BROADCAST, "2026-12-31", "2027-03-01"),
        (DAILY, "2027-12-31", "2028-02-29"),
    ],
)  # fmt: skip
def test_until_when_the_text_may_be_sent(medium, published, ends):
    assert deadlines.sending_ends(clocks.clock_on(medium, DAY), day(published)) == day(ends)


@pytest.mark.parametrize(
    ("medium", "received", "issue", "publish", "court"),
    [
        (SITE, "2026-11-02", None, "2026-11-03", "2026-11-18"),
        (DAILY, "2026-11-02", None, "2026-11-05", "2026-11-20"),
        (BROADCAST, "2026-11-02", None, "2026-11-09", "2026-11-19"),
        (PERIODICAL, "2026-11-02", "2026-11-08", "2026-11-08", "2026-11-23"),
    ],
)
def test_when_they_have_to_publish_and_until_when_the_judge_may_be_asked(medium, received, issue, publish, court):
    clock = clocks.clock_on(medium, DAY)
    end = deadlines.publication_ends(clock, day(received), day(issue) if issue else None)
    assert end == day(publish)
    assert deadlines.court_ends(clock, end) == day(court)


def test_of_a_weekly_nobody_knows_before_its_issue_is_known():
    assert deadlines.publication_ends(clocks.clock_on(PERIODICAL, DAY), DAY) is None


def test_clocks_are_data_with_their_days():
    """A law that changes: the old row ends, the new one begins, and each publication has the one of its day."""
    old = clocks.clock_on(SITE, DAY)
    new = Clock(**{field.attname: getattr(old, field.attname) for field in Clock._meta.fields if not field.primary_key})
    new.valid_from, new.term, new.source = dt.date(2027, 1, 1), 2, "Resmî Gazete"
    with pytest.raises(ValidationError):
        new.full_clean()
    old.valid_to = dt.date(2026, 12, 31)
    old.full_clean()
    old.save()
    new.full_clean()
    new.save()
    assert [clocks.clock_on(SITE, each).term for each in (day("2026-12-31"), day("2027-01-01"))] == [1, 2]
    assert clocks.clock_on(SITE, day("2022-10-17")) is None  # before news sites were in the law
    with pytest.raises(ValidationError):
        Clock(medium=SITE, valid_from=day("2027-02-01"), valid_to=day("2027-01-01")).full_clean()


def test_which_clock_a_clipping_has():
    from press_archive.clippings.models import Clipping

    def of(medium, period=""):
        paper = outlet(f"Kuruluş {medium} {period}", period=period)
        return selectors.clock_medium_of(Clipping(medium=medium, outlet=paper))

    assert [of(name) for name in ("newspaper", "magazine", "agency", "news_site", "television", "radio", "social")] == [
        DAILY, PERIODICAL, PERIODICAL, SITE, BROADCAST, BROADCAST, None,
    ]  # fmt: skip
    assert of("newspaper", "weekly") == PERIODICAL
    assert of("newspaper", "daily") == DAILY


@pytest.mark.parametrize(
    ("medium", "original", "picture", "most"),
    [
        (DAILY, 45, False, 45), (DAILY, 20, False, 20), (DAILY, 19, False, 30), (DAILY, 1, False, 30),
        (DAILY, 200, True, 30), (SITE, None, True, 30), (SITE, None, False, None),
    ],
)  # fmt: skip
def test_no_longer_than_the_original_and_thirty_lines_for_a_short_one(medium, original, picture, most):
    clock = clocks.clock_on(medium, DAY)
    assert lengths.most_lines(clock, original, is_picture=picture) == most
    size = lengths.measure(clock, "a" * 41, original_lines=original, line_length=40, is_picture=picture)
    assert (size.lines, size.is_known) == (2, most is not None)
    assert size.fits is (most is not None)


def test_broadcasts_know_no_length():
    size = lengths.measure(
        clocks.clock_on(BROADCAST, DAY), "a" * 9000, original_lines=None, line_length=40, is_picture=False
    )
    assert size.fits
    assert size.is_known
    assert lengths.lines_of("bir\n\n  \nkırk bir harf " + "x" * 40, 40) == 3


def test_ours_is_due_on_the_last_working_day_and_theirs_on_the_day():
    sunday = dt.date(2026, 11, 15)
    assert Due(DueKind.SEND, sunday).safe == dt.date(2026, 11, 13)
    assert Due(DueKind.PUBLISH, sunday).safe == sunday
    days = [dt.date(2026, 11, one) for one in (12, 13, 14, 15, 16)]
    assert [Due(DueKind.SEND, sunday).days_left(one) for one in days] == [1, 0, 0, 0, -1]  # a weekend is not too late


@pytest.mark.parametrize(
    ("kind", "left", "step"),
    [
        (DueKind.SEND, 30, None), (DueKind.SEND, 14, 14), (DueKind.SEND, 9, 14), (DueKind.SEND, 6, 7),
        (DueKind.SEND, 2, 3), (DueKind.SEND, 0, 0), (DueKind.SEND, -40, -1), (DueKind.PUBLISH, 1, None),
        (DueKind.PUBLISH, -1, 0), (DueKind.DECISION, 0, None),
    ],
)  # fmt: skip
def test_what_is_told_with_so_many_days_left(kind, left, step):
    on = dt.date(2026, 11, 18)  # a Wednesday
    assert reminders.step_of(Due(kind, on), on - dt.timedelta(days=left)) == step
