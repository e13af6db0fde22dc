"""The one row of the identity stays: no second one beside it, and nobody deletes it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models.signals import pre_delete, pre_save
from django.dispatch import receiver
from django.utils.translation import gettext as _

from cms.identity.models import THE_ONE, Identity


@receiver(pre_save, sender=Identity)
def keep_one(instance: Identity, **kwargs: Any) -> None:
    """Refuses a second row with ``PermissionDenied``; the database would too."""
    if instance.pk != THE_ONE:
        raise PermissionDenied(_("Tek bir kurum kimliği vardır; yenisi eklenmez, olan düzenlenip imzaya gönderilir."))


@receiver(pre_delete, sender=Identity)
def keep_it(instance: Identity, **kwargs: Any) -> None:
    """Refuses the deletion with ``PermissionDenied``; triggers would too."""
    raise PermissionDenied(_("Kurum kimliği silinemez; düzenlenip imzaya gönderilir."))
