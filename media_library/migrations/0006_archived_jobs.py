"""A lighter kind of background work for photos of the old archive."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('media_library', '0005_rights_ledger'),
    ]

    operations = [
        migrations.AlterField(
            model_name='mediajob',
            name='kind',
            field=models.CharField(choices=[('photo', 'fotoğrafın boyutları ve benzerleri'), ('archived', 'eski fotoğrafın küçük boyutları ve benzerleri'), ('video', 'videonun web kopyası'), ('kit', 'basın kitinin hazırlanması')], max_length=20, verbose_name='iş'),
        ),
    ]
