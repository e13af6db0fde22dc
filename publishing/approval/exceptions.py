"""Why a signature, a return or a publication was refused, in words for the person who asked."""

from __future__ import annotations

from typing import Any


class ApprovalRefused(Exception):
    """The act is against the rules of the two signatures. ``str()`` is a Turkish sentence for the screen.

    Not a ``PermissionDenied``: Wagtail's admin catches those and shows its own general sentence instead.
    ``publishing.approval.middleware`` answers for this one. ``content`` is what the act was about, when known.
    """

    def __init__(self, message: str = "", *, content: Any = None) -> None:
        super().__init__(message)
        self.content = content


class ContentChanged(ApprovalRefused):
    """What would be signed or published is not what was read or signed."""


class FileMissing(ApprovalRefused):
    """A photo or document that the content uses is gone or cannot be read."""
