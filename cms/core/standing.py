"""Where content stands on its way to the public: one set of words for lists, the editor, the desk and the explorer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page, Revision, WorkflowState


class Standing(models.TextChoices):
    """Where a page stands, in the office's words."""

    DRAFT = "draft", gettext_lazy("Taslak")
    DIRECTOR = "director", gettext_lazy("Müdür imzasında")
    MAYOR = "mayor", gettext_lazy("Başkan imzasında")
    RETURNED = "returned", gettext_lazy("İade edildi")
    TROUBLED = "troubled", gettext_lazy("Yayımlanamadı")
    EMBARGOED = "embargoed", gettext_lazy("Ambargolu")
    PUBLISHED = "published", gettext_lazy("Yayında")
    WITHDRAWN = "withdrawn", gettext_lazy("Geri çekildi")

    @property
    def icon(self) -> str:
        """Its sign: colours alone tell nothing to many eyes."""
        return ICONS[self]

    @property
    def turn(self) -> str:
        """Who has to do something now; empty when nobody has."""
        return {
            Standing.DRAFT: _("Sıra editörde"),
            Standing.DIRECTOR: _("Sıra Müdür’de"),
            Standing.MAYOR: _("Sıra Başkan’da"),
            Standing.RETURNED: _("Sıra editörde"),
            Standing.TROUBLED: _("Sıra editörde ve makamlarda"),
            Standing.EMBARGOED: _("Saatini bekliyor"),
        }.get(self, "")


ICONS: dict[Standing, str] = {
    Standing.DRAFT: "edit",
    Standing.DIRECTOR: "user",
    Standing.MAYOR: "group",
    Standing.RETURNED: "resubmit",
    Standing.TROUBLED: "warning",
    Standing.EMBARGOED: "time",
    Standing.PUBLISHED: "check",
    Standing.WITHDRAWN: "no-view",
}
# What somebody has in hand, and since when.
IN_HAND = (Standing.DRAFT, Standing.DIRECTOR, Standing.MAYOR, Standing.RETURNED)
AT_OFFICES = (Standing.DIRECTOR, Standing.MAYOR)
# Said by the floors above: from the type and the number (as a text) of a page, whether its publication failed.
_troubles: list[Callable[[Any, Any], Any]] = []


def register_trouble(condition: Callable[[Any, Any], Any]) -> None:
    """``condition``: from references to a page's content type and to its number as text, the condition under which its
    publication at its minute is in trouble."""
    _troubles.append(condition)


def with_standing(pages: Any) -> Any:
    """Each of ``pages`` with ``standing``, a value of :class:`Standing`, and ``standing_since``: since when somebody
    has it in hand, ``None`` when nobody has.

    What waits for a signature is told before what is public already: a correction on its way is what needs attention.
    """
    page_id = Cast(OuterRef("pk"), models.CharField(max_length=255))
    rounds = WorkflowState.objects.filter(base_content_type=ContentType.objects.get_for_model(Page), object_id=page_id)
    waiting = rounds.filter(status=WorkflowState.STATUS_IN_PROGRESS)
    returned = rounds.filter(status=WorkflowState.STATUS_NEEDS_CHANGES)
    scheduled = Revision.page_revisions.filter(object_id=page_id, approved_go_live_at__isnull=False)
    troubled = [When(condition(OuterRef("content_type"), page_id), then=Value("troubled")) for condition in _troubles]
    active = rounds.filter(status__in=[WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES])
    step_since = Coalesce("current_task_state__finished_at", "current_task_state__started_at")
    return pages.annotate(
        step=Subquery(waiting.values("current_task_state__task__workflow_tasks__sort_order")[:1]),
        standing=Case(
            When(step=0, then=Value(Standing.DIRECTOR.value)),
            When(step__gt=0, then=Value(Standing.MAYOR.value)),
            *troubled,
            When(Exists(scheduled), then=Value(Standing.EMBARGOED.value)),
            When(Exists(returned), then=Value(Standing.RETURNED.value)),
            When(live=True, then=Value(Standing.PUBLISHED.value)),
            When(first_published_at__isnull=False, then=Value(Standing.WITHDRAWN.value)),
            default=Value(Standing.DRAFT.value),
            output_field=models.CharField(),
        ),
        standing_since=Case(
            When(
                standing__in=[Standing.DIRECTOR, Standing.MAYOR, Standing.RETURNED],
                then=Subquery(active.annotate(since=step_since).values("since")[:1]),
            ),
            When(standing=Standing.DRAFT, then=F("latest_revision_created_at")),
            default=None,
            output_field=models.DateTimeField(),
        ),
    )


def standings_of(pks: Iterable[int]) -> dict[int, Standing]:
    """Where the pages ``pks`` stand; one query."""
    found = with_standing(Page.objects.filter(pk__in=list(pks))).order_by().values_list("pk", "standing")
    return {pk: Standing(standing) for pk, standing in found}


def standing_of(content: Any) -> Standing:
    """Where ``content`` stands: as :func:`with_standing` has told it, else asked for. Of a snippet that nobody signs it
    is whether the public sees it."""
    told = getattr(content, "standing", None)
    if told is not None:
        return Standing(told)
    if isinstance(content, Page):
        return standings_of([content.pk]).get(content.pk, Standing.DRAFT) if content.pk else Standing.DRAFT
    return _of_snippet(content)


def _of_snippet(content: Any) -> Standing:
    round_: WorkflowState | None = getattr(content, "current_workflow_state", None)
    if round_ is not None and round_.status == WorkflowState.STATUS_IN_PROGRESS:
        step = round_.workflow.workflow_tasks.filter(task=round_.current_task_state.task_id).first()
        return Standing.MAYOR if step is not None and step.sort_order else Standing.DIRECTOR
    if getattr(content, "scheduled_revision", None) is not None:
        return Standing.EMBARGOED
    if round_ is not None and round_.status == WorkflowState.STATUS_NEEDS_CHANGES:
        return Standing.RETURNED
    if getattr(content, "live", True):
        return Standing.PUBLISHED
    return Standing.WITHDRAWN if getattr(content, "first_published_at", None) else Standing.DRAFT
