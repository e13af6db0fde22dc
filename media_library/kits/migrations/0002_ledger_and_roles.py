"""A ledger of downloads that the database itself keeps whole, and who may make kits."""

from django.db import migrations

TABLES = ("kits_kitdownload", "kits_kitdownloadeditem")
APPEND_ONLY = "basin_masasi: append-only table"
KIT_PERMISSIONS = {
    "Editör": ("add", "change", "view"),
    "Arşivci": ("add", "change", "view"),
    "Yönetici": ("add", "change", "view"),
    "Sosyal Medya Editörü": ("view",),
    "Müdür": ("view",),
    "Başkan": ("view",),
}


def create_triggers(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for table in TABLES:
        for event in ("UPDATE", "DELETE"):
            name = f"{table}_{event.lower()}_refused"
            if vendor == "sqlite":
                schema_editor.execute(
                    f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW "
                    f"BEGIN SELECT RAISE(ABORT, '{APPEND_ONLY}'); END"
                )
            elif vendor == "postgresql":
                schema_editor.execute(
                    f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                    f"RAISE EXCEPTION '{APPEND_ONLY}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
                )
                schema_editor.execute(
                    f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
                )
            else:
                raise NotImplementedError(vendor)


def drop_triggers(apps, schema_editor):
    for table in TABLES:
        for event in ("UPDATE", "DELETE"):
            name = f"{table}_{event.lower()}_refused"
            if schema_editor.connection.vendor == "postgresql":
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
                schema_editor.execute(f"DROP FUNCTION IF EXISTS {name}()")
            else:
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")


def permissions(apps):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    content_type, _ = ContentType.objects.get_or_create(app_label="kits", model="kit")
    for role, actions in KIT_PERMISSIONS.items():
        for action in actions:
            found, _ = Permission.objects.get_or_create(
                content_type=content_type, codename=f"{action}_kit", defaults={"name": f"Can {action} basın kiti"}
            )
            yield role, found


def grant(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    for role, permission in permissions(apps):
        Group.objects.get(name=role).permissions.add(permission)


def revoke(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    for role, permission in permissions(apps):
        Group.objects.get(name=role).permissions.remove(permission)


class Migration(migrations.Migration):
    dependencies = [("kits", "0001_initial"), ("users", "0003_role_permissions")]
    operations = [
        migrations.RunPython(create_triggers, drop_triggers),
        migrations.RunPython(grant, revoke),
    ]
