"""Kits made before may hand out originals with pictures and tracks that no signer saw.

Their rows go, so that nobody gets them from this moment; the next visit of the kit has them made anew, and the worker takes
the stored files away.
"""

from django.db import migrations


def take_originals_away(apps, schema_editor):
    apps.get_model("kits", "KitFile").objects.filter(role__in=["original", "video"]).delete()


class Migration(migrations.Migration):
    dependencies = [("kits", "0005_no_free_word")]

    operations = [migrations.RunPython(take_originals_away, migrations.RunPython.noop)]
