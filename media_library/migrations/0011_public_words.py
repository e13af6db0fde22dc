from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("media_library", "0010_positions")]

    operations = [
        migrations.AddField("publicfile", "words", models.JSONField(default=dict, editable=False)),
        migrations.AddField("publicfile", "digests", models.JSONField(default=dict, editable=False)),
    ]
