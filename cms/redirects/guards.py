"""A redirect leads into this site, whoever writes it: one person alone sends no visitor elsewhere."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect

from cms.core.refusal import Refusal
from cms.redirects.places import inside_path


@receiver(pre_save, sender=Redirect, dispatch_uid="redirects.inside")
def only_inside(instance: Redirect, raw: bool = False, **kwargs: Any) -> None:
    """Refuses a target on another site."""
    if raw:
        return
    if instance.redirect_link and inside_path(instance.redirect_link) is None:
        raise Refusal(_("Yönlendirme yalnızca bu sitenin içine yapılabilir."))
