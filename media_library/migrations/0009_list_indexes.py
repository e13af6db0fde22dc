"""Indexes for the lists of what is blocked and of one photographer."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('media_library', '0008_turkish_names'),
        ('taggit', '0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='photo',
            index=models.Index(fields=['rights_state', '-taken_at', '-id'], name='photo_rights'),
        ),
        migrations.AddIndex(
            model_name='photo',
            index=models.Index(fields=['photographer', '-taken_at', '-id'], name='photo_photographer'),
        ),
    ]
