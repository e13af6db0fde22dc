"""What the admin's first page says about approval: to the offices what waits, to editors where their content is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component
from wagtail.models import WorkflowState

from cms.core.home import Task
from cms.core.standing import Standing
from cms.users.delegation import offices_of
from cms.users.models import User
from publishing.approval import selectors, troubles
from publishing.approval.desk import queue
from publishing.approval.labels import waiting_words
from publishing.approval.models import SignatureState

WAGTAILS_OWN = frozenset({"workflow_objects_to_moderate", "user_objects_in_workflow_moderation", "locked_pages"})
SHOWN = 10


def waiting_task(user: User) -> Task | None:
    """ "İmzanızı bekleyen N içerik", with the way to the desk; for office holders and today's deputies."""
    if not offices_of(user):
        return None
    count = queue.number_waiting(user)
    return Task(
        title=_("Onay masası"),
        sentence=_("İmzanızı bekleyen %(count)d içerik var.") % {"count": count}
        if count
        else _("İmzanızı bekleyen içerik yok."),
        action=_("Onay masasını aç"),
        url=reverse("approval:desk"),
        icon="check",
        order=0,
        first=True,
    )


class TroublePanel(Component):
    """Signed content that was not published at its minute, for whoever may edit it: in red, with what to do."""

    name = "approval_troubles"
    template_name = "approval/admin/trouble_panel.html"
    order = 5

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        return {"troubles": troubles.for_editor(parent_context["request"].user)}


class MyContentPanel(Component):
    """What the reader sent: on its way, or returned with a comment."""

    name = "approval_mine"
    template_name = "approval/admin/my_content_panel.html"
    order = 110

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        waiting: list[dict[str, Any]] = []
        returned: list[dict[str, Any]] = []
        states = (
            WorkflowState.objects.active()
            .filter(requested_by=user)
            .select_related("current_task_state")
            .order_by("-current_task_state__started_at")
        )
        for state in states[:SHOWN]:
            content = selectors.specific(state.content_object) if state.content_object else None
            step = state.current_task_state.specific if state.current_task_state else None
            if content is None or not isinstance(step, SignatureState):
                continue
            if state.status == WorkflowState.STATUS_NEEDS_CHANGES:
                returned.append({"content": content, "record": step.record})
            else:
                standing = Standing(selectors.office_of(step).value)
                waiting.append({"content": content, "standing": standing, "since": waiting_words(step.started_at)})
        return {"waiting": waiting, "returned": returned}
