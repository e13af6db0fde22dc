"""Names that begin with İ, so that a capital first letter stays Turkish."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("galleries", "0002_gallery_lists"),
    ]

    operations = [
        migrations.AlterField(
            model_name="galleryentry",
            name="published_at",
            field=models.DateTimeField(verbose_name="İlk yayım"),
        ),
    ]
