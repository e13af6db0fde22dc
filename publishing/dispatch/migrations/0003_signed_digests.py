"""What is public, and what the kits of bulletins hold, learns from the newest certificate which bytes were signed."""

from django.db import migrations


def learn(apps, schema_editor):
    Certificate, PublicFile = apps.get_model("approval", "Certificate"), apps.get_model("media_library", "PublicFile")
    known = {}

    def digests(content_type, object_id, kind, pk):
        if (content_type, object_id) not in known:
            newest = Certificate.objects.filter(content_type_id=content_type, object_id=object_id).order_by("-version")
            known[content_type, object_id] = {
                (entry["kind"], entry["id"]): {name: text for name, text in entry.items() if name.endswith("sha256")}
                for entry in (newest.first().files if newest.exists() else [])
            }
        return known[content_type, object_id].get((kind, pk), {})

    for row in PublicFile.objects.filter(digests={}).iterator(chunk_size=500):
        kind = "photo" if row.photo_id else "video" if row.video_id else "file"
        pk = row.photo_id or row.video_id or row.file_id
        row.digests = digests(row.content_type_id, row.object_id, kind, pk)
        row.save(update_fields=["digests"])
    for model, kind, name in (("KitPhoto", "photo", "photo"), ("KitVideo", "video", "video"),
                              ("KitDocument", "file", "document")):  # fmt: skip
        rows = apps.get_model("kits", model).objects.exclude(kit__content_type=None).filter(digests={})
        for row in rows.select_related("kit").iterator(chunk_size=500):
            pk = getattr(row, f"{name}_id")
            row.digests = digests(row.kit.content_type_id, row.kit.object_id, kind, pk)
            row.save(update_fields=["digests"])


class Migration(migrations.Migration):
    dependencies = [
        ("approval", "0006_unscheduled"),
        ("dispatch", "0002_channel_choices"),
        ("kits", "0004_signed_words"),
        ("media_library", "0012_signed_words"),
    ]

    operations = [migrations.RunPython(learn, migrations.RunPython.noop)]
