"""A photographer's pattern for the line under each photo."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("media_library", "0002_rules")]
    operations = [
        migrations.AddField(
            model_name="photographer",
            name="credit_pattern",
            field=models.CharField(blank=True, max_length=160, null=True),
        ),
    ]
