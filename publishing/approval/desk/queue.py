"""What waits for a reader of the desk, and whether the reader may sign it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils import timezone

from cms.users.delegation import Authority, offices_of
from cms.users.models import User
from cms.users.roles import Office
from publishing.approval import acts, rounds
from publishing.approval.embargo import are_over
from publishing.approval.models import SignatureState
from publishing.approval.selectors import newest_certificate, read_together, said, waiting_states
from publishing.approval.services import obstacle_to_sign


@dataclass(frozen=True, slots=True)
class WaitingItem:
    """One line of the approvers' desk. ``authority`` is in whose name the reader would sign; ``obstacle`` a Turkish
    sentence when the reader may not sign this one; ``correction`` says that an earlier version was signed."""

    state: SignatureState
    content: Any
    authority: Authority
    obstacle: str = ""
    correction: bool = False


def number_waiting(user: User) -> int:
    """How much waits for ``user``'s signature; counted by the database."""
    return sum(waiting_states(authority.office).order_by().count() for authority in offices_of(user))


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What waits for the office that the reader does not sign for: ``content`` in its words alone."""

    state: SignatureState
    content: Any
    office: Office


def elsewhere(user: User) -> list[Elsewhere]:
    """What waits for the other office, the longest first; as many queries as there are such offices."""
    own = {authority.office for authority in offices_of(user)}
    return [
        Elsewhere(state=state, content=said(state), office=office)
        for office in Office
        if office not in own
        for state in waiting_states(office)
    ]


def next_to_sign(user: User, *, but: int | None = None) -> list[WaitingItem]:
    """What ``user`` may sign now, most urgent first, without the step ``but``."""
    return [item for item in desk_of(user) if not item.obstacle and item.state.pk != but]


@acts.one_act
def desk_of(user: User) -> list[WaitingItem]:
    """What waits for ``user``'s signature: first what is embargoed soonest, then the oldest. A correction of something
    that is live is under no embargo any more. The number of queries does not grow with it."""
    waiting = [(state, authority) for authority in offices_of(user) for state in waiting_states(authority.office)]
    contents = {state.pk: said(state) for state, _authority in waiting}
    by_type: dict[type[Any], list[Any]] = defaultdict(list)
    for content in contents.values():
        by_type[type(content)].append(content)
    for model, alike in by_type.items():
        if any(field.name == "department" for field in model._meta.concrete_fields):
            prefetch_related_objects(alike, "department")
    read_together(contents.values())
    rounds.read_together([state.workflow_state for state, _authority in waiting])
    items = [
        WaitingItem(
            state=state,
            content=contents[state.pk],
            authority=authority,
            obstacle=obstacle_to_sign(state=state, authority=authority, content=contents[state.pk]),
            correction=newest_certificate(contents[state.pk]) is not None,
        )
        for state, authority in waiting
    ]
    over = are_over(contents.values(), timezone.now())

    def urgency(item: WaitingItem) -> tuple[bool, dt.datetime]:
        moment = None if (type(item.content), item.content.pk) in over else item.content.go_live_at
        return moment is None, moment or item.state.started_at

    return sorted(items, key=urgency)
