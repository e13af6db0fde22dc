"""``ArticleList``: twenty cards a page; ``Article``: a body of blocks. Queries as Wagtail's manual advises them."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.blocks import CharBlock, RichTextBlock, StructBlock, TextBlock
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Page
from wagtail.search import index
from wagtail.snippets.models import register_snippet


@register_snippet
class Department(models.Model):
    name = models.CharField(max_length=120)

    def __str__(self) -> str:
        return self.name


class ArticleTag(TaggedItemBase):
    content_object = ParentalKey("press.Article", on_delete=models.CASCADE, related_name="tagged_items")


class PictureBlock(StructBlock):
    image = ImageChooserBlock()
    alt = CharBlock()
    credit = CharBlock()
    caption = CharBlock(required=False)

    class Meta:
        template = "press/picture.html"


class QuoteBlock(StructBlock):
    text = TextBlock()
    name = CharBlock()

    class Meta:
        template = "press/quote.html"


class Article(Page):
    number = models.CharField(max_length=20)
    date = models.DateTimeField(db_index=True)
    summary = models.TextField()
    place = models.CharField(max_length=120, blank=True)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    lead_image = models.ForeignKey("wagtailimages.Image", null=True, on_delete=models.PROTECT, related_name="+")
    lead_image_alt = models.CharField(max_length=200, blank=True)
    lead_image_credit = models.CharField(max_length=160, blank=True)
    tags = ClusterTaggableManager(through=ArticleTag, blank=True)
    body = StreamField(
        [
            ("paragraph", RichTextBlock()),
            ("subheading", CharBlock(template="press/subheading.html")),
            ("quote", QuoteBlock()),
            ("picture", PictureBlock()),
        ]
    )

    search_fields = [
        *Page.search_fields, index.SearchField("summary"), index.SearchField("body"),
        index.FilterField("department_id"),
    ]  # fmt: skip
    template = "press/article.html"


class ArticleList(Page):
    template = "press/list.html"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        articles = Article.objects.live().child_of(self).order_by("-date").select_related("lead_image", "department")
        paginator = Paginator(articles, 20)
        page = paginator.get_page(request.GET.get("page"))
        context["articles"] = page
        context["numbers"] = paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
        return context
