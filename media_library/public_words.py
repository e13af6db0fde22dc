"""What live content says of the videos that it shows: what was signed, not what the archive says today.

Photos and documents need nothing here: they carry their signed words themselves (``renditions.words``).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.contenttypes.models import ContentType

from media_library.models import PublicFile, Video

Said = dict[int, Mapping[str, Any]]


def signed_words(content: Any) -> Said | None:
    """The signed words of the videos of live ``content``, by primary key; one query.

    ``None`` for what is not public: a draft speaks as the archive does now, which is what will be signed.
    """
    if content.pk is None or not content.live or content.from_revision:
        return None
    kind = ContentType.objects.get_for_model(content, for_concrete_model=False)
    rows = PublicFile.objects.filter(content_type=kind, object_id=str(content.pk)).exclude(video=None)
    return dict(rows.values_list("video_id", "words"))


def kind_of(video: Video, said: Said | None) -> str:
    """What ``video`` is called to the public."""
    return video.kind if said is None else str(said.get(video.pk, {}).get("kind", ""))
