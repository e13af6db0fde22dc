"""Labels once for all documents, their keys among the words; where words stand, beside the text.

The words are made anew: whatever was indexed is forgotten, and the worker carries everything again.
"""

from django.db import migrations, models

COLUMNS = "title_lemma, title_fold, spot_lemma, spot_fold, body_lemma, body_fold, tags_lemma, tags_fold"
OPTIONS = "prefix = '2 3 4', tokenize = \"unicode61 remove_diacritics 0\""


def forget(apps, schema_editor):
    for name in ("Document", "VocabularyWord", "Change", "CopyNote"):
        apps.get_model("search", name).objects.all().delete()
    apps.get_model("search", "IndexState").objects.update(analysis="", building=None, builder="", copy="")


def make(schema_editor, columns):
    for name in ("search_text_0", "search_text_1"):
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(f"DROP TABLE {name}")
            schema_editor.execute(f"CREATE VIRTUAL TABLE {name} USING fts5({columns}, {OPTIONS})")
        else:
            schema_editor.execute(f"DELETE FROM {name}")


def forwards(apps, schema_editor):
    forget(apps, schema_editor)
    make(schema_editor, f"{COLUMNS}, labels")


def backwards(apps, schema_editor):
    forget(apps, schema_editor)
    make(schema_editor, COLUMNS)


class Migration(migrations.Migration):
    dependencies = [("search", "0003_copies")]

    operations = [
        migrations.DeleteModel(name="DocumentLabel"),
        migrations.RunPython(forwards, backwards),
        migrations.CreateModel(
            name="Label",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("facet", models.CharField(max_length=20)),
                ("key", models.CharField(max_length=200)),
                ("name", models.CharField(max_length=200)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("facet", "key", "name"), name="search_label_once"),
                ],
            },
        ),
        migrations.AddField(model_name="document", name="label_ids", field=models.TextField(blank=True)),
        migrations.AddField(model_name="document", name="tokens", field=models.BinaryField(default=b"")),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                fields=["place_in_order", "hidden", "id", "label_ids"], name="search_document_counted"
            ),
        ),
        migrations.RemoveIndex(model_name="vocabularyword", name="search_word_fold"),
        migrations.AddIndex(
            model_name="vocabularyword",
            index=models.Index(fields=["fold"], name="search_word_fold", opclasses=["varchar_pattern_ops"]),
        ),
    ]
