"""The empty lists at /foto-galeri/ and /video-galeri/.

The database lets no page appear live: each is written first, exempted as structural, and then put on the air.
"""

from django.db import migrations

LISTS = [
    ("PhotoGalleryIndexPage", "Foto galeri", "foto-galeri"),
    ("VideoGalleryIndexPage", "Video galeri", "video-galeri"),
]
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
STEP = 4


def following(path):
    """The path after ``path`` among its siblings, as treebeard counts."""
    number = int(path[-STEP:], 36) + 1
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = DIGITS[digit] + digits
    return path[:-STEP] + digits.rjust(STEP, "0")


def add_lists(apps, schema_editor):
    Page = apps.get_model("wagtailcore", "Page")
    ContentType = apps.get_model("contenttypes", "ContentType")
    StructuralExemption = apps.get_model("approval", "StructuralExemption")
    home = Page.objects.filter(depth=2, content_type__app_label="website").order_by("path").first()
    for name, title, slug in LISTS:
        last = Page.objects.filter(path__startswith=home.path, depth=3).order_by("-path").first()
        content_type, _ = ContentType.objects.get_or_create(app_label="galleries", model=name.lower())
        page = apps.get_model("galleries", name).objects.create(
            title=title,
            draft_title=title,
            slug=slug,
            content_type=content_type,
            path=following(last.path) if last else home.path + "0001",
            depth=3,
            numchild=0,
            url_path=f"{home.url_path}{slug}/",
            live=False,
            locale_id=home.locale_id,
        )
        StructuralExemption.objects.create(page_id=page.page_ptr_id)
        Page.objects.filter(pk=page.page_ptr_id).update(live=True)
    Page.objects.filter(pk=home.pk).update(numchild=Page.objects.filter(path__startswith=home.path, depth=3).count())


def remove_lists(apps, schema_editor):
    Page = apps.get_model("wagtailcore", "Page")
    StructuralExemption = apps.get_model("approval", "StructuralExemption")
    for name, _, _ in LISTS:
        for page in apps.get_model("galleries", name).objects.all():
            home = page.path[:-STEP]
            if page.numchild:
                raise RuntimeError(f"{page.title}: galleries below it must be removed first")
            StructuralExemption.objects.filter(page_id=page.page_ptr_id).delete()
            page.delete()
            count = Page.objects.filter(path__startswith=home, depth=3).count()
            Page.objects.filter(path=home).update(numchild=count)


class Migration(migrations.Migration):
    dependencies = [
        ("galleries", "0001_initial"),
        ("website", "0002_site_tree"),
        ("approval", "0006_unscheduled"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(add_lists, remove_lists)]
