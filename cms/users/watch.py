"""What is noticed when a row of a person is saved: names that nobody may write, credentials that somebody else set.

The rule itself needs none of this (``cms.users.credentials`` compares fingerprints); here it is told and recorded.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models.signals import post_save, pre_save
from django.utils.translation import gettext as _
from wagtail.log_actions import get_active_log_context

from cms.users import permissions, signals, silent
from cms.users.credentials import WATCHED_FIELDS, acts_as_owner, differences
from cms.users.guards import names_are_open
from cms.users.models import CREDENTIAL_FIELDS, NAME_FIELDS, ONE_LINE_FIELDS, User, has_odd_characters


def person_at_work() -> Any:
    """Who is signed in at the admin in this request, or ``None`` (a script, a link from a mail)."""
    user = get_active_log_context().user
    return user if user is not None and user.is_authenticated else None


def before_saving(
    sender: type[User], instance: User, raw: bool = False, update_fields: Any = None, **kwargs: Any
) -> None:
    """``pre_save``: refuses odd characters in names, and names of signers from anybody's hand but their own.

    Raises ``ValidationError`` or ``PermissionDenied``.
    """
    instance.__dict__.pop("_before", None)
    saved = set(update_fields) if update_fields is not None else None
    if raw or (saved is not None and not saved & {*WATCHED_FIELDS, *ONE_LINE_FIELDS}):
        return
    for name in ONE_LINE_FIELDS:
        if (saved is None or name in saved) and has_odd_characters(getattr(instance, name)):
            raise ValidationError({name: _("Satır sonu ya da görünmeyen karakter içeremez.")})
    if saved is None or saved & {"first_name", "last_name"}:
        instance.refuse_name_of_signer()
    if instance._state.adding:
        return
    before = User.objects.filter(pk=instance.pk).values(*WATCHED_FIELDS, "own_at", "own_email").first()
    if before is None:
        return
    changes = {name: change for name, change in differences(before, instance).items() if saved is None or name in saved}
    instance.__dict__["_before"] = before, changes
    if (
        changes.keys() & set(NAME_FIELDS)
        and not (acts_as_owner(instance.pk) or names_are_open())
        and permissions.has_signing_future(instance)
    ):
        raise PermissionDenied(
            _(
                "İmza yetkilisinin adı ve unvanı imzada görünür: yalnızca kendisi, hesap ayarlarından değiştirir; "
                "unvan görevlendirme sırasında da yazılabilir."
            )
        )


def after_saving(sender: type[User], instance: User, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """``post_save``: a credential that anybody but its owner changed is not own any more, and that is told."""
    before, changes = instance.__dict__.pop("_before", ({}, {}))
    if instance.__dict__.pop("same_password", False):
        return
    if created or raw or acts_as_owner(instance.pk) or not changes:
        return
    touched = changes.keys() & set(CREDENTIAL_FIELDS)
    if "is_active" in changes:
        silent.seen(instance.pk)
    if names_are_open() and not touched:  # a title written by an appointment, which tells of itself
        return
    if touched:
        User.objects.filter(pk=instance.pk).update(own_at=None, own_digest="")
        instance.own_at, instance.own_digest = None, ""
    signals.credential_changed.send(
        sender=User, user=instance, by=person_at_work(), changes=changes, by_owner=False,
        was_own=before["own_at"] is not None,
        addresses=[before["own_email"], before["email"], instance.email],
    )  # fmt: skip


def connect() -> None:
    """Called once the models are ready."""
    pre_save.connect(before_saving, sender=User, dispatch_uid="users.before_saving")
    post_save.connect(after_saving, sender=User, dispatch_uid="users.after_saving")
