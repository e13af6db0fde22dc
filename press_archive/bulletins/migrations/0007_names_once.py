"""One tag and one category for each name by Turkish rules.

What is on the air, waits for its minute or is in approval names its tags and categories under two signatures: those stay
as they are, beside their like if there are two. Everything else is merged, drafts included.
"""

from django.db import migrations, models

from cms.core import merging


def named_under_signatures(apps):
    """The tags and categories, by primary key, of every page that somebody has signed or is signing."""
    Page = apps.get_model("bulletins", "BulletinPage")
    Revision = apps.get_model("wagtailcore", "Revision")
    ContentType = apps.get_model("contenttypes", "ContentType")
    kind = ContentType.objects.filter(app_label="bulletins", model="bulletinpage").first()
    if kind is None:
        return set(), set(), kind
    pages = set(Page.objects.filter(first_published_at__isnull=False).values_list("pk", flat=True))
    revisions = Revision.objects.filter(content_type=kind)
    pages |= {int(pk) for pk in revisions.filter(approved_go_live_at__isnull=False).values_list("object_id", flat=True)}
    states = apps.get_model("wagtailcore", "WorkflowState").objects.filter(content_type=kind, status="in_progress")
    pages |= {int(pk) for pk in states.values_list("object_id", flat=True)}
    tags = set(apps.get_model("bulletins", "BulletinTag").objects.filter(
        content_object_id__in=pages).values_list("tag_id", flat=True))
    categories = set(Page.categories.through.objects.filter(
        bulletinpage_id__in=pages).values_list("category_id", flat=True))
    for content in revisions.filter(object_id__in=[str(pk) for pk in pages]).values_list("content", flat=True).iterator():
        tags |= {row["tag"] for row in content.get("tagged_items", []) if row.get("tag")}
        categories |= set(content.get("categories") or [])
    return tags, categories, kind


def forward(apps, schema_editor):
    tags, categories, kind = named_under_signatures(apps)
    new_tags = merging.merge(apps.get_model("bulletins", "Tag"), schema_editor, signed=tags)
    new_categories = merging.merge(apps.get_model("bulletins", "Category"), schema_editor, signed=categories)
    if kind is None or not (new_tags or new_categories):
        return
    for revision in apps.get_model("wagtailcore", "Revision").objects.filter(content_type=kind).iterator():
        rows = revision.content.get("tagged_items") or []
        chosen = revision.content.get("categories") or []
        if not any(row.get("tag") in new_tags for row in rows) and not any(pk in new_categories for pk in chosen):
            continue
        kept = {}
        for row in rows:
            row["tag"] = new_tags.get(row.get("tag"), row.get("tag"))
            kept.setdefault(row["tag"], row)
        revision.content["tagged_items"] = list(kept.values())
        revision.content["categories"] = merging.renumbered(chosen, new_categories)
        revision.save(update_fields=["content"])


def key():
    return models.CharField(editable=False, max_length=200, unique=True)


class Migration(migrations.Migration):
    # PostgreSQL refuses to alter a table with pending row checks in the same transaction.
    atomic = False
    dependencies = [
        ("bulletins", "0006_body_with_archive_video"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0098_apitoken"),
    ]
    operations = [
        migrations.AddField(
            "tag", "name_key", models.CharField(default="", editable=False, max_length=200), preserve_default=False
        ),
        migrations.AddField(
            "category", "name_key", models.CharField(default="", editable=False, max_length=200), preserve_default=False
        ),
        migrations.RunPython(forward, migrations.RunPython.noop),
        migrations.AlterField("tag", "name_key", key()),
        migrations.AlterField("category", "name_key", key()),
    ]
