"""Tags of the bulletins' own, with addresses made by Turkish rules. Tags given before are taken over by name."""

import django.db.models.deletion
import modelcluster.contrib.taggit
from django.db import migrations, models


def take_over(apps, schema_editor):
    copy(apps.get_model("bulletins", "BulletinTag"), "tag", apps.get_model("bulletins", "Tag"), "own_tag")


def give_back(apps, schema_editor):
    copy(apps.get_model("bulletins", "BulletinTag"), "own_tag", apps.get_model("taggit", "Tag"), "tag")


def copy(tagged, source, target, field):
    for row in tagged.objects.select_related(source):
        tag = getattr(row, source)
        own, _ = target.objects.get_or_create(name=tag.name, defaults={"slug": tag.slug})
        setattr(row, field, own)
        row.save(update_fields=[field])


class Migration(migrations.Migration):
    # PostgreSQL refuses to alter a table with pending row checks in the same transaction.
    atomic = False
    dependencies = [
        ("bulletins", "0003_bulletin_index"),
        ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
    ]
    operations = [
        migrations.CreateModel(
            name="Tag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100, unique=True, verbose_name="name")),
                ("slug", models.SlugField(allow_unicode=True, max_length=100, unique=True, verbose_name="slug")),
            ],
            options={"verbose_name": "etiket", "verbose_name_plural": "etiketler"},
        ),
        migrations.AddField(
            "bulletintag",
            "own_tag",
            models.ForeignKey(
                "bulletins.Tag", null=True, on_delete=django.db.models.deletion.CASCADE, related_name="bulletin_items"
            ),
        ),
        migrations.AlterField(
            "bulletintag",
            "tag",
            models.ForeignKey("taggit.Tag", null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+"),
        ),
        migrations.RunPython(take_over, give_back),
        migrations.RemoveField("bulletintag", "tag"),
        migrations.RenameField("bulletintag", "own_tag", "tag"),
        migrations.AlterField(
            "bulletintag",
            "tag",
            models.ForeignKey("bulletins.Tag", on_delete=django.db.models.deletion.CASCADE, related_name="bulletin_items"),
        ),
        migrations.AlterField(
            "bulletinpage",
            "tags",
            modelcluster.contrib.taggit.ClusterTaggableManager(
                blank=True,
                help_text="A comma-separated list of tags.",
                through="bulletins.BulletinTag",
                to="bulletins.Tag",
                verbose_name="etiketler",
            ),
        ),
        migrations.AddIndex(
            "bulletintag", models.Index(fields=["tag", "content_object"], name="bulletintag_list")
        ),
    ]
