"""An address that somebody pasted, read into a copy of its page that the form is filled with.

The only way out is ``cms.web_fetch``: public hosts, at most 5 MB and 15 seconds. One person asked for one page, so that
``robots.txt``, which speaks to machines that come by themselves, is not asked; the name we go by says who it is.
"""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.refusal import Refusal
from cms.core.text import clean
from cms.users.models import User
from cms.web_fetch.fetcher import PAGE_SECONDS, Answer, fetch_page
from media_library.models import JobKind, Priority
from media_library.work.jobs import services as jobs
from press_archive.clippings import matches, services
from press_archive.clippings.article import Article, read_article
from press_archive.clippings.kinds import picture_suffix
from press_archive.clippings.models import Clipping, PageCopy
from press_archive.clippings.permissions import may_add_clippings
from press_archive.clippings.sources import address_key, host_of

KEPT = dt.timedelta(days=1)  # how long a copy waits for its form to be saved
PAGES = ("text/html", "application/xhtml+xml")
LONGEST_ADDRESS = 2000
BY_HAND = _("Alanları elle doldurabilirsiniz.")
TROUBLES = {
    "unknown_host": _("Böyle bir site bulunamadı."),
    "forbidden": _("Bu adrese bakılmaz: herkese açık bir haber sitesinin http ya da https adresi olmalı."),
    "timeout": _("Site zamanında yanıt vermedi."),
    "certificate": _("Sitenin güvenlik sertifikası geçersiz."),
    "connection": _("Siteye ulaşılamadı."),
    "redirects": _("Site durmadan başka adrese yönlendiriyor."),
    "malformed": _("Sitenin yanıtı anlaşılamadı."),
    "too_large": _("Sayfa çok büyük: en çok 5 MB okunur."),
    "encoded": _("Site sayfayı istenmeyen bir biçimde sıkıştırıp gönderdi."),
}


class Unreadable(Refusal):
    """The page was not read; ``str()`` says why, and that the form can be filled in by hand."""

    status = 400
    code = "unreadable_page"


@dataclass(frozen=True, slots=True)
class Found:
    """What came of an address: the copy, the clipping that has this address already, and those with the same text."""

    copy: PageCopy
    known: Clipping | None
    same: list[Clipping]


def agent() -> str:
    """What we call ourselves to other sites."""
    return f"BasinMasasi-clippings/1.0 (+{settings.SITE_URL})"


def read_link(*, address: str, user: User) -> Found:
    """Reads ``address``. Raises ``PermissionDenied``, and :class:`Unreadable` with a sentence."""
    if not may_add_clippings(user):
        raise PermissionDenied
    address = clean(address, lines=False).strip()
    if "://" not in address and "." in address.partition("/")[0]:
        address = f"https://{address}"
    if len(address) > LONGEST_ADDRESS:
        raise Unreadable(f"{TROUBLES['forbidden']} {BY_HAND}")
    services.forget_copies(before=timezone.now() - KEPT)
    began = time.monotonic()
    answer = fetch_page(address, agent=agent())
    article = _article(answer)
    rest = PAGE_SECONDS - (time.monotonic() - began)
    # The page's own word for its address counts only where it names the same site.
    own = article.address if article.address and _same_site(article.address, answer.address) else answer.address
    copy = PageCopy(
        address=own, address_key=address_key(own), title=article.title, site_name=article.site_name,
        author=article.author, published_on=article.published_on, published_time=article.published_time,
        text=article.text, fetched_by=user,
    )  # fmt: skip
    if article.picture and rest > 1:
        _keep_picture(copy, article.picture, rest)
    with transaction.atomic():
        copy.save()
        jobs.enqueue(kind=JobKind.PAGE_COPY, subject_id=copy.pk, priority=Priority.IDLE)
    keys = {address_key(one) for one in (address, answer.address, own)}
    mark = matches.fingerprint(article.text)
    same = Clipping.objects.filter(fingerprint=mark).defer("text")[:5] if mark else []
    return Found(copy, Clipping.objects.filter(address_key__in=keys).first(), list(same))


def _article(answer: Answer) -> Article:
    if answer.trouble:
        raise Unreadable(f"{TROUBLES.get(answer.trouble, TROUBLES['malformed'])} {BY_HAND}")
    if answer.status != 200:
        said = _("Site sayfayı vermedi (HTTP %(status)d).") % {"status": answer.status}
        raise Unreadable(f"{said} {BY_HAND}")
    if answer.content_type.partition(";")[0].strip().lower() not in PAGES:
        raise Unreadable(f"{_('Bu adreste bir haber sayfası yok.')} {BY_HAND}")
    article = read_article(answer.body, address=answer.address, content_type=answer.content_type)
    if not article.title and not article.text:
        raise Unreadable(f"{_('Sayfada haber metni bulunamadı.')} {BY_HAND}")
    return article


def _same_site(one: str, other: str) -> bool:
    ours, theirs = (host_of(address) for address in (one, other))
    return bool(ours) and (ours == theirs)


def _keep_picture(copy: PageCopy, address: str, seconds: float) -> None:
    """The picture of the story, when it is one. Without it the clipping is whole all the same."""
    answer = fetch_page(address, agent=agent(), seconds=seconds)
    if answer.trouble or answer.status != 200:
        return
    suffix = picture_suffix(answer.body)
    if suffix is not None:
        copy.picture.save(f"resim{suffix}", ContentFile(answer.body), save=False)
