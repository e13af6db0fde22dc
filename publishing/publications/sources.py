"""From signed content to stories and posters: bulletins, galleries, announcements, as both offices signed them.

What is taken is a copy: it may be shortened, is signed anew as part of the issue, and names where it came from.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.core.message import Dispatchable, Message
from cms.core.refusal import Refusal
from cms.core.turkish import format_date
from cms.users.models import User
from cms.website.models import StandardPage
from media_library.models import Photo
from media_library.rights import selectors as rights
from media_library.rights.rules import Purpose
from press_archive.bulletins.models import BulletinPage
from press_archive.galleries.models import PhotoGalleryPage
from publishing.approval import selectors as approval
from publishing.publications import services
from publishing.publications.formats.models import Format
from publishing.publications.models import Issue, IssueIndexPage
from publishing.publications.permissions import may_make
from publishing.publications.prepress.design import HANGING

OFFERED = (BulletinPage, PhotoGalleryPage, StandardPage)
MOST_OFFERED = 60
PROPOSED = ("citylight", "billboard")


def offered() -> QuerySet[Page]:
    """The signed content that stories can be taken from, the newest first."""
    return Page.objects.live().type(OFFERED).order_by("-first_published_at", "-pk")[:MOST_OFFERED]


def signed_message(content: Any) -> tuple[Message, str]:
    """What both offices signed of ``content``, and which version of what that is. Raises ``Refusal`` for anything
    else."""
    content = content.specific if isinstance(content, Page) else content
    is_shown = isinstance(content, Dispatchable) and bool(getattr(content, "live", False))
    certificate = approval.certificate_of(content) if is_shown else None
    if certificate is None or approval.withdrawn_since(certificate):
        raise Refusal(_("Yalnız iki imzalı, yayındaki içerikten yazı alınır."), status=409)
    message = content.to_message()
    name = message.number or content.title
    return message, _("%(name)s, %(version)d. sürüm") % {
        "name": Truncator(name).chars(160),
        "version": certificate.version,
    }


def printable_pictures(message: Message, most: int) -> list[dict[str, Any]]:
    """The first photos of ``message`` whose rights let them be printed, in slots."""
    ids = [picture.image_id for picture in message.pictures if picture.image_id]
    photos = Photo.objects.in_bulk(ids)
    blocked = {item.pk for item in rights.obstacles(photos=ids, purposes=(Purpose.PRINT,))}
    return [
        services.picture_value(
            photos[picture.image_id], alt=picture.alt, credit=picture.credit, caption=picture.caption[:240]
        )
        for picture in message.pictures
        if picture.image_id in photos and picture.image_id not in blocked
    ][:most]


def plain_text(message: Message) -> str:
    """The running text, a blank line between paragraphs."""
    lines = [line.strip() for line in message.body_text.replace("\r", "").split("\n")]
    return "\n\n".join(line for line in lines if line)


def take_story(*, issue: Issue, user: User, seen: int | None, place: int, content: Any) -> Issue:
    """Adds a story with what both offices signed of ``content`` to the page at ``place``."""
    message, source = signed_message(content)
    story = services.story_value(
        headline=message.headline[:200], spot=message.summary[:600], text=plain_text(message),
        pictures=tuple(printable_pictures(message, 8)), source=source,
    )  # fmt: skip

    def with_story(plan: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if not 0 <= place < len(plan):
            raise Refusal(_("Böyle bir sayfa yok; sayfayı yenileyin."), status=409)
        plan[place]["value"]["stories"].append(services.item(story))
        return plan

    return services.change_plan(issue=issue, user=user, seen=seen, change=with_story)


def hanging_formats() -> QuerySet[Format]:
    """The sizes that hang, for which a design can be proposed."""
    return Format.objects.filter(active=True, kind__in=sorted(HANGING)).order_by("kind", "name")


@transaction.atomic
def propose(
    *, content: Any, formats: list[Format], user: User, date: dt.date, when: str = "", where: str = ""
) -> list[Issue]:
    """A draft for each of ``formats``: headline, first photo, day and place, a code that leads to the page. The same
    words in every size; each is drawn, looked at and signed by itself."""
    if not may_make(user):
        raise PermissionDenied
    if not formats:
        raise Refusal(_("En az bir ölçü seçin."), status=400)
    message, source = signed_message(content)
    pictures = tuple(printable_pictures(message, 1))
    parent = IssueIndexPage.objects.get()
    made = []
    for chosen in formats:
        story = services.story_value(
            headline=Truncator(message.headline).chars(90), when=when[:80] or format_date(date),
            where=where[:120] or message.place[:120], pictures=pictures, source=source,
        )  # fmt: skip
        layout = "poster_photo" if pictures else "poster_type"
        issue = Issue(
            title=Truncator(f"{message.headline}: {chosen.name}").chars(200), kind=chosen.kind, format=chosen,
            summary=message.summary[:400] or message.headline[:400], date=date, qr=message.url, owner=user, live=False,
            plan=[{"type": "page", "value": services.page_value(layout, story)}],
        )  # fmt: skip
        parent.add_child(instance=issue)
        issue.save_revision(user=user, log_action=True, clean=False)
        made.append(issue)
    return made
