"""The numbers of bulletins: none is missing, none is given twice."""

from __future__ import annotations

from django.db.models import F

from press_archive.bulletins.models import NumberSeries


def next_number(*, year: int) -> int:
    """The next number of ``year``, first 1.

    Must run inside the transaction that uses the number: its row lock makes concurrent publications wait for each
    other, and a rollback gives the number back, so that there are neither gaps nor duplicates.
    """
    series = NumberSeries.objects.filter(year=year)
    if not series.update(last=F("last") + 1):
        NumberSeries.objects.bulk_create([NumberSeries(year=year)], ignore_conflicts=True)
        series.update(last=F("last") + 1)
    return series.values_list("last", flat=True).get()
