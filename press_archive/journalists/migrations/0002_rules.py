from django.db import migrations

from cms.core.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("journalists", "0001_initial")]

    operations = [AppendOnly("journalists_look", "journalists_erasure")]
