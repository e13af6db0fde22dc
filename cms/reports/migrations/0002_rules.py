"""A frozen report stays as it is: the database refuses to change or remove it."""

from django.db import migrations

from cms.core.triggers import AppendOnly


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0001_initial'),
    ]

    operations = [AppendOnly("reports_frozenreport")]
