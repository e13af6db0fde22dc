"""The proof as both offices see it before they sign: every page as a picture, and what the preflight found."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from publishing.publications import selectors
from publishing.publications.models import Issue


def render(request: HttpRequest, content: Any) -> SafeString | None:
    """The pages of the files that ``content`` names; ``None`` for what is no publication."""
    if not isinstance(content, Issue):
        return None
    rendering = content.rendering
    wanted = (content.made or {}).get("files") or {}
    rows = {row.name: row for row in rendering.files.all()} if rendering else {}
    whole = {name: row for name, row in rows.items() if wanted.get(name) == row.sha256}
    pages = [
        {"number": number, "small": whole[name], "zoom": whole.get(name.replace("page-", "zoom-"))}
        for number, name in enumerate(sorted(name for name in whole if name.startswith("page-")), start=1)
    ]
    findings = (content.made or {}).get("findings") or []
    return render_to_string(
        "publications/surface.html",
        {
            "pages": pages, "issue": content,
            "red": [one for one in findings if one["level"] == "red"],
            "yellow": [one for one in findings if one["level"] == "yellow"],
            "printed": whole.get(selectors.PRINT),
        },
        request=request,
    )  # fmt: skip
