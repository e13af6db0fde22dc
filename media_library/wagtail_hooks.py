"""What the archive adds to Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.permissions import policy_registry

from cms.core.home import Task
from cms.users.roles import Role, has_role
from media_library.models import Photo


@hooks.register("construct_homepage_panels")
def upload_task(request: HttpRequest, panels: list[Any]) -> None:
    if policy_registry.get_by_type(Photo).user_has_permission(request.user, "add"):
        panels.append(
            Task(
                title=_("Fotoğraf arşivi"),
                sentence=_("Arşivde %(count)d fotoğraf var.") % {"count": Photo.objects.count()},
                action=_("Fotoğraf yükle"),
                url=reverse("wagtailimages:add_multiple"),
                icon="image",
                order=25,
                first=has_role(request.user, Role.ARCHIVIST),
            )
        )
