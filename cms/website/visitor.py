"""The first visitor of a page that has changed is the worker, so that no reader waits for it to be made.

It asks nginx, or whatever ``FRONT_ADDRESS`` names, for public paths of this site and for nothing else: the address is
that of the settings, the paths are those of the register, and no redirect is followed.
"""

from __future__ import annotations

import http.client
import logging
import socket
import ssl
import threading
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Max
from django.urls import reverse
from wagtail.models import ModelLogEntry, Page, PageLogEntry

from cms.core import front
from cms.website.entries import KINDS, RegisteredPage
from cms.website.richtext import path_of
from cms.website.sitemaps import sections

logger = logging.getLogger(__name__)

PATIENCE = 5.0  # seconds for each step of one answer
LARGEST = 2_000_000  # bytes of an answer that are waited for
MOST_PAGES = 50  # of those that changed at once; the lists show the rest
# nginx keeps a page as browsers take it, and as feed readers do.
PACKINGS = ("gzip, br", "gzip")
ACTIONS = ("wagtail.publish", "wagtail.publish.scheduled", "wagtail.unpublish", "wagtail.unpublish.scheduled")
OTHER_ACTIONS = (*ACTIONS, "rights.taken_down", "rights.lifted")


class Visitor:
    """Looks whether something public has changed; what it asks for then goes through a thread of its own, one round
    after the other. What changes meanwhile waits for the next round, each path once."""

    def __init__(self) -> None:
        self._seen: tuple[int, int] | None = None
        self._due: dict[str, None] = {}
        self._round: threading.Thread | None = None

    def look(self) -> None:
        """Two queries by primary key when nothing has changed. The first look only remembers."""
        where = address()
        if where is None:
            return
        seen, self._seen = self._seen, _newest()
        if seen is not None and seen != self._seen:
            self._due |= dict.fromkeys(_paths(*seen))
        if not self._due or self.busy or front.is_closed():
            return
        paths, self._due = list(self._due), {}
        self._round = threading.Thread(target=ask, args=(where, paths), name="visitor", daemon=True)
        self._round.start()

    @property
    def busy(self) -> bool:
        """Whether a round is on its way."""
        return self._round is not None and self._round.is_alive()


def address() -> tuple[str, int] | None:
    """Where to ask: ``FRONT_ADDRESS``, or the nginx of this machine; ``None`` when there is none."""
    if settings.FRONT_ADDRESS:
        said = urlsplit(f"//{settings.FRONT_ADDRESS}")
        return str(said.hostname), said.port or _port()
    return ("127.0.0.1", _port()) if settings.FRONT_ROOT else None


def ask(where: tuple[str, int], paths: Iterable[str]) -> None:
    """Asks for ``paths`` as browsers and as feed readers do. A site that does not answer is one line in the log."""
    try:
        for path in paths:
            for packing in PACKINGS:
                _ask(where, path, packing)
    except (OSError, http.client.HTTPException) as error:
        logger.warning("changed pages cannot be asked for at %s:%d: %s", *where, error)


def _port() -> int:
    site = urlsplit(settings.SITE_URL)
    return site.port or (443 if site.scheme == "https" else 80)


def _ask(where: tuple[str, int], path: str, packing: str) -> None:
    site = urlsplit(settings.SITE_URL)
    line = http.client.HTTPConnection(*where, timeout=PATIENCE)
    line.sock = socket.create_connection(where, PATIENCE)
    try:
        if site.scheme == "https":
            line.sock = ssl.create_default_context().wrap_socket(line.sock, server_hostname=site.hostname)
        line.request(
            "GET", path, headers={"Host": site.netloc, "Accept-Encoding": packing, "User-Agent": "basin-masasi"}
        )
        line.getresponse().read(LARGEST)
    finally:
        line.close()


def _newest() -> tuple[int, int]:
    """The last lines of Wagtail's two logs."""
    newest = [model.objects.order_by().aggregate(newest=Max("pk"))["newest"] for model in (PageLogEntry, ModelLogEntry)]
    return newest[0] or 0, newest[1] or 0


def _paths(page_entry: int, other_entry: int) -> Iterator[str]:
    """What looks different since these lines of the two logs; nothing when no line speaks of it."""
    told = PageLogEntry.objects.filter(pk__gt=page_entry, action__in=ACTIONS).order_by("-pk")
    changed = list(dict.fromkeys(told.values_list("page_id", flat=True)[: 4 * MOST_PAGES]))[:MOST_PAGES]
    if not changed and not ModelLogEntry.objects.filter(pk__gt=other_entry, action__in=OTHER_ACTIONS).exists():
        return
    yield "/"
    for kind in KINDS.values():
        yield kind.list_path()
    for page in Page.objects.live().filter(pk__in=changed).specific():
        yield page.public_path if isinstance(page, RegisteredPage) else path_of(page.url_path)
    for kind in KINDS.values():
        yield from (kind.feed_path(form) for form in kind.feeds)
    yield reverse("sitemap_index")
    for section in sections():
        yield reverse("sitemap", args=[section])
