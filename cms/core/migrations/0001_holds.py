"""Rows that content in approval, or signed content, keeps as they are. The triggers come after every ``migrate``."""

import django.db.models.deletion
from django.db import migrations, models

STAGES = [("approval", "onayda"), ("scheduled", "imzalandı, yayın saatini bekliyor")]


def content_type():
    return models.ForeignKey(
        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="contenttypes.contenttype"
    )


class Migration(migrations.Migration):
    initial = True
    dependencies = [("contenttypes", "0002_remove_content_type_name")]

    operations = [
        migrations.CreateModel(
            name="Hold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("row_id", models.CharField(max_length=64)),
                ("holder_id", models.CharField(max_length=64)),
                ("stage", models.CharField(choices=STAGES, max_length=20, verbose_name="aşama")),
                ("title", models.CharField(max_length=300, verbose_name="İçerik")),
                ("holder_type", content_type()),
                ("row_type", content_type()),
            ],
            options={
                "verbose_name": "bekletilen kayıt",
                "verbose_name_plural": "bekletilen kayıtlar",
                "indexes": [models.Index(fields=["holder_type", "holder_id"], name="hold_of_content")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("row_type", "row_id", "holder_type", "holder_id"), name="hold_once_for_each_content"
                    )
                ],
            },
        ),
    ]
