"""What the templates of the website's own pages get beside the page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from cms.core.presenters import presents
from cms.website import selectors
from cms.website.models import StandardPage


@presents(StandardPage)
def standard_page(page: StandardPage, request: HttpRequest) -> dict[str, Any]:
    """The addresses that the text links to; its photos and the logo have their sizes attached."""
    return {
        "links": selectors.prepare_body(page.body, selectors.frame(request).identity.logo),
        "shows_collections": any(block.block_type == "collection" for block in page.body),
    }
