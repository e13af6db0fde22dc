"""How many places are left: the event's capacity, what outlets of a kind may send. Asked while the plan is locked."""

from __future__ import annotations

from collections import Counter

from django.utils.translation import gettext as _

from press_archive.accreditation.models import Application, Plan, Quota
from press_archive.agenda.models import PressEvent


class Places:
    """The places of one event as they are given now; :meth:`take` counts one more."""

    def __init__(self, plan: Plan, event: PressEvent) -> None:
        self.plan, self.capacity = plan, event.capacity
        self.quotas: dict[str, Quota] = {quota.kind: quota for quota in plan.quotas.all()}
        self.taken = 0
        self.by_outlet: Counter[tuple[str, str]] = Counter()
        self.by_kind: Counter[str] = Counter()
        self.holders: set[int] = set()
        for row in Application.objects.filter(event=event).holding().select_related("outlet"):
            self.take(row)

    def take(self, application: Application) -> None:
        """Counts the place of ``application``."""
        self.taken += 1
        self.by_outlet[application.quota_kind, application.quota_outlet] += 1
        self.by_kind[application.quota_kind] += 1
        self.holders.add(application.pk)

    def give_back(self, application: Application) -> None:
        """Counts ``application`` no more, as it was counted."""
        if application.pk in self.holders:
            self.holders.discard(application.pk)
            self.taken -= 1
            self.by_outlet[application.quota_kind, application.quota_outlet] -= 1
            self.by_kind[application.quota_kind] -= 1

    def limits_of(self, kind: str) -> tuple[int | None, int | None]:
        """How many one outlet of ``kind`` may send, and all of that kind together; ``None``: no limit."""
        quota = self.quotas.get(kind)
        return (quota.per_outlet, quota.total) if quota is not None else (self.plan.per_outlet, None)

    def obstacle(self, application: Application) -> str:
        """Why ``application`` gets no place; empty when there is one."""
        if self.capacity is not None and self.taken >= self.capacity:
            return _("Etkinliğin %(count)d kişilik kontenjanı doldu.") % {"count": self.capacity}
        each, total = self.limits_of(application.quota_kind)
        outlet = application.quota_outlet
        if outlet and each is not None and self.by_outlet[application.quota_kind, outlet] >= each:
            return _("%(outlet)s kuruluşunun %(count)d kişilik kontenjanı doldu.") % {
                "outlet": application.outlet_label, "count": each,
            }  # fmt: skip
        if total is not None and self.by_kind[application.quota_kind] >= total:
            return _("Bu türden kuruluşlara ayrılan %(count)d kişilik kontenjan doldu.") % {"count": total}
        return ""

    @property
    def left(self) -> int | None:
        """How many may still come; ``None``: no limit."""
        return None if self.capacity is None else max(self.capacity - self.taken, 0)
