"""Kits without a free word.

A kit made by hand keeps its name for the office and loses its note and its captions; its files, which carry those words,
are made anew at the next visit. The captions of bulletins' kits were signed: they move to the frozen words, beside those that
the public leave of each file keeps.
"""

from django.db import migrations, models


def keep_signed_words(apps, schema_editor):
    Kit, KitFile = (apps.get_model("kits", name) for name in ("Kit", "KitFile"))
    by_hand = Kit.objects.filter(content_type=None)
    by_hand.update(name=models.F("title"))
    by_hand.update(title="")
    KitFile.objects.filter(kit__content_type=None).delete()
    PublicFile = apps.get_model("media_library", "PublicFile")
    for model, field, name in (("KitPhoto", "photo", "photo"), ("KitVideo", "video", "video"), ("KitDocument", "file", "document")):
        rows = apps.get_model("kits", model).objects.exclude(kit__content_type=None).select_related("kit")
        for row in rows.iterator(chunk_size=500):
            content = {"content_type_id": row.kit.content_type_id, "object_id": row.kit.object_id}
            leave = PublicFile.objects.filter(**content, **{f"{field}_id": getattr(row, f"{name}_id")}).last()
            signed = {word: text for word in ("caption", "credit") if (text := getattr(row, word, ""))}
            row.words = (leave.words if leave else {}) | signed
            row.save(update_fields=["words"])


def give_words_back(apps, schema_editor):
    Kit, KitPhoto = (apps.get_model("kits", name) for name in ("Kit", "KitPhoto"))
    Kit.objects.filter(content_type=None).update(title=models.F("name"))
    for row in KitPhoto.objects.exclude(kit__content_type=None).iterator(chunk_size=500):
        row.caption, row.credit = row.words.get("caption", "")[:2000], row.words.get("credit", "")[:160]
        row.save(update_fields=["caption", "credit"])


class Migration(migrations.Migration):
    dependencies = [("kits", "0003_turkish_names"), ("media_library", "0012_signed_words")]

    operations = [
        migrations.AddField(
            "kit",
            "name",
            models.CharField(
                "İç ad", max_length=255, blank=True, default="",
                help_text="Yalnızca büroda görünür. Basının gördüğü başlık, kitin içindekilerden kendiliğinden oluşur.",
            ),  # fmt: skip
            preserve_default=False,
        ),
        migrations.AlterField(
            "kit", "title", models.CharField("başlık", max_length=255, blank=True, editable=False)
        ),
        *(
            migrations.AddField(model, name, models.JSONField(default=dict, editable=False))
            for model in ("kitphoto", "kitvideo", "kitdocument")
            for name in ("words", "digests")
        ),
        migrations.AddField(
            "kitfile", "alt_text", models.TextField(blank=True, default=""), preserve_default=False
        ),
        migrations.RunPython(keep_signed_words, give_words_back),
    ]
