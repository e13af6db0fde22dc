"""One photo or video: everything the archive knows of it, and its original with the office's words in it."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path, PurePath
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, ReferenceIndex

from cms.core.turkish import format_moment
from cms.office.allowed import allowed, require
from cms.users.models import User
from media_library.archive import actions, finder
from media_library.archive.criteria import BOOKKEEPING, Criteria, FinderForm, Item
from media_library.archive.permissions import may_describe, may_list_withheld, may_look
from media_library.archive.views.screens import finder_crumb, query_of, screen
from media_library.duplicates import selectors as duplicates
from media_library.duplicates.services import may_merge
from media_library.handed.copies import hand_out_photo, hand_out_video
from media_library.handed.pictures import suffix_for
from media_library.kits import selectors as kits
from media_library.metadata.fields import Fields
from media_library.metadata.outgoing import fields_of, outgoing_words
from media_library.metadata.write import VIDEO_SUFFIXES, MetadataNotWritten
from media_library.models import JobState, MediaJob, Photo, Video, VideoState
from media_library.store.storage import local_copy
from media_library.work import sizes
from media_library.work.jobs import services as jobs

logger = logging.getLogger(__name__)
USES = 30
DOWNLOADS = 10
LIKES = 8


@require_safe
@allowed(may_look)
def photo(request: HttpRequest, number: int) -> HttpResponse:
    """A photo's page."""
    rows = Photo.objects.select_related(
        "shoot__department", "photographer", "derived_from", "merged_into", "stack", "uploaded_by_user"
    )
    item: Any = get_object_or_404(rows, pk=number)
    shown = _shown(request, item)
    preview = None if item.withheld_at else _preview(item)
    likes = [one for one in duplicates.likes_of(item)[:LIKES] if one.withheld_at is None]
    compare = ",".join(str(one.pk) for one in (item, *likes))
    work = finder.last_work(item)
    if work == JobState.QUEUED:
        sizes.opened([number], closely=True)
    return screen(
        request, "archive/photo.html", title=item.title, icon="image", crumbs=(finder_crumb(),), item=item, photo=item,
        preview=preview, facts=list(_facts(item)), metadata=_read_from_file(item.metadata),
        likes=likes, may_merge=may_merge(request.user), compare=f"{reverse('duplicates:groups')}?foto={compare}",
        stacked=Photo.objects.filter(stack=item), derived=Photo.objects.filter(derived_from=item),
        failed=work == JobState.FAILED, **shown,
    )  # fmt: skip


def _preview(item: Photo) -> Any:
    try:
        return item.drawn(finder.PREVIEW)
    except Exception:
        # Whatever a broken file does to the decoder, its page must be there to say so.
        logger.exception("no preview of photo %s", item.pk)
        return None


@require_POST
@allowed(may_describe)
def again(request: HttpRequest, number: int) -> HttpResponseBase:
    """The background work on a photo that was given up is asked for anew."""
    item = get_object_or_404(Photo, pk=number)
    for kind in finder.PHOTO_WORK:
        if MediaJob.objects.filter(kind=kind, subject_id=item.pk, state=JobState.FAILED).exists():
            jobs.again(kind=kind, subject_id=item.pk)
    messages.success(request, _("Fotoğraf yeniden işlenmeye gönderildi."))
    return redirect("archive:photo", number)


@require_safe
@allowed(may_look)
def video(request: HttpRequest, number: int) -> HttpResponse:
    """A video's page, with a player once its copy is made."""
    rows = Video.objects.select_related("shoot__department", "photographer", "uploaded_by_user")
    item: Any = get_object_or_404(rows, pk=number)
    shown = _shown(request, item)
    return screen(
        request, "archive/video.html", title=item.title, icon="media", crumbs=(finder_crumb(),), item=item, video=item,
        plays=bool(item.proxy) and item.withheld_at is None, captions=item.captions.all(),
        failed=item.state == VideoState.FAILED, facts=list(_facts(item)), metadata=_read_from_file(item.metadata),
        **shown,
    )  # fmt: skip


@require_safe
@allowed(may_look)
def original(request: HttpRequest, number: int) -> HttpResponseBase:
    """A copy of what is shown of a photo's original, with the office's words in it; the download is written down."""
    item: Photo = get_object_or_404(Photo.objects.select_related("shoot", "photographer"), pk=number)
    return _copy_of_original(request, item, hand_out_photo, suffix_for(item.file.name or ""))


@require_safe
@allowed(may_look)
def original_video(request: HttpRequest, number: int) -> HttpResponseBase:
    """As :func:`original`, for a video: picture and sound as they were, nothing else of the file."""
    item: Video = get_object_or_404(Video.objects.select_related("shoot", "photographer"), pk=number)
    suffix = PurePath(item.file.name or "").suffix.lower()
    return _copy_of_original(request, item, hand_out_video, suffix if suffix in VIDEO_SUFFIXES else ".mkv")


def _copy_of_original(
    request: HttpRequest, item: Item, hand_out: Callable[[Path, Path, Fields], None], suffix: str
) -> HttpResponseBase:
    require(item.withheld_at is None)
    name = PurePath(item.original_name or item.title)
    try:
        with local_copy(item.file) as source, tempfile.TemporaryDirectory(prefix="arsiv-") as directory:
            copy = Path(directory) / f"kopya{suffix}"
            hand_out(source, copy, fields_of(outgoing_words(item)))
            stream = copy.open("rb")  # stays readable when the directory is gone
    except FileNotFoundError:
        raise Http404 from None
    except MetadataNotWritten as error:
        logger.warning("%s %s was not handed out: %s", item._meta.model_name, item.pk, error)
        messages.error(request, _("Dosyaya bilgileri yazılamadı, bu yüzden indirilmedi: %(why)s") % {"why": error})
        return redirect(f"archive:{item._meta.model_name}", item.pk)
    log(instance=item, action="archive.download", user=request.user)
    return FileResponse(stream, as_attachment=True, filename=f"{name.stem}{suffix}")


def _shown(request: HttpRequest, item: Item) -> dict[str, Any]:
    """What both pages show. Raises ``Http404`` for what was taken down, unless the person may still see it."""
    user = request.user
    if item.withheld_at is not None and not may_list_withheld(user):
        raise Http404
    criteria = Criteria(FinderForm(query_of(request), withheld=may_list_withheld(user)))
    before, after = finder.neighbours(item, criteria)
    return {
        "query": criteria.query,
        "before": before and _address(before),
        "after": after and _address(after),
        "people": item.people.all(),
        "tags": item.tags.order_by("name"),
        "uses": list(uses_of(item, user)),
        "entries": ModelLogEntry.objects.for_instance(item).select_related("user").order_by("-timestamp")[:DOWNLOADS],
        "handed_out": list(_handed_out(item)) if user.has_perm("kits.view_kit") else [],
        "may_describe": may_describe(user),
        "item_actions": actions.for_item(user, item),
    }


def _handed_out(item: Item) -> Iterator[dict[str, Any]]:
    """The kits that hold the picture and the last people who fetched it from one: ``{"text", "url"}``."""
    which: dict[str, Any] = {"photo": item} if isinstance(item, Photo) else {"video": item}
    for kit in kits.kits_of(**which)[:USES]:
        yield {"text": str(kit), "url": reverse("kits:inspect", args=[kit.pk])}
    for one in kits.downloads_of(**which)[:DOWNLOADS]:
        words = {"who": kits.person_of(one.download), "at": format_moment(one.download.at)}
        url = reverse("kits:inspect", args=[one.download.kit_id])
        yield {"text": _("%(who)s indirdi, %(at)s") % words, "url": url}


def _address(item: Item) -> str:
    return reverse("archive:photo" if isinstance(item, Photo) else "archive:video", args=[item.pk])


def uses_of(item: Item, user: User | AnonymousUser) -> Iterator[dict[str, Any]]:
    """Where the photo or video is used: ``{"title", "kind", "url"}``, pages and posts, at most :data:`USES`."""
    finder_of_urls = AdminURLFinder(user)
    references = ReferenceIndex.get_references_to(item).exclude(base_content_type__app_label__in=BOOKKEEPING)
    for source, _references in islice(references.group_by_source_object(), USES):
        kind = type(source)._meta.verbose_name
        yield {"title": str(source), "kind": capfirst(str(kind)), "url": finder_of_urls.get_edit_url(source)}


def _facts(item: Item) -> Iterator[tuple[str, Any]]:
    """Label and value of what the office says of the picture, the words themselves aside; empty ones left out."""
    photographer = item.photographer.name if item.photographer else ""
    yield from (
        (label, value)
        for label, value in (
            (_("Fotoğrafçı"), photographer),
            (_("Fotoğraf imzası"), item.credit),
            (_("Telif"), item.copyright_notice),
            (_("Kullanım koşulları"), item.usage_terms),
            (_("Yer"), ", ".join(part for part in (item.place, item.city) if part)),
            (_("Konum (yalnız personel görür)"), _position(item)),
            (_("Ölçü"), f"{item.width} × {item.height}" if item.width else ""),
            (_("Dosya adı"), item.original_name),
            (_("Yükleyen"), item.uploaded_by_user or ""),
            (_("Dijital kaynak"), item.get_digital_source_display() if item.digital_source else ""),
            (_("Yapay zekâ sistemi"), f"{item.ai_system} {item.ai_system_version}".strip()),
        )
        if value
    )


def _position(item: Item) -> str:
    return f"{item.latitude}, {item.longitude}" if item.latitude is not None and item.longitude is not None else ""


def _read_from_file(metadata: Any) -> list[tuple[str, str]]:
    """What the file said of itself, flat: (name, value), in order."""
    found: list[tuple[str, str]] = []

    def walk(prefix: str, value: Any) -> None:
        if isinstance(value, dict):
            for name in sorted(value):
                walk(f"{prefix} › {name}" if prefix else str(name), value[name])
        elif isinstance(value, list):
            found.append((prefix, ", ".join(map(str, value))))
        elif isinstance(value, bool):
            found.append((prefix, _("evet") if value else _("hayır")))
        elif value not in (None, ""):
            found.append((prefix, str(value)))

    walk("", metadata)
    return found
