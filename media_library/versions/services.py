"""``make_version``: a photo turned and cropped, taken into the archive beside its original."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.permissions import policy_registry

from cms.users.models import User
from media_library import names
from media_library.intake.derived import take_in_drawn
from media_library.intake.uploads.services import may_upload
from media_library.models import Photo
from media_library.rights import services as rights
from media_library.rights import versions
from media_library.versions.pixels import Edit, drawn


def may_turn(user: User | AnonymousUser) -> bool:
    """Whether ``user`` makes versions: whoever brings photos in."""
    return may_upload(user)


def make_version(*, photo: Photo, edit: Edit, user: User, seen: str = "") -> Photo:
    """Makes a version of ``photo`` and takes it in by the door of every upload: into its shoot and collection, with the
    words, credit, rights and consents of its original, which stays as it is.

    ``seen`` is the digest of the file that ``user`` looked at. Raises ``PermissionDenied``, and ``ValidationError`` for
    an edit that changes nothing or leaves too little, for what was taken down, and when the file is another one now.
    """
    original = Photo.objects.select_related("collection", "shoot").get(pk=photo.pk)
    policy = policy_registry.get_by_type(Photo)
    if not may_turn(user) or original.collection not in policy.collections_user_has_permission_for(user, "add"):
        raise PermissionDenied(_("Bu fotoğrafın bulunduğu yere fotoğraf ekleyemezsiniz."))
    if original.edit is not None:
        raise ValidationError(_("Sürümler fotoğrafın aslından yapılır."))
    if not edit.changes:
        raise ValidationError(_("Fotoğrafı döndürün ya da kırpın; şimdiki hâli aslının aynısı."))
    _check(original, seen)
    seen = original.sha256
    crop = [round(one, 5) for one in (edit.left, edit.top, edit.width, edit.height)] if edit.crops else []
    values: dict[str, Any] = versions.taken_over(original) | {
        "title": names.version_title(original.title, turned=bool(edit.turn), cropped=edit.crops),
        "derived_from": original,
        "edit": {"turn": edit.turn, "crop": crop, "of": seen},
    }

    def finish(version: Photo) -> None:
        # Who takes the original down meanwhile waits here, and then finds the version.
        now = Photo.objects.select_for_update(of=("self",), no_key=True).get(pk=original.pk)
        _check(now, seen)
        versions.relate(version, now)
        rights.refresh(photos=[version.pk])
        log(instance=version, action="versions.made", user=user, data={"from": now.pk, "turn": edit.turn, "crop": crop})

    return take_in_drawn(
        original=original, draw=lambda stream: drawn(stream, edit), ending="surum", user=user, values=values,
        then=finish,
    )  # fmt: skip


def _check(original: Photo, seen: str) -> None:
    if original.withheld_at is not None:
        raise ValidationError(_("Fotoğraf yayından kaldırılmış; sürümü yapılamaz."))
    if seen and seen != original.sha256:
        raise ValidationError(_("Fotoğrafın dosyası bu arada değişti; yeni hâline bakıp yeniden deneyin."))
