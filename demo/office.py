"""Who acts in the demo, and how what they write gets its two signatures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cms.users.models import User
from publishing.approval import services, snapshot

LOCAL = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Staff:
    """Who does what in the demo."""

    editor: User
    archivist: User
    director: User
    mayor: User


def fresh(content: Any) -> Any:
    """``content`` as the database has it now."""
    return type(content).objects.get(pk=content.pk)


def sign(content: Any, user: User) -> None:
    """One signature on what the latest revision of ``content`` holds."""
    current = fresh(content)
    seen = snapshot.take(current.get_latest_revision().as_object()).content_hash
    services.sign(state=current.current_workflow_task_state.specific, user=user, seen_hash=seen, ip=LOCAL)


def publish(content: Any, staff: Staff) -> None:
    """Submission and both signatures."""
    services.submit(content=fresh(content), user=staff.editor)
    sign(content, staff.director)
    sign(content, staff.mayor)
