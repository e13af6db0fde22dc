"""RSS, Atom and JSON Feed of a collection: the newest of what it holds."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from cms.website import selectors
from cms.website.entries import FORMS
from cms.website.feeds import TYPES, Asked, EntryFeed, Item
from cms.website.models import address_of
from press_archive.collections.contents import fed
from press_archive.collections.models import CollectionPage


class CollectionFeed(EntryFeed):
    """The newest entries of the collection that the address names, in ``form``; ``Asked.chosen`` is its page."""

    def __init__(self, form: str) -> None:
        self.form = form
        self.feed_type = TYPES[form]

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Asked:
        page = get_object_or_404(CollectionPage.objects.live(), slug=kwargs["slug"])
        return Asked(page, selectors.frame(request))

    def title(self, asked: Asked) -> str:
        return f"{asked.frame.identity.municipality}: {asked.chosen.title}"

    def description(self, asked: Asked) -> str:
        return asked.chosen.introduction or self.title(asked)

    subtitle = description

    def link(self, asked: Asked) -> str:
        return address_of(asked.chosen)

    def feed_url(self, asked: Asked) -> str:
        return address_of(asked.chosen) + FORMS[self.form].file

    def items(self, asked: Asked) -> list[Item]:
        publisher = asked.frame.identity.municipality
        return [Item(part, publisher) for part in fed(asked.chosen.criteria, asked.frame)]
