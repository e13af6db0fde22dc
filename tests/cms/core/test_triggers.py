"""One description of a trigger, the same refusal on both engines, and a way back after a table was rebuilt."""

from contextlib import suppress

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.migrations.state import ProjectState

from cms.core import checks, triggers
from cms.core.triggers import AppendOnly, DropTriggers, Trigger, Triggers

pytestmark = pytest.mark.django_db
# What Django makes of the refusals of SQLite and PostgreSQL.
REFUSALS = (IntegrityError, DatabaseError)


@pytest.fixture
def table():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE tents (id integer PRIMARY KEY, name varchar(20), note varchar(20))")
        cursor.execute("INSERT INTO tents VALUES (1, 'bir', NULL)")
    return "tents"


class Editor:
    """As much of a schema editor as the operations use; Django's own wants SQLite outside a transaction."""

    def __init__(self):
        self.connection = connection

    def execute(self, statement):
        with connection.cursor() as cursor:
            cursor.execute(statement)


def run(operation, *, back=False):
    step = operation.database_backwards if back else operation.database_forwards
    step("core", Editor(), ProjectState(), ProjectState())


def refused(statement):
    said = ""
    with suppress(*REFUSALS), transaction.atomic(), connection.cursor() as cursor:
        try:
            cursor.execute(statement)
        except REFUSALS as error:
            said = str(error)
            raise
    return "basin_masasi: " in said


EVERY = ("INSERT INTO tents VALUES (2, 'iki', NULL)", "UPDATE tents SET note = 'x' WHERE id = 1", "DELETE FROM tents")


def test_an_append_only_table_takes_rows_and_keeps_them(table):
    run(AppendOnly(table))
    assert [refused(one) for one in EVERY] == [False, True, True]
    run(AppendOnly(table), back=True)
    assert [refused(one) for one in EVERY[1:]] == [False, False]
    assert not [name for name in triggers.present(connection) if name.startswith("tents_")]


def test_a_condition_is_asked_of_the_columns_that_are_named(table):
    frozen = Trigger(
        name="tents_named", table=table, event="UPDATE", columns=("name", "note"), message="basin_masasi: kept",
        condition="OLD.name = 'bir' AND NEW.note {differs} OLD.note",
    )  # fmt: skip
    run(Triggers(frozen))
    assert refused("UPDATE tents SET note = 'x'")
    assert not refused("UPDATE tents SET name = 'bir'")
    run(DropTriggers(frozen))
    assert not refused("UPDATE tents SET note = 'x'")
    run(DropTriggers(frozen), back=True)
    assert refused("UPDATE tents SET note = 'y'")


def test_a_trigger_is_replaced_by_its_name(table):
    for condition in ("FALSE", "TRUE"):
        run(Triggers(Trigger(name="tents_gone", table=table, event="DELETE", message="basin_masasi: kept",
                             condition=condition)))  # fmt: skip
    assert refused("DELETE FROM tents")


def test_another_engine_is_not_silently_left_without():
    with pytest.raises(NotImplementedError):
        triggers.append_only("tents")[0].create_sql("oracle")


def test_what_a_rebuilt_table_lost_is_noticed_and_made_anew():
    expected = triggers.expected(connection)
    assert "approval_evidencerecord_delete_refused" in expected
    assert checks.check_triggers(None, databases=["default"]) == []
    with connection.cursor() as cursor:
        for statement in expected["approval_evidencerecord_delete_refused"].drop_sql(connection.vendor):
            cursor.execute(statement)
    assert [error.id for error in checks.check_triggers(None, databases=["default"])] == ["core.E014"]
    call_command("migrate", verbosity=0, skip_checks=False)
    assert checks.check_triggers(None, databases=["default"]) == []


def test_triggers_sleep_only_while_something_is_migrated_on_sqlite():
    every = set(triggers.expected(connection))
    triggers.before_migrate(using="default", plan=[])
    assert every <= triggers.present(connection)
    triggers.before_migrate(using="default", plan=["something"])
    asleep = every - triggers.present(connection)
    assert asleep == (every if connection.vendor == "sqlite" else set())
    triggers.after_migrate(using="default")
    assert every <= triggers.present(connection)
