"""What a signature says of a video: every byte that readers get from it, and of what it was made."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _

from media_library.models import Video, VideoState
from publishing.approval import acts
from publishing.approval.exceptions import FileMissing


def unready_videos(pks: Iterable[int]) -> list[str]:
    """Why these videos cannot be signed yet: sentences for editors, none if all are ready."""
    return [
        _not_ready(video)
        for video in Video.objects.filter(pk__in=set(pks)).order_by("pk")
        if video.state != VideoState.READY
    ]


def fingerprint(pk: int, video: Video | None, *, thorough: bool = False) -> dict[str, Any]:
    """``{"kind", "id", "sha256", "proxy_sha256", "poster_sha256", "captions": [[language, sha256], …]}`` of the video
    ``pk``, whose row is ``video``.

    Digests of original and copy are the recorded ones, unless ``thorough``; both must lie in the store. Raises
    :class:`FileMissing`.
    """
    if video is None:
        raise FileMissing(_("İçeriğin kullandığı bir video silinmiş (no %(pk)s).") % {"pk": pk})
    if video.state != VideoState.READY or not (video.proxy and video.poster):
        raise FileMissing(_not_ready(video))
    _check_stored(video.file, video.title, size=video.size)
    _check_stored(video.proxy, video.title)
    return {
        "kind": "video",
        "id": pk,
        "sha256": digest_of_file(video.file, video.title) if thorough else video.sha256,
        "proxy_sha256": digest_of_file(video.proxy, video.title) if thorough else video.proxy_sha256,
        "poster_sha256": digest_of_file(video.poster, video.title),
        "captions": [
            [caption.language, digest_of_file(caption.file, video.title)]
            for caption in video.captions.order_by("language")
        ],
    }


def digest_of_file(stored: FieldFile, title: str) -> str:
    """SHA-256, as hex digits, of the bytes in the store. Raises :class:`FileMissing` with the ``title`` in it."""
    try:
        return acts.digest(stored)
    except OSError as error:
        raise FileMissing(_("“%(title)s” dosyası okunamıyor.") % {"title": title}) from error


def _check_stored(stored: FieldFile, title: str, *, size: int | None = None) -> None:
    try:
        found = stored.storage.size(stored.name or "")
    except OSError as error:
        raise FileMissing(_("“%(title)s” dosyası okunamıyor.") % {"title": title}) from error
    if found == 0 or (size is not None and found != size):
        raise FileMissing(_("“%(title)s” dosyası depoda kaydedildiği gibi değil.") % {"title": title})


def _not_ready(video: Video) -> str:
    if video.state == VideoState.FAILED:
        return _("“%(title)s” videosu işlenemedi; başka bir video seçin.") % {"title": video.title}
    return _("“%(title)s” videosu henüz işleniyor; hazır olunca yeniden deneyin.") % {"title": video.title}
