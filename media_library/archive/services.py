"""State changes of the archive's screens: shoots, saved filters, text templates. Batches are in ``batch``."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.core.refusal import Refusal
from cms.users.models import User
from cms.users.roles import is_administrator
from media_library.archive import titles
from media_library.archive.batch import people_named
from media_library.archive.models import SavedFilter, TextTemplate
from media_library.archive.permissions import may_describe, may_look
from media_library.intake.uploads.services import may_upload
from media_library.metadata import templates
from media_library.models import Photo, Shoot, Video

MOST_FILTERS = 50


class NotEmpty(Refusal):
    """The shoot still holds photos or videos."""

    status = 409
    code = "not-empty"


@transaction.atomic
def shoot_save(*, shoot: Shoot, people: Iterable[str], user: User) -> Shoot:
    """Saves a new or changed shoot with the people of these names; titles that the house gave follow a new name.
    Raises ``PermissionDenied``."""
    is_new = shoot.pk is None
    if not (may_upload(user) if is_new else may_describe(user)):
        raise PermissionDenied
    was = ""
    if is_new:
        shoot.created_by = user
    else:
        # What is in it is locked before the shoot itself, as everywhere.
        for model in (Photo, Video):
            rows = model._default_manager.filter(shoot=shoot).order_by("pk")
            list(rows.select_for_update(no_key=True).values_list("pk"))
        # An upload may have taken a number since ``shoot`` was read.
        now = Shoot.objects.select_for_update(no_key=True).get(pk=shoot.pk)
        was, shoot.last_number = now.title, now.last_number
    shoot.save()
    if was and was != shoot.title:
        titles.follow(shoot=shoot, was=was, user=user)
    shoot.people.set(people_named(people))
    log(instance=shoot, action="wagtail.create" if is_new else "wagtail.edit", user=user, title=shoot.title)
    return shoot


def holds_anything(shoot: Shoot) -> bool:
    """Whether a photo or video is in ``shoot``, shown or not."""
    return any(model._default_manager.filter(shoot=shoot).exists() for model in (Photo, Video))


@transaction.atomic
def shoot_delete(*, shoot: Shoot, user: User) -> None:
    """Deletes an empty shoot. Raises ``PermissionDenied`` and :class:`NotEmpty`."""
    if not may_describe(user):
        raise PermissionDenied
    Shoot.objects.select_for_update().get(pk=shoot.pk)
    if holds_anything(shoot):
        raise NotEmpty(_("Çekimde fotoğraf ya da video var; önce onları başka bir çekime taşıyın."))
    log(instance=shoot, action="wagtail.delete", user=user, title=shoot.title)
    shoot.delete()


@transaction.atomic
def filter_save(*, user: User, name: str, query: str, shared: bool) -> SavedFilter:
    """Keeps the finder's ``query`` under ``name``; an older one of this name is overwritten.

    Raises ``PermissionDenied`` and ``ValidationError``.
    """
    if not may_look(user):
        raise PermissionDenied
    name = " ".join(name.split())
    if not name or len(name) > 80:
        raise ValidationError(_("Süzgece en çok 80 harflik bir ad verin."))
    if not query or len(query) > 1000:
        raise ValidationError(_("Kaydedilecek bir süzgeç yok; önce listeyi daraltın."))
    mine = SavedFilter.objects.filter(user=user)
    if mine.count() >= MOST_FILTERS and not mine.filter(name=name).exists():
        raise ValidationError(_("En çok %(most)d süzgeç saklanabilir.") % {"most": MOST_FILTERS})
    return SavedFilter.objects.update_or_create(user=user, name=name, defaults={"query": query, "shared": shared})[0]


@transaction.atomic
def filter_rename(*, saved: SavedFilter, name: str, shared: bool, user: User) -> SavedFilter:
    """Gives a saved filter another name. Raises ``PermissionDenied`` for one of somebody else, ``ValidationError``."""
    _own(saved, user)
    saved.name, saved.shared = " ".join(name.split()), shared
    saved.full_clean()
    saved.save(update_fields=["name", "shared"])
    return saved


@transaction.atomic
def filter_delete(*, saved: SavedFilter, user: User) -> None:
    """Deletes a saved filter. Raises ``PermissionDenied`` for one of somebody else."""
    _own(saved, user)
    saved.delete()


@transaction.atomic
def template_save(*, user: User, name: str, field: str, text: str) -> TextTemplate:
    """Keeps words for a field under a name; older ones of this name are overwritten.

    Raises ``PermissionDenied`` and ``ValidationError``.
    """
    if not may_describe(user):
        raise PermissionDenied
    kept = TextTemplate.objects.filter(field=field, name=name).first() or TextTemplate(field=field, name=name)
    kept.text, kept.created_by = text, user
    kept.full_clean()
    templates.check(text)
    kept.save()
    return kept


@transaction.atomic
def template_delete(*, kept: TextTemplate, user: User) -> None:
    """Deletes kept words. Raises ``PermissionDenied``."""
    if not may_describe(user):
        raise PermissionDenied
    kept.delete()


def _own(saved: SavedFilter, user: User) -> None:
    if saved.user_id != user.pk and not (saved.shared and is_administrator(user)):
        raise PermissionDenied
