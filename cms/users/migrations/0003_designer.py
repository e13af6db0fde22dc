"""The role of those who design publications, as a group."""

from django.db import migrations

ROLE = "Grafiker"


def add_role(apps, schema_editor):
    apps.get_model("auth", "Group").objects.get_or_create(name=ROLE)


def remove_role(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name=ROLE).delete()


class Migration(migrations.Migration):
    dependencies = [("users", "0002_rules")]
    operations = [migrations.RunPython(add_role, remove_role)]
