"""Names that begin with İ, so that a capital first letter stays Turkish."""

from django.db import migrations, models

import media_library.models.consents


class Migration(migrations.Migration):
    dependencies = [
        ("media_library", "0007_video_permissions"),
    ]

    operations = [
        migrations.AlterField(
            model_name="consent",
            name="document",
            field=models.FileField(
                blank=True,
                max_length=255,
                upload_to=media_library.models.consents.consent_path,
                verbose_name="İmzalı belge",
            ),
        ),
        migrations.AlterField(
            model_name="mediajob",
            name="kind",
            field=models.CharField(
                choices=[
                    ("photo", "fotoğrafın boyutları ve benzerleri"),
                    ("archived", "eski fotoğrafın küçük boyutları ve benzerleri"),
                    ("video", "videonun web kopyası"),
                    ("kit", "basın kitinin hazırlanması"),
                ],
                max_length=20,
                verbose_name="İş",
            ),
        ),
        migrations.AlterField(
            model_name="mediajob",
            name="progress",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="İlerleme"),
        ),
        migrations.AlterField(
            model_name="photo",
            name="ai_prompt_writer",
            field=models.CharField(blank=True, max_length=120, verbose_name="İstemi yazan"),
        ),
        migrations.AlterField(
            model_name="video",
            name="ai_prompt_writer",
            field=models.CharField(blank=True, max_length=120, verbose_name="İstemi yazan"),
        ),
        migrations.AlterField(
            model_name="video",
            name="progress",
            field=models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="İlerleme"),
        ),
    ]
