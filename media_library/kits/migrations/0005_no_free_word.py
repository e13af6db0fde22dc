"""The free words of kits go, apart from the move that saved what was signed of them: PostgreSQL changes no table with
rows still to be checked in the same transaction."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("kits", "0004_signed_words")]

    operations = [
        migrations.RemoveField("kit", "note"),
        migrations.RemoveField("kitphoto", "caption"),
        migrations.RemoveField("kitphoto", "credit"),
    ]
