"""What is about to be signed is drawn before anybody else's photos: officers look at it, and readers soon will."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from wagtail.signals import task_submitted

from cms.core import holds
from cms.core.models import Hold
from media_library.models import Photo
from media_library.work.sizes import ask_for_signing
from publishing.approval.models import Office, SignatureState
from publishing.approval.selectors import office_of


@receiver(task_submitted, sender=SignatureState, dispatch_uid="approval.sizes")
def round_began(instance: SignatureState, **kwargs: Any) -> None:
    """Müdür's step begins: content has come in for its signatures. At Başkan's step all this has been asked for."""
    if office_of(instance) != Office.DIRECTOR:
        return
    state = instance.workflow_state
    held = Hold.objects.filter(
        holder_type=state.content_type_id, holder_id=state.object_id, row_type=holds.type_of(Photo)
    )
    ask_for_signing(sorted(map(int, held.values_list("row_id", flat=True))))
