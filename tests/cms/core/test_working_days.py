"""Working days of Turkish offices: terms of Law no. 4982 computed by hand, half days and doubled holidays."""

import datetime as dt

import pytest

from cms.core.working_days import ONE, is_half_day, is_holiday, is_working, last_working

pytestmark = pytest.mark.once

# Registered on, 15 working days with half days counted, without, and 30.
TERMS = """
2026-03-16 2026-04-07 2026-04-08 2026-04-29
2026-05-18 2026-06-12 2026-06-15 2026-07-03
2026-10-26 2026-11-17 2026-11-18 2026-12-08
2026-12-28 2027-01-19 2027-01-19 2027-02-09
2027-05-10 2027-06-03 2027-06-03 2027-06-24
2028-02-21 2028-03-14 2028-03-15 2028-04-04
2028-04-28 2028-05-25 2028-05-26 2028-06-15
2025-03-26 2025-04-18 2025-04-18 2025-05-13
2026-04-17 2026-05-12 2026-05-12 2026-06-08
"""


def worked(after, until, **values):
    """How many working days there are after one day, and whether the last of them is one."""
    days = [is_working(after + ONE * (n + 1), **values) for n in range((until - after).days)]
    return sum(days), days[-1]


@pytest.mark.parametrize("line", TERMS.split("\n")[1:-1])
def test_terms_in_working_days(line):
    start, with_half, without, thirty = map(dt.date.fromisoformat, line.split())
    assert worked(start, with_half) == (15, True)
    assert worked(start, without, half_counts=False) == (15, True)
    assert worked(start, thirty) == (30, True)


@pytest.mark.parametrize(
    ("day", "before"),
    [
        ("2026-11-18", "2026-11-18"),  # a Wednesday
        ("2026-11-15", "2026-11-13"),  # a Sunday
        ("2026-10-29", "2026-10-27"),  # the Republic's day, and half a day before it
        ("2026-03-22", "2026-03-18"),  # Ramazan, with its eve
        ("2027-01-01", "2026-12-31"),
    ],
)
def test_the_last_day_of_whole_work(day, before):
    assert last_working(dt.date.fromisoformat(day)) == dt.date.fromisoformat(before)


def test_half_days_and_doubled_holidays():
    assert is_half_day(dt.date(2026, 10, 28))
    assert not is_holiday(dt.date(2026, 10, 28))
    assert is_holiday(dt.date(2027, 5, 19))  # Kurban and Youth Day at once
    assert is_holiday(dt.date(2029, 4, 23))  # an eve and a full holiday
    assert is_working(dt.date(2026, 10, 28))
    assert not is_working(dt.date(2026, 10, 28), half_counts=False)
