"""The running number of a shoot's photos, and how a version was made of its original."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("media_library", "0004_stored_digests")]
    operations = [
        migrations.AddField(
            model_name="shoot",
            name="last_number",
            field=models.PositiveIntegerField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="photo",
            name="edit",
            field=models.JSONField(blank=True, editable=False, null=True),
        ),
    ]
