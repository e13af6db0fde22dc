"""One outlet for each name by Turkish rules; those that say the same become one."""

from django.db import migrations, models

from cms.core import merging


def fits(kept, gone):
    """Of the same kind, and nothing that only one of them knows would be lost."""
    return kept.kind == gone.kind and all(
        getattr(gone, name) in ("", getattr(kept, name)) for name in ("city", "phone")
    )


def forward(apps, schema_editor):
    merging.merge(apps.get_model("contacts", "Outlet"), schema_editor, mergeable=fits)


class Migration(migrations.Migration):
    # PostgreSQL refuses to alter a table with pending row checks in the same transaction.
    atomic = False
    dependencies = [("contacts", "0003_list_order")]
    operations = [
        migrations.AddField(
            "outlet", "name_key", models.CharField(default="", editable=False, max_length=200), preserve_default=False
        ),
        migrations.RunPython(forward, migrations.RunPython.noop),
        migrations.AlterField(
            "outlet", "name_key", models.CharField(editable=False, max_length=200, unique=True)
        ),
    ]
