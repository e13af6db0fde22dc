"""One moment of the database for many questions, so that numbers which are asked one after the other agree."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

# SQLite: the settings begin every transaction as one that writes; this one holds nobody up.
BEGIN = "BEGIN DEFERRED"
ONE_MOMENT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"


@contextmanager
def one_moment() -> Iterator[None]:
    """What is asked inside sees the database as it was when the first question was asked; nothing is written.

    Inside of somebody's transaction that transaction's rules hold.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(ONE_MOMENT)
            yield
    else:
        with connection.cursor() as cursor:
            cursor.execute(BEGIN)
        try:
            yield
        finally:
            if connection.connection is not None and connection.connection.in_transaction:
                with connection.cursor() as cursor:
                    cursor.execute("ROLLBACK")
