"""The page of photos that look alike (``/admin/benzerler/``)."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cms.office.allowed import allowed
from cms.office.screens import screen
from cms.users.selectors import signed_in
from media_library.duplicates import selectors, services

GROUPS_A_PAGE = 20


@allowed(services.may_merge)
@require_safe
def groups(request: HttpRequest) -> HttpResponseBase:
    """Groups waiting for a decision, or the photos of ``?foto=1,2`` as one group."""
    chosen = [int(part) for part in request.GET.get("foto", "").split(",") if part.isdecimal()][:40]
    if chosen:
        group = selectors.group_of(chosen)
        found = [group] if group else []
    else:
        found = selectors.open_groups()
    return screen(
        request, "duplicates/groups.html", title=_("Benzer fotoğraflar"), icon="copy", styles=["duplicates/groups.css"],
        groups=found[:GROUPS_A_PAGE], left=max(0, len(found) - GROUPS_A_PAGE), chosen=chosen,
    )  # fmt: skip


@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """Stacks, merges or tells apart the posted ``photos``; ``keeper`` is the one in front, or the one to unstack."""
    photos = [int(pk) for pk in request.POST.getlist("photos") if pk.isdecimal()]
    keeper = request.POST.get("keeper", "")
    act = request.POST.get("act", "")
    try:
        if act == "different":
            services.separate(photos=photos, user=signed_in(request))
            messages.success(request, _("Ayrı fotoğraflar olarak işaretlendi."))
        elif act == "unstack" and keeper.isdecimal():
            services.unstack(photo=int(keeper), user=signed_in(request))
            messages.success(request, _("Yığından çıkarıldı."))
            return redirect("archive:photo", int(keeper))
        elif act in ("stack", "merge") and keeper.isdecimal():
            service = services.stack if act == "stack" else services.merge
            count = service(keeper=int(keeper), others=photos, user=signed_in(request))
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
