"""``python -m bench.press.fill COUNT``: the plain Wagtail's database, with ``COUNT`` articles. Gives their paths."""

from __future__ import annotations

import io
import json
import sys
from datetime import timedelta

import django


def fill(count: int) -> dict[str, list[str]]:
    from django.core.files.images import ImageFile
    from django.db import transaction
    from django.utils import timezone
    from wagtail.images.models import Image
    from wagtail.models import Page, Site

    from bench import bodies
    from bench.press.models import Article, ArticleList, Department

    root = Page.objects.get(depth=1)
    root.get_children().delete()
    root = Page.objects.get(depth=1)
    home = root.add_child(instance=Page(title="Ana sayfa", slug="home"))
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True, site_name="Örnek Belediyesi")
    index = home.add_child(instance=ArticleList(title="Basın bültenleri", slug="bultenler", show_in_menus=True))
    for name in ("Foto galeri", "Video galeri", "Basın iletişimi"):
        home.add_child(instance=Page(title=name, show_in_menus=True))
    photos = [
        Image.objects.create(title=f"{n}", file=ImageFile(io.BytesIO(bodies.jpeg(n)), name=f"{n}.jpg")).pk
        for n in range(bodies.PHOTOS)
    ]
    department = Department._default_manager.create(name="Fen İşleri Müdürlüğü")
    now = timezone.now()
    paths = []
    with transaction.atomic():
        for number in range(1, count + 1):
            text = bodies.text(number)
            article = Article(
                title=text.title, slug=f"olcum-bulteni-{number}", number=f"2026/{number:04d}",
                date=now - timedelta(hours=count - number), summary=text.summary, place=text.place,
                department=department, lead_image_id=photos[text.lead], lead_image_alt="Çalışma alanı",
                lead_image_credit="Fotoğraf: Deniz Örnek",
                body=json.dumps(bodies.stream(text, photos, {"text", "name"})),
            )  # fmt: skip
            index.add_child(instance=article)
            if text.tags:
                article.tags.set(text.tags)
                article.save()
            paths.append(article.get_url())
    return {"page": paths[:: max(1, count // 20)][:20], "list": [index.get_url()]}


if __name__ == "__main__":
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    print(json.dumps(fill(int(sys.argv[1]))))
