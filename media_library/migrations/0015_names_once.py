"""The archive's own tags, and one tag, person and photographer for each name by Turkish rules.

Tags move out of taggit's table, whose names are unique letter by letter only. What is public keeps the words that were
signed; they stand in its certificate, not here.
"""

import collections

import django.db.models.deletion
import taggit.managers
from django.db import migrations, models

from cms.core import merging

KINDS = ('photo', 'file', 'video')


def take_over(apps, schema_editor):
    Old, OldItem = apps.get_model('taggit', 'Tag'), apps.get_model('taggit', 'TaggedItem')
    Tag, Item = apps.get_model('media_library', 'Tag'), apps.get_model('media_library', 'TaggedItem')
    uses = collections.Counter(OldItem.objects.values_list('tag_id', flat=True))
    groups = collections.defaultdict(list)
    for tag in Old.objects.order_by('pk'):
        groups[merging.key_of(tag.name)].append(tag)
    became, taken = {}, set()
    for key, tags in groups.items():
        tags.sort(key=lambda tag: (-uses[tag.pk], tag.pk))
        slug, number = tags[0].slug or f'etiket-{tags[0].pk}', 1
        while slug in taken:
            number += 1
            slug = f'{tags[0].slug[:90]}-{number}'
        taken.add(slug)
        new = Tag.objects.create(name=tags[0].name, slug=slug, name_key=key)
        became.update({tag.pk: new.pk for tag in tags})
    rows = {
        (row.content_type_id, row.object_id, became[row.tag_id]): None
        for row in OldItem.objects.order_by('pk').iterator()
    }
    Item.objects.bulk_create(
        [Item(content_type_id=kind, object_id=pk, tag_id=tag) for kind, pk, tag in rows], batch_size=500
    )
    hold_new_rows(apps, became)
    OldItem.objects.all().delete()
    Old.objects.all().delete()


def hold_new_rows(apps, became):
    """What content in approval uses stays held under its new number."""
    ContentType, Hold = apps.get_model('contenttypes', 'ContentType'), apps.get_model('core', 'Hold')
    old = ContentType.objects.filter(app_label='taggit', model='tag').first()
    if old is None or not (held := list(Hold.objects.filter(row_type=old))):
        return
    new, _ = ContentType.objects.get_or_create(app_label='media_library', model='tag')
    seen = set()
    for hold in held:
        number = str(became.get(int(hold.row_id), ''))
        same = (hold.holder_type_id, hold.holder_id, number)
        if not number or same in seen:
            hold.delete()
            continue
        seen.add(same)
        hold.row_type, hold.row_id = new, number
        hold.save()


def give_back(apps, schema_editor):
    Old, OldItem = apps.get_model('taggit', 'Tag'), apps.get_model('taggit', 'TaggedItem')
    back = {}
    for tag in apps.get_model('media_library', 'Tag').objects.order_by('pk'):
        back[tag.pk] = Old.objects.get_or_create(name=tag.name, defaults={'slug': tag.slug})[0].pk
    for row in apps.get_model('media_library', 'TaggedItem').objects.order_by('pk').iterator():
        OldItem.objects.get_or_create(
            content_type_id=row.content_type_id, object_id=row.object_id, tag_id=back[row.tag_id]
        )


def same_rights(kept, gone):
    """Under the same contract, or without one: nobody's rights become others'."""
    names = ('kind', 'contract_number', 'contract', 'rights_until')
    return all((getattr(kept, name) or None) == (getattr(gone, name) or None) for name in names)


def names_once(apps, schema_editor):
    merging.merge(apps.get_model('media_library', 'Person'), schema_editor)
    merging.merge(apps.get_model('media_library', 'Photographer'), schema_editor, mergeable=same_rights)


def tags(verbose_name):
    return taggit.managers.TaggableManager(
        blank=True, help_text='A comma-separated list of tags.', through='media_library.TaggedItem',
        to='media_library.Tag', verbose_name=verbose_name,
    )


class Migration(migrations.Migration):
    # PostgreSQL refuses to alter a table with pending row checks in the same transaction.
    atomic = False
    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
        ('core', '0001_holds'),
        ('media_library', '0014_document_words'),
        ('taggit', '0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx'),
    ]
    operations = [
        migrations.CreateModel(
            name='Tag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True, verbose_name='name')),
                ('slug', models.SlugField(allow_unicode=True, max_length=100, unique=True, verbose_name='slug')),
                ('name_key', models.CharField(editable=False, max_length=200, unique=True)),
            ],
            options={'verbose_name': 'arşiv etiketi', 'verbose_name_plural': 'arşiv etiketleri'},
        ),
        migrations.CreateModel(
            name='TaggedItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.IntegerField(db_index=True, verbose_name='object ID')),
                ('content_type', models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name='%(app_label)s_%(class)s_tagged_items',
                    to='contenttypes.contenttype', verbose_name='content type')),
                ('tag', models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name='tagged_items', to='media_library.tag')),
            ],
        ),
        migrations.AddIndex(
            'taggeditem', models.Index(fields=['content_type', 'object_id'], name='media_tagged')
        ),
        migrations.AddConstraint(
            'taggeditem',
            models.UniqueConstraint(fields=['content_type', 'object_id', 'tag'], name='media_tag_once'),
        ),
        migrations.RunPython(take_over, give_back),
        migrations.AlterField('photo', 'tags', tags('etiketler')),
        migrations.AlterField('file', 'tags', tags('etiketler')),
        migrations.AlterField('video', 'tags', tags('etiketler')),
        migrations.AddField(
            'person', 'name_key', models.CharField(default='', editable=False, max_length=200), preserve_default=False
        ),
        migrations.AddField(
            'photographer', 'name_key', models.CharField(default='', editable=False, max_length=200),
            preserve_default=False,
        ),
        migrations.RunPython(names_once, migrations.RunPython.noop),
        migrations.AlterField(
            'person', 'name_key', models.CharField(editable=False, max_length=200, unique=True)
        ),
        migrations.AlterField(
            'photographer', 'name_key', models.CharField(editable=False, max_length=200, unique=True)
        ),
    ]
