"""The social queue at ``/admin/sosyal/``: copy, download, post by hand, say where it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Case, Max, Q, QuerySet, When
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseGone
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from cms.core.networks import NETWORK_CHOICES, NETWORKS
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
PER_PAGE = 8  # bulletins
LONGEST_SEARCH = 200
SHELVES = {
    "bekleyen": (_("Bekleyenler"), [State.READY, State.TO_REMOVE]),
    "paylasilan": (_("Paylaşılanlar"), [State.POSTED]),
    "paylasilmayacak": (_("Paylaşılmayacaklar"), [State.LEFT_OUT]),
    "biten": (_("Kaldırılan ve iptal edilenler"), [State.REMOVED, State.CANCELLED, State.SUPERSEDED]),
}


@dataclass(frozen=True, slots=True)
class Item:
    """What one bulletin has on a shelf: a card for each network and version."""

    number: str
    headline: str
    link: str
    at: dt.datetime
    age: str
    cards: list[dict[str, Any]]


def may_see_queue(user: User | AnonymousUser) -> bool:
    """Whether ``user`` may look at the queue."""
    return bool(user.has_perm("social.view_socialpost") or is_administrator(user))


class FilterForm(AddressForm):
    """Which posts to show; anything unknown falls back to what is waiting."""

    in_address = {"shelf": "durum", "network": "ag", "words": "ara"}

    shelf = forms.ChoiceField(
        label=_("Durum"), required=False, choices=[(key, title) for key, (title, _states) in SHELVES.items()]
    )
    network = forms.ChoiceField(label=_("Ağ"), required=False, choices=[("", _("Tümü")), *NETWORK_CHOICES])
    words = forms.CharField(
        label=_("Başlıkta, numarada, metinde ara"), required=False, max_length=LONGEST_SEARCH,
        widget=forms.TextInput(attrs={"type": "search"}),
    )  # fmt: skip

    def chosen(self) -> dict[str, str]:
        """The shelf, the network (empty for all) and the words to look for."""
        self.is_valid()
        found = {name: self.cleaned_data.get(name) or "" for name in self.fields}
        return {**found, "shelf": found["shelf"] or "bekleyen"}


@allowed(may_see_queue)
@require_safe
def queue(request: HttpRequest) -> HttpResponseBase:
    """The queue: a row of cards for each bulletin, what is to be removed and what is newest first."""
    chosen = FilterForm(request.GET).chosen()
    posts = posts_on(**chosen)
    page = Paginator(bulletins_of(posts), PER_PAGE).get_page(request.GET.get("p"))
    return screen(
        request, "social/queue.html", title=gettext("Sosyal kuyruk"), icon="clipboard-list",
        styles=["social/queue.css"], scripts=["social/queue.js"], has_heading=False,
        form=FilterForm(initial=chosen), shelf=chosen["shelf"], is_narrowed=bool(chosen["network"] or chosen["words"]),
        page=page, items=items_of(posts, page), number=posts.count(), may_post=services.may_post(request.user),
        longest_reason=services.LONGEST_REASON, here=request.get_full_path(),
    )  # fmt: skip


def posts_on(shelf: str, network: str = "", words: str = "") -> SocialPostQuerySet:
    """The posts of one shelf."""
    posts = SocialPost.objects.filter(state__in=SHELVES[shelf][1])
    if network:
        posts = posts.filter(network=network)
    return posts.about(words) if words else posts


def bulletins_of(posts: SocialPostQuerySet) -> QuerySet[Any, Any]:
    """The keys of what ``posts`` speak of: what is to be removed first, then the newest."""
    urgent = Max(Case(When(state=State.TO_REMOVE, then=1), default=0))
    keys = posts.values("content_type_id", "object_id").annotate(urgent=urgent, newest=Max("created_at"))
    return keys.order_by("-urgent", "-newest", "content_type_id", "object_id")


def items_of(posts: SocialPostQuerySet, keys: Iterable[dict[str, Any]]) -> list[Item]:
    """The posts of each of ``keys``, newest version first, networks in the order of the house."""
    pairs = [(key["content_type_id"], key["object_id"]) for key in keys]
    if not pairs:
        return []
    chosen = Q()
    for content_type_id, object_id in pairs:
        chosen |= Q(content_type_id=content_type_id, object_id=object_id)
    found: dict[tuple[int, str], list[SocialPost]] = {pair: [] for pair in pairs}
    for post in posts.filter(chosen).with_earlier_address().select_related("image", "posted_by"):
        found[post.content_type_id, post.object_id].append(post)
    obstacles = pictures.photo_obstacles(post for posts_of_one in found.values() for post in posts_of_one)
    order = list(NETWORKS)
    items = []
    for of_one in found.values():
        of_one.sort(key=lambda post: (-post.version, order.index(post.network)))
        newest = of_one[0]
        cards = [card(post, obstacles.get(post.image_id or 0, "")) for post in of_one]
        items.append(Item(newest.number, newest.headline, newest.link, newest.created_at, age_of(newest), cards))
    return items


def age_of(post: SocialPost) -> str:
    """How long ago ``post`` came into the queue, in one unit: ``3 saat önce``."""
    if timezone.now() - post.created_at < dt.timedelta(minutes=1):
        return gettext("az önce")
    return gettext("%(age)s önce") % {"age": timesince(post.created_at, depth=1)}


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
    url, without = request.POST.get("url", ""), "gorselsiz" in request.POST
    return _marked(
        request, post_id, _("%(network)s paylaşımı kaydedildi."),
        lambda post, user: services.mark_posted(post=post, user=user, url=url, without_picture=without),
    )  # fmt: skip


@require_POST
def removed(request: HttpRequest, post_id: int) -> HttpResponse:
    """The post is gone from the network."""
    return _marked(
        request, post_id, _("%(network)s paylaşımının kaldırıldığı kaydedildi."),
        lambda post, user: services.mark_removed(post=post, user=user),
    )  # fmt: skip


@require_POST
def left_out(request: HttpRequest, post_id: int) -> HttpResponse:
    """The text will not be posted."""
    reason = request.POST.get("gerekce", "")
    return _marked(
        request, post_id, _("%(network)s metni “paylaşılmayacak” olarak işaretlendi."),
        lambda post, user: services.leave_out(post=post, user=user, reason=reason),
    )  # fmt: skip


@require_POST
def queue_again(request: HttpRequest, post_id: int) -> HttpResponse:
    """The text waits again."""
    return _marked(
        request, post_id, _("%(network)s metni yeniden kuyrukta."),
        lambda post, user: services.queue_again(post=post, user=user),
    )  # fmt: skip


def _marked(request: HttpRequest, post_id: int, said: Any, act: Callable[[SocialPost, User], object]) -> HttpResponse:
    """Does ``act``, tells how it went, and goes back to where the queue was."""
    post = get_object_or_404(SocialPost, pk=post_id)
    try:
        act(post, signed_in(request))
    except ValidationError as error:
        messages.error(request, f"{post.get_network_display()}: {error.messages[0]}")
    else:
        messages.success(request, said % {"network": post.get_network_display()})
    return redirect(way_back(request, reverse("social_queue")))
