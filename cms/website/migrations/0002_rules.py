"""An empty home page in place of Wagtail's welcome page, below a root with a Turkish name."""

from django.db import migrations


def add_home(apps, schema_editor):
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    Locale = apps.get_model("wagtailcore", "Locale")
    HomePage = apps.get_model("website", "HomePage")
    ContentType = apps.get_model("contenttypes", "ContentType")
    locale, _ = Locale.objects.get_or_create(language_code="tr")
    Site.objects.all().delete()
    Page.objects.filter(depth=2).delete()
    if not Page.objects.exclude(depth=1).exists():
        Locale.objects.exclude(pk=locale.pk).delete()
    root = Page.objects.get(depth=1)
    content_type, _ = ContentType.objects.get_or_create(app_label="website", model="homepage")
    home = HomePage.objects.create(
        title="Ana sayfa",
        draft_title="Ana sayfa",
        slug="ana-sayfa",
        content_type=content_type,
        path=root.path + "0001",
        depth=2,
        numchild=0,
        url_path="/ana-sayfa/",
        live=True,
        locale=locale,
    )
    root.numchild, root.title, root.draft_title = 1, "Tüm sayfalar", "Tüm sayfalar"
    root.save(update_fields=["numchild", "title", "draft_title"])
    Site.objects.create(
        hostname="localhost", port=80, root_page_id=home.page_ptr_id, is_default_site=True, site_name=""
    )


def remove_home(apps, schema_editor):
    Page = apps.get_model("wagtailcore", "Page")
    apps.get_model("wagtailcore", "Site").objects.all().delete()
    apps.get_model("website", "HomePage").objects.all().delete()
    Page.objects.filter(depth__gte=2).delete()
    Page.objects.filter(depth=1).update(numchild=0, title="Root", draft_title="Root")


class Migration(migrations.Migration):
    dependencies = [
        ("website", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(add_home, remove_home)]
