"""The identity's way to the public: bound to the workflow, drafted by editors and administrators, kept by triggers.

Besides the rules of every governed table (``approval.0003_triggers``, ``0004``): the row is never deleted, and what it
says changes, while it is live, only together with the revision that was signed.
"""

from django.db import migrations

WORKFLOW = "Basın onayı"
DRAFTED_BY = ("Editör", "Yönetici")
TABLE = "identity_identity"
INHERITED = "identity_inheritedidentity"
TYPE = "(SELECT id FROM django_content_type WHERE app_label = 'identity' AND model = 'identity')"
SAID = ("municipality", "logo_id", "primary_colour", "accent_colour", "address", "phone", "email")
UNSIGNED = "basin_masasi: live content needs a certificate"
UNRECORDED = "basin_masasi: withdrawal must be on the record"
KEPT = "basin_masasi: the identity cannot be deleted"
FROZEN = "basin_masasi: a live identity says what was signed"
APPEND_ONLY = "basin_masasi: append-only table"

CERTIFIED = f"""EXISTS (
        SELECT 1 FROM approval_certificate c
        JOIN approval_evidencerecord m ON m.id = c.mayor_record_id
        WHERE c.content_type_id = {TYPE} AND c.object_id = CAST(NEW.id AS varchar(64))
          AND c.revision_id = NEW.live_revision_id
          AND NOT EXISTS (
            SELECT 1 FROM approval_certificate n WHERE n.content_type_id = c.content_type_id
              AND n.object_id = c.object_id AND n.version > c.version)
          AND NOT EXISTS (
            SELECT 1 FROM approval_evidencerecord w WHERE w.content_type_id = c.content_type_id
              AND w.object_id = c.object_id AND w.decision = 'withdrawn' AND w.sequence > m.sequence))"""
WITHDRAWN = f"""EXISTS (
        SELECT 1 FROM approval_evidencerecord w WHERE w.content_type_id = {TYPE}
          AND w.object_id = CAST(OLD.id AS varchar(64)) AND w.decision = 'withdrawn'
          AND w.revision_id = OLD.live_revision_id AND w.sequence > COALESCE((
            SELECT MAX(m.sequence) FROM approval_certificate c
            JOIN approval_evidencerecord m ON m.id = c.mayor_record_id
            WHERE c.content_type_id = w.content_type_id AND c.object_id = w.object_id
              AND c.revision_id = OLD.live_revision_id), 0))"""


def rules(differs):
    """(name, table, event, columns, condition, message); ``differs`` is the engine's "is not", which knows NULL."""
    changed = " OR ".join(f"NEW.{column} {differs} OLD.{column}" for column in SAID)
    revised = f"NEW.live_revision_id {differs} OLD.live_revision_id"
    yield f"approval_{TABLE}_insert", TABLE, "INSERT", "", f"NEW.live AND NOT {CERTIFIED}", UNSIGNED
    yield (f"approval_{TABLE}_live", TABLE, "UPDATE", "live, live_revision_id",
           f"NEW.live AND (NOT OLD.live OR {revised}) AND NOT {CERTIFIED}", UNSIGNED)  # fmt: skip
    yield (f"approval_{TABLE}_withdraw", TABLE, "UPDATE", "live",
           f"OLD.live AND NOT NEW.live AND NOT {WITHDRAWN}", UNRECORDED)  # fmt: skip
    yield f"approval_{TABLE}_delete", TABLE, "DELETE", "", "TRUE", KEPT
    yield (f"{TABLE}_frozen", TABLE, "UPDATE", ", ".join(SAID),
           f"OLD.live AND NEW.live AND NOT ({revised}) AND ({changed})", FROZEN)  # fmt: skip
    for event in ("INSERT", "UPDATE", "DELETE"):
        yield f"{INHERITED}_{event.lower()}_refused", INHERITED, event, "", "TRUE", APPEND_ONLY


def create_triggers(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    differs = {"sqlite": "IS NOT", "postgresql": "IS DISTINCT FROM"}[vendor]
    for name, table, event, columns, condition, message in rules(differs):
        of = f" OF {columns}" if columns else ""
        if vendor == "sqlite":
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {event}{of} ON {table} FOR EACH ROW WHEN {condition} "
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            )
        else:
            result = "OLD" if event == "DELETE" else "NEW"
            schema_editor.execute(
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {condition} THEN "
                f"RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
                f"RETURN {result}; END $$"
            )
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {event}{of} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
            )


def drop_triggers(apps, schema_editor):
    for name, table, *_ in rules(""):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {name}()")
        else:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")


def bind(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    content_type, _ = ContentType.objects.get_or_create(app_label="identity", model="identity")
    workflow = apps.get_model("wagtailcore", "Workflow").objects.get(name=WORKFLOW)
    apps.get_model("wagtailcore", "WorkflowContentType").objects.create(workflow=workflow, content_type=content_type)
    for group in apps.get_model("auth", "Group").objects.filter(name__in=DRAFTED_BY):
        for action in ("change", "view"):
            permission, _ = Permission.objects.get_or_create(
                content_type=content_type, codename=f"{action}_identity", defaults={"name": f"Can {action} identity"}
            )
            group.permissions.add(permission)


def unbind(apps, schema_editor):
    mine = {"content_type__app_label": "identity", "content_type__model": "identity"}
    apps.get_model("wagtailcore", "WorkflowContentType").objects.filter(**mine).delete()
    apps.get_model("auth", "Permission").objects.filter(**mine).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("identity", "0002_take_over"),
        ("approval", "0006_unscheduled"),
        ("users", "0003_role_permissions"),
        ("wagtailcore", "0098_apitoken"),
    ]
    operations = [
        migrations.RunPython(bind, unbind),
        migrations.RunPython(create_triggers, drop_triggers),
    ]
