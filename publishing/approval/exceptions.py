"""Why a signature, a return or a publication was refused, in words for the person who asked."""

from django.core.exceptions import PermissionDenied


class ApprovalRefused(PermissionDenied):
    """The act is against the rules of the two signatures. ``str()`` is a Turkish sentence for the screen."""


class ContentChanged(ApprovalRefused):
    """What would be signed or published is not what was read or signed."""


class FileMissing(ApprovalRefused):
    """A photo or document that the content uses is gone or cannot be read."""
