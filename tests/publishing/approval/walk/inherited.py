"""An installation that had its name on every page before identities were signed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from cms.identity.models import Identity, InheritedIdentity, said_by

TRIGGERS = (
    ("identity_inheritedidentity", "identity_inheritedidentity_insert_refused"),
    ("identity_identity", "approval_identity_identity_live"),
)


@contextmanager
def triggers_asleep() -> Iterator[None]:
    """As in the migration that takes the old setting over: these two sleep, and wake again as they were."""
    postgres = connection.vendor == "postgresql"
    question = (
        "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgname = %s"
        if postgres
        else "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = %s"
    )
    with connection.cursor() as cursor:
        made = []
        for table, name in TRIGGERS:
            cursor.execute(question, [name])
            made.append(cursor.fetchone()[0])
            cursor.execute(f"DROP TRIGGER {name}{f' ON {table}' if postgres else ''}")
        yield
        if postgres:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for statement in made:
            cursor.execute(statement)


def inherit(name: str) -> None:
    """The identity stands on every page as ``name``, unsigned and frozen."""
    with triggers_asleep():
        InheritedIdentity.objects.create(said=said_by(Identity(pk=1, municipality=name)))
        Identity.objects.update(live=True, municipality=name)
