"""Many kits as one zip, for a signed-in journalist; and what they took, with what was corrected since.

Only kits of public bulletins: each is asked again at every request, and again while bytes leave. The address and the
cookie together are the permission; who took what is kept with the account and goes with it.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.core.refusal import Refusal
from media_library.kits import selectors as kits
from media_library.kits.archive_stream import Archive, Entry
from media_library.kits.models import Kit, KitDownload, KitLink, KitState
from media_library.kits.names import stem_of
from media_library.kits.selectors import Contents
from media_library.kits.zip_response import zip_response
from media_library.store.responses import unavailable
from press_archive.bulletins.models import BulletinPage
from press_archive.journalists.models import JournalistAccount
from press_archive.portal.models import Taken
from publishing.approval.evidence import content_type_of
from publishing.subscriptions.models import Announcement

MOST_KITS = 30
ZIP_NAME = "basin-kitleri.zip"


@dataclass(frozen=True, slots=True)
class Gone:
    """A kit that was taken: what became of it since. ``path`` leads to the bulletin while it is public."""

    title: str
    number: str
    at: dt.datetime
    page_id: int
    path: str
    is_corrected: bool
    is_withdrawn: bool
    by_mail: bool


def ready_kits(page_ids: Iterable[int]) -> list[Contents]:
    """What the kits of these public bulletins hand out now; those of others, and those not made yet, are left out."""
    found: list[Contents] = []
    for page_id in dict.fromkeys(page_ids):
        if len(found) == MOST_KITS:
            break
        kit = kits.kit_for_everybody(page_id)
        if kit is None or kit.state != KitState.READY:
            continue
        contents = kits.contents_of(kit)
        if contents.files:
            found.append(contents)
    return found


def archive_of(found: Sequence[Contents]) -> Archive:
    """All of them as one zip, a folder for each."""
    entries: list[Entry] = []
    folders: set[str] = set()
    for contents in found:
        folder = stem_of(contents.kit)
        if folder in folders:
            folder = f"{folder}-{contents.kit.pk}"
        folders.add(folder)
        entries += [dataclasses.replace(one, name=f"{folder}/{one.name}") for one in contents.archive().entries]
    return Archive(entries)


def zip_of(request: HttpRequest, account: JournalistAccount, page_ids: Iterable[int]) -> HttpResponseBase:
    """The zip of these kits, or the range of it that is asked for. Raises ``Refusal`` when nothing is left."""
    found = ready_kits(page_ids)
    if not found:
        raise Refusal(_("Seçtiğiniz bültenlerin basın kiti yok ya da hazırlanıyor."), status=404)
    revisions = [(contents.kit, contents.kit.revision) for contents in found]

    def begin(touched: set[str], start: int, length: int) -> HttpResponseBase | None:
        stored = [file.stored_name for contents in found for file in contents.files]
        try:
            missing = next((name for name in stored if not default_storage.exists(name)), "")
        except OSError as error:
            missing = str(error)
        if missing:
            return unavailable(request)
        for kit, _revision in revisions:
            note_taken(account=account, kit=kit)
        return None

    def still_open() -> bool:
        return all(kits.still_open(KitLink(kit=kit, token=""), revision) for kit, revision in revisions)

    return zip_response(request, archive_of(found), ZIP_NAME, begin=begin, still_open=still_open)


def note_taken(*, account: JournalistAccount, kit: Kit) -> None:
    """Keeps that ``account`` has this version; the last time counts."""
    Taken.objects.update_or_create(account=account, kit=kit, version=kit.version or 1, defaults={"at": timezone.now()})


def taken_by(account: JournalistAccount, most: int = 100) -> list[Gone]:
    """What the account took, here and by the personal links in its mails, the newest first, each bulletin once."""
    last: dict[int, tuple[Kit, dt.datetime, bool]] = {}
    rows = Taken.objects.filter(account=account).select_related("kit").order_by("-at")[:most]
    for row in rows:
        last.setdefault(row.kit_id, (row.kit, row.at, False))
    mailed = KitDownload.objects.filter(who=account.email).select_related("kit").order_by("-at", "-pk")[:most]
    for download in mailed:
        known = last.get(download.kit_id)
        if known is None or known[1] < download.at:
            last[download.kit_id] = (download.kit, download.at, True)
    bulletins = content_type_of(BulletinPage())
    of_bulletins = {pk: one for pk, one in last.items() if one[0].content_type_id == bulletins.pk}
    ids = {int(kit.object_id) for kit, _at, _by in of_bulletins.values() if kit.object_id.isdigit()}
    pages = {page.pk: page for page in BulletinPage.objects.filter(pk__in=ids)}
    news: dict[str, list[Announcement]] = {}
    told = Announcement.objects.filter(content_type=bulletins, object_id__in=[str(pk) for pk in ids])
    for one in told.order_by("pk"):
        news.setdefault(one.object_id, []).append(one)
    found = []
    for kit, at, by_mail in of_bulletins.values():
        page = pages.get(int(kit.object_id)) if kit.object_id.isdigit() else None
        later = [one for one in news.get(kit.object_id, []) if one.created_at > at]
        is_live = page is not None and page.live
        found.append(
            Gone(
                title=kit.title, number=kit.number, at=at, page_id=page.pk if page else 0,
                path=page.public_path if page is not None and is_live else "",
                is_corrected=is_live and any(one.kind == "correction" for one in later),
                is_withdrawn=not is_live, by_mail=by_mail,
            )
        )  # fmt: skip
    return sorted(found, key=lambda one: one.at, reverse=True)
