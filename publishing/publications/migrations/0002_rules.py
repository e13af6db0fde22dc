"""The empty list at /yayinlar/."""

from django.db import migrations

SLUG = "yayinlar"
STEP = 4
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def place_after(path):
    """The path of the next page beside ``path``."""
    number = int(path[-STEP:], 36) + 1
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = ALPHABET[rest] + digits
    return path[:-STEP] + digits.rjust(STEP, "0")


def add_list(apps, schema_editor):
    Page = apps.get_model("wagtailcore", "Page")
    ContentType = apps.get_model("contenttypes", "ContentType")
    Index = apps.get_model("publications", "IssueIndexPage")
    home = Page.objects.get(depth=2)
    last = Page.objects.filter(path__startswith=home.path, depth=3).order_by("path").last()
    if Page.objects.filter(path__startswith=home.path, depth=3, slug=SLUG).exists():
        raise RuntimeError(f"a page stands at /{SLUG}/ already: give it another address first")
    content_type, _ = ContentType.objects.get_or_create(app_label="publications", model="issueindexpage")
    page = Index.objects.create(
        title="Yayınlar", draft_title="Yayınlar", slug=SLUG, content_type=content_type,
        path=place_after(last.path) if last else home.path + "0001", depth=3, numchild=0,
        url_path=f"{home.url_path}{SLUG}/", live=False, locale_id=home.locale_id,
    )  # fmt: skip
    apps.get_model("approval", "StructuralExemption").objects.create(page_id=page.pk)
    Page.objects.filter(pk=page.pk).update(live=True)
    Page.objects.filter(pk=home.pk).update(numchild=Page.objects.filter(path__startswith=home.path, depth=3).count())


def remove_list(apps, schema_editor):
    Page = apps.get_model("wagtailcore", "Page")
    for page in apps.get_model("publications", "IssueIndexPage").objects.all():
        if page.numchild:
            raise RuntimeError(f"{page.title}: issues below it must be removed first")
        apps.get_model("approval", "StructuralExemption").objects.filter(page_id=page.pk).delete()
        home = page.path[:-STEP]
        page.delete()
        Page.objects.filter(path=home).update(numchild=Page.objects.filter(path__startswith=home, depth=3).count())


class Migration(migrations.Migration):
    dependencies = [
        ("publications", "0001_initial"),
        ("approval", "0002_rules"),
        ("website", "0002_rules"),
        ("users", "0003_designer"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(add_list, remove_list)]
