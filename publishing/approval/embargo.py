"""An embargo covers the files of its content as well: no other content brings them to the public before its minute."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Revision

from cms.core.turkish import format_moment
from media_library.models import PublicFile, Video
from media_library.rights.selectors import family_of
from publishing.approval import selectors
from publishing.approval.files import used_files

Files = set[tuple[str, int]]
URGENT = dt.timedelta(hours=3)


def cannot_wait(content: Any, now: dt.datetime) -> bool:
    """Whether the embargo of ``content`` ends within three hours. One that is over hurries nobody once ``content`` is
    live: a correction keeps the minute of the first version."""
    moment = getattr(content, "go_live_at", None)
    if moment is None or moment - now >= URGENT:
        return False
    return not are_over([content], now)


def are_over(contents: Iterable[Any], now: dt.datetime) -> set[tuple[type[Any], Any]]:
    """Those of ``contents`` (type and primary key) whose embargo is over and that are live: a correction keeps the
    minute of the first version, which says nothing of it. A query for each kind of content that has such a minute."""
    past: dict[type[Any], list[Any]] = defaultdict(list)
    for content in contents:
        moment = getattr(content, "go_live_at", None)
        if moment is not None and moment <= now:
            past[type(content)].append(content.pk)
    # Asked of the rows: a revision says how they stood when it was written.
    return {
        (model, pk)
        for model, ids in past.items()
        for pk in model._base_manager.filter(pk__in=ids, live=True).values_list("pk", flat=True)
    }


def embargo_errors(content: Any) -> list[str]:
    """A sentence for each file of ``content`` that other content keeps under embargo beyond the minute at which
    ``content`` would be public. What the public can fetch already is under none."""
    files = set(used_files(content))
    now = timezone.now()
    others = [
        (other, until)
        for other, until in (under_embargo(max(now, content.go_live_at or now)) if files else ())
        if (type(other), other.pk) != (type(content), content.pk)
    ]
    hidden = files - already_public(files) if others else set()
    errors: dict[tuple[str, int], str] = {}
    for other, until in others if hidden else ():
        used = set(used_files(other))
        for kind, pk in sorted(hidden & with_copies(used - already_public(used))):
            values = {"file": models()[kind].objects.get(pk=pk), "content": other, "moment": format_moment(until)}
            errors[kind, pk] = (
                _("“%(file)s” ambargolu “%(content)s” içeriğinde kullanılıyor; %(moment)s saatinden önce yayımlanamaz.")
                % values
            )
    return list(errors.values())


def under_embargo(moment: dt.datetime) -> Iterator[tuple[Any, dt.datetime]]:
    """Everything in approval or on schedule that stays under embargo after ``moment``, and until when."""
    waiting = selectors.waiting_states().order_by().values("revision")
    on_the_way = Revision.objects.filter(Q(pk__in=waiting) | Q(approved_go_live_at__gt=moment))
    minutes = {pk: parse_datetime(text or "") for pk, text in on_the_way.values_list("pk", "content__go_live_at")}
    hidden = {pk: until for pk, until in minutes.items() if until is not None and until > moment}
    for revision in Revision.objects.filter(pk__in=hidden).order_by("pk") if hidden else ():
        yield revision.as_object(), hidden[revision.pk]


def with_copies(files: Files) -> Files:
    """``files``, and every other row of the archive that holds the same bytes or, of a photo, shows the same: blurred,
    merged or stacked."""
    found = set(files) | {("photo", pk) for pk in family_of(pk for kind, pk in files if kind == "photo")}
    digests = Video.objects.filter(pk__in=[pk for kind, pk in files if kind == "video"]).exclude(sha256="")
    same = Video.objects.filter(sha256__in=digests.values("sha256"))
    found |= {("video", pk) for pk in same.values_list("pk", flat=True)}
    documents = get_document_model().objects
    # Of documents from before digests were kept it is taken now, once.
    for one in documents.filter(file_hash=""):
        with suppress(OSError):
            one.get_file_hash()
    hashes = {one.get_file_hash() for one in documents.filter(pk__in=[pk for kind, pk in files if kind == "file"])}
    same_files = documents.filter(file_hash__in=hashes - {""})
    return found | {("file", pk) for pk in same_files.values_list("pk", flat=True)}


def already_public(files: Files) -> Files:
    """Those of ``files`` that live content shows to the public now."""
    found: Files = set()
    for kind in models():
        ids = [pk for one, pk in files if one == kind]
        rows = PublicFile.objects.filter(**{f"{kind}__in": ids}).values_list(kind, flat=True)
        found |= {(kind, pk) for pk in rows}
    return found


def models() -> dict[str, Any]:
    """The models that ``used_files`` names."""
    return {"photo": get_image_model(), "file": get_document_model(), "video": Video}
