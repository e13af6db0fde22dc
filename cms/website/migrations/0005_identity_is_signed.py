"""The identity moved to ``cms.identity``, where both offices sign it; the setting of one administrator goes."""

from django.db import migrations

ROLE = "Yönetici"
ACTIONS = ("add", "change", "view")


def forget(apps, schema_editor):
    """Takes away what roles and the index of references remember of the setting."""
    mine = {"content_type__app_label": "website", "content_type__model": "siteidentity"}
    apps.get_model("auth", "Permission").objects.filter(**mine).delete()
    apps.get_model("wagtailcore", "ReferenceIndex").objects.filter(**mine).delete()


def remember(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    content_type, _ = ContentType.objects.get_or_create(app_label="website", model="siteidentity")
    for group in apps.get_model("auth", "Group").objects.filter(name=ROLE):
        for action in ACTIONS:
            permission, _ = Permission.objects.get_or_create(
                content_type=content_type,
                codename=f"{action}_siteidentity",
                defaults={"name": f"Can {action} siteidentity"},
            )
            group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("website", "0004_body_with_archive_video"),
        ("identity", "0002_take_over"),
        ("users", "0003_role_permissions"),
        ("wagtailcore", "0098_apitoken"),
    ]
    operations = [
        migrations.RunPython(forget, remember),
        migrations.DeleteModel("SiteIdentity"),
    ]
