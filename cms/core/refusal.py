"""What a rule of the house says when it refuses: one exception for all floors.

``cms.office`` answers for it, wherever in a request it is raised. Not a ``PermissionDenied``: Wagtail's admin catches
those and shows its own general sentence instead.
"""

from __future__ import annotations

from typing import Any


class Refusal(Exception):
    """What was asked for is not done. ``str()`` is a Turkish sentence for the person who asked.

    ``status`` is the answer's, ``code`` is what scripts read; both belong to the class, and one refusal may have its
    own. ``content`` is what the request was about, when known: a refusal in the admin leads back to its editor.
    """

    status = 403
    code = "refused"
    # The template that is the whole answer; without one a refusal in the admin is a message and the way back.
    page = ""

    def __init__(self, text: str = "", *, status: int | None = None, code: str = "", content: Any = None) -> None:
        super().__init__(text)
        self.status = status or self.status
        self.code = code or self.code
        self.content = content
