import django.core.validators
import django.db.models.deletion
import wagtail.models.preview
from django.conf import settings
from django.db import migrations, models

import cms.core.governed


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('media_library', '0012_signed_words'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='InheritedIdentity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('said', models.JSONField(default=dict)),
            ],
            options={
                'verbose_name': 'devralınan kurum kimliği',
                'verbose_name_plural': 'devralınan kurum kimliği',
            },
        ),
        migrations.CreateModel(
            name='Identity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('has_unpublished_changes', models.BooleanField(default=False, editable=False, verbose_name='has unpublished changes')),
                ('first_published_at', models.DateTimeField(blank=True, db_index=True, null=True, verbose_name='first published at')),
                ('last_published_at', models.DateTimeField(editable=False, null=True, verbose_name='last published at')),
                ('go_live_at', models.DateTimeField(blank=True, null=True, verbose_name='go live date/time')),
                ('expire_at', models.DateTimeField(blank=True, null=True, verbose_name='expiry date/time')),
                ('expired', models.BooleanField(default=False, editable=False, verbose_name='expired')),
                ('locked', models.BooleanField(default=False, editable=False, verbose_name='locked')),
                ('locked_at', models.DateTimeField(editable=False, null=True, verbose_name='locked at')),
                ('live', models.BooleanField(default=False, editable=False, verbose_name='yayında')),
                ('municipality', models.CharField(default='Belediye', max_length=120, verbose_name='belediyenin adı')),
                ('primary_colour', models.CharField(default='#0b4f6c', max_length=7, validators=[django.core.validators.RegexValidator('^#[0-9a-fA-F]{6}$', 'Rengi #1a5276 biçiminde yazın.')], verbose_name='ana renk')),
                ('accent_colour', models.CharField(default='#b5541c', max_length=7, validators=[django.core.validators.RegexValidator('^#[0-9a-fA-F]{6}$', 'Rengi #1a5276 biçiminde yazın.')], verbose_name='vurgu rengi')),
                ('address', models.TextField(blank=True, max_length=300, verbose_name='adres')),
                ('phone', models.CharField(blank=True, max_length=30, validators=[django.core.validators.RegexValidator('^[0-9+() /-]{7,30}$', 'Telefon numarasını rakamlarla yazın; örneğin 0266 000 00 00.')], verbose_name='telefon')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-posta')),
                ('latest_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='latest revision')),
                ('live_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='live revision')),
                ('locked_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='locked_%(class)ss', to=settings.AUTH_USER_MODEL, verbose_name='locked by')),
                ('logo', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='media_library.photo', verbose_name='amblem')),
            ],
            options={
                'verbose_name': 'kurum kimliği',
                'verbose_name_plural': 'kurum kimliği',
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='identity_only_one')],
            },
            bases=(cms.core.governed.Governed, wagtail.models.preview.PreviewableMixin, models.Model),
        ),
    ]
