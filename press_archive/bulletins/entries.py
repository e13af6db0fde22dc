"""Bulletins as public entries: their numbers, their filters by year, department and tag, their feeds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import localize
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cms.website import enclosures, entries, pictures
from cms.website.enclosures import Enclosed
from cms.website.neighbours import Group, Neighbour, Neighbours
from cms.website.offers import for_press
from press_archive.bulletins import selectors
from press_archive.bulletins.messages import feed_html
from press_archive.bulletins.models import BulletinPage, RegisterEntry, Series, Tag
from press_archive.bulletins.numbers import next_number
from press_archive.bulletins.selectors import ListFilter

FIRST_YEAR, LAST_YEAR = 1900, 9998
MOST_TAGS = 24
MOST_IN_SERIES = 6


class Bulletins(entries.Kind):
    """``/bultenler/?yil=&mudurluk=&etiket=&dizi=&sayfa=`` and what belongs to it."""

    entry = RegisterEntry
    page = BulletinPage
    path = "bultenler/"
    list_name = "bulletins"
    name = "bulletin"
    feed_routes = (("", ""), ("_tag", "etiket/<address:tag>/"))
    served_with = ("page__department", "page__lead_image", "page__series", "page__content_type")
    list_template = "bulletins/bulletin_list.html"
    card_template = "bulletins/card.html"
    looks = {
        "card": {},
        "lead": {"variant": "lead", "sizes": "(min-width: 60rem) 44rem, 100vw", "eager": True},
        "tile": {"variant": "card", "sizes": "(min-width: 60rem) 24rem, (min-width: 40rem) 46vw, 100vw"},
    }
    withdrawn_template = "bulletins/withdrawn.html"
    title = _("Basın bültenleri")
    description = _("Belediyemizin basın bültenleri arşivi: tarih, müdürlük ve etikete göre süzün.")
    empty = _("Bu süzgece uyan bülten yok.")
    pager_label = _("Bülten listesi sayfaları")
    back_label = _("Basın bültenlerine git")
    related_label = _("İlgili bültenler")
    neighbours_label = _("Önceki ve sonraki bülten")
    look_around = "tile"

    def values(self, page: BulletinPage) -> dict[str, Any]:
        return {"department_id": page.department_id}

    def first_values(self, page: BulletinPage, published_at: dt.datetime) -> dict[str, Any]:
        year = timezone.localtime(published_at).year
        return {"year": year, "sequence": next_number(year=year)}

    def chosen(self, request: HttpRequest) -> ListFilter:
        # No name holds a NUL, and PostgreSQL refuses to look for one.
        names = ("yil", "mudurluk", "etiket", "dizi")
        year, department, tag, series = (str(request.GET.get(name, "")).replace("\0", "?").strip() for name in names)
        return ListFilter(
            year=entries.whole_number(year, FIRST_YEAR, LAST_YEAR) if year else None,
            department=get_object_or_404(selectors.public_departments(), slug=department) if department else None,
            tag=get_object_or_404(selectors.public_tags(), slug=tag) if tag else None,
            series=get_object_or_404(selectors.public_series(), slug=series) if series else None,
        )

    def query(self, chosen: ListFilter | None) -> dict[str, Any]:
        if chosen is None:
            return {}
        return {
            "yil": chosen.year,
            "mudurluk": chosen.department.slug if chosen.department else None,
            "etiket": chosen.tag.slug if chosen.tag else None,
            "dizi": chosen.series.slug if chosen.series else None,
        }

    def public(self, chosen: ListFilter | None = None) -> QuerySet[RegisterEntry]:
        return selectors.filtered(chosen or ListFilter())

    def with_pages(self, ids: Sequence[int]) -> list[RegisterEntry]:
        return selectors.with_pages(ids)

    def photos(self, shown: Sequence[RegisterEntry]) -> Iterable[Any]:
        return [entry.page.lead_image for entry in shown]

    def heading(self, chosen: ListFilter) -> str:
        named = [one.name for one in (chosen.series, chosen.tag) if one] or [str(self.title)]
        rest = [chosen.department.name] if chosen.department else []
        return " – ".join([*named, *rest, *([str(chosen.year)] if chosen.year else [])])

    def count(self, total: int) -> str:
        return ngettext("%(total)s bülten", "%(total)s bülten", total) % {"total": localize(total)}

    def choices(self) -> dict[str, Any]:
        year_ago = timezone.now() - dt.timedelta(days=365)
        return {
            "years": selectors.years(),
            "departments": selectors.departments(),
            "used_tags": selectors.counted_tags(year_ago)[:MOST_TAGS],
        }

    def feed_chosen(self, request: HttpRequest, **kwargs: Any) -> ListFilter:
        tag = kwargs.get("tag")
        return ListFilter(tag=get_object_or_404(selectors.public_tags(), slug=tag) if tag else None)

    def feed_path(self, form: str, chosen: ListFilter | None = None) -> str:
        tag: Tag | None = chosen.tag if chosen else None
        name = f"{self.list_name}_{form}"
        return reverse(f"{name}_tag", args=[tag.slug]) if tag else reverse(name)

    def feed_links(self, chosen: ListFilter | None = None) -> list[entries.FeedLink]:
        """Those of one tag; every page of the site offers the feeds of all bulletins."""
        if chosen is None or chosen.tag is None:
            return []
        return [
            entries.FeedLink(f"{chosen.tag.name} ({said.name})", said.media_type, self.feed_path(form, chosen))
            for form, said in entries.FORMS.items()
        ]

    def feed_title(self, chosen: ListFilter, municipality: str) -> str:
        name = gettext("%(municipality)s basın bültenleri") % {"municipality": municipality}
        return f"{name}: {chosen.tag.name}" if chosen.tag else name

    def feed_description(self, chosen: ListFilter) -> str:
        return gettext("Basın bürosunun yayımladığı bültenler.")

    def neighbours(self, page_id: int) -> Neighbours:
        found = selectors.beside(page_id)
        earlier, later = (
            Neighbour(one[0], reverse(self.name, args=[one[1]])) if one else None
            for one in (found.earlier, found.later)
        )
        series = self.series(found.series, page_id) if found.series else None
        return Neighbours(earlier, later, selectors.related(page_id), series)

    def series(self, series_id: int, page_id: int) -> Group | None:
        """The other public bulletins of the series, as a list under its name; ``None`` while there is no other."""
        others = selectors.of_series(series_id, without=page_id, most=MOST_IN_SERIES + 1)
        if not others:
            return None
        series = Series.objects.get(pk=series_id)
        return Group(
            title=gettext("Bu dizideki bültenler"),
            name=series.name,
            path=self.list_path(ListFilter(series=series)),
            entries=[
                Neighbour(title, reverse(self.name, args=[slug]), at) for title, slug, at in others[:MOST_IN_SERIES]
            ],
            more=len(others) > MOST_IN_SERIES,
        )

    def fed(self, page_ids: Sequence[int]) -> list[RegisterEntry]:
        lines = self.lines().select_related(*self.served_with).filter(page__in=page_ids)
        found: list[RegisterEntry] = list(lines.prefetch_related("page__tagged_items__tag", "page__correction_notes"))
        pictures.attach_renditions(
            photo
            for entry in found
            for photo in (entry.page.lead_image, *(one for one, _value in pictures.pictures_in(entry.page.body)))
        )
        return found

    def feed_html(self, page: BulletinPage) -> str:
        return feed_html(page)

    def enclosed(self, page: BulletinPage) -> Enclosed | None:
        offered = for_press([pictures.shown(page.lead_image)])
        return enclosures.of_photo(page.lead_image) if page.lead_image in offered else None

    def author(self, page: BulletinPage) -> str:
        return str(page.department or "")

    def categories(self, page: BulletinPage) -> list[str]:
        return [tag.name for tag in selectors.in_order(tagged.tag for tagged in page.tagged_items.all())]


BULLETINS = entries.register(Bulletins())
