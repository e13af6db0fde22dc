"""Who looked at a consent is written down once."""

from django.db import migrations

from cms.core.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("media_library", "0001_initial")]
    operations = [AppendOnly("media_library_consentlook")]
