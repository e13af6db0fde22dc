"""What happens after the last signature. Imported while Wagtail's models load, so nothing is imported at the top."""

from typing import Any


def finish(workflow_state: Any, user: Any = None) -> None:
    """Publishes the signed revision of a finished workflow; raises ``PermissionDenied`` without a certificate."""
    from publishing.approval.publication import publish_signed

    publish_signed(workflow_state=workflow_state, user=user)
