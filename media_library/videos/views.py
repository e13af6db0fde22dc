"""Pages of one video beside its form: subtitles, "process again", and the state that lists ask for."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from wagtail.permissions import policy_registry

from cms.core import holds
from cms.office.allowed import allowed, require
from cms.office.screens import screen
from cms.users.models import User
from cms.users.selectors import signed_in
from media_library.guards import FileInUse
from media_library.models import Video, VideoCaption, VideoState
from media_library.videos.forms import CaptionForm
from media_library.work.video import services

MOST_ASKED = 100


def may_see_videos(user: User | AnonymousUser) -> bool:
    """Whether ``user`` may look at videos."""
    return bool(policy_registry.get_by_type(Video).user_has_permission(user, "view"))


@allowed(may_see_videos)
@require_GET
def states(request: HttpRequest) -> JsonResponse:
    """How far the work on ``?v=1&v=2`` is: ``{"videos": [{"id", "state", "words", "progress", "error", "over"}]}``."""
    asked = [int(pk) for pk in request.GET.getlist("v")[:MOST_ASKED] if pk.isdecimal() and len(pk) < 18]
    videos = Video.objects.filter(pk__in=asked).only("pk", "state", "progress", "error")
    return JsonResponse(
        {
            "videos": [
                {
                    "id": video.pk,
                    "state": video.state,
                    "words": video.get_state_display(),
                    "progress": video.progress,
                    "error": video.error,
                    "over": video.state in (VideoState.READY, VideoState.FAILED),
                }
                for video in videos
            ]
        },
        headers={"Cache-Control": "no-store"},
    )


@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Makes the web copy anew."""
    video = get_object_or_404(Video, pk=pk)
    try:
        services.process_again(video=video, user=signed_in(request))
    except FileInUse as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Video yeniden işlenecek; birkaç dakika sürebilir."))
    return redirect(reverse("videos:edit", args=[pk]))


def captions(request: HttpRequest, pk: int) -> HttpResponse:
    """The subtitles of a video, and the form for more."""
    video = _changeable(request, pk)
    form = CaptionForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            services.set_captions(
                video=video,
                user=signed_in(request),
                language=form.cleaned_data["language"],
                data=file.read(),
                name=file.name,
            )
        except FileInUse as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Altyazı kaydedildi."))
        return redirect(reverse("videos:captions", args=[pk]))
    return screen(
        request, "videos/admin/captions.html", title=_("Altyazılar"), icon="media",
        crumbs=[(reverse("videos:index"), _("Videolar")), (reverse("videos:edit", args=[pk]), str(video))],
        styles=["videos/admin.css"], video=video, form=form, captions=video.captions.all(),
        in_use=holds.obstacle(video),
    )  # fmt: skip


@require_POST
def remove_captions(request: HttpRequest, pk: int, caption_pk: int) -> HttpResponse:
    """Removes one language."""
    caption = get_object_or_404(VideoCaption, pk=caption_pk, video=_changeable(request, pk))
    try:
        services.remove_captions(caption=caption, user=signed_in(request))
    except FileInUse as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Altyazı silindi."))
    return redirect(reverse("videos:captions", args=[pk]))


def _changeable(request: HttpRequest, pk: int) -> Video:
    video = get_object_or_404(Video, pk=pk)
    require(services.may_change(request.user, video))
    return video
