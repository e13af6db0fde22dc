"""The background work on a video: ``process_video`` does it and may be repeated, ``give_up`` says that it failed."""

from __future__ import annotations

import hashlib
import logging
import time
from pathlib import Path, PurePath

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image

from cms.core import holds
from cms.core.worker import DATABASE_TROUBLE
from media_library.models import Video, VideoState
from media_library.models.videos import poster_path, proxy_path
from media_library.store.storage import is_local, read_range
from media_library.work.jobs.registry import JobRefused, LeaseLost, Progress, told
from media_library.work.video.probe import Facts, NotAVideo, probe
from media_library.work.video.transcode import CannotConvert, make_poster, make_proxy
from media_library.work.video.workplace import Workplace, workplace

logger = logging.getLogger(__name__)


def process_video(video_id: int, progress: Progress) -> None:
    """Makes the web copy and the still of a video. Does nothing for one that has them, or that is gone.

    Raises ``JobRefused`` for a video that cannot be converted and ``LeaseLost`` when somebody else has the job.
    """
    video = Video.objects.filter(pk=video_id).first()
    if video is None or _is_done(video) or is_kept(video):
        return
    _show(video_id, 0)

    def report(percent: int) -> None:
        progress(percent)
        _show(video_id, percent)

    try:
        with workplace() as place:
            _process(video, place, report)
    except (NotAVideo, CannotConvert) as error:
        raise JobRefused(str(error)) from error
    except DATABASE_TROUBLE:
        raise
    except Exception:
        # The next attempt is not now; lists must not say that it is being worked on.
        Video.objects.filter(pk=video_id, state=VideoState.WORKING).update(state=VideoState.WAITING)
        raise


def give_up(video_id: int, reason: str) -> None:
    """Says on the video that it could not be processed; what is no sentence of ours stays in the log."""
    reason = told(reason, _("Video işlenemedi. Sistem sorumlusuna haber verin; kayıtlarda ayrıntısı var."))
    video = Video.objects.filter(pk=video_id).first()
    if video is None or is_kept(video):
        return
    Video.objects.filter(pk=video_id).update(state=VideoState.FAILED, error=reason[:300], progress=0)


def is_kept(video: Video) -> bool:
    """Whether the files of ``video`` stay as they are: content that is signed, or being signed, uses them."""
    return video.state == VideoState.READY and bool(video.proxy) and bool(holds.obstacle(video))


def _is_done(video: Video) -> bool:
    if video.state != VideoState.READY or not video.proxy_sha256:
        return False
    return all(one and default_storage.exists(one.name or "") for one in (video.proxy, video.poster))


def _show(video_id: int, percent: int) -> None:
    Video.objects.filter(pk=video_id).update(state=VideoState.WORKING, progress=percent, error="")


def _process(video: Video, place: Workplace, progress: Progress) -> None:
    try:
        source = _fetched(video, place.path, progress)
    except FileNotFoundError as error:
        raise CannotConvert(_("Videonun özgün dosyası bulunamadı.")) from error
    facts = probe(source)
    proxy, poster = place.path / "proxy.mp4", place.path / "poster.jpg"
    make_proxy(source, facts, proxy, lambda percent: progress(percent * 95 // 100))
    make_poster(proxy, facts.duration_ms, poster)
    progress(97)
    names = proxy_path(video, proxy.name), poster_path(video, poster.name)
    place.note(*names)
    for path, name in zip((proxy, poster), names, strict=True):
        _store(path, name)
    with proxy.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    with Image.open(poster) as still:
        size = still.size
    _finish(video, place, facts, names, digest, size, progress)


def _finish(
    video: Video, place: Workplace, facts: Facts, names: tuple[str, str], digest: str, size: tuple[int, int],
    progress: Progress,
) -> None:  # fmt: skip
    """Puts the new files in the place of the old ones, if the job is still ours and nothing public would change."""
    with transaction.atomic():
        row = Video.objects.select_for_update().filter(pk=video.pk, file=video.file.name).first()
        if row is None:
            raise LeaseLost
        # Within this transaction: keeps the job ours until the row is written.
        progress(99)
        if row.proxy and holds.obstacle(row):
            Video.objects.filter(pk=row.pk).update(state=VideoState.READY, progress=100, error="")
            return
        # Should this process die now, whichever of them belongs to no video goes.
        place.note(*names, row.proxy.name or "", row.poster.name or "")
        Video.objects.filter(pk=row.pk).update(
            proxy=names[0], proxy_sha256=digest, poster=names[1], poster_width=size[0], poster_height=size[1],
            width=facts.width, height=facts.height, duration_ms=facts.duration_ms,
            state=VideoState.READY, progress=100, error="",
        )  # fmt: skip


def _store(path: Path, name: str) -> None:
    with path.open("rb") as stream:
        stored = default_storage.save(name, File(stream, name=path.name))
    if stored != name:
        default_storage.delete(stored)
        raise FileExistsError(name)


def _fetched(video: Video, directory: Path, progress: Progress) -> Path:
    """A path of the original: itself on the local disk, else a copy in ``directory``; the job is kept meanwhile."""
    storage, name = video.file.storage, video.file.name or ""
    if is_local(storage):
        path = Path(storage.path(name))
        if not path.is_file():
            raise FileNotFoundError(name)
        return path
    path = directory / f"original{PurePath(name).suffix}"
    said = time.monotonic()
    with path.open("wb") as target:
        for piece in read_range(storage, name):
            target.write(piece)
            if time.monotonic() - said > 5:
                progress(0)
                said = time.monotonic()
    return path
