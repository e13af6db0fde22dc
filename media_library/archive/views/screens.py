"""What every screen of the archive shares: its styles, its crumbs, and the search that a person came from."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.office import screens

# Without a heading: pictures begin at the top, and the crumbs name the screen.
screen = partial(screens.screen, styles=("archive/archive.css",), scripts=("archive/suggest.js",), has_heading=False)


def finder_crumb() -> tuple[str, str]:
    """The way to the finder."""
    return reverse("archive:finder"), _("Arşiv")


def shoots_crumb() -> tuple[str, str]:
    """The way to the list of shoots."""
    return reverse("archive:shoots"), _("Çekimler")


def query_of(request: HttpRequest) -> QueryDict:
    """The search that the person came from, as it is handed on in ``liste``."""
    return QueryDict(request.GET.get("liste", "")[:1000])
