"""The two tables of words, in the engine's own kind of index. The statements stand here as they were when it was made."""

from django.db import migrations

COLUMNS = "title_lemma, title_fold, spot_lemma, spot_fold, body_lemma, body_fold, tags_lemma, tags_fold"
OPTIONS = "prefix = '2 3 4', tokenize = \"unicode61 remove_diacritics 0\""


def make(apps, schema_editor):
    for name in ("search_text_0", "search_text_1"):
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(f"CREATE VIRTUAL TABLE {name} USING fts5({COLUMNS}, {OPTIONS})")
        else:
            schema_editor.execute(
                f"CREATE TABLE {name} (place_in_order bigint PRIMARY KEY, words tsvector NOT NULL)"
            )
            schema_editor.execute(f"CREATE INDEX {name}_words ON {name} USING gin (words)")


def unmake(apps, schema_editor):
    for name in ("search_text_0", "search_text_1"):
        schema_editor.execute(f"DROP TABLE {name}")


class Migration(migrations.Migration):
    dependencies = [("search", "0001_index")]

    operations = [migrations.RunPython(make, unmake)]
