"""Changes of rights."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from media_library.models import Photo, Video
from media_library.rights.rules import state_of


def refresh(*, photos: Iterable[int] = (), videos: Iterable[int] = ()) -> int:
    """Writes the rights state of these pictures anew; gives how many changed."""
    today, changed = timezone.localdate(), 0
    for model, ids in ((Photo, set(photos)), (Video, set(videos))):
        if not ids:
            continue
        items = model._default_manager.filter(pk__in=ids).select_related("photographer").prefetch_related("consents")
        for item in items.iterator(chunk_size=500):
            state = state_of(item, item.consents.all(), on=today)
            if state != item.rights_state:
                model._default_manager.filter(pk=item.pk).update(rights_state=state)
                changed += 1
    return changed
