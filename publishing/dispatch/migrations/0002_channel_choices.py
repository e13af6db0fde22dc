from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dispatch", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="delivery",
            name="channel",
            field=models.CharField(
                choices=[("website", "web sitesi"), ("social", "sosyal medya"), ("email", "e-posta")],
                max_length=20,
                verbose_name="kanal",
            ),
        ),
    ]
