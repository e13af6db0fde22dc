"""The empty list page at /bultenler/."""

from django.db import migrations


def add_index(apps, schema_editor):
    Page = apps.get_model("wagtailcore", "Page")
    BulletinIndexPage = apps.get_model("bulletins", "BulletinIndexPage")
    ContentType = apps.get_model("contenttypes", "ContentType")
    home = Page.objects.get(depth=2)
    content_type, _ = ContentType.objects.get_or_create(app_label="bulletins", model="bulletinindexpage")
    BulletinIndexPage.objects.create(
        title="Basın bültenleri",
        draft_title="Basın bültenleri",
        slug="bultenler",
        content_type=content_type,
        path=home.path + "0001",
        depth=3,
        numchild=0,
        url_path=home.url_path + "bultenler/",
        live=True,
        locale_id=home.locale_id,
    )
    home.numchild = 1
    home.save(update_fields=["numchild"])


def remove_index(apps, schema_editor):
    Page = apps.get_model("wagtailcore", "Page")
    apps.get_model("bulletins", "BulletinIndexPage").objects.all().delete()
    for home in Page.objects.filter(depth=2):
        home.numchild = Page.objects.filter(path__startswith=home.path, depth=3).count()
        home.save(update_fields=["numchild"])


class Migration(migrations.Migration):
    dependencies = [
        ("bulletins", "0001_initial"),
        ("website", "0002_rules"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(add_index, remove_index)]
