"""The six roles of the office as groups. What each may do is declared by the apps and applied after ``migrate``."""

from django.db import migrations

ROLES = ["Editör", "Sosyal Medya Editörü", "Arşivci", "Müdür", "Başkan", "Yönetici"]


def add_roles(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    # Wagtail's own two groups hold the publish permission, which nobody has here.
    Group.objects.filter(name__in=["Moderators", "Editors"]).delete()
    for name in ROLES:
        Group.objects.get_or_create(name=name)


def remove_roles(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=ROLES).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("users", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailimages", "0023_add_choose_permissions"),
        ("wagtaildocs", "0011_add_choose_permissions"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
    ]
    operations = [migrations.RunPython(add_roles, remove_roles)]
