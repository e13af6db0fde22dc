"""The generation of what is public: a number that every change of it raises, in the change's own transaction.

Whoever keeps a page reads the number before the page is made and asks for it again before the page is shown: another
process sees a change on its next request, a change that was rolled back has raised nothing.

The number is the sum of the table's rows. On PostgreSQL each transaction raises a row of its own, so that two that
publish never wait for each other; :func:`fold` adds them up. On SQLite, where one writes at a time, there is one row.
Each step has a random length: a database that was restored from a copy does not come by the same numbers again.
"""

from __future__ import annotations

from django.db import connection

TABLE = "website_publicchange"
# Without parameters: triggers have none.
RAISE = {
    "sqlite": (
        "INSERT INTO website_publicchange (id, number)"
        " SELECT 0, 0 WHERE NOT EXISTS (SELECT 1 FROM website_publicchange WHERE id = 0)",
        "UPDATE website_publicchange SET number = number + 1 + abs(random() % 1000000000) WHERE id = 0",
    ),
    "postgresql": (
        "INSERT INTO website_publicchange AS c (id, number)"
        " VALUES (txid_current(), 1 + floor(random() * 1000000000)::bigint)"
        " ON CONFLICT (id) DO UPDATE SET number = c.number + EXCLUDED.number",
    ),
}
# The last of these statements, and what the generation then is for this transaction.
RAISED = {
    "sqlite": f"{RAISE['sqlite'][-1]} RETURNING number",
    "postgresql": (
        f"WITH own AS ({RAISE['postgresql'][-1]} RETURNING id, number)"  # noqa: S608
        " SELECT CAST(own.number + (SELECT coalesce(sum(c.number), 0) FROM website_publicchange c WHERE c.id <> own.id)"
        " AS bigint) FROM own"
    ),
}
FOLD = (
    "WITH gone AS (DELETE FROM website_publicchange WHERE id <> 0 RETURNING number)"
    " INSERT INTO website_publicchange AS c (id, number) SELECT 0, sum(number) FROM gone HAVING count(*) > 0"
    " ON CONFLICT (id) DO UPDATE SET number = c.number + EXCLUDED.number"
)
READ = "SELECT CAST(coalesce(sum(number), 0) AS bigint) FROM website_publicchange"


def current() -> int:
    """The generation now, as this transaction sees it. One query. Raises what the database raises."""
    with connection.cursor() as cursor:
        cursor.execute(READ)
        return int(cursor.fetchone()[0])


def raise_now() -> int:
    """A higher generation, once this transaction commits; gives it. One statement, as long as there is a row."""
    with connection.cursor() as cursor:
        cursor.execute(RAISED[connection.vendor])
        found = cursor.fetchone()
        if found is None:
            cursor.execute(RAISE[connection.vendor][0])
            cursor.execute(RAISED[connection.vendor])
            found = cursor.fetchone()
        return int(found[0])


def fold() -> None:
    """Adds the rows of finished transactions up into one; the generation stays what it is."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(FOLD)
