"""What of the archive can be brought back when it was deleted: with its files, its tags and the consents for it.

What it may be used for is asked anew: a consent that was withdrawn meanwhile still stands against it.
"""

from __future__ import annotations

from cms.recycle_bin import kinds
from media_library.archive.permissions import may_describe
from media_library.models import File, JobKind, Photo, Photographer, Priority, Shoot, Video
from media_library.rights import services as rights
from media_library.work.jobs import services as jobs


def _photo_is_back(photo: Photo) -> None:
    rights.refresh(photos=[photo.pk])
    # Its sizes and its fingerprint for likeness went with it.
    jobs.enqueue(kind=JobKind.ARCHIVED, subject_id=photo.pk, priority=Priority.ARRIVED)


def _video_is_back(video: Video) -> None:
    rights.refresh(videos=[video.pk])


kinds.register(
    Photo,
    parts=["media_library.Photo_people", "media_library.TaggedItem", "media_library.Consent_photos"],
    may=kinds.may_delete_in_collection(Photo), place_field="collection", owner_field="uploaded_by_user_id",
    settle=_photo_is_back,
)  # fmt: skip
kinds.register(
    Video,
    parts=[
        "media_library.Video_people", "media_library.TaggedItem", "media_library.Consent_videos",
        "media_library.VideoCaption",
    ],
    settle=_video_is_back,
)  # fmt: skip
kinds.register(
    File, parts=["media_library.TaggedItem"], may=kinds.may_delete_in_collection(File), place_field="collection",
    owner_field="uploaded_by_user_id",
)  # fmt: skip
kinds.register(Photographer)
kinds.register(Shoot, parts=["media_library.Shoot_people"], may=lambda user, place, owner_id: may_describe(user))
