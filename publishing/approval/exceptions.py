"""Why a signature, a return or a publication was refused, in words for the person who asked."""

from __future__ import annotations

from typing import Any

from cms.core.refusal import Refusal


class ApprovalRefused(Refusal):
    """The act is against the rules of the two signatures."""


class Unfit(ApprovalRefused):
    """The content breaks rules of its own; ``errors`` says each of them."""

    def __init__(self, errors: list[str], *, content: Any = None) -> None:
        super().__init__(" ".join(errors), content=content)
        self.errors = errors


class ContentChanged(ApprovalRefused):
    """What would be signed or published is not what was read or signed."""


class FileMissing(ApprovalRefused):
    """A photo or document that the content uses is gone or cannot be read."""
