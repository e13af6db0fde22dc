"""``python -m bench.press.searched COUNT``: the plain Wagtail with ``COUNT`` articles of ``bench.corpus``, and what its
search costs: CPU ms by what is asked."""

from __future__ import annotations

import io
import json
import sys
import uuid
from functools import partial

import django


def fill(count: int) -> None:
    """One article by Wagtail itself, the others as copies of its rows."""
    from django.core.files.images import ImageFile
    from django.core.management import call_command
    from wagtail.images.models import Image
    from wagtail.models import Page

    from bench import bodies
    from bench.corpus import Corpus
    from bench.press.models import Article, ArticleList, Department
    from bench.seed import insert, rows_of

    corpus = Corpus()
    index = Page.objects.get(depth=1).add_child(instance=ArticleList(title="Basın bültenleri", slug="bultenler"))
    names = {corpus.said(number).department for number in range(min(count, 200))}
    departments = {name: Department._default_manager.create(name=name).pk for name in sorted(names)}
    photo = Image.objects.create(title="Fotoğraf", file=ImageFile(io.BytesIO(bodies.jpeg(0)), name="0.jpg"))
    first = Article(
        title="İlk", slug="ilk", number="2026/0001", summary="İlk", date=corpus.said(0).moment,
        department_id=min(departments.values()), lead_image=photo,
    )  # fmt: skip
    index.add_child(instance=first)
    page_row, own_row = rows_of(Page, pk=first.pk)[0], rows_of(Article, pk=first.pk)[0]
    pages, owns = [], []
    for number in range(count - 1):
        said, pk = corpus.said(number), first.pk + number + 1
        slug = f"haber-{number}"
        pages.append(page_row | {
            "id": pk, "title": said.title, "draft_title": said.title, "slug": slug, "translation_key": uuid.uuid4(),
            "url_path": f"{index.url_path}{slug}/", "path": Page._get_path(index.path, index.depth + 1, number + 2),
        })  # fmt: skip
        body = [{"type": "paragraph", "value": f"<p>{line}</p>"} for line in said.body.split("\n")]
        owns.append(own_row | {
            "page_ptr_id": pk, "summary": said.spot, "place": said.place, "date": said.moment,
            "department_id": departments[said.department],
            "body": Article._meta.get_field("body").to_python(json.dumps(body)),
        })  # fmt: skip
    insert(Page, pages)
    insert(Article, owns)
    Page.objects.filter(pk=index.pk).update(numchild=count)
    call_command("wagtail_update_index", verbosity=0)


def main(count: int) -> dict[str, float]:
    from bench.press.models import Article
    from bench.searching import FOUND_IN_STOCK, PER_PAGE, measured

    fill(count)

    def page(text: str) -> None:
        found = Article.objects.live().search(text, operator="and")
        found.count()
        list(found[:PER_PAGE])
        found.facet("department_id")

    return {text: measured(partial(page, text))[0] for text in FOUND_IN_STOCK}


if __name__ == "__main__":
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    print(json.dumps(main(int(sys.argv[1]))))
