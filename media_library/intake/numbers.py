"""The running numbers of a shoot's photos and videos."""

from __future__ import annotations

from django.db.models import F
from django.db.models.functions import Coalesce

from media_library.models import Shoot


def take(shoot_id: int, count: int = 1) -> tuple[str, range]:
    """What the shoot is called and its next ``count`` numbers; to be called in a transaction. The shoot is locked until
    then, so that two uploads at once never get the same number, nor a name that is being changed."""
    rows = Shoot.objects.filter(pk=shoot_id)
    rows.update(last_number=Coalesce(F("last_number"), 0) + count)
    title, last = rows.values_list("title", "last_number").get()
    return title, range((last or 0) - count + 1, (last or 0) + 1)
