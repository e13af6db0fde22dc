"""The top of the page tree, which editors see in the admin, gets a Turkish name."""

from django.db import migrations


def rename(old, new):
    def run(apps, schema_editor):
        root = apps.get_model("wagtailcore", "Page").objects.filter(depth=1, title=old)
        root.update(title=new, draft_title=new)

    return run


class Migration(migrations.Migration):
    dependencies = [("website", "0002_site_tree")]
    operations = [migrations.RunPython(rename("Root", "Tüm sayfalar"), rename("Tüm sayfalar", "Root"))]
