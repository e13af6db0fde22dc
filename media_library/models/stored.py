"""Names under which files lie in the store."""

from __future__ import annotations

import uuid
from pathlib import PurePath


def unguessable_name(filename: str) -> str:
    """A storage name that tells nothing and cannot be guessed, with the lower-case suffix of ``filename``."""
    return f"{uuid.uuid4().hex}{PurePath(filename).suffix.lower()}"
