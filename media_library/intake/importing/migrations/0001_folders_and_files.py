"""What became of the folders and files of the old archive."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('media_library', '0006_archived_jobs'),
    ]

    operations = [
        migrations.CreateModel(
            name='ImportedFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('root', models.CharField(max_length=500)),
                ('path', models.CharField(max_length=900, verbose_name='dosya')),
                ('size', models.PositiveBigIntegerField(verbose_name='boyut')),
                ('modified_ns', models.BigIntegerField()),
                ('outcome', models.CharField(choices=[('added', 'eklendi'), ('duplicate', 'zaten arşivde'), ('refused', 'alınmadı')], max_length=10, verbose_name='sonuç')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='neden')),
                ('at', models.DateTimeField(auto_now=True, verbose_name='zaman')),
                ('photo', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='media_library.photo')),
                ('video', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='media_library.video')),
            ],
            options={
                'verbose_name': 'aktarılan dosya',
                'verbose_name_plural': 'aktarılan dosyalar',
                'constraints': [models.UniqueConstraint(fields=('root', 'path'), name='importedfile_once')],
            },
        ),
        migrations.CreateModel(
            name='ImportedFolder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('root', models.CharField(max_length=500)),
                ('path', models.CharField(max_length=900)),
                ('shoot', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='media_library.shoot')),
            ],
            options={
                'verbose_name': 'aktarılan klasör',
                'verbose_name_plural': 'aktarılan klasörler',
                'constraints': [models.UniqueConstraint(fields=('root', 'path'), name='importedfolder_once')],
            },
        ),
    ]
