"""What has happened, read from rows that were written with it: the record of decisions, the steps that wait, the
archive. Nothing here is asked while somebody signs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Revision

from cms.core.turkish import format_date
from media_library.models import Consent, Photo, Photographer, Shoot, Video
from publishing.approval.models import Decision, EvidenceRecord, SignatureState
from publishing.approval.notices import is_urgent
from publishing.rules.models import Event

OF_DECISIONS = {
    Decision.PUBLISHED: Event.PUBLISHED, Decision.WITHDRAWN: Event.WITHDRAWN, Decision.RETURNED: Event.RETURNED,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that a rule may be about. ``key`` is what it is known by, ``label`` what people call it; ``content`` is
    what it happened to, as it was then."""

    event: Event
    key: str
    at: dt.datetime
    label: str
    content: Any = None
    subject: str = ""
    department: int | None = None
    tags: frozenset[int] = field(default_factory=frozenset)
    place: str = ""
    urgent: bool = False


def of_record(record: EvidenceRecord) -> Happening | None:
    """What ``record`` tells of; ``None`` for what no rule is about, or what is not there any more."""
    event = OF_DECISIONS.get(Decision(record.decision))
    if event is None:
        return None
    content = _content_of(record)
    if content is None or getattr(content, "is_letter", False):  # nothing goes live with it
        return None
    if event is Event.PUBLISHED and _was_public(record):
        event = Event.CORRECTED
    return _happening(event, f"record:{record.sequence}", record.created_at, record.content_label, content)


def _content_of(record: EvidenceRecord) -> Any:
    revision = Revision.objects.filter(pk=record.revision_id).first() if record.revision_id else None
    if revision is not None:
        return revision.as_object()
    if record.content_type_id is None:
        return None
    content_type = ContentType.objects.filter(pk=record.content_type_id).first()
    model: Any = content_type.model_class() if content_type else None
    return model._base_manager.filter(pk=record.object_id).first() if model else None


def _was_public(record: EvidenceRecord) -> bool:
    """Whether the content was public before ``record`` published it."""
    before = EvidenceRecord.objects.filter(
        content_type_id=record.content_type_id, object_id=record.object_id, sequence__lt=record.sequence,
        decision__in=[Decision.PUBLISHED, Decision.WITHDRAWN],
    ).order_by("-sequence")  # fmt: skip
    return before.values_list("decision", flat=True).first() == Decision.PUBLISHED


def of_step(state: SignatureState) -> Happening | None:
    """A step that waits for an office, or waited; what it waits with."""
    if state.revision is None or (content := state.revision.as_object()) is None:
        return None
    return _happening(Event.WAITING, f"step:{state.pk}", state.started_at, str(content), content)


def _happening(event: Event, key: str, at: dt.datetime, label: str, content: Any) -> Happening:
    tags: Any = getattr(content, "tags", None)
    return Happening(
        event, key, at, label, content,
        subject=content._meta.label_lower,
        department=getattr(content, "department_id", None),
        tags=frozenset(tag.pk for tag in tags.all()) if tags is not None else frozenset(),
        place=getattr(content, "place", "") or "",
        urgent=is_urgent(content, at),
    )  # fmt: skip


def of_shoots(since: dt.datetime) -> Iterator[Happening]:
    """Shoots that got photos from ``since`` on, once for each day of the office."""
    days = Photo.objects.filter(created_at__gte=since, shoot__isnull=False).order_by()
    found = list(days.annotate(day=TruncDate("created_at")).values_list("shoot", "day").distinct())
    shoots = Shoot.objects.in_bulk([pk for pk, _day in found])
    for pk, day in sorted(found, key=lambda row: (row[1], row[0])):
        shoot = shoots[pk]
        at = timezone.make_aware(dt.datetime.combine(day, dt.time(12)))
        yield Happening(
            Event.SHOOT, f"shoot:{pk}:{day}", at, shoot.title, shoot, department=shoot.department_id, place=shoot.place
        )


def of_rights(day: dt.date) -> Happening | None:
    """What may be used for the last time on ``day``: photos, videos, and people's consents."""
    own = Q(licence_ends=day)
    contracts = Photographer.objects.exclude(kind=Photographer.Kind.STAFF).filter(rights_until=day)
    theirs = Q(photographer__in=contracts.values("pk"))
    count = sum(model._default_manager.filter(own | theirs).count() for model in (Photo, Video))
    consents = Consent.objects.filter(withdrawn_at=None, expires_on=day).count()
    if not count and not consents:
        return None
    label = _("%(count)d fotoğraf ya da videonun ve %(consents)d rızanın son günü %(day)s") % {
        "count": count, "consents": consents, "day": format_date(day),
    }  # fmt: skip
    return Happening(Event.RIGHTS, f"rights:{day}", timezone.now(), label)
