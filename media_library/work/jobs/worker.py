"""The media worker: one process that makes sizes, web copies of videos and kits. A video never holds up a mail, nor,
where there is only one worker, the photos that people wait for: they are drawn while ffmpeg works."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import connection

from cms.core import beats
from cms.core.worker import DATABASE_TROUBLE, BaseWorker
from media_library.models.jobs import LONG_WORK, JobKind, MediaJob, Priority
from media_library.work.jobs import services
from media_library.work.jobs.registry import WORK, JobRefused, LeaseLost

logger = logging.getLogger(__name__)

SWEEP_EVERY, CLEAR_EVERY = 15.0, 3600.0
SHORT_WORK = [kind for kind in JobKind if kind not in LONG_WORK]


class MediaWorker(BaseWorker):
    """Does one job after the other. ``chores`` are (name, seconds, function) that upper floors add."""

    job = beats.Job.MEDIA
    chores: list[tuple[str, float, object]] = []
    _between = 0  # pieces done during the one in hand

    def give_back(self) -> None:
        services.requeue(owner=self.owner)

    def housekeeping(self) -> None:
        """Takes up what dead workers left, forgets old jobs, and does the chores whose time has come."""
        self._every("sweep", SWEEP_EVERY, services.release_abandoned)
        self._every("clear", CLEAR_EVERY, services.clear_finished)
        for name, seconds, work in self.chores:
            self._every(name, seconds, work)  # type: ignore[arg-type]

    def carry_batch(self) -> int:
        job = services.claim(owner=self.owner)
        if job is None:
            return 0
        self._between = 0
        self.carry(job)
        return 1 + self._between

    def _do_between(self, around: Callable[[], None]) -> None:
        """One shorter piece of what people wait for more than for the film that ffmpeg is busy with."""
        short = services.claim(owner=self.owner, kinds=SHORT_WORK, before=Priority.VIDEO)
        if short is not None:
            self._between += 1
            self.carry(short, around=around)
            around()

    def carry(self, job: MediaJob, *, around: Callable[[], None] | None = None) -> None:
        """Does one claimed job and writes down how it ended. ``around`` says that a longer one, between whose looks
        this is done, is alive as well."""
        began_in = _transactions()

        def progress(percent: int) -> None:
            services.extend_lease(job=job, progress=percent)
            self.beat()
            if around is not None:
                around()
            if self.stopping:
                raise LeaseLost
            if job.kind in LONG_WORK and _transactions() == began_in:
                self._do_between(lambda: services.extend_lease(job=job, progress=percent))

        work = WORK.get(JobKind(job.kind))
        try:
            if work is None:
                raise JobRefused(f"{job.kind}: ?")
            work.do(job.subject_id, progress)
        except LeaseLost:
            if self.stopping:
                services.requeue(owner=self.owner)
        except JobRefused as error:
            services.fail(job=job, reason=str(error), for_good=True)
        except DATABASE_TROUBLE:
            raise
        except Exception as error:
            logger.exception("media job %s (%s %s) failed", job.pk, job.kind, job.subject_id)
            services.fail(job=job, reason=f"{type(error).__name__}: {error}")
        else:
            services.finish(job=job)


def _transactions() -> tuple[bool, int]:
    """How deep in transactions this is: nothing else is done within one of the job's own."""
    return connection.in_atomic_block, len(connection.savepoint_ids)
