"""What was downloaded from a press kit is written down once."""

from django.db import migrations

from cms.core.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("kits", "0001_initial")]
    operations = [AppendOnly("kits_kitdownload", "kits_kitdownloadeditem")]
