"""Finding what runs out, who may keep photographers, and a ledger of looks that the database itself keeps whole."""

from django.db import migrations, models

TABLE = "media_library_consentlook"
APPEND_ONLY = "basin_masasi: append-only table"
PHOTOGRAPHER_PERMISSIONS = {
    "Arşivci": ("add", "change", "delete", "view"),
    "Editör": ("view",),
    "Müdür": ("view",),
    "Başkan": ("view",),
    "Yönetici": ("view",),
}


def create_triggers(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for event in ("UPDATE", "DELETE"):
        name = f"{TABLE}_{event.lower()}_refused"
        if vendor == "sqlite":
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {event} ON {TABLE} FOR EACH ROW "
                f"BEGIN SELECT RAISE(ABORT, '{APPEND_ONLY}'); END"
            )
        elif vendor == "postgresql":
            schema_editor.execute(
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"RAISE EXCEPTION '{APPEND_ONLY}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
            )
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {event} ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {name}()"
            )
        else:
            raise NotImplementedError(vendor)


def drop_triggers(apps, schema_editor):
    for event in ("UPDATE", "DELETE"):
        name = f"{TABLE}_{event.lower()}_refused"
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {TABLE}")
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {name}()")
        else:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")


def permissions(apps):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    content_type, _ = ContentType.objects.get_or_create(app_label="media_library", model="photographer")
    for role, actions in PHOTOGRAPHER_PERMISSIONS.items():
        for action in actions:
            codename = f"{action}_photographer"
            found, _ = Permission.objects.get_or_create(
                content_type=content_type, codename=codename, defaults={"name": f"Can {action} fotoğrafçı"}
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
    dependencies = [
        ("media_library", "0004_library"),
        ("users", "0003_role_permissions"),
    ]
    operations = [
        migrations.AddIndex(
            model_name="consent",
            index=models.Index(condition=models.Q(("withdrawn_at", None)), fields=["expires_on"], name="consent_ends"),
        ),
        migrations.AddIndex(
            model_name="photo",
            index=models.Index(
                condition=models.Q(("licence_ends__isnull", False)), fields=["licence_ends"], name="photo_licence_ends"
            ),
        ),
        migrations.AddIndex(
            model_name="video",
            index=models.Index(
                condition=models.Q(("licence_ends__isnull", False)), fields=["licence_ends"], name="video_licence_ends"
            ),
        ),
        migrations.RunPython(create_triggers, drop_triggers),
        migrations.RunPython(grant, revoke),
    ]
