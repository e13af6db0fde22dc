"""The social queue at ``/admin/sosyal/``: copy, download, post by hand, say where it is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseGone
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from cms.core.networks import NETWORK_CHOICES
from cms.office.address import AddressForm
from cms.office.allowed import allowed
from cms.office.screens import screen
from cms.office.ways import way_back
from cms.users.models import User
from cms.users.roles import is_administrator
from cms.users.selectors import signed_in
from publishing.social import crops, pictures, services
from publishing.social.models import SocialPost, SocialPostQuerySet

State = SocialPost.State
PER_PAGE = 12
SHELVES = {
    "bekleyen": (_("Bekleyenler"), [State.READY, State.TO_REMOVE]),
    "paylasilan": (_("Paylaşılanlar"), [State.POSTED]),
    "biten": (_("Kaldırılan ve iptal edilenler"), [State.REMOVED, State.CANCELLED, State.SUPERSEDED]),
}


def may_see_queue(user: User | AnonymousUser) -> bool:
    """Whether ``user`` may look at the queue."""
    return bool(user.has_perm("social.view_socialpost") or is_administrator(user))


class FilterForm(AddressForm):
    """Which posts to show; anything unknown falls back to what is waiting."""

    in_address = {"shelf": "durum", "network": "ag"}

    shelf = forms.ChoiceField(
        label=_("Durum"), required=False, choices=[(key, title) for key, (title, _states) in SHELVES.items()]
    )
    network = forms.ChoiceField(label=_("Ağ"), required=False, choices=[("", _("Tümü")), *NETWORK_CHOICES])

    def chosen(self) -> tuple[str, str]:
        """The shelf and the network (empty for all)."""
        self.is_valid()
        return self.cleaned_data.get("shelf") or "bekleyen", self.cleaned_data.get("network") or ""


@allowed(may_see_queue)
@require_safe
def queue(request: HttpRequest) -> HttpResponseBase:
    """The queue, in cards."""
    shelf, network = FilterForm(request.GET).chosen()
    page = Paginator(posts_on(shelf, network), PER_PAGE).get_page(request.GET.get("p"))
    obstacles = pictures.photo_obstacles(page)
    return screen(
        request, "social/queue.html", title=gettext("Sosyal kuyruk"), icon="clipboard-list",
        styles=["social/queue.css"], scripts=["social/queue.js"],
        form=FilterForm(initial={"shelf": shelf, "network": network}), shelf=shelf, network=network, page=page,
        cards=[card(post, obstacles.get(post.image_id or 0, "")) for post in page],
        waiting=SocialPost.objects.waiting().count(), may_post=services.may_post(request.user),
        here=request.get_full_path(),
    )  # fmt: skip


def posts_on(shelf: str, network: str) -> SocialPostQuerySet:
    """The posts of one shelf, the oldest waiting first, the newest done first."""
    posts = SocialPost.objects.filter(state__in=SHELVES[shelf][1]).with_earlier_address()
    posts = posts.select_related("image", "posted_by", "content_type")
    if network:
        posts = posts.filter(network=network)
    return posts.order_by("created_at", "pk") if shelf == "bekleyen" else posts.order_by("-created_at", "-pk")


def card(post: SocialPost, obstacle: str = "") -> dict[str, Any]:
    """What one card shows beside the post itself. ``obstacle``: why its picture may not be used."""
    return {
        "post": post,
        "picture": None if obstacle else crops.preview(post.image, post.network_data),
        "obstacle": obstacle,
        "may_go_without": bool(obstacle) and not post.network_data.needs_picture,
        "size": "{}x{}".format(*post.network_data.crop),
        "over": max(0, post.length - post.limit),
        "late": post.state in (State.SUPERSEDED, State.CANCELLED),
    }


@allowed(may_see_queue)
@require_safe
def crop(request: HttpRequest, post_id: int) -> HttpResponseBase:
    """The picture in the network's crop, as a download; 410 for one that may not be used."""
    post = get_object_or_404(SocialPost.objects.select_related("image"), pk=post_id)
    if pictures.photo_obstacles([post]):
        return HttpResponseGone()
    rendition = crops.crop(post.image, post.network_data)
    if rendition is None:
        raise Http404
    name = crops.download_name(number=post.number, headline=post.headline, network=post.network)
    response = FileResponse(
        rendition.file.storage.open(rendition.file.name, "rb"),
        as_attachment=True, filename=name, content_type="image/jpeg",
    )  # fmt: skip
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
def posted(request: HttpRequest, post_id: int) -> HttpResponse:
    """The address of the finished post."""
    post = get_object_or_404(SocialPost, pk=post_id)
    try:
        services.mark_posted(
            post=post,
            user=signed_in(request),
            url=request.POST.get("url", ""),
            without_picture="gorselsiz" in request.POST,
        )
    except ValidationError as error:
        messages.error(request, f"{post.get_network_display()}: {error.messages[0]}")
    else:
        messages.success(request, _("%(network)s paylaşımı kaydedildi.") % {"network": post.get_network_display()})
    return redirect(way_back(request, reverse("social_queue")))


@require_POST
def removed(request: HttpRequest, post_id: int) -> HttpResponse:
    """The post is gone from the network."""
    post = get_object_or_404(SocialPost, pk=post_id)
    try:
        services.mark_removed(post=post, user=signed_in(request))
    except ValidationError as error:
        messages.error(request, f"{post.get_network_display()}: {error.messages[0]}")
    else:
        messages.success(
            request, _("%(network)s paylaşımının kaldırıldığı kaydedildi.") % {"network": post.get_network_display()}
        )
    return redirect(way_back(request, reverse("social_queue")))
