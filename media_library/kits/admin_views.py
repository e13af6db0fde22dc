"""One kit in the admin: what is in it, its links, who downloaded what; and the acts on them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cms.office.allowed import allowed
from cms.office.screens import screen
from cms.users.models import User
from cms.users.selectors import signed_in
from media_library.kits import selectors, services
from media_library.kits.forms import LinkForm
from media_library.kits.models import Kit, KitDownload, KitLink, KitState
from media_library.models import JobKind, MediaJob

DOWNLOADS_A_PAGE = 50


def may_see_kits(user: User | AnonymousUser) -> bool:
    """Whether ``user`` may look at kits."""
    return bool(user.has_perm("kits.view_kit") or user.has_perm("kits.change_kit"))


@allowed(may_see_kits)
def kit_page(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Everything about one kit; a posted form makes a link."""
    kit = get_object_or_404(Kit, pk=pk)
    may_change = request.user.has_perm("kits.change_kit")
    form = LinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.make_link(
                kit=kit, user=signed_in(request), label=form.cleaned_data["label"], email=form.cleaned_data["email"],
                expires_at=form.expires_at, password=form.cleaned_data["password"],
            )  # fmt: skip
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("Bağlantı hazır. Aşağıdan kopyalayıp iletebilirsiniz."))
        return redirect(_address(kit))
    downloads = KitDownload.objects.filter(kit=kit).select_related("link", "user")
    shown = Paginator(downloads, DOWNLOADS_A_PAGE).get_page(request.GET.get("p"))
    return screen(
        request, "kits/admin/kit.html", title=str(kit), icon="folder-open-inverse",
        crumbs=[(reverse("kits:index"), _("Basın kitleri"))], styles=["kits/admin.css"],
        scripts=["website/copied.js", "kits/copy.js"],
        kit=kit, contents=selectors.contents_of(kit),
        links=[{"row": link, "url": selectors.url_of(link)} for link in kit.links.select_related("created_by")],
        downloads=[{"row": row, "who": selectors.person_of(row)} for row in shown], page_obj=shown, form=form,
        job=MediaJob.objects.filter(kind=JobKind.KIT, subject_id=kit.pk).first(),
        may_change=may_change and kit.state != KitState.CLOSED, may_edit=may_change and kit.is_by_hand,
    )  # fmt: skip


@require_POST
def revoke(request: HttpRequest, pk: int, link_pk: int) -> HttpResponse:
    """Ends one link."""
    link = get_object_or_404(KitLink, pk=link_pk, kit_id=pk)
    try:
        services.revoke_link(link=link, user=signed_in(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("“%(link)s” bağlantısı iptal edildi.") % {"link": link.label})
    return redirect(_address(link.kit))


@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Makes the files of a kit anew."""
    kit = get_object_or_404(Kit, pk=pk)
    try:
        services.build_again(kit=kit, user=signed_in(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Kit yeniden hazırlanıyor."))
    return redirect(_address(kit))


def _address(kit: Any) -> str:
    return reverse("kits:inspect", args=[kit.pk])
