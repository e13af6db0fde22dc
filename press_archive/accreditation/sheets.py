"""Badges on paper: one to a card (ID-1), one to an A6 page, ten to an A4 sheet; in the house's colours, as one PDF."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

from cms.core.paper import tagged_pdf
from cms.identity.selectors import current
from press_archive.accreditation.codes import code_of
from press_archive.accreditation.models import Badge
from press_archive.accreditation.words import ROLE_COLOURS, ROLE_LETTERS, Layout, Role
from press_archive.journalists import photos

PER_SHEET = 10
MOST = 500


def _photo(badge: Badge) -> str:
    if badge.portrait is None:
        return ""
    try:
        return "data:image/jpeg;base64," + base64.b64encode(photos.bytes_of(badge.portrait)).decode()
    except OSError:  # the store does not give it now: the badge is printed with the role's letter instead
        return ""


def face_of(badge: Badge) -> dict[str, Any]:
    """What stands on a badge."""
    role = Role(badge.role)
    code = code_of(badge.token)
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{code.box}" shape-rendering="crispEdges">'
        f'<path d="{code.path}"/></svg>'
    )
    return {
        "name": badge.name, "outlet": badge.outlet_name, "role": str(role.label), "letter": ROLE_LETTERS[role],
        "kind": role.value, "zones": badge.zones, "photo": _photo(badge), "number": badge.pk,
        "code": "data:image/svg+xml;base64," + base64.b64encode(drawing.encode()).decode(),
    }  # fmt: skip


def badges_pdf(badges: Iterable[Badge], layout: Layout) -> bytes:
    """The badges as they are printed, in Turkish whoever asks."""
    rows = list(badges)[:MOST]
    faces = [face_of(badge) for badge in rows]
    sheets = [faces[start : start + PER_SHEET] for start in range(0, len(faces), PER_SHEET)]
    with override(settings.LANGUAGE_CODE):
        page = render_to_string(
            f"accreditation/badges/{layout.value}_pdf.html",
            {
                "faces": faces,
                "sheets": sheets,
                "colours": {role.value: colour for role, colour in ROLE_COLOURS.items()},
                "identity": current(),
                "event": rows[0].application.event,
            },
        )
        return tagged_pdf(page)
