"""``blur_photo``: a copy of a photo in which boxes are unrecognisable."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.users.models import User
from cms.users.roles import Role, has_role
from media_library.blur.drawing import Fractions, blurred
from media_library.intake.derived import take_in_drawn
from media_library.models import LegalBasis, Photo
from media_library.rights import services as rights

COPIED = (
    "description", "headline", "caption", "credit", "copyright_notice", "usage_terms", "city", "place", "taken_at",
    "digital_source", "ai_system", "ai_system_version", "ai_prompt", "ai_prompt_writer", "licence", "licence_ends",
    "licence_note", "photographer",
)  # fmt: skip
MOST_BOXES = 100


def may_blur(user: User | AnonymousUser) -> bool:
    """Whether ``user`` makes blurred copies."""
    return has_role(user, Role.ARCHIVIST)


def blur_photo(
    *, photo: Photo, boxes: Sequence[Fractions], user: User, legal_basis: str = LegalBasis.NO_PERSON,
    contains_children: bool = False,
) -> Photo:  # fmt: skip
    """Makes a copy of ``photo`` in which ``boxes`` (left, top, width, height in fractions of the upright picture) are
    unrecognisable, and takes it into the archive with the words and the licence of its original.

    The people that the original names are not copied: nobody knows who is still seen. With ``legal_basis`` "consent"
    its consents hold for the copy too. Raises ``PermissionDenied``, ``ValidationError`` for boxes that are none and
    for a file that cannot be read.
    """
    if not may_blur(user):
        raise PermissionDenied(_("Bulanıklaştırma arşivcilerin işidir."))
    checked = checked_boxes(boxes)
    values: dict[str, Any] = {name: getattr(photo, name) for name in COPIED}
    values |= {
        "title": _("%(title)s (bulanıklaştırılmış)") % {"title": photo.title[:230]},
        "derived_from": photo,
        "legal_basis": LegalBasis(legal_basis),
        "contains_children": contains_children,
    }

    def finish(copy: Photo) -> None:
        copy.people.clear()
        copy.tags.set(list(photo.tags.names()))
        if copy.legal_basis == LegalBasis.CONSENT:
            copy.consents.set(photo.consents.filter(withdrawn_at=None))
        rights.refresh(photos=[copy.pk])
        log(instance=copy, action="rights.blurred", user=user, data={"from": photo.pk, "boxes": len(checked)})

    return take_in_drawn(
        original=photo, draw=lambda stream: blurred(stream, checked), ending="bulanik", user=user, values=values,
        then=finish,
    )  # fmt: skip


def checked_boxes(boxes: Sequence[Fractions]) -> list[Fractions]:
    """``boxes`` cut to the picture. Raises ``ValidationError`` when there is none, too many, or one is no box."""
    found: list[Fractions] = []
    for box in boxes:
        try:
            x, y, width, height = (float(value) for value in box)
        except (TypeError, ValueError) as error:
            raise ValidationError(_("Kutulardan biri okunamadı; sayfayı yenileyip yeniden çizin.")) from error
        if not all(math.isfinite(value) for value in (x, y, width, height)):
            raise ValidationError(_("Kutulardan biri okunamadı; sayfayı yenileyip yeniden çizin."))
        left, top, right, bottom = max(0.0, x), max(0.0, y), min(1.0, x + width), min(1.0, y + height)
        if right > left and bottom > top:
            found.append((left, top, right - left, bottom - top))
    if not found:
        raise ValidationError(_("Bulanıklaştırılacak yerleri fotoğrafın üzerine çizin."))
    if len(found) > MOST_BOXES:
        raise ValidationError(_("En çok %(count)d kutu çizilebilir.") % {"count": MOST_BOXES})
    return found
