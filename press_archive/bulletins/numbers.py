"""The numbers of bulletins: none is missing, none is given twice."""

from __future__ import annotations

from django.db import connections, router

from press_archive.bulletins.models import NumberSeries

# In Django's words it would be three or four statements under the lock of all acts.
NEXT = (
    "INSERT INTO bulletins_numberseries AS series (year, last) VALUES (%s, 1)"
    " ON CONFLICT (year) DO UPDATE SET last = series.last + 1 RETURNING last"
)


def next_number(*, year: int) -> int:
    """The next number of ``year``, first 1.

    Must run inside the transaction that uses the number: its row lock makes concurrent publications wait for each
    other, and a rollback gives the number back, so that there are neither gaps nor duplicates.
    """
    with connections[router.db_for_write(NumberSeries)].cursor() as cursor:
        cursor.execute(NEXT, [year])
        return int(cursor.fetchone()[0])
