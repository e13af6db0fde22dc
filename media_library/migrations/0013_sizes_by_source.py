"""Sizes belong to source and words now: none of the earlier ones is found, so that all are asked for anew.

The worker begins with what is public; until it comes to the others, the screens of the archive draw what they show.
It also takes the files of the earlier sizes out of the store, photo by photo.
"""

from django.db import migrations, models

CHUNK = 1000


def ask_for_sizes(apps, schema_editor):
    jobs = apps.get_model('media_library', 'MediaJob').objects
    photos = apps.get_model('media_library', 'Photo').objects.order_by()
    public = apps.get_model('media_library', 'PublicFile').objects.filter(photo__isnull=False).values('photo_id')
    for kind, priority, rows in (
        ('photo', 6, photos.filter(pk__in=public)),
        ('archived', 9, photos.exclude(pk__in=public)),
    ):
        batch = []
        for number in rows.values_list('pk', flat=True).iterator(chunk_size=CHUNK):
            batch.append(jobs.model(kind=kind, subject_id=number, priority=priority))
            if len(batch) == CHUNK:
                jobs.bulk_create(batch, ignore_conflicts=True)
                batch = []
        jobs.bulk_create(batch, ignore_conflicts=True)


class Migration(migrations.Migration):

    dependencies = [
        ('media_library', '0012_signed_words'),
    ]

    operations = [
        migrations.AddField(
            model_name='photo',
            name='failed_sizes',
            field=models.JSONField(blank=True, default=dict, editable=False, verbose_name='hazırlanamayan boyutlar'),
        ),
        migrations.RunPython(ask_for_sizes, migrations.RunPython.noop, elidable=False),
    ]
