"""Why a signature, a return or a publication was refused, in words for the person who asked."""

from __future__ import annotations

from cms.core.refusal import Refusal


class ApprovalRefused(Refusal):
    """The act is against the rules of the two signatures."""


class ContentChanged(ApprovalRefused):
    """What would be signed or published is not what was read or signed."""


class FileMissing(ApprovalRefused):
    """A photo or document that the content uses is gone or cannot be read."""
