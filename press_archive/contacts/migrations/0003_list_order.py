"""Distribution lists in the order of the Turkish alphabet."""

from django.db import migrations, models

ALPHABET = "abcçdefgğhıijklmnoöpqrsştuüvwxyz"


def weight(char):
    if char in ALPHABET:
        return 101 + ALPHABET.index(char)
    if char.isdigit():
        return 10 + int(char)
    return 0 if char.isspace() else 1


def give_keys(apps, schema_editor):
    for row in apps.get_model("contacts", "DistributionList").objects.all():
        name = row.name.replace("I", "ı").replace("İ", "i").lower()
        row.sort_key = "".join(f"{weight(char):04x}" for char in name)[:600]
        row.save(update_fields=["sort_key"])


class Migration(migrations.Migration):
    dependencies = [("contacts", "0002_optout")]
    operations = [
        migrations.AddField(
            model_name="distributionlist",
            name="sort_key",
            field=models.CharField(db_index=True, default="", editable=False, max_length=600),
            preserve_default=False,
        ),
        migrations.AlterModelOptions(
            name="distributionlist",
            options={
                "ordering": ["sort_key"],
                "verbose_name": "dağıtım listesi",
                "verbose_name_plural": "dağıtım listeleri",
            },
        ),
        migrations.RunPython(give_keys, migrations.RunPython.noop),
    ]
