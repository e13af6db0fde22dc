"""Names that begin with İ, so that a capital first letter stays Turkish."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kits", "0002_ledger_and_roles"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="kitdownloadeditem",
            options={"verbose_name": "İndirilen", "verbose_name_plural": "İndirilenler"},
        ),
        migrations.AlterField(
            model_name="kitlink",
            name="revoked_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="İptal zamanı"),
        ),
    ]
