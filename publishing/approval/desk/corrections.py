"""The question that stands before the editing screen while another's correction is unfinished. The rules are in
``corrections``."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.models import Page

from cms.core.callers import wants_json
from cms.office import reversals
from cms.office.screens import screen
from cms.users import selectors as people
from publishing.approval import corrections

GO_ON = "surdur"
GONE_ON = "corrections_gone_on"


def asked_first(request: HttpRequest, page: Any) -> HttpResponse | None:
    """The question, where there is one and it was not answered in this session; else nothing."""
    if request.method != "GET" or wants_json(request):
        return None
    found = corrections.unfinished(page, people.signed_in(request))
    if found is None or not page.permissions_for_user(request.user).can_edit():
        return None
    newest = found.newest.pk
    answered = dict(request.session.get(GONE_ON, {}))
    if request.GET.get(GO_ON) == str(newest):
        request.session[GONE_ON] = answered | {str(page.pk): newest}
        return None
    if answered.get(str(page.pk)) == newest:
        return None
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return screen(
        request, "approval/admin/correction.html", title=page.get_admin_display_title(), icon="edit", is_narrow=True,
        found=found, page=page, go_on=f"{edit}?{GO_ON}={newest}",
        compare=reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, "live", "latest"]),
    )  # fmt: skip


@require_POST
def start_from_live(request: HttpRequest, page_id: int) -> HttpResponse:
    """A version of what is live, and the editing screen for it."""
    page = get_object_or_404(Page, pk=page_id).specific
    seen = request.POST.get("seen", "")
    number = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 19 else 0
    corrections.start_from_live(page=page, user=people.signed_in(request), seen=number)
    messages.success(
        request, _("Yayındaki metinden başlıyorsunuz. Önceki düzeltme geçmişte duruyor; yazanına bildirildi.")
    )
    reversals.offer_after_saving(request, page)
    return redirect("wagtailadmin_pages:edit", page.pk)
