"""What waits for a reader of the desk, and whether the reader may sign it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cms.users.delegation import Authority, offices_of
from cms.users.models import User
from publishing.approval.models import SignatureState
from publishing.approval.selectors import waiting_states
from publishing.approval.services import obstacle_to_sign


@dataclass(frozen=True, slots=True)
class WaitingItem:
    """One line of the approvers' desk. ``authority`` is in whose name the reader would sign; ``obstacle`` a Turkish
    sentence when the reader may not sign this one."""

    state: SignatureState
    content: Any
    authority: Authority
    obstacle: str = ""


def desk_of(user: User) -> list[WaitingItem]:
    """What waits for ``user``'s signature: first what is embargoed soonest, then the oldest."""
    items: list[WaitingItem] = []
    for authority in offices_of(user):
        for state in waiting_states(authority.office):
            content = state.revision.as_object()
            items.append(
                WaitingItem(
                    state=state,
                    content=content,
                    authority=authority,
                    obstacle=obstacle_to_sign(state=state, authority=authority, content=content),
                )
            )
    return sorted(
        items, key=lambda item: (item.content.go_live_at is None, item.content.go_live_at or item.state.started_at)
    )
