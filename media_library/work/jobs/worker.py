"""The media worker: one process that makes sizes, web copies of videos and kits. A video never holds up a mail."""

from __future__ import annotations

import logging

from cms.core import beats
from cms.core.worker import DATABASE_TROUBLE, BaseWorker
from media_library.models.jobs import JobKind, MediaJob
from media_library.work.jobs import services
from media_library.work.jobs.registry import WORK, JobRefused, LeaseLost

logger = logging.getLogger(__name__)

SWEEP_EVERY, CLEAR_EVERY = 15.0, 3600.0


class MediaWorker(BaseWorker):
    """Does one job after the other. ``chores`` are (name, seconds, function) that upper floors add."""

    job = beats.Job.MEDIA
    chores: list[tuple[str, float, object]] = []

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
        self.carry(job)
        return 1

    def carry(self, job: MediaJob) -> None:
        """Does one claimed job and writes down how it ended."""

        def progress(percent: int) -> None:
            services.extend_lease(job=job, progress=percent)
            self.beat()
            if self.stopping:
                raise LeaseLost

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
