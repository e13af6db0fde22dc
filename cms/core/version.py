"""Which code runs here: the commit of the checkout that the process was started from."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from django.conf import settings

COMMIT = re.compile(r"[0-9a-f]{40}")
SHOWN = 12


@cache
def version() -> str:
    """The first hex digits of the commit; empty where the code is no checkout. The same while the process runs."""
    try:
        return _commit(Path(settings.BASE_DIR) / ".git")[:SHOWN]
    except OSError:
        return ""


def _commit(git: Path) -> str:
    if git.is_file():
        git = (git.parent / git.read_text().partition("gitdir:")[2].strip()).resolve()
    head = (git / "HEAD").read_text().strip()
    if not head.startswith("ref:"):
        return head if COMMIT.fullmatch(head) else ""
    name = head.partition("ref:")[2].strip()
    common = git / "commondir"
    shared = (git / common.read_text().strip()).resolve() if common.is_file() else git
    for place in (git, shared):
        if (place / name).is_file():
            return (place / name).read_text().strip()
    packed = shared / "packed-refs"
    lines = packed.read_text().splitlines() if packed.is_file() else []
    return next((line.split()[0] for line in lines if line.endswith(f" {name}")), "")
