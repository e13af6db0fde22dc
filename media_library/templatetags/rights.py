"""What pages say of a picture's rights."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.utils import timezone

from media_library.models import Consent, Photo, RightsState, Video
from media_library.rights import selectors
from media_library.rights.rules import Purpose, holds

register = template.Library()


@register.simple_tag(takes_context=True)
def rights_facts(context: Context, item: Photo | Video) -> dict[str, Any]:
    """The state of ``item``, the reasons, and how many consents hold; the records themselves only for archivists."""
    user = context["request"].user
    named = {"photos" if isinstance(item, Photo) else "videos": [item.pk]}
    reasons = {
        purpose: next(iter(selectors.obstacles(**named, purposes=(purpose,)).values()), [])  # type: ignore[arg-type]
        for purpose in (Purpose.WEB, Purpose.PRESS, Purpose.SOCIAL)
    }
    every = list(dict.fromkeys(reason for group in reasons.values() for reason in group))
    consents = list(Consent.objects.filter(**{f"{next(iter(named))}__in": [item.pk]}).order_by("pk"))
    today = timezone.localdate()
    state = RightsState.BLOCKED if reasons[Purpose.WEB] else RightsState(item.rights_state)
    kind = "foto" if isinstance(item, Photo) else "video"
    archivist = selectors.may_see_consents(user)
    down = selectors.open_takedown(**{"photo" if kind == "foto" else "video": item})
    return {
        "state": state,
        "reasons": every,
        "valid": sum(holds(one, today) for one in consents),
        "total": len(consents),
        "consents": consents if archivist else [],
        "archivist": archivist,
        "may_blur": archivist and kind == "foto",
        "kind": kind,
        "may_take_down": selectors.may_take_down(user) and item.withheld_at is None,
        "takedown": down if selectors.may_take_down(user) else None,
    }
