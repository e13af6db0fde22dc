"""How the e-mail will look, for those who sign it."""

from __future__ import annotations

import dataclasses
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from cms.core.message import MessageKind
from publishing.approval import surfaces
from publishing.approval.selectors import certificates_of
from publishing.channels.email import EmailRecipient, render_html
from publishing.dispatch.planning import goes_out, sender


def email_preview(request: HttpRequest, content: Any) -> SafeString | None:
    """The mail as a complete HTML document, or ``None`` when ``content`` sends none."""
    if not goes_out(content):
        return None
    message = content.to_message()
    if not message.send_email:
        return None
    kind = MessageKind.CORRECTION if certificates_of(content).exists() else MessageKind.FIRST
    # The number, and with it the kit, comes with the first publication.
    kit_url = f"{settings.SITE_URL}/basin-kiti/" if hasattr(content, "number") else ""
    recipient = EmailRecipient(email="basin@ornek.example", sender=sender(), kit_url=kit_url)
    return mark_safe(render_html(dataclasses.replace(message, kind=kind), recipient))


def register() -> None:
    """Adds the e-mail to what the approvers' desk shows."""
    surfaces.register("email", _("E-posta"), email_preview)
