"""What the editor says of content that is being signed: nobody edits it, whatever Wagtail's own sentence promises."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _
from wagtail.locks import WorkflowLock

from cms.users.models import User
from cms.users.roles import Office
from publishing.approval.labels import waiting_words


class SignatureLock(WorkflowLock):
    """Names the office that the content waits for and the two ways back."""

    def get_message(self, user: User | AnonymousUser) -> str:
        state = self.object.current_workflow_task_state
        values = {
            "office": Office(self.task.specific.office).label,
            "waiting": waiting_words(state.started_at if state else None),
        }
        return (
            _(
                "%(office)s imzasında: %(waiting)s. İmza sürecinde metin kilitlidir; değiştirmek için onaydan "
                "geri alın ya da iade edilmesini bekleyin."
            )
            % values
        )

    def get_description(self, user: User | AnonymousUser, can_lock: bool = False) -> str:
        return _("İmza sürecinde metin kilitlidir.")
