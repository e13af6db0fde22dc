"""A stranger who fetches everything: every public address, once, and what came back, to be compared with later.

``crawl()`` begins at what anybody can know (the front page, lists, feeds, sitemaps, withdrawn addresses) and at the
links that the press was sent, and follows every address that an answer names: pages, pictures in all sizes, films,
subtitles, documents, zips. ``mails()`` composes every mail again from its row. Answers are kept byte for byte; only a
CSRF token and a nonce, which are new in every answer, are made the same. ``differences(before, after)`` names what
is not.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urldefrag, urljoin, urlsplit

from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client
from django.urls import reverse

TOKENS = re.compile(rb'(name="csrfmiddlewaretoken" value=")[^"]+|(nonce(?:=|-)["\']?)[A-Za-z0-9+/=_-]+')
HEADERS = ("Content-Type", "Content-Disposition", "Content-Security-Policy", "Location", "Link", "ETag")
# Of staff, of other machines, or not ours to serve.
STAFF = ("/admin", "/onay", "/static")
MOST = 3000


@dataclass(frozen=True, slots=True)
class Answer:
    """What a stranger got: status, the headers that say something of the content, the bytes."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


def seeds() -> Iterator[str]:
    """Where a stranger begins."""
    from media_library.kits.models import KitLink
    from press_archive.bulletins.models import RegisterEntry
    from press_archive.galleries.models import GalleryEntry

    yield from ("/", "/robots.txt", "/sitemap.xml", "/boyle-bir-sayfa-yok/")
    for name in (
        "bulletins", "bulletins_rss", "bulletins_atom", "photo_galleries", "photo_galleries_atom", "video_galleries",
        "video_galleries_atom",
    ):  # fmt: skip
        yield reverse(name)
    # What was withdrawn has an answer of its own.
    for entry in RegisterEntry.objects.select_related("page"):
        yield reverse("bulletin", args=[entry.page.slug])
    for shown in GalleryEntry.objects.select_related("page"):
        yield reverse(f"{shown.kind}_gallery", args=[shown.page.slug])
    for link in KitLink.objects.order_by("pk"):
        yield reverse("press_kit:page", args=[link.token])


def crawl(more: Iterable[str] = (), **environment: str) -> dict[str, Answer]:
    """Every public address that leads on from :func:`seeds` and ``more``, with its answer; ``environment`` as a request
    brings it (``HTTP_HOST=…``)."""
    client, found = Client(**environment), {}
    waiting = list(dict.fromkeys([*seeds(), *more]))
    while waiting:
        address = waiting.pop(0)
        if address in found:
            continue
        assert len(found) < MOST, "the site has no end"
        found[address] = answer = fetch(client, address)
        waiting += [other for other in links_in(address, answer) if other not in found]
    return found


def fetch(client: Client, address: str) -> Answer:
    """The answer at ``address``, without what is new in every answer."""
    response = client.get(address)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    headers = ((name, _header(name, response.get(name, ""))) for name in HEADERS)
    return Answer(response.status_code, tuple((name, text) for name, text in headers if text), stripped(body))


def _header(name: str, text: str) -> str:
    """The header without a nonce; a policy's directives come in any order."""
    if name == "Content-Security-Policy":
        return "; ".join(sorted(re.sub(r"'nonce-[^']+'", "'nonce'", text).split("; ")))
    return text


def stripped(body: bytes) -> bytes:
    """``body`` with one and the same CSRF token and nonce."""
    return TOKENS.sub(lambda found: (found[1] or found[2]) + b"...", body)


def links_in(address: str, answer: Answer) -> list[str]:
    """The addresses of this site that ``answer`` names, as paths with their query."""
    kind = dict(answer.headers).get("Content-Type", "").partition(";")[0]
    named = [dict(answer.headers).get("Location", "")]
    if kind == "text/html":
        named += _in_html(answer.body)
    elif kind.endswith("xml"):
        named += re.findall(r'https?://[^\s"\'<>&]+', answer.body.decode())
    paths = (_path_of(urljoin(f"{settings.SITE_URL}{address}", one.strip())) for one in named if one.strip())
    return list(dict.fromkeys(path for path in paths if path))


def _in_html(body: bytes) -> list[str]:
    page = BeautifulSoup(body, "html.parser")
    named: list[str] = []
    for element in page.find_all(True):
        for name, value in element.attrs.items():
            if name in ("href", "src", "poster", "data-src"):
                named.append(str(value))
            elif name == "srcset":
                named += [one.split()[0] for one in str(value).split(",") if one.strip()]
            elif name == "content" and str(value).startswith(("http", "/")):
                named.append(str(value))
    for script in page.find_all("script", type="application/ld+json"):
        named += [text for text in _strings(json.loads(script.get_text())) if text.startswith(("http", "/"))]
    return named


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _strings(inner)
    elif isinstance(value, str):
        yield value


def _path_of(url: str) -> str:
    parts = urlsplit(urldefrag(url)[0])
    if parts.scheme not in ("http", "https") or parts.netloc != urlsplit(settings.SITE_URL).netloc:
        return ""
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    return "" if path.startswith(STAFF) else path


def mails() -> dict[str, Answer]:
    """Every mail to the press as it would be composed now, under "mail:" and the number of its row."""
    from cms.core.message import Message
    from publishing.channels.email import EmailRecipient, Sender, compose
    from publishing.dispatch.models import Channel, Delivery

    found = {}
    for row in Delivery.objects.filter(channel=Channel.EMAIL).order_by("pk"):
        payload = row.payload
        to = EmailRecipient(
            email=row.recipient,
            message_id=f"<{row.pk}@belediye.example>",
            unsubscribe_url=payload.get("unsubscribe_url", ""),
            kit_url=payload.get("kit_url", ""),
            sender=Sender(**payload["sender"]),
        )
        mail = compose(Message.from_payload(payload["message"]), to)
        parts = [mail.subject, str(mail.body), *(str(one.content) for one in mail.alternatives)]
        found[f"mail:{row.pk}"] = Answer(200, tuple(sorted(mail.extra_headers.items())), "\n".join(parts).encode())
    return found


def everything(more: Iterable[str] = ()) -> dict[str, Answer]:
    """All that has left the house or can be fetched."""
    return crawl(more) | mails()


def differences(before: dict[str, Answer], after: dict[str, Answer]) -> list[str]:
    """The addresses whose answers are not the same, each with the place where they part."""
    found = []
    for address in sorted(before.keys() | after.keys()):
        old, new = before.get(address), after.get(address)
        if old == new:
            continue
        if old is None or new is None:
            found.append(f"{address}: only {'after' if old is None else 'before'}")
        elif old.body != new.body:
            place = next(
                (n for n, (a, b) in enumerate(zip(old.body, new.body, strict=False)) if a != b),
                min(len(old.body), len(new.body)),
            )
            parts = [body[max(0, place - 60) : place + 60] for body in (old.body, new.body)]
            found.append(f"{address}: {parts[0]!r} became {parts[1]!r}")
        else:
            found.append(f"{address}: {old.status} {old.headers} became {new.status} {new.headers}")
    return found
