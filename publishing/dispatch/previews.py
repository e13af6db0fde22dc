"""How the e-mail and the press kit will look, for those who sign them."""

from __future__ import annotations

import dataclasses
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from cms.core.message import Message, MessageKind
from cms.identity.models import Identity
from media_library.kits.preview import preview_page
from media_library.kits.texts import as_html
from media_library.metadata.outgoing import outgoing_words
from media_library.models import File, Photo, Video
from media_library.rights.rules import Purpose
from media_library.rights.selectors import obstacles
from publishing.approval.desk import surfaces
from publishing.approval.files import used_files
from publishing.approval.selectors import certificates_of
from publishing.channels.email import EmailRecipient, render_html
from publishing.dispatch.pictures import without_blocked
from publishing.dispatch.planning import gets_kit, goes_out, sender

ARCHIVE: dict[str, Any] = {"photo": Photo, "file": File, "video": Video}


def email_preview(request: HttpRequest, content: Any) -> SafeString | None:
    """The mail as a complete HTML document, or ``None`` when ``content`` sends none."""
    if not goes_out(content):
        return None
    message, _left_out = without_blocked(content.to_message())
    if not message.send_email:
        return None
    kind = MessageKind.CORRECTION if certificates_of(content).exists() else MessageKind.FIRST
    # The number, and with it the kit, comes with the first publication.
    kit_url = f"{settings.SITE_URL}/basin-kiti/" if gets_kit(content) else ""
    recipient = EmailRecipient(email="basin@ornek.example", sender=sender(), kit_url=kit_url)
    with override("tr"):  # as it goes out, whatever the reader's own language is
        return mark_safe(render_html(dataclasses.replace(message, kind=kind), recipient))


def kit_preview(request: HttpRequest, content: Any) -> SafeString | None:
    """The press kit as a complete HTML document, or ``None`` for what gets none: only numbered content has one."""
    if not gets_kit(content):
        return None
    files = []
    used = sorted(set(used_files(content)))
    kept_back = obstacles(videos=[pk for kind, pk in used if kind == "video"], purposes=[Purpose.PRESS])
    for kind, pk in used:
        item = ARCHIVE[kind]._default_manager.filter(pk=pk).first()
        if item is not None and item not in kept_back:
            files.append({"kind": kind, "id": pk, "words": outgoing_words(item)})
    version = len(certificates_of(content)) + 1
    kind = MessageKind.CORRECTION if version > 1 else MessageKind.FIRST
    message, _left_out = without_blocked(dataclasses.replace(content.to_message(), kind=kind))
    return mark_safe(preview_page(message, files, dataclasses.asdict(sender()), version))


def specimen() -> Message:
    """A bulletin that says nothing, to show what stands around every bulletin."""
    words = gettext("Bu satırlar, kimliğin bir bültenin çevresinde nasıl göründüğünü gösterir.")
    return Message(
        headline=gettext("Örnek bülten başlığı"),
        summary=words,
        body_html="",
        body_text="",
        url=f"{settings.SITE_URL}/bultenler/",
        number="2026/0001",
    )


def identity_in_mail(request: HttpRequest, content: Any) -> SafeString | None:
    """The head and foot that every mail to the press would get; ``None`` for anything but an identity."""
    if not isinstance(content, Identity):
        return None
    recipient = EmailRecipient(email="basin@ornek.example", sender=sender(content))
    with override("tr"):
        return mark_safe(render_html(specimen(), recipient))


def identity_in_kit(request: HttpRequest, content: Any) -> SafeString | None:
    """The head of the bulletin that lies in every press kit; ``None`` for anything but an identity."""
    if not isinstance(content, Identity):
        return None
    with override("tr"):
        return mark_safe(as_html(specimen(), dataclasses.asdict(sender(content)), version=1))


def register() -> None:
    """Adds the e-mail to what the approvers' desk shows, and of an identity what the press would get."""
    surfaces.register("email", _("E-posta"), email_preview)
    surfaces.offer_while_writing("email", offered=goes_out)
    surfaces.register("kit", _("Basın kiti"), kit_preview)
    surfaces.register("identity-mail", _("E-postaların başı ve sonu"), identity_in_mail)
    surfaces.register("identity-kit", _("Basın kitindeki bültenin başlığı"), identity_in_kit)
