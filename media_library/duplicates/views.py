"""The page of photos that look alike (``/admin/benzerler/``)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from media_library.duplicates import selectors, services

GROUPS_A_PAGE = 20


class GroupsView(WagtailAdminTemplateMixin, TemplateView):
    """Groups waiting for a decision, or the photos of ``?foto=1,2`` as one group."""

    template_name = "duplicates/groups.html"
    page_title = _("Benzer fotoğraflar")
    header_icon = "copy"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not services.may_merge(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        chosen = [int(part) for part in self.request.GET.get("foto", "").split(",") if part.isdecimal()][:40]
        if chosen:
            group = selectors.group_of(chosen)
            groups = [group] if group else []
        else:
            groups = selectors.open_groups()
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {
            **context,
            "groups": groups[:GROUPS_A_PAGE],
            "left": max(0, len(groups) - GROUPS_A_PAGE),
            "chosen": chosen,
        }


@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """Stacks, merges or tells apart the posted ``photos``; ``keeper`` is the one in front, or the one to unstack."""
    photos = [int(pk) for pk in request.POST.getlist("photos") if pk.isdecimal()]
    keeper = request.POST.get("keeper", "")
    act = request.POST.get("act", "")
    try:
        if act == "different":
            services.separate(photos=photos, user=request.user)
            messages.success(request, _("Ayrı fotoğraflar olarak işaretlendi."))
        elif act == "unstack" and keeper.isdecimal():
            services.unstack(photo=int(keeper), user=request.user)
            messages.success(request, _("Yığından çıkarıldı."))
            return redirect("archive:photo", int(keeper))
        elif act in ("stack", "merge") and keeper.isdecimal():
            service = services.stack if act == "stack" else services.merge
            count = service(keeper=int(keeper), others=photos, user=request.user)
            stacked, merged = (
                _("%(count)d fotoğraf öndekinin arkasına kondu."),
                _("%(count)d fotoğraf öndekiyle birleştirildi."),
            )
            messages.success(request, (stacked if act == "stack" else merged) % {"count": count})
        else:
            messages.error(request, _("Önde kalacak fotoğrafı seçin."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(reverse("duplicates:groups"))
