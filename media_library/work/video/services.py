"""Changes that people make to videos: process again, give and remove subtitles."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction
from wagtail.log_actions import log
from wagtail.permissions import policy_registry

from cms.core import holds
from cms.users.models import User
from media_library.guards import FileInUse
from media_library.models import JobKind, Video, VideoCaption, VideoState
from media_library.work.jobs import services as jobs
from media_library.work.video.captions import normalized
from media_library.work.video.removal import forget


def may_change(user: User | AnonymousUser, video: Video) -> bool:
    """Whether ``user`` may change ``video`` (a public one keeps its files all the same)."""
    return bool(policy_registry.get_by_type(Video).user_has_permission_for_instance(user, "change", video))


@transaction.atomic
def process_again(*, video: Video, user: User) -> None:
    """Asks for a new web copy and still. Raises ``PermissionDenied`` and :class:`FileInUse`."""
    row = _locked(video, user)
    row.state, row.progress, row.error = VideoState.WAITING, 0, ""
    row.save(update_fields=["state", "progress", "error"])
    jobs.again(kind=JobKind.VIDEO, subject_id=row.pk)
    log(instance=row, action="media_library.process_again", user=user)


@transaction.atomic
def set_captions(*, video: Video, user: User, language: str, data: bytes, name: str) -> VideoCaption:
    """Stores subtitles in the place of those in ``language``; ``data`` are the bytes of a ``.vtt`` or ``.srt`` file.

    Raises ``PermissionDenied``, :class:`FileInUse` and ``BadCaptions``.
    """
    clean = normalized(data, name)
    row = _locked(video, user)
    caption = VideoCaption.objects.filter(video=row, language=language).first()
    if caption is None:
        caption = VideoCaption(video=row, language=language)
    else:
        forget(caption.file)
    caption.file = ContentFile(clean, name="altyazi.vtt")
    caption.save()
    log(instance=row, action="media_library.captions_set", user=user, data={"language": language})
    return caption


@transaction.atomic
def remove_captions(*, caption: VideoCaption, user: User) -> None:
    """Removes subtitles. Raises ``PermissionDenied`` and :class:`FileInUse`."""
    row = _locked(caption.video, user)
    language = caption.language
    caption.delete()
    log(instance=row, action="media_library.captions_removed", user=user, data={"language": language})


def _locked(video: Video, user: User) -> Video:
    if not may_change(user, video):
        raise PermissionDenied
    row = Video.objects.select_for_update(of=("self",)).get(pk=video.pk)
    if why := holds.obstacle(row):
        raise FileInUse(why)
    return row
