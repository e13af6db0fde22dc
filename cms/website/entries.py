"""The register of what is public: one line for everything that was ever published, and what an app says to have one.

An app that publishes pages declares a :class:`PublicEntry` (its table), pages that are a :class:`RegisteredPage`, and
a :class:`Kind`, handed to :func:`register` when the app is loaded. The website serves the rest: ``views`` the list with
its page numbers and one entry or 410 in its place, ``feeds`` RSS and Atom, ``sitemaps`` the sitemap, ``urls`` the
addresses.

:func:`keep` writes the line, in the save that makes a page live or takes it back: what an entry keeps ready for its
readers is made there. Every change of what strangers see, whatever its cause, ends in :func:`changed`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple, TypeVar

from django.db import models, transaction
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import localize
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.blocks import StreamValue

from cms.core.governed import GovernedPage
from cms.website import generation, pictures, shelf
from cms.website.enclosures import Enclosed
from cms.website.neighbours import Neighbours
from cms.website.richtext import linked

LAST_PAGE = 1_000_000


class FeedForm(NamedTuple):
    """One form of a feed: its name, the media type under which pages offer it, the end of its address."""

    name: str
    media_type: str
    file: str


FORMS = {
    "rss": FeedForm("RSS", "application/rss+xml", "rss.xml"),
    "atom": FeedForm("Atom", "application/atom+xml", "atom.xml"),
    "json": FeedForm("JSON", "application/feed+json", "feed.json"),
}


class PublicEntryQuerySet(models.QuerySet[Any]):
    """A register by the visitors' questions."""

    def public(self) -> PublicEntryQuerySet:
        """What the public can see now, newest first."""
        return self.filter(public=True).order_by(*self.model.newest_first)

    def withdrawn(self) -> PublicEntryQuerySet:
        """What was public and was taken back."""
        return self.filter(public=False, withdrawn_at__isnull=False)


class PublicEntry(models.Model):
    """One line of a register, written when a page first goes public and never removed.

    Subclasses add ``page`` (one to one, protected) and what their lists sort and filter by. ``section`` names the
    sitemap.
    """

    newest_first: ClassVar[tuple[str, ...]] = ("-published_at", "-pk")
    section: ClassVar[str]
    page: Any
    page_id: int

    published_at = models.DateTimeField(_("İlk yayım"))
    public = models.BooleanField(_("yayında"), default=True)
    withdrawn_at = models.DateTimeField(_("geri çekilme"), null=True, blank=True)

    objects = PublicEntryQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.page)


class RegisteredPage(GovernedPage):
    """A governed page whose publications and withdrawals stand in a register."""

    class Meta:
        abstract = True

    def is_site_root(self) -> bool:
        """Never: it stands in a list. Wagtail would ask at every save."""
        return False

    def save(self, *args: Any, **kwargs: Any) -> Any:
        result = super().save(*args, **kwargs)
        keep(self, update_fields=kwargs.get("update_fields"))
        return result

    @property
    def public_path(self) -> str:
        """The public path of this page."""
        return path_of(self)


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed as a page offers it; ``media_type`` as browsers know it."""

    title: str
    media_type: str
    path: str


class Kind:
    """What one kind of public entry says of itself. ``chosen`` is what a visitor narrows the list to, by a value that
    only the kind knows; ``None`` is the whole list."""

    # The table, its pages, and what tells the lines of this kind from others of the same table.
    entry: type[PublicEntry]
    page: type[GovernedPage]
    which: Mapping[str, Any] = {}
    # Addresses: where the list stands ("bultenler/"), the route of the list (and the beginning of those of its feeds),
    # the route of one entry.
    path: str
    list_name: str
    name: str
    feeds: Sequence[str] = tuple(FORMS)
    # Feeds of a part of the list: end of the route's name and what stands in the address.
    feed_routes: Sequence[tuple[str, str]] = (("", ""),)

    # What is read with the line that is served.
    served_with: Sequence[str] = ("page",)

    per_page = 20
    feed_length = 30
    sitemap_limit = 2000

    list_template = "website/entry_list.html"
    card_template = "website/entry_card.html"
    # The looks in which a card is kept, and what its template is told for each; lists show the first.
    looks: Mapping[str, Mapping[str, Any]] = {"card": {}}
    withdrawn_template = "website/withdrawn.html"

    title: Any
    description: Any = ""
    empty: Any = _("Henüz yayımlanmış içerik yok.")
    pager_label: Any = _("Liste sayfaları")
    back_label: Any = _("Listeye git")
    related_label: Any = _("İlgili içerikler")
    neighbours_label: Any = _("Önceki ve sonraki")

    def lines(self) -> PublicEntryQuerySet:
        """Every line of this kind, public or not."""
        table: Any = self.entry
        found: PublicEntryQuerySet = table.objects.filter(**self.which)
        return found

    # What a line takes over.

    def values(self, page: Any) -> dict[str, Any]:
        """What the line takes over from ``page`` at every publication: field names to values."""
        return {}

    def first_values(self, page: Any, published_at: dt.datetime) -> dict[str, Any]:
        """What the line is given once, at the first publication: a number, say."""
        return {}

    # The list.

    def chosen(self, request: HttpRequest) -> Any:
        """What the address narrows the list to. Raises ``Http404`` for what does not exist."""
        return None

    def query(self, chosen: Any) -> dict[str, Any]:
        """``chosen`` as parameters of the address; empty values are left out."""
        return {}

    def public(self, chosen: Any = None) -> models.QuerySet[Any]:
        """The public lines that ``chosen`` leaves, newest first."""
        return self.lines().public()

    def with_pages(self, ids: Sequence[int]) -> list[Any]:
        """The lines ``ids`` in this order, each with its page."""
        found = self.lines().select_related("page").in_bulk(ids)
        return [found[pk] for pk in ids if pk in found]

    def shown(self, entries: models.QuerySet[Any]) -> list[Any]:
        """What the list shows for these lines, a slice of :meth:`public`: the lines, or cards made of them."""
        return self.with_pages(list(entries.values_list("pk", flat=True)))

    def of_slice(self, entries: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """The same lines as ``entries``, a slice of :meth:`public`, to be asked for with what belongs to them: only
        these are then looked up, however long the list before them is."""
        return self.lines().filter(pk__in=entries.values("pk")).order_by(*self.entry.newest_first)

    def photos(self, shown: Sequence[Any]) -> Iterable[Any]:
        """The photos of what the list shows."""
        return ()

    def heading(self, chosen: Any) -> str:
        """What the list of ``chosen`` is called."""
        return str(self.title)

    def count(self, total: int) -> str:
        """How much the list holds, in words."""
        return ngettext("%(total)s içerik", "%(total)s içerik", total) % {"total": localize(total)}

    def choices(self) -> dict[str, Any]:
        """What the list can be narrowed to, as its template shows it."""
        return {}

    # One entry.

    def find(self, slug: str) -> Any:
        """The line of what is or was public at this address; one query. The page comes with it."""
        return self.lines().select_related(*self.served_with).filter(page__slug=slug).first()

    def page_of(self, entry: Any) -> Any:
        """The page of ``entry``, as its own type."""
        return entry.page

    # The look of the cards of what is like an entry.
    look_around: str = "card"

    def neighbours(self, page_id: int) -> Neighbours:
        """What the page ``page_id``, which is public, stands between."""
        return Neighbours(None, None, self.lines().none())

    def linked(self, page: Any) -> set[str]:
        """The ids of the pages that the text of ``page`` links to."""
        body = getattr(page, "body", None)
        return linked(body) if isinstance(body, StreamValue) else set()

    # Feeds and sitemap.

    def feed_chosen(self, request: HttpRequest, **kwargs: Any) -> Any:
        """What the address of a feed narrows it to; ``kwargs`` from ``feed_routes``."""
        return None

    def feed_path(self, form: str, chosen: Any = None) -> str:
        return reverse(f"{self.list_name}_{form}")

    def feed_links(self, chosen: Any = None) -> list[FeedLink]:
        """The feeds that the list and its entries offer, besides those of every page."""
        return [
            FeedLink(f"{self.title} ({said.name})", said.media_type, self.feed_path(form, chosen))
            for form, said in FORMS.items()
            if form in self.feeds
        ]

    def feed_title(self, chosen: Any, municipality: str) -> str:
        return f"{municipality} {self.title}"

    def feed_description(self, chosen: Any) -> str:
        """What the feed holds; its title where that is empty."""
        return str(self.description)

    def fed(self, page_ids: Sequence[int]) -> list[Any]:
        """The lines of these pages, each with its page and all that feeds say of it."""
        return list(self.lines().select_related("page").filter(page__in=page_ids))

    def feed_html(self, page: Any) -> str:
        """The whole text of ``page`` as harmless HTML with absolute addresses; empty for none."""
        return ""

    def enclosed(self, page: Any) -> Enclosed | None:
        """The picture that feeds offer with ``page``."""
        return None

    def summary(self, page: Any) -> str:
        """A sentence or two about ``page``."""
        return str(page.summary)

    def author(self, page: Any) -> str:
        """Who wrote ``page``; empty for the municipality."""
        return ""

    def categories(self, page: Any) -> list[str]:
        return []

    def images(self, entries: Sequence[Any]) -> Mapping[int, list[str]]:
        """The addresses of photos that the sitemap names for these lines, by the primary keys of their pages."""
        return {}

    # The same for every kind.

    def attach_photos(self, shown: Sequence[Any]) -> None:
        """One query for the sizes of all photos of a list."""
        pictures.attach_renditions(self.photos(shown), pictures.LISTED)

    def holds(self, entry: PublicEntry) -> bool:
        """Whether ``entry``, a line of the kind's table, is of this kind."""
        return all(getattr(entry, name) == value for name, value in self.which.items())

    def path_of(self, page: Any) -> str:
        """The public path of ``page``; that of the list for a preview that has no address yet."""
        return reverse(self.name, args=[page.slug]) if page.slug else reverse(self.list_name)

    def query_string(self, chosen: Any) -> str:
        """``chosen`` as a query string that ends in ``&``, for the links of the pager; empty for the whole list."""
        given = {key: value for key, value in self.query(chosen).items() if value}
        return f"{urlencode(given)}&" if given else ""

    def list_path(self, chosen: Any = None, number: int = 1) -> str:
        """The one path of this page of the list, under which search engines keep it."""
        query = self.query_string(chosen) + (f"sayfa={number}" if number > 1 else "")
        return reverse(self.list_name) + (f"?{query.rstrip('&')}" if query else "")


KINDS: dict[str, Kind] = {}
Declared = TypeVar("Declared", bound=Kind)


def register(kind: Declared) -> Declared:
    """Declares ``kind``: from here on its entries are listed and served."""
    KINDS[kind.name] = kind
    return kind


def kind_of(page: Any) -> Kind:
    """The kind that ``page`` is of. Raises ``LookupError`` when no app has declared it."""
    for kind in KINDS.values():
        if isinstance(page, kind.page):
            return kind
    raise LookupError(f"no kind of public entry is declared for {type(page).__name__}")


def path_of(page: Any) -> str:
    """The public path of ``page``, of whatever kind it is."""
    return kind_of(page).path_of(page)


@transaction.atomic(savepoint=False)
def keep(page: Any, *, update_fields: Iterable[str] | None = None) -> None:
    """Brings the line of ``page`` in line with what was just saved."""
    if update_fields is not None and "live" not in update_fields:
        return
    kind = kind_of(page)
    entry = kind.lines().filter(page=page.pk).first()
    if page.live and entry is None:
        published_at = page.first_published_at or timezone.now()
        own = {**kind.which, **kind.values(page), **kind.first_values(page, published_at)}
        kind.lines().create(page=page, published_at=published_at, **own)
    elif entry is not None:
        entry.page = page  # the page then knows its line without a query
        taken_over = kind.values(page) if page.live else {}
        for name, value in taken_over.items():
            setattr(entry, name, value)
        entry.public = page.live
        entry.withdrawn_at = None if page.live else entry.withdrawn_at or timezone.now()
        entry.save(update_fields=["public", "withdrawn_at", *taken_over])


def changed() -> None:
    """Called by every change of what strangers can see, in its own transaction: a publication, correction or withdrawal
    of whatever is signed, a takedown, a right that ends.

    A change of a row that public pages show has raised the generation already (``public_tables``); this also takes
    care of what is shown while the database cannot be asked.
    """
    shelf.forget(coming=generation.raise_now())
    transaction.on_commit(shelf.forget)


def whole_number(text: str, lowest: int, highest: int) -> int:
    """``text`` as a number within the bounds; raises ``Http404`` otherwise."""
    if not (text.isascii() and text.isdigit() and len(text) < 10 and lowest <= int(text) <= highest):
        raise Http404
    return int(text)
