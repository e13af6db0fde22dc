"""How a certificate was hashed: those from before keep none and are compared without the archive's words."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("approval", "0007_anchor")]

    operations = [
        migrations.AddField(
            model_name="certificate",
            name="format",
            field=models.PositiveSmallIntegerField(null=True, verbose_name="özet biçimi"),
        ),
    ]
