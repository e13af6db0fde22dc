from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contacts", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="OptOut",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254, unique=True, verbose_name="e-posta adresi")),
                ("at", models.DateTimeField(verbose_name="zaman")),
            ],
            options={
                "verbose_name": "gönderim istemeyen adres",
                "verbose_name_plural": "gönderim istemeyen adresler",
                "ordering": ["-at"],
            },
        ),
    ]
