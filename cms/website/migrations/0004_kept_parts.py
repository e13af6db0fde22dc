"""Parts of public pages that are rendered once."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('website', '0003_public_change'),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='KeptPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=16)),
                ('key', models.CharField(max_length=100)),
                ('text', models.TextField()),
                ('more', models.TextField()),
                ('seal', models.CharField(max_length=64)),
                ('page', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='kept_parts', to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('page', 'name'), name='keptpart_one_of_a_name')],
            },
        ),
    ]
