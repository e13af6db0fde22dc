"""``MediaJob``: work on files that no reader should wait for. The row is the truth; a worker only borrows it."""

from __future__ import annotations

import datetime as dt
from enum import IntEnum

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class JobKind(models.TextChoices):
    """What is to be done; each has one function in ``media_library.work.jobs``."""

    ARCHIVED = "archived", _("fotoğrafın arşivdeki boyutları ve benzerleri")
    PHOTO = "photo", _("fotoğrafın ekran boyutları")
    PUBLIC = "public", _("fotoğrafın yayın boyutları")
    VIDEO = "video", _("videonun web kopyası")
    KIT = "kit", _("basın kitinin hazırlanması")
    PAPER_FILE = "paper_file", _("taranan dosyanın açılması")
    PAPER_PAGE = "paper_page", _("taranan sayfanın çizilmesi")
    PAPER_TEXT = "paper_text", _("taranan sayfanın okunması")
    CLIPPING = "clipping", _("kupür taramasının okunması")
    PAGE_COPY = "page_copy", _("internet sayfasının PDF kopyası")
    ISSUE = "issue", _("yayının baskı dosyaları")


# What takes a worker minutes: never more than one at a time while somebody waits for something shorter.
LONG_WORK = (JobKind.VIDEO, JobKind.ISSUE)


class Priority(IntEnum):
    """What people wait for, the most urgent first. Among equals the oldest goes first."""

    OPENED = 1  # somebody looks at the place where it is missing
    NEWS = 2  # a bulletin's kit
    SIGNED = 3  # on a page that is in approval or has just been published
    AGAIN = 4  # asked for anew by a person
    ARRIVED = 5  # what came in today: its small sizes, so that the grid is complete
    SCREENS = 6  # and then the sizes for the other screens
    VIDEO = 7
    IDLE = 8  # what may be needed later: the readers' sizes of what is in approval
    IMPORTED = 9  # an old archive


class JobState(models.TextChoices):
    """Where a job stands."""

    QUEUED = "queued", _("bekliyor")
    RUNNING = "running", _("çalışıyor")
    DONE = "done", _("bitti")
    FAILED = "failed", _("başarısız")


# Longer than any pause after a failed attempt (``media_library.work.jobs.services``).
LONGEST_WAIT = dt.timedelta(hours=2)


class MediaJobQuerySet(models.QuerySet["MediaJob"]):
    """Jobs by the worker's questions."""

    def due(self, at: dt.datetime | None = None) -> MediaJobQuerySet:
        """Queued jobs whose time has come, the most urgent and oldest first.

        A time further off than any pause was written by a clock that has been set back since: it has come.
        """
        at = at or timezone.now()
        come = Q(run_after__lte=at) | Q(run_after__gt=at + LONGEST_WAIT)
        return self.filter(come, state=JobState.QUEUED).order_by("priority", "pk")

    def abandoned(self, at: dt.datetime | None = None) -> MediaJobQuerySet:
        """Running jobs whose worker has not been heard of, or whose lease a clock gave that was set back since."""
        at = at or timezone.now()
        longest = dt.timedelta(seconds=2 * settings.MEDIA_LEASE_SECONDS)
        return self.filter(Q(lease_until__lt=at) | Q(lease_until__gt=at + longest), state=JobState.RUNNING)


class MediaJob(models.Model):
    """One piece of work on the row ``subject_id`` of what ``kind`` works on. Every kind can be repeated without harm.

    ``priority``: one of :class:`Priority`. ``progress`` is in percent.
    """

    kind = models.CharField(_("İş"), max_length=20, choices=JobKind.choices)
    subject_id = models.PositiveBigIntegerField()
    state = models.CharField(_("durum"), max_length=20, choices=JobState.choices, default=JobState.QUEUED)
    priority = models.PositiveSmallIntegerField(default=Priority.ARRIVED)
    progress = models.PositiveSmallIntegerField(_("İlerleme"), default=0)
    attempts = models.PositiveSmallIntegerField(_("deneme"), default=0)
    error = models.CharField(_("hata"), max_length=300, blank=True)
    run_after = models.DateTimeField(default=timezone.now)
    lease_owner = models.CharField(max_length=64, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(_("oluşturma"), auto_now_add=True)
    finished_at = models.DateTimeField(_("bitiş"), null=True, blank=True)

    objects = MediaJobQuerySet.as_manager()

    class Meta:
        verbose_name = _("arşiv işi")
        verbose_name_plural = _("arşiv işleri")
        ordering = ["-pk"]
        constraints = [
            # Asking twice for what already waits is asking once.
            models.UniqueConstraint(
                fields=["kind", "subject_id"], condition=Q(state="queued"), name="mediajob_queued_once"
            ),
        ]
        indexes = [
            models.Index(fields=["priority", "id"], condition=Q(state="queued"), name="mediajob_due"),
            models.Index(fields=["lease_until"], condition=Q(state="running"), name="mediajob_lease"),
            models.Index(fields=["kind", "subject_id", "-id"], name="mediajob_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.subject_id}"
