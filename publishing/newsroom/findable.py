"""Bulletins, galleries and pages with the words of their newest draft: for those who write them and those who sign.

What is public of them is for everybody, in the search of the site.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy
from wagtail.blocks import StreamValue
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from cms.core import turkish
from cms.core.standing import Standing, with_standing
from cms.users.models import Department, User
from cms.users.office_search import DIFFERS, Door, Found, Kind, Source, Words, declare, joined, offer
from cms.website.findable import words_in
from cms.website.models import HomePage, StandardPage
from press_archive.bulletins.models import BulletinIndexPage, BulletinPage, BulletinTag, Category, RegisterEntry, Tag
from press_archive.bulletins.permissions import add_url_for, may_write_bulletins
from press_archive.collections.models import CollectionPage
from press_archive.galleries.models import (
    PhotoGalleryIndexPage,
    PhotoGalleryPage,
    VideoGalleryIndexPage,
    VideoGalleryPage,
)
from publishing.newsroom.permissions import may_see_calendar
from publishing.publications import findable as publications
from publishing.publications.models import Issue, IssueIndexPage, Series
from publishing.publications.permissions import may_read_publications

TONES: dict[str, str] = {
    Standing.PUBLISHED: "good", Standing.EMBARGOED: "doubt", Standing.RETURNED: "doubt", Standing.TROUBLED: "bad",
    Standing.WITHDRAWN: "bad",
}  # fmt: skip
PAGES = Page._meta.db_table


class PageKind(Kind):
    """Pages of some types (``listed``), whatever their state."""

    def may_look(self, user: User | AnonymousUser) -> bool:
        return may_see_calendar(user)

    def every(self) -> Any:
        """All of them."""
        return Page.objects.filter(content_type__in=ContentType.objects.get_for_models(*self.listed).values())

    def rows(self, user: User | AnonymousUser) -> Any:
        return self.every()

    def ids(self) -> Iterator[int]:
        return iter(self.every().order_by("pk").values_list("pk", flat=True).iterator())

    def sources(self) -> Sequence[Source]:
        names = ", ".join(f"'{model._meta.app_label}.{model._meta.model_name}'" for model in self.listed)
        is_one = (
            "EXISTS (SELECT 1 FROM django_content_type c WHERE c.id = {row}.content_type_id"  # noqa: S608
            f" AND c.app_label || '.' || c.model IN ({names}))"
        )
        changed = f"(OLD.latest_revision_id {DIFFERS} NEW.latest_revision_id OR OLD.draft_title <> NEW.draft_title)"
        return [
            Source(PAGES, "SELECT {row}.id", when=is_one, events=("INSERT", "DELETE")),
            Source(PAGES, "SELECT {row}.id", when=f"{changed} AND {is_one}", events=("UPDATE",)),
        ]

    def words(self, ids: Collection[int]) -> Mapping[int, Words]:
        pages = self.every().filter(pk__in=list(ids)).specific()
        return {page.pk: self.words_of(page.get_latest_revision_as_object()) for page in pages}

    def words_of(self, page: Any) -> Words:
        """The words of ``page`` as its newest revision has it."""
        raise NotImplementedError

    def results(self, rows: QuerySet[Any], user: User | AnonymousUser) -> Mapping[int, Found]:
        address, pages = self.addresses(user), list(with_standing(rows))
        called = self.called([page.pk for page in pages])
        return {page.pk: self.result(page, address(page), called.get(page.pk, "")) for page in pages}

    def result(self, page: Any, address: str, called: str) -> Found:
        """``page``, which is ``called`` by a number, as a result."""
        standing = Standing(page.standing)
        moment = page.latest_revision_created_at or page.first_published_at
        line = joined([called, turkish.format_moment(moment) if moment else ""])
        return Found(page.draft_title or page.title, address, line, str(standing.label), TONES.get(standing, ""))

    def addresses(self, user: User | AnonymousUser) -> Callable[[Any], str]:
        """Where a page opens for ``user``."""
        return address_for(user)

    def called(self, keys: Sequence[int]) -> Mapping[int, str]:
        """The numbers of those of ``keys`` that have one."""
        return {}


def address_for(user: User | AnonymousUser) -> Callable[[Any], str]:
    """Where a page opens: its editor to those who write, the sheet of what was signed to those who sign."""
    if may_write_bulletins(user):
        return lambda page: reverse("wagtailadmin_pages:edit", args=[page.pk])
    return lambda page: reverse("approval:evidence", args=[page.content_type_id, page.pk])


class Bulletins(PageKind):
    """By headline, spot and text, number, department, place, categories and tags."""

    name = "bultenler"
    number = 1
    title = gettext_lazy("Bültenler")
    listed = (BulletinPage,)

    def sources(self) -> Sequence[Source]:
        own, filed, tagged = (
            model._meta.db_table for model in (BulletinPage, BulletinPage.categories.through, BulletinTag)
        )
        # What a draft has may stand in its revision alone.
        drafts = (
            f"SELECT p.id FROM {PAGES} p JOIN {own} b ON b.page_ptr_id = p.id"  # noqa: S608
            " WHERE p.has_unpublished_changes"
        )
        renamed = {
            Department: f"SELECT b.page_ptr_id FROM {own} b WHERE b.department_id = {{row}}.id",  # noqa: S608
            Category: f"SELECT c.bulletinpage_id FROM {filed} c WHERE c.category_id = {{row}}.id",  # noqa: S608
            Tag: f"SELECT t.content_object_id FROM {tagged} t WHERE t.tag_id = {{row}}.id",  # noqa: S608
        }
        return [
            *super().sources(),
            Source(RegisterEntry._meta.db_table, "SELECT {row}.page_id", events=("INSERT",)),
            *(
                Source(
                    model._meta.db_table, f"{keys} UNION {drafts}", when=f"OLD.name {DIFFERS} NEW.name",
                    events=("UPDATE",),
                )
                for model, keys in renamed.items()
            ),
        ]  # fmt: skip

    def words_of(self, page: Any) -> Words:
        tags = [
            page.number, str(page.department or ""), page.place, page.contact_name,
            *(one.name for one in page.categories.all()), *(one.name for one in page.tags.all()),
        ]  # fmt: skip
        return Words(page.title, page.event_date, spot=page.summary, body=_words(page.body), tags=tags)

    def called(self, keys: Sequence[int]) -> Mapping[int, str]:
        return {entry.page_id: entry.number for entry in RegisterEntry.objects.filter(page__in=keys)}


class Galleries(PageKind):
    """By title, description, place and the words of each photo or film."""

    name = "galeriler"
    number = 2
    title = gettext_lazy("Galeriler")
    icon = "image"
    listed = (PhotoGalleryPage, VideoGalleryPage)

    def words_of(self, page: Any) -> Words:
        said = [word for row in page.rows for word in (getattr(row, "alt", ""), getattr(row, "title", ""), row.caption)]
        body = "\n".join(word for word in said if word)
        return Words(page.title, page.date, spot=page.summary, body=body, tags=[page.place])


class Publications(PageKind):
    """Issues by title, introduction, number, the name of their series and the words of every story."""

    name = "yayinlar"
    number = 16
    title = gettext_lazy("Yayınlar")
    icon = "doc-full-inverse"
    listed = (Issue,)

    def may_look(self, user: User | AnonymousUser) -> bool:
        return may_read_publications(user)

    def addresses(self, user: User | AnonymousUser) -> Callable[[Any], str]:
        return lambda page: reverse("publications:desk", args=[page.pk])

    def sources(self) -> Sequence[Source]:
        issues = f"SELECT i.page_ptr_id FROM {Issue._meta.db_table} i WHERE i.series_id = {{row}}.id"  # noqa: S608
        renamed = f"OLD.title {DIFFERS} NEW.title"
        return [*super().sources(), Source(Series._meta.db_table, issues, when=renamed, events=("UPDATE",))]

    def words_of(self, page: Any) -> Words:
        return Words(
            page.full_title, page.date, spot=page.summary, body=publications.words_in(page), tags=[page.number]
        )


class WebsitePages(PageKind):
    """The website's own pages, to those who may open them in the explorer."""

    name = "sayfalar"
    number = 3
    title = gettext_lazy("Sayfalar")
    icon = "doc-empty"
    listed = (
        StandardPage, CollectionPage, HomePage, BulletinIndexPage, PhotoGalleryIndexPage, VideoGalleryIndexPage,
        IssueIndexPage,
    )  # fmt: skip

    def may_look(self, user: User | AnonymousUser) -> bool:
        return may_write_bulletins(user)

    def rows(self, user: User | AnonymousUser) -> Any:
        return super().rows(user) & PagePermissionPolicy().explorable_instances(user)

    def words_of(self, page: Any) -> Words:
        said = getattr(page, "introduction", "") or getattr(page, "summary", "")
        moment = page.last_published_at or page.latest_revision_created_at
        return Words(page.title, moment, spot=said, body=_words(getattr(page, "body", None)))


def _words(body: StreamValue | None) -> str:
    return words_in(body) if body else ""


BULLETINS, GALLERIES, WEBSITE_PAGES = declare(Bulletins()), declare(Galleries()), declare(WebsitePages())
PUBLICATIONS = declare(Publications())
offer(Door("bulletin", gettext_lazy("Yeni bülten"), "doc-full", add_url_for, order=10))
