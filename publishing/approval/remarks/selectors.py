"""Questions about remarks: what stands open, what came of it, and how a return says it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models

from publishing.approval.evidence import content_type_of
from publishing.approval.models import Remark
from publishing.approval.remarks import passages

SHOWN = 60


def remarks_of(content: models.Model) -> models.QuerySet[Remark]:
    """Every remark on ``content`` that its author has not taken back, in order."""
    rows = Remark.objects.filter(content_type=content_type_of(content), object_id=str(content.pk))
    return rows.exclude(state=Remark.State.TAKEN_BACK)


@dataclass(frozen=True, slots=True)
class Standing:
    """A remark beside the content as it is: ``there`` says whether its words still stand, ``now`` what the passage says
    (empty when it is gone)."""

    remark: Remark
    there: bool
    now: str

    @property
    def anchor(self) -> str:
        """The id under which a page shows it."""
        return f"not-{self.remark.pk}"


def standing(content: Any, *, since: Any = None) -> list[Standing]:
    """The remarks on ``content`` (a revision as an object) written after ``since``, the newest ``SHOWN``, in order."""
    rows = remarks_of(content)
    if since is not None:
        rows = rows.filter(created_at__gt=since)
    found = list(reversed(rows.order_by("-created_at", "-pk")[:SHOWN]))
    words = {passage.path: passage.text for passage in passages.of(content)} if found else {}
    return [
        Standing(
            remark=remark,
            there=passages.place_of(words.get(remark.path, ""), remark.quote, remark.start) is not None,
            now=words.get(remark.path, ""),
        )
        for remark in found
    ]
