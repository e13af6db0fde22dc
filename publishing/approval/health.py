"""What monitoring asks of the evidence: whether the nightly verification ran, and what it found."""

from __future__ import annotations

from cms.core import beats
from cms.core.models import Beat
from publishing.approval.models import DayHead


def last_verification() -> Beat | None:
    """When the chain was verified last; its ``note`` is what was found, empty when nothing was."""
    return beats.last(beats.Job.VERIFICATION)


def newest_day() -> DayHead | None:
    """The end of the chain that both offices were told last."""
    return DayHead.objects.order_by("-day").first()


def evidence() -> str:
    """What the last verification found, or that it is late; empty when all is well or it never ran."""
    return beats.trouble_of(beats.Job.VERIFICATION, beats.VERIFICATION_LATE)
