"""A withdrawal on the record takes content off the air once: after it was signed again, a new one is needed."""

from django.db import migrations

# table, SQL expression for the content type of the row OLD
LIVE_TABLES = [
    ("wagtailcore_page", "OLD.content_type_id"),
    (
        "website_alertbanner",
        "(SELECT id FROM django_content_type WHERE app_label = 'website' AND model = 'alertbanner')",
    ),
]
MESSAGE = "basin_masasi: withdrawal must be on the record"
SINCE_SIGNED = """ AND w.sequence > COALESCE((
            SELECT MAX(m.sequence) FROM approval_certificate c
            JOIN approval_evidencerecord m ON m.id = c.mayor_record_id
            WHERE c.content_type_id = w.content_type_id AND c.object_id = w.object_id
              AND c.revision_id = OLD.live_revision_id), 0)"""


def condition(content_type, further):
    return f"""OLD.live AND NOT NEW.live AND NOT EXISTS (
        SELECT 1 FROM approval_evidencerecord w WHERE w.content_type_id = {content_type}
          AND w.object_id = CAST(OLD.id AS varchar(64)) AND w.decision = 'withdrawn'
          AND w.revision_id = OLD.live_revision_id{further})"""


def replace(schema_editor, further):
    for table, content_type in LIVE_TABLES:
        name, when = f"approval_{table}_withdraw", condition(content_type, further)
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(f"DROP TRIGGER {name}")
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE UPDATE OF live ON {table} FOR EACH ROW WHEN {when} "
                f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
            )
        else:
            schema_editor.execute(
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {when} THEN "
                f"RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
                f"RETURN NEW; END $$"
            )


def tighten(apps, schema_editor):
    replace(schema_editor, SINCE_SIGNED)


def loosen(apps, schema_editor):
    replace(schema_editor, "")


class Migration(migrations.Migration):
    dependencies = [("approval", "0003_triggers")]
    operations = [migrations.RunPython(tighten, loosen)]
