"""What is planned, waits for its minute, or was published, between two days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Q
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from cms.core.standing import Standing, with_standing
from cms.core.turkish import capitalize
from cms.website.entries import RegisteredPage

DAY = dt.timedelta(days=1)
NOT_PLANNED = (Standing.PUBLISHED, Standing.WITHDRAWN, Standing.EMBARGOED)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a day. ``at``: its minute; ``None`` for something that is only about that ``day``.

    ``title`` is signed where ``public``, and nobody else's to read before: see :attr:`wordless`.
    """

    page: int
    kind: str
    day: dt.date
    at: dt.datetime | None
    standing: Standing
    title: str
    public: bool
    public_path: str = ""

    @property
    def uid(self) -> str:
        """The same at every reading, so that a calendar moves an entry and does not double it."""
        return f"{'published' if self.public else 'planned'}-{self.page}"

    @property
    def edit_path(self) -> str:
        """Where the office opens it."""
        return reverse("wagtailadmin_pages:edit", args=[self.page])

    @property
    def wordless(self) -> str:
        """What may leave the house about it: of what is not public only that there is something."""
        if self.public:
            return self.title
        return _("%(kind)s (%(state)s)") % {"kind": self.kind, "state": str(self.standing.label)}


def entries(first: dt.date, last: dt.date) -> list[Entry]:
    """Everything from the day ``first`` to the day ``last``, in order."""
    begins, ends = _midnight(first), _midnight(last + DAY)
    found = [*_published(begins, ends), *_embargoed(begins, ends), *_planned(first, last)]
    return sorted(found, key=lambda one: (one.day, one.at or begins.replace(year=9999), one.title))


def by_day(first: dt.date, last: dt.date) -> list[tuple[dt.date, list[Entry]]]:
    """Each day from ``first`` to ``last`` with its entries."""
    days: dict[dt.date, list[Entry]] = {first + DAY * number: [] for number in range((last - first).days + 1)}
    for entry in entries(first, last):
        days[entry.day].append(entry)
    return list(days.items())


def _kinds() -> dict[int, str]:
    """The content types of pages with a register, and what the office calls them."""
    models = [model for model in apps.get_models() if issubclass(model, RegisteredPage)]
    types = ContentType.objects.get_for_models(*models)
    return {type_.pk: capitalize(str(model._meta.verbose_name)) for model, type_ in types.items()}


def _published(begins: dt.datetime, ends: dt.datetime) -> Iterator[Entry]:
    kinds = _kinds()
    pages = Page.objects.live().filter(
        content_type__in=kinds, first_published_at__gte=begins, first_published_at__lt=ends
    )
    for pk, type_id, title, at, path in pages.values_list(
        "pk", "content_type_id", "title", "first_published_at", "url_path"
    ):
        yield Entry(pk, kinds[type_id], _day(at), at, Standing.PUBLISHED, title, True, path)


def _embargoed(begins: dt.datetime, ends: dt.datetime) -> Iterator[Entry]:
    kinds = _kinds()
    rows = Revision.page_revisions.filter(
        content_type__in=kinds, approved_go_live_at__gte=begins, approved_go_live_at__lt=ends
    )
    for number, type_id, title, at in rows.values_list(
        "object_id", "content_type_id", "content__title", "approved_go_live_at"
    ):
        yield Entry(int(number), kinds[type_id], _day(at), at, Standing.EMBARGOED, title or "", False)


def _planned(first: dt.date, last: dt.date) -> Iterator[Entry]:
    """What is being written or signed: at the end of its embargo, else on the day of what it is about."""
    kinds = _kinds()
    pages = (
        Page.objects.filter(content_type__in=kinds)
        .filter(Q(live=False) | Q(has_unpublished_changes=True))
        .alias(
            go_live=Cast(KeyTextTransform("go_live_at", "latest_revision__content"), CharField()),
            event=Cast(KeyTextTransform("event_date", "latest_revision__content"), CharField()),
        )
    )
    # A margin of a day on both sides: the texts are in UTC.
    from_, to = (first - DAY).isoformat(), (last + 2 * DAY).isoformat()
    near = Q(go_live__gte=from_, go_live__lt=to) | Q(event__gte=from_, event__lt=to)
    rows = with_standing(pages.filter(near)).exclude(standing__in=NOT_PLANNED)
    for pk, type_id, title, standing, live, minute, day in rows.values_list(
        "pk", "content_type_id", "draft_title", "standing", "live",
        "latest_revision__content__go_live_at", "latest_revision__content__event_date",
    ):  # fmt: skip
        at = parse_datetime(minute or "")
        if at is not None and live and at < timezone.now():
            continue  # the embargo of what is public already
        about = _day(at) if at is not None else None if live else parse_date(day or "")
        if about is not None and first <= about <= last:
            yield Entry(pk, kinds[type_id], about, at, Standing(standing), title, False)


def _day(at: dt.datetime) -> dt.date:
    return timezone.localtime(at).date()


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))
