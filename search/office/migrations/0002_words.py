"""The table of words, in the engine's own kind of index. The statements stand here as they were when it was made."""

from django.db import migrations

COLUMNS = "title_lemma, title_fold, spot_lemma, spot_fold, body_lemma, body_fold, tags_lemma, tags_fold, labels"
OPTIONS = "prefix = '2 3 4', tokenize = \"unicode61 remove_diacritics 0\""


def make(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(f"CREATE VIRTUAL TABLE search_text_2 USING fts5({COLUMNS}, {OPTIONS})")
    else:
        schema_editor.execute("CREATE TABLE search_text_2 (place_in_order bigint PRIMARY KEY, words tsvector NOT NULL)")
        schema_editor.execute("CREATE INDEX search_text_2_words ON search_text_2 USING gin (words)")


def unmake(apps, schema_editor):
    schema_editor.execute("DROP TABLE search_text_2")


class Migration(migrations.Migration):
    dependencies = [("officesearch", "0001_index")]

    operations = [migrations.RunPython(make, unmake)]
