"""Questions about kits: what one hands out now, which link leads where, who fetched what."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.core.files.storage import default_storage
from django.db.models import Model, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.core.addresses import network_of
from cms.core.turkish import format_moment
from media_library.kits import texts
from media_library.kits.archive_stream import Archive, Entry
from media_library.kits.certified import KINDS, Parts, Source, parts_of, sources_of, title_of
from media_library.kits.models import (
    FileRole,
    Kit,
    KitDownload,
    KitDownloadedItem,
    KitFile,
    KitLink,
    KitState,
    KitTry,
)
from media_library.kits.names import CAPTIONS
from media_library.kits.plan import recipes_of
from media_library.models import File, Photo, PublicFile, Video
from media_library.rights.spread import Section, Trace
from media_library.store.storage import read_range

LARGEST = 2**63 - 1
TOKEN = re.compile(r"[A-Za-z0-9_-]{40,64}")
RECIPIENT = "media_library.kits.recipient"
# Wrong passwords after which an address of the network, and everybody, has to wait.
TRIES, TRIES_WITHIN = 5, dt.timedelta(minutes=15)
ALL_TRIES, ALL_TRIES_WITHIN = 50, dt.timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Contents:
    """What a kit hands out at this moment, under the ``title`` that the press reads. ``left_out`` of what was put in
    may not be used (any more); ``sources`` is the live content that a hand-made kit's things were signed with.
    ``waits``: some of what may go out is not made yet. ``empty``: nothing that was put in may go out."""

    kit: Kit
    title: str
    files: tuple[KitFile, ...]
    left_out: int
    sources: tuple[Source, ...]
    waits: bool
    empty: bool

    @property
    def pictures(self) -> tuple[KitFile, ...]:
        """The photos, in their web size."""
        return tuple(file for file in self.files if file.role == FileRole.WEB)

    @property
    def others(self) -> tuple[KitFile, ...]:
        """Everything that is no photo."""
        return tuple(file for file in self.files if file.role not in (FileRole.WEB, FileRole.ORIGINAL))

    @property
    def captions(self) -> bytes:
        """``captions.txt``: empty when there is nothing to caption."""
        return texts.captions([file for file in self.files if file.photo_id or file.video_id])

    def archive(self) -> Archive:
        """All of it as one zip. The same contents give the same bytes."""
        entries = [
            Entry(one.name, one.size, one.crc32, one.made_at, partial(read_range, default_storage, one.stored_name))
            for one in self.files
        ]
        if words := self.captions:
            newest = max(file.made_at for file in self.files)
            entries.append(Entry(CAPTIONS, len(words), texts.crc(words), newest, partial(_slice, words)))
        return Archive(entries)


def _slice(data: bytes, start: int, length: int) -> Any:
    return iter([data[start : start + length]])


def contents_of(kit: Kit) -> Contents:
    """What may be downloaded now. Asked again at every request: a right may have ended, or something been withdrawn or
    corrected, since the files were made."""
    parts = parts_of(kit)
    wanted = recipes_of(kit, parts)
    files = may_go_out(kit, parts, KitFile.objects.filter(kit=kit))
    return Contents(
        kit=kit, title=title_of(kit, parts), files=files, left_out=parts.left_out, sources=tuple(sources_of(parts)),
        waits=not wanted <= {file.recipe for file in files}, empty=not wanted,
    )  # fmt: skip


def may_go_out(kit: Kit, parts: Parts, files: Iterable[KitFile]) -> tuple[KitFile, ...]:
    """Those of the kit's ``files`` that its ``parts`` allow: of a kit made by hand only what is made of exactly the
    bytes and words that are certified now."""
    if kit.is_by_hand:
        wanted = recipes_of(kit, parts)
        return tuple(file for file in files if file.recipe in wanted)
    ids = {kind: {part.item.pk for part in parts.of(kind)} for kind in KINDS}
    return tuple(
        file
        for file in files
        if (file.photo_id is None or file.photo_id in ids["photo"])
        and (file.video_id is None or file.video_id in ids["video"])
        and (file.document_id is None or file.document_id in ids["file"])
    )


def link_of(token: str) -> KitLink | None:
    """The link with this token, open or not; ``None`` for a guess."""
    return KitLink.objects.select_related("kit").filter(token=token).first() if TOKEN.fullmatch(token) else None


def mailing_link(content_type: ContentType, object_id: str) -> KitLink | None:
    """The link that the mails of this content carry, or ``None``: no kit, closed, or revoked."""
    return (
        KitLink.objects.open()
        .filter(kit__content_type=content_type, kit__object_id=object_id, is_mailing=True)
        .select_related("kit")
        .first()
    )


def kit_for_everybody(page_id: int) -> Kit | None:
    """The kit of the public page ``page_id``, also once it is closed; ``None`` for a page that has none, and for one
    that is not public (any more) and whose kit nobody has closed yet."""
    page = Page.objects.filter(pk=page_id).only("content_type", "live").first() if page_id <= LARGEST else None
    if page is None:
        return None
    kit = Kit.objects.filter(content_type=page.content_type_id, object_id=str(page.pk)).first()
    return kit if kit is not None and (page.live or kit.state == KitState.CLOSED) else None


def still_open(link: KitLink, revision: int) -> bool:
    """Whether a download that has begun may go on: the link is open and the kit is still the same."""
    same = Kit.objects.filter(pk=link.kit_id, revision=revision, state=KitState.READY)
    if not link.token:
        return same.exists()
    return KitLink.objects.open().filter(pk=link.pk, kit__in=same).exists()


def url_of(link: KitLink) -> str:
    """The absolute address of the link's page."""
    return settings.SITE_URL + reverse("press_kit:page", args=[link.token])


def personal_url(link: KitLink, who: str) -> str:
    """As :func:`url_of`, for one recipient of a mailing: what is fetched there is fetched by ``who`` (an e-mail)."""
    return f"{url_of(link)}?k={personal_key(link, who)}"


def personal_key(link: KitLink, who: str) -> str:
    """The value of ``k``: always the same for the same link and recipient, and good for this link only."""
    return signing.Signer(salt=RECIPIENT).sign_object([link.pk, who], compress=False)


def recipient_in(link: KitLink, key: str) -> str:
    """Whom the ``key`` of an address names; empty for none, or one that we did not make for this link."""
    try:
        value = signing.Signer(salt=RECIPIENT).unsign_object(key) if key else None
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    match value:
        case [link_id, str(who)] if link_id == link.pk:
            return who
    return ""


def is_locked(link: KitLink, ip: str | None) -> bool:
    """Whether too many wrong passwords were typed at ``link``, from where ``ip`` is (of IPv6 the /64) or altogether."""
    now = timezone.now()
    tries = KitTry.objects.filter(link=link)
    if tries.filter(at__gt=now - TRIES_WITHIN, ip=network_of(ip) or None).count() >= TRIES:
        return True
    return tries.filter(at__gt=now - ALL_TRIES_WITHIN).count() >= ALL_TRIES


def stored_in_use(names: Iterable[str]) -> set[str]:
    """Which of these stored files some kit hands out."""
    return set(KitFile.objects.filter(stored_name__in=list(names)).values_list("stored_name", flat=True))


def kits_of(*, photo: Photo | None = None, video: Video | None = None) -> QuerySet[Kit]:
    """The kits that this photo or video was put into."""
    wanted = Q(photos__photo=photo) if photo is not None else Q(videos__video=video)
    return Kit.objects.filter(wanted).distinct()


def signed_with(content: Model) -> tuple[list[Photo], list[Video], list[File]]:
    """The photos, videos and documents that live ``content`` was signed with, in no matter which order."""
    content_type = ContentType.objects.get_for_model(content, for_concrete_model=False)
    rows = PublicFile.objects.filter(content_type=content_type, object_id=str(content.pk)).order_by("pk")
    found = list(rows.select_related("photo", "video", "file"))
    return (
        [row.photo for row in found if row.photo],
        [row.video for row in found if row.video],
        [row.file for row in found if row.file],
    )


def downloads_of(*, photo: Photo | None = None, video: Video | None = None) -> QuerySet[KitDownloadedItem]:
    """Every time this photo or video was handed over, the newest first."""
    wanted = Q(photo_id=photo.pk) if photo is not None else Q(video_id=video.pk if video else None)
    return (
        KitDownloadedItem.objects.filter(wanted)
        .select_related("download__kit", "download__link", "download__user")
        .order_by("-download__at", "-pk")
    )


def person_of(download: KitDownload) -> str:
    """By whom, as far as that is known."""
    if download.who:
        return download.who
    if download.user is not None:
        return download.user.get_full_name() or str(download.user)
    return _("bilinmiyor (%(ip)s)") % {"ip": download.ip or "?"}


def spread(item: Photo | Video) -> Section:
    """For the report of a takedown: the kits of the picture, and everybody who fetched it from one."""
    which = {"photo": item} if isinstance(item, Photo) else {"video": item}
    rows = [
        Trace(
            text=_("Basın kiti: %(kit)s") % {"kit": kit},
            url=reverse("kits:inspect", args=[kit.pk]),
            done=_("Kitten çıkarıldı; bağlantıları onu artık vermiyor."),
        )
        for kit in kits_of(**which)
    ]
    for one in downloads_of(**which)[:2000]:
        download = one.download
        words = {"who": person_of(download), "at": format_moment(download.at), "kit": download.kit}
        rows.append(
            Trace(
                text=_("%(who)s, %(at)s: “%(kit)s” kitinden indirdi") % words,
                url=reverse("kits:inspect", args=[download.kit_id]),
                todo=_("İndirene haber verin."),
            )
        )
    return Section("kits", _("Basın kitleri ve indirenler"), rows)
