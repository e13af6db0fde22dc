"""What the list shows of each bulletin beside its row: for a page of them at once, in a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils.dateparse import parse_date, parse_datetime
from wagtail.images.models import Filter
from wagtail.models import Page, Revision, WorkflowState

from cms.core.standing import AT_OFFICES, IN_HAND, Standing
from cms.users.models import Department, User
from cms.website import pictures
from media_library.models import Photo, PhotoRendition
from media_library.renditions.sizes import CARD_SMALL
from publishing.approval.labels import waiting_words
from publishing.dispatch.models import Delivery
from publishing.dispatch.selectors import Tally, emails_of

THUMBNAIL = CARD_SMALL


@dataclass(frozen=True, slots=True)
class Row:
    """One bulletin as it is now: of what is being written the newest words, not those of its first minute.

    ``person``: the editor who has it in hand, where one has; ``since``: how long, in words; ``until``: the end of an
    embargo; ``published_at``: since when the public sees it.
    """

    standing: Standing
    person: str
    since: str
    since_at: dt.datetime | None
    until: dt.datetime | None
    published_at: dt.datetime | None
    event_date: dt.date | None
    department: str
    thumbnail: PhotoRendition | None
    emails: Tally
    panel: tuple[int, str]
    is_correction: bool
    has_draft: bool


def rows_of(bulletins: Sequence[Any]) -> dict[int, Row]:
    """By primary key; ``bulletins`` come with what ``cms.core.standing.with_standing`` says."""
    if not bulletins:
        return {}
    said = _said([bulletin.latest_revision_id for bulletin in bulletins])
    departments = Department.objects.in_bulk({one["department"] for one in said.values()} - {None})
    thumbnails = _thumbnails({one["lead_image"] for one in said.values()} - {None})
    editors = _editors(bulletins, said)
    content_type = ContentType.objects.get_for_model(type(bulletins[0]), for_concrete_model=False)
    went_out = [bulletin for bulletin in bulletins if bulletin.first_published_at]
    emails = emails_of(Delivery(content_type=content_type, object_id=str(bulletin.pk)) for bulletin in went_out)
    found = {}
    for bulletin in bulletins:
        words = said.get(bulletin.latest_revision_id, {})
        standing = Standing(bulletin.standing)
        key = (content_type.pk, str(bulletin.pk))
        department = departments.get(words.get("department"), bulletin.department)
        found[bulletin.pk] = Row(
            standing=standing,
            person=editors.get(bulletin.pk, "") if standing in (Standing.DRAFT, Standing.RETURNED) else "",
            since=waiting_words(bulletin.standing_since) if standing in AT_OFFICES else "",
            since_at=bulletin.standing_since if standing in IN_HAND else None,
            until=_moment(words.get("go_live_at")) if standing is not Standing.PUBLISHED else None,
            published_at=bulletin.last_published_at if standing is Standing.PUBLISHED else None,
            event_date=parse_date(words.get("event_date") or "") or bulletin.event_date,
            department=str(department or ""),
            thumbnail=thumbnails.get(words.get("lead_image")),
            emails=emails.get(key, Tally()),
            panel=key,
            is_correction=bulletin.live and standing is not Standing.PUBLISHED,
            has_draft=standing is Standing.PUBLISHED and bulletin.has_unpublished_changes,
        )
    return found


def _said(revisions: Sequence[int | None]) -> dict[int, dict[str, Any]]:
    """What each of ``revisions`` says of the fields that the list shows; their long texts stay in the database."""
    names = ("lead_image", "event_date", "department", "go_live_at")
    rows = Revision.objects.filter(pk__in=[pk for pk in revisions if pk]).order_by()
    return {
        pk: {"user": user, **dict(zip(names, words, strict=True))}
        for pk, user, *words in rows.values_list("pk", "user_id", *(f"content__{name}" for name in names))
    }


def _thumbnails(photos: set[Any]) -> dict[Any, PhotoRendition]:
    """The stored small size of each photo: the list draws none, and shows none of what was taken down."""
    shown = list(Photo.objects.filter(pk__in=photos, withheld_at=None)) if photos else []
    pictures.attach_renditions(shown, (THUMBNAIL,))
    wanted = Filter(spec=THUMBNAIL)
    found = {photo.pk: photo.find_existing_renditions(wanted).get(wanted) for photo in shown}
    return {pk: stored for pk, stored in found.items() if stored is not None}


def _editors(bulletins: Sequence[Any], said: dict[int, dict[str, Any]]) -> dict[int, str]:
    """Who has each bulletin in hand: whoever sent what was returned, else whoever saved last."""
    returned = [str(bulletin.pk) for bulletin in bulletins if bulletin.standing == Standing.RETURNED]
    senders = {}
    if returned:
        rounds = WorkflowState.objects.filter(
            base_content_type=ContentType.objects.get_for_model(Page), object_id__in=returned,
            status=WorkflowState.STATUS_NEEDS_CHANGES,
        )  # fmt: skip
        senders = {int(number): user for number, user in rounds.values_list("object_id", "requested_by_id")}
    wanted = {
        bulletin.pk: senders.get(bulletin.pk) or said.get(bulletin.latest_revision_id, {}).get("user")
        for bulletin in bulletins
    }
    people = User.objects.in_bulk({user for user in wanted.values() if user})
    return {pk: str(people[user]) for pk, user in wanted.items() if user in people}


def _moment(text: str | None) -> dt.datetime | None:
    return parse_datetime(text) if text else None
