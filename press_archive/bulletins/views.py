"""What the website shows of bulletins besides their list and pages: all tags."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cms.website.selectors import absolute
from press_archive.bulletins import selectors


@require_safe
def tags(request: HttpRequest) -> HttpResponse:
    """Every tag of a public bulletin, those of most bulletins first."""
    context = {"tags": selectors.counted_tags(), "canonical": absolute(reverse("bulletin_tags"))}
    return render(request, "bulletins/tags.html", context)
