"""What no code may do, refused by the database itself, on SQLite and on PostgreSQL.

* a page or governed snippet goes live, or changes its live revision, without the newest valid certificate;
* it leaves the air without a withdrawal on the record; it is deleted after it was certified;
* a certificate appears without two signatures, of both offices, by different people, on one hash;
* an evidence record or a certificate is changed or deleted.
"""

import django.db.models.deletion
from django.db import migrations, models

# table, SQL expression for the content type of the row called NEW/OLD, whether structural exemptions apply
LIVE_TABLES = [
    ("wagtailcore_page", "{row}.content_type_id", "page"),
    (
        "website_alertbanner",
        "(SELECT id FROM django_content_type WHERE app_label = 'website' AND model = 'alertbanner')",
        "snippet",
    ),
]
UNSIGNED = "basin_masasi: live content needs a certificate"
UNRECORDED = "basin_masasi: withdrawal must be on the record"
SIGNED_DELETE = "basin_masasi: certified content cannot be deleted"
APPEND_ONLY = "basin_masasi: append-only table"
NOT_SIGNED = "basin_masasi: certificate needs two signatures"


def certified(row, content_type):
    return f"""EXISTS (
        SELECT 1 FROM approval_certificate c
        JOIN approval_evidencerecord m ON m.id = c.mayor_record_id
        WHERE c.content_type_id = {content_type} AND c.object_id = CAST({row}.id AS varchar(64))
          AND c.revision_id = {row}.live_revision_id
          AND NOT EXISTS (
            SELECT 1 FROM approval_certificate n WHERE n.content_type_id = c.content_type_id
              AND n.object_id = c.object_id AND n.version > c.version)
          AND NOT EXISTS (
            SELECT 1 FROM approval_evidencerecord w WHERE w.content_type_id = c.content_type_id
              AND w.object_id = c.object_id AND w.decision = 'withdrawn' AND w.sequence > m.sequence))"""


def exempt(row, kind):
    if kind != "page":
        return "FALSE"
    return f"""({row}.live_revision_id IS NULL AND EXISTS (
        SELECT 1 FROM approval_structuralexemption e WHERE e.page_id = {row}.id))"""


def withdrawn(row, content_type):
    return f"""EXISTS (
        SELECT 1 FROM approval_evidencerecord w WHERE w.content_type_id = {content_type}
          AND w.object_id = CAST({row}.id AS varchar(64)) AND w.decision = 'withdrawn'
          AND w.revision_id = {row}.live_revision_id)"""


def has_certificate(row, content_type):
    return f"""EXISTS (SELECT 1 FROM approval_certificate c WHERE c.content_type_id = {content_type}
        AND c.object_id = CAST({row}.id AS varchar(64)))"""


def signed_by_both(row):
    return f"""EXISTS (
        SELECT 1 FROM approval_evidencerecord d, approval_evidencerecord m
        WHERE d.id = {row}.director_record_id AND m.id = {row}.mayor_record_id
          AND d.decision = 'signed' AND m.decision = 'signed' AND d.office = 'director' AND m.office = 'mayor'
          AND d.content_hash = {row}.content_hash AND m.content_hash = {row}.content_hash
          AND d.content_type_id = {row}.content_type_id AND m.content_type_id = {row}.content_type_id
          AND d.object_id = {row}.object_id AND m.object_id = {row}.object_id
          AND d.actor_id <> m.actor_id
          AND COALESCE(d.principal_id, -1) <> m.actor_id AND COALESCE(m.principal_id, -1) <> d.actor_id
          AND (d.principal_id IS NULL OR m.principal_id IS NULL OR d.principal_id <> m.principal_id))"""


def rules():
    """(name, table, event, columns, condition, message); differs(a, b) is filled in per engine."""
    for table, type_expression, kind in LIVE_TABLES:
        new_type, old_type = type_expression.format(row="NEW"), type_expression.format(row="OLD")
        type_changed = " OR NEW.content_type_id <> OLD.content_type_id" if kind == "page" else ""
        yield (f"approval_{table}_insert", table, "INSERT", "",
               f"NEW.live AND NOT {certified('NEW', new_type)}", UNSIGNED)  # fmt: skip
        yield (f"approval_{table}_live", table, "UPDATE", "live, live_revision_id",
               f"NEW.live AND (NOT OLD.live OR {{differs}}{type_changed})"
               f" AND NOT {exempt('NEW', kind)} AND NOT {certified('NEW', new_type)}", UNSIGNED)  # fmt: skip
        yield (f"approval_{table}_withdraw", table, "UPDATE", "live",
               f"OLD.live AND NOT NEW.live AND NOT {withdrawn('OLD', old_type)}", UNRECORDED)  # fmt: skip
        yield (f"approval_{table}_delete", table, "DELETE", "",
               has_certificate("OLD", old_type), SIGNED_DELETE)  # fmt: skip
    yield ("approval_certificate_insert", "approval_certificate", "INSERT", "",
           f"NOT {signed_by_both('NEW')}", NOT_SIGNED)  # fmt: skip
    for table in ("approval_evidencerecord", "approval_certificate"):
        for event in ("UPDATE", "DELETE"):
            yield (f"{table}_{event.lower()}_refused", table, event, "", "TRUE", APPEND_ONLY)


def create_triggers(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for name, table, event, columns, condition, message in rules():
        of = f" OF {columns}" if columns else ""
        if vendor == "sqlite":
            condition = condition.format(differs="NEW.live_revision_id IS NOT OLD.live_revision_id")
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {event}{of} ON {table} FOR EACH ROW WHEN {condition} "
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            )
        elif vendor == "postgresql":
            condition = condition.format(differs="NEW.live_revision_id IS DISTINCT FROM OLD.live_revision_id")
            result = "OLD" if event == "DELETE" else "NEW"
            schema_editor.execute(
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {condition} THEN "
                f"RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
                f"RETURN {result}; END $$"
            )
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {event}{of} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
            )
        else:
            raise NotImplementedError(vendor)


def drop_triggers(apps, schema_editor):
    for name, table, *_ in rules():
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {name}()")
        else:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")


class Migration(migrations.Migration):
    dependencies = [
        ("approval", "0002_press_approval_workflow"),
        ("website", "0002_site_tree"),
        ("users", "0003_role_permissions"),
        ("wagtailcore", "0098_apitoken"),
    ]
    operations = [
        migrations.AddField(
            model_name="signaturestate",
            name="record",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="approval.evidencerecord",
                verbose_name="onay izi kaydı",
            ),
        ),
        migrations.RunPython(create_triggers, drop_triggers),
    ]
