"""What is about to be signed is drawn before anybody else's photos: officers look at it, and readers soon will."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from wagtail.signals import task_submitted

from media_library.work.sizes import ask_for_signing
from publishing.approval import acts, snapshot
from publishing.approval.models import Office, SignatureState
from publishing.approval.selectors import office_of


@receiver(task_submitted, sender=SignatureState, dispatch_uid="approval.sizes")
def round_began(instance: SignatureState, **kwargs: Any) -> None:
    """Müdür's step begins: content has come in for its signatures. At Başkan's step all this has been asked for."""
    if office_of(instance) == Office.DIRECTOR:
        used = snapshot.used_files(acts.said_by(instance.revision))
        ask_for_signing(number for kind, number in used if kind == "photo")
