"""The signed words of public photos; what is public already keeps the words of this day."""

import datetime as dt

from django.conf import settings
from django.db import migrations, models

DESCRIBED = {
    'headline': 'headline',
    'caption': 'caption',
    'credit': 'credit',
    'copyright': 'copyright_notice',
    'usage_terms': 'usage_terms',
    'city': 'city',
    'digital_source_type': 'digital_source',
    'ai_system': 'ai_system',
    'ai_system_version': 'ai_system_version',
}


def words_of(apps, item):
    """As ``media_library.metadata.outgoing.outgoing_words`` had it on the day of this migration."""
    words = {'title': item.title}
    label = item._meta.model_name
    if label == 'file':
        return words | {'filename': item.original_name or (item.file.name or '').rpartition('/')[2]}
    words |= {name: getattr(item, field) for name, field in DESCRIBED.items()}
    words['byline'] = item.photographer.name if item.photographer else ''
    words['event'] = item.shoot.title if item.shoot else ''
    words['taken_at'] = item.taken_at.astimezone(dt.UTC).isoformat() if item.taken_at else ''
    words['alt_text'] = item.description if label == 'photo' else getattr(item, 'description', '')
    words['kind'] = getattr(item, 'kind', '')
    kinds = apps.get_model('contenttypes', 'ContentType')
    kind = kinds.objects.filter(app_label='media_library', model=label).first()
    tagged = apps.get_model('taggit', 'TaggedItem').objects.filter(content_type=kind, object_id=item.pk)
    words['keywords'] = sorted(tagged.values_list('tag__name', flat=True)) if kind else []
    return {name: value for name, value in words.items() if value}


def freeze(apps, schema_editor):
    rows = apps.get_model('media_library', 'PublicFile').objects.filter(words={}).order_by('pk')
    photos = apps.get_model('media_library', 'Photo').objects
    for row in rows.select_related('photo', 'file', 'video').iterator(chunk_size=200):
        row.words = words_of(apps, row.photo or row.file or row.video)
        row.save(update_fields=['words'])
        if row.photo_id:
            photos.filter(pk=row.photo_id).update(signed_words=row.words)


class Migration(migrations.Migration):

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
        ('media_library', '0011_public_words'),
        ('taggit', '0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='photo',
            name='signed_words',
            field=models.JSONField(editable=False, null=True, verbose_name='İmzalı sözler'),
        ),
        migrations.RunPython(freeze, migrations.RunPython.noop, elidable=False),
    ]
