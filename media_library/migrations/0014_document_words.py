"""The signed words of public documents, beside those of photos; kept like them."""

from django.db import migrations, models


def keep(apps, schema_editor):
    rows = apps.get_model('media_library', 'PublicFile').objects.exclude(file=None).exclude(words={}).order_by('pk')
    files = apps.get_model('media_library', 'File').objects
    for number, words in rows.values_list('file_id', 'words').iterator(chunk_size=500):
        files.filter(pk=number).update(signed_words=words)


class Migration(migrations.Migration):

    dependencies = [
        ('media_library', '0013_sizes_by_source'),
    ]

    operations = [
        migrations.AddField(
            model_name='file',
            name='signed_words',
            field=models.JSONField(editable=False, null=True, verbose_name='İmzalı sözler'),
        ),
        migrations.RunPython(keep, migrations.RunPython.noop, elidable=False),
    ]
