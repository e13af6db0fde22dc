"""What went wrong with what a person wrote, on the admin's first page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component
from wagtail.models import Page, WorkflowState

from cms.core.standing import Standing, with_standing
from cms.users.models import User
from media_library.models import PublicFile

LOOK_BACK = dt.timedelta(days=90)
SHOWN = 10


def troubled_pages(user: User) -> list[tuple[Page, str]]:
    """The pages that ``user`` sent to approval of late and that were withdrawn since, or lost a picture: each with what
    happened. Four queries."""
    rounds = WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page), requested_by=user,
        created_at__gte=timezone.now() - LOOK_BACK,
    )  # fmt: skip
    numbers = {int(number) for number in rounds.order_by().values_list("object_id", flat=True)}
    if not numbers:
        return []
    lost = {
        int(number)
        for number in PublicFile.objects.filter(object_id__in=[str(pk) for pk in numbers])
        .filter(Q(photo__withheld_at__isnull=False) | Q(video__withheld_at__isnull=False))
        .order_by()
        .values_list("object_id", flat=True)
    }
    pages = with_standing(Page.objects.filter(pk__in=numbers).filter(Q(live=False) | Q(pk__in=lost)))
    found = []
    for page in pages.order_by("-latest_revision_created_at", "-pk"):
        if page.standing == Standing.WITHDRAWN:
            found.append((page, _("Geri çekildi; nedeni ve yapılacaklar içeriğin sayfasında.")))
        elif page.live and page.pk in lost:
            found.append(
                (page, _("Bir fotoğrafı yayından kaldırıldı; yerine başkasını seçip düzeltmeyi onaya gönderin."))
            )
    return found[:SHOWN]


class TroubledPagesPanel(Component):
    """Withdrawn content and lost pictures, for whoever submitted them."""

    name = "newsroom_troubled"
    template_name = "newsroom/troubled_panel.html"
    order = 6

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        return {"pages": troubled_pages(user) if isinstance(user, User) else []}
