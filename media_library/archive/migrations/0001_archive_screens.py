"""What the archive's screens remember: filters and words used again."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SavedFilter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='ad')),
                ('query', models.CharField(max_length=1000)),
                ('shared', models.BooleanField(default=False, verbose_name='herkes görsün')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='sahibi')),
            ],
            options={
                'verbose_name': 'kayıtlı süzgeç',
                'verbose_name_plural': 'kayıtlı süzgeçler',
                'ordering': ['name', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('user', 'name'), name='savedfilter_name')],
            },
        ),
        migrations.CreateModel(
            name='TextTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='ad')),
                ('field', models.CharField(choices=[('headline', 'başlık (basın için)'), ('caption', 'resim altı'), ('credit', 'imza'), ('copyright_notice', 'telif bildirimi'), ('usage_terms', 'kullanım koşulları')], max_length=40, verbose_name='alan')),
                ('text', models.CharField(max_length=2000, verbose_name='metin')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='yazan')),
            ],
            options={
                'verbose_name': 'metin kalıbı',
                'verbose_name_plural': 'metin kalıpları',
                'ordering': ['field', 'name', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('field', 'name'), name='texttemplate_name')],
            },
        ),
    ]
