"""A workflow whose signatures are complete is not taken back by somebody who was a moment too late."""

from django.db import migrations

NAME = "approval_workflowstate_signed"
TABLE = "wagtailcore_workflowstate"
CONDITION = "OLD.status = 'approved' AND NEW.status <> 'approved'"
MESSAGE = "basin_masasi: signed content cannot be taken back"


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(
            f"CREATE TRIGGER {NAME} BEFORE UPDATE OF status ON {TABLE} FOR EACH ROW WHEN {CONDITION} "
            f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        )
    else:
        schema_editor.execute(
            f"CREATE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {CONDITION} THEN "
            f"RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
            f"RETURN NEW; END $$"
        )
        schema_editor.execute(
            f"CREATE TRIGGER {NAME} BEFORE UPDATE OF status ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {NAME}()"
        )


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {NAME} ON {TABLE}")
        schema_editor.execute(f"DROP FUNCTION IF EXISTS {NAME}()")
    else:
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {NAME}")


class Migration(migrations.Migration):
    dependencies = [("approval", "0004_withdrawal_after_signatures")]
    operations = [migrations.RunPython(create, drop)]
