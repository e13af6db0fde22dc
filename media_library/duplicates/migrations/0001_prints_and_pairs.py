"""Fingerprints of photos, and pairs that look alike."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('media_library', '0005_rights_ledger'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PhotoPrint',
            fields=[
                ('photo', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='print', serialize=False, to='media_library.photo')),
                ('hashes', models.BinaryField()),
            ],
            options={
                'verbose_name': 'fotoğrafın parmak izi',
                'verbose_name_plural': 'fotoğrafların parmak izleri',
            },
        ),
        migrations.CreateModel(
            name='DuplicatePair',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('exact', 'aynı dosya'), ('near', 'aynı görüntü')], max_length=10, verbose_name='tür')),
                ('score', models.FloatField(verbose_name='benzerlik')),
                ('state', models.CharField(choices=[('open', 'bakılmadı'), ('stacked', 'üst üste kondu'), ('merged', 'birleştirildi'), ('different', 'ayrı fotoğraflar')], default='open', max_length=10, verbose_name='karar')),
                ('found_at', models.DateTimeField(auto_now_add=True, verbose_name='bulunma')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='karar zamanı')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='karar veren')),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='media_library.photo')),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='media_library.photo')),
            ],
            options={
                'verbose_name': 'benzer çift',
                'verbose_name_plural': 'benzer çiftler',
                'ordering': ['-pk'],
                'indexes': [models.Index(condition=models.Q(('state', 'open')), fields=['-id'], name='duplicatepair_open'), models.Index(fields=['second'], name='duplicatepair_second')],
                'constraints': [models.UniqueConstraint(fields=('first', 'second'), name='duplicatepair_once'), models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='duplicatepair_in_order')],
            },
        ),
    ]
