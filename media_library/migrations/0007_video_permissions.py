"""Who may look at videos, describe and choose them."""

from django.db import migrations

ROLES = {
    "Editör": ("add", "change", "view"),
    "Arşivci": ("add", "change", "delete", "view"),
    "Sosyal Medya Editörü": ("view",),
    "Müdür": ("view",),
    "Başkan": ("view",),
    "Yönetici": ("add", "change", "delete", "view"),
}


def permissions(apps):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    content_type, _ = ContentType.objects.get_or_create(app_label="media_library", model="video")
    for role, actions in ROLES.items():
        for action in actions:
            found, _ = Permission.objects.get_or_create(
                content_type=content_type, codename=f"{action}_video", defaults={"name": f"Can {action} video"}
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
    dependencies = [("media_library", "0006_archived_jobs"), ("users", "0003_role_permissions")]
    operations = [migrations.RunPython(grant, revoke)]
