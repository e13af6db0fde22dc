"""The empty lists at /foto-galeri/ and /video-galeri/."""

from django.db import migrations

LISTS = [
    ("PhotoGalleryIndexPage", "Foto galeri", "foto-galeri", "0002"),
    ("VideoGalleryIndexPage", "Video galeri", "video-galeri", "0003"),
]
STEP = 4


def add_lists(apps, schema_editor):
    Page = apps.get_model("wagtailcore", "Page")
    ContentType = apps.get_model("contenttypes", "ContentType")
    home = Page.objects.get(depth=2)
    for name, title, slug, place in LISTS:
        content_type, _ = ContentType.objects.get_or_create(app_label="galleries", model=name.lower())
        apps.get_model("galleries", name).objects.create(
            title=title,
            draft_title=title,
            slug=slug,
            content_type=content_type,
            path=home.path + place,
            depth=3,
            numchild=0,
            url_path=f"{home.url_path}{slug}/",
            live=True,
            locale_id=home.locale_id,
        )
    count_children(Page, home.path)


def remove_lists(apps, schema_editor):
    Page = apps.get_model("wagtailcore", "Page")
    for name, *_rest in LISTS:
        for page in apps.get_model("galleries", name).objects.all():
            if page.numchild:
                raise RuntimeError(f"{page.title}: galleries below it must be removed first")
            page.delete()
            count_children(Page, page.path[:-STEP])


def count_children(Page, path):
    Page.objects.filter(path=path).update(numchild=Page.objects.filter(path__startswith=path, depth=3).count())


class Migration(migrations.Migration):
    dependencies = [
        ("galleries", "0001_initial"),
        ("bulletins", "0002_rules"),
        ("website", "0002_rules"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(add_lists, remove_lists)]
