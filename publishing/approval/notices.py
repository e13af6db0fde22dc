"""E-mails to people of the office: to the signers that something new waits, to the editor what became of it.

They take the place of Wagtail's own, which leave inside the signing transaction: a slow mail server would hold the row
locks of a publication. These leave after the commit; a mail that fails is logged, never repeated, and the reminder
(``publishing.approval.reminders``) follows anyway.
"""

from __future__ import annotations

import logging
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

from publishing.approval.models import SignatureState
from publishing.approval.selectors import signers_of
from publishing.approval.services import office_of

logger = logging.getLogger(__name__)


def letter(*, user: Any, subject: str, template: str, content: Any, **context: Any) -> EmailMessage:
    """A plain mail in the office's tone to one person."""
    values = {"user": user, "content": content, "municipality": settings.WAGTAIL_SITE_NAME, **context}
    title = " ".join(str(content).split())
    return EmailMessage(
        subject=f"{subject}: {title}", body=render_to_string(f"approval/mail/{template}.txt", values), to=[user.email]
    )


def deliver(letters: list[EmailMessage]) -> int:
    """Sends every letter over one connection; gives how many left. A failing mail server is logged, nothing more."""
    if not letters:
        return 0
    try:
        return get_connection().send_messages(letters) or 0
    except OSError:
        logger.exception("%s notices could not be sent", len(letters))
        return 0


def waiting_letters(state: SignatureState, *, subject: str) -> list[EmailMessage]:
    """What the signers of the office that ``state`` waits for are told."""
    content = state.revision.as_object()
    url = settings.SITE_URL + reverse("approval:review", args=[state.pk])
    return [
        letter(user=user, subject=subject, template="waiting", content=content, state=state, url=url)
        for user in signers_of(office_of(state))
    ]


def step_began(sender: Any, instance: SignatureState, **kwargs: Any) -> None:
    """Something new waits for an office."""
    transaction.on_commit(lambda: deliver(waiting_letters(instance, subject=_("İmzanıza geldi"))))


def editor_of(workflow_state: WorkflowState, user: Any) -> Any | None:
    """Whoever submitted the content, unless it is the one who acted."""
    editor = workflow_state.requested_by
    return editor if editor is not None and editor != user and editor.email else None


def came_back(sender: Any, instance: WorkflowState, user: Any = None, **kwargs: Any) -> None:
    """The editor's content was returned, with the reason."""
    editor = editor_of(instance, user)
    if editor is None:
        return
    content = instance.content_object
    comment = instance.current_task_state.comment
    url = f"{settings.SITE_URL}{reverse('wagtailadmin_home')}"
    transaction.on_commit(
        lambda: deliver(
            [
                letter(
                    user=editor,
                    subject=_("İade edildi"),
                    template="returned",
                    content=content,
                    comment=comment,
                    url=url,
                )
            ]
        )
    )


def was_signed(sender: Any, instance: WorkflowState, user: Any = None, **kwargs: Any) -> None:
    """Both signatures are there: the editor's content is public, or will be at the end of its embargo."""
    editor = editor_of(instance, user)
    if editor is None:
        return
    content = type(instance.content_object)._base_manager.get(pk=instance.content_object.pk)
    transaction.on_commit(
        lambda: deliver(
            [
                letter(
                    user=editor, subject=_("İki imza tamamlandı"), template="signed", content=content, live=content.live
                )
            ]
        )
    )


def nothing(sender: Any, **kwargs: Any) -> None:
    """Submissions are told to the signers, not to every superuser."""


def connect() -> None:
    """Takes the places of Wagtail's notifiers by their ids; the first receiver under an id keeps it."""
    task_submitted.connect(step_began, sender=SignatureState, dispatch_uid="approval.step_began")
    for signal, receiver, event in (
        (workflow_submitted, nothing, "submitted"),
        (workflow_rejected, came_back, "rejected"),
        (workflow_approved, was_signed, "approved"),
    ):
        signal.connect(receiver, sender=WorkflowState, dispatch_uid=f"workflow_state_{event}_email_notification")
