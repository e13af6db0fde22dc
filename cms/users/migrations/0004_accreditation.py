"""The roles of those who accredit the press and of those who stand at the gate, as groups."""

from django.db import migrations

ROLES = ("Akreditasyon Görevlisi", "Kapı Görevlisi")


def add_roles(apps, schema_editor):
    for name in ROLES:
        apps.get_model("auth", "Group").objects.get_or_create(name=name)


def remove_roles(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=ROLES).delete()


class Migration(migrations.Migration):
    dependencies = [("users", "0003_designer")]
    operations = [migrations.RunPython(add_roles, remove_roles)]
