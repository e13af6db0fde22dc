"""What links here: asked before something is deleted. Wagtail's index of references, for one reader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractUser, AnonymousUser
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page, ReferenceIndex

MOST = 20


@dataclass(frozen=True, slots=True)
class Use:
    """One row that names the other: its title, the way to it, in which of its fields."""

    title: str
    url: str
    where: str


@dataclass(frozen=True, slots=True)
class Uses:
    """``named``: those that the reader may open or everybody may read; ``others``: how many more there are."""

    named: list[Use]
    others: int


def uses_of(row: Any, user: AbstractUser | AnonymousUser) -> Uses:
    """What links to ``row``, as far as ``user`` may know it."""
    finder = AdminURLFinder(user)
    named: list[Use] = []
    others = 0
    for source, references in ReferenceIndex.get_references_to(row).group_by_source_object():
        if len(named) >= MOST:
            others += 1
            continue
        source = source.specific_deferred if isinstance(source, Page) else source
        url = finder.get_edit_url(source)
        title = source.get_admin_display_title() if isinstance(source, Page) else str(source)
        if not url and isinstance(source, Page) and source.live:
            url, title = source.url, source.title
        if not url:
            others += 1
            continue
        named.append(Use(title, url, str(references[0].describe_source_field())))
    return Uses(named, others)
