"""What waits in the house, room by room, and what takes long."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import DurationField, ExpressionWrapper, F, Max, Min
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from wagtail.models import Revision

from cms.core.carriage import DeliveryState
from cms.letters.models import Letter
from media_library.models import MediaJob
from media_library.models.jobs import JobState
from media_library.work import health as media
from publishing.dispatch import health as dispatch
from publishing.dispatch.models import Channel, Delivery
from publishing.subscriptions.models import Announcement, AnnouncementState

# Work that a reader would notice; a day's jobs are looked at.
SLOW, LONG = dt.timedelta(minutes=2), dt.timedelta(minutes=10)
WINDOW, SHOWN = dt.timedelta(days=1), 5
WAITING = (DeliveryState.QUEUED, DeliveryState.LEASED, DeliveryState.SENDING)


@dataclass(frozen=True, slots=True)
class Queue:
    """``since``: when the oldest came in; ``is_late``: whether a worker that runs would have done it by now."""

    name: str
    count: int
    since: dt.datetime | None = None
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work of the archive, and for how long somebody has waited for it."""

    name: str
    time: str
    progress: int = 100


def all_queues() -> list[Queue]:
    """Every queue of the house."""
    late = dispatch.late()
    letters = Letter.objects.filter(state__in=WAITING)
    mails = Delivery.objects.filter(state__in=WAITING, channel=Channel.EMAIL)
    jobs = MediaJob.objects.filter(state__in=[JobState.QUEUED, JobState.RUNNING])
    told = Announcement.objects.filter(state=AnnouncementState.OPEN)
    told_since = _first(told, "created_at")
    scheduled = Revision.objects.filter(approved_go_live_at__isnull=False)
    return [
        Queue(_("Mektuplar"), letters.count(), _first(letters, "created_at"), "letters" in late),
        Queue(_("Basına e-postalar"), mails.count(), _first(mails, "created_at"), "deliveries" in late),
        Queue(_("Abonelere duyurular"), told.count(), told_since, _is_old(told_since)),
        Queue(_("Yayın saatini bekleyenler"), scheduled.count(), None, "scheduled" in late),
        Queue(_("Fotoğraf, video, basın kiti"), jobs.count(), _first(jobs, "created_at"), bool(media.media_worker())),
    ]


def _is_old(since: dt.datetime | None) -> bool:
    return since is not None and since < timezone.now() - dispatch.LATE


def _first(rows: object, field: str) -> dt.datetime | None:
    found: dt.datetime | None = rows.aggregate(first=Min(field))["first"]  # type: ignore[attr-defined]
    return found


def left_over() -> list[tuple[str, int]]:
    """What nobody does any more by itself: a person has to decide."""
    failed = MediaJob.objects.filter(state=JobState.FAILED).count()
    return [
        (_("Ulaşmayan ya da belirsiz mektup"), Letter.objects.not_arrived().count()),
        (_("Sonucu belirsiz e-posta"), Delivery.objects.filter(state=DeliveryState.UNKNOWN).count()),
        (_("Bitirilemeyen arşiv işi"), failed),
    ]


def last_accepted() -> dt.datetime | None:
    """When a mail server took a mail last."""
    letter = Letter.objects.filter(state=DeliveryState.ACCEPTED).aggregate(last=Max("finished_at"))["last"]
    rows = Delivery.objects.filter(state=DeliveryState.ACCEPTED, channel=Channel.EMAIL)
    mail = rows.aggregate(last=Max("finished_at"))["last"]
    return max((moment for moment in (letter, mail) if moment), default=None)


def in_hand_for_long() -> list[Job]:
    """Work that was asked for long ago and is in hand now."""
    running = MediaJob.objects.filter(state=JobState.RUNNING, created_at__lt=timezone.now() - LONG).order_by("pk")
    return [Job(str(job), timesince(job.created_at, depth=1), job.progress) for job in running[:SHOWN]]


def slowest() -> list[Job]:
    """What took longest of the last day, from the wish to the end."""
    took = ExpressionWrapper(F("finished_at") - F("created_at"), output_field=DurationField())
    done = MediaJob.objects.filter(state=JobState.DONE, finished_at__gte=timezone.now() - WINDOW).annotate(took=took)
    rows = done.filter(took__gte=SLOW).order_by("-took")[:SHOWN]
    return [Job(str(job), timesince(job.created_at, job.finished_at, depth=1)) for job in rows]
