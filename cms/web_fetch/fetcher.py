"""One gentle look at an address: who is there, and what it says. Every redirect is looked at like a new address."""

from __future__ import annotations

import http.client
import ssl
import threading
import time
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urljoin

from cms.web_fetch.connection import Pinned
from cms.web_fetch.hosts import Forbidden, Place, Unknown, place_of

SECONDS = 8.0  # for one answer from the net
WHOLE = 20.0  # for one look with all of its redirects
REDIRECTS = 5
MOST_BYTES = 256 * 1024
# A page that a person wants to keep: longer than what is looked at in passing, and somebody waits for it.
PAGE_BYTES = 5 * 1024 * 1024
PAGE_SECONDS = 15.0
# A list of news that a machine comes by for: no feed of an outlet is longer, and an hour later it is asked again.
LIST_BYTES = 3 * 1024 * 1024
GZIP = b"\x1f\x8b"
OTHERS = {"etag": "ETag", "last_modified": "Last-Modified", "retry_after": "Retry-After"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a look. ``status`` is the last answer's, 0 without one; ``trouble`` is a word of ours for what stood
    in the way: ``unknown_host``, ``forbidden``, ``timeout``, ``certificate``, ``connection``, ``redirects``,
    ``malformed``; of a whole page also ``too_large`` and ``encoded``. ``address``: where the redirects ended.
    ``content_type``: as the other side said it, with its charset. ``etag``, ``last_modified``, ``retry_after``: what a
    list of news said of its version and of when to come again."""

    status: int = 0
    trouble: str = ""
    address: str = ""
    body: bytes = b""
    content_type: str = ""
    etag: str = ""
    last_modified: str = ""
    retry_after: str = ""


def fetch(address: str, *, method: str = "HEAD", agent: str, most_bytes: int = 0) -> Answer:
    """Asks for ``address`` and follows redirects. Never raises for what the other side does.

    At most ``most_bytes`` (and never more than :data:`MOST_BYTES`) of the last answer are read.
    """
    return _follow(address, method, agent, min(most_bytes, MOST_BYTES), WHOLE)


def fetch_page(address: str, *, agent: str, seconds: float = PAGE_SECONDS, most_bytes: int = PAGE_BYTES) -> Answer:
    """The whole of one page or picture that somebody asked for: at most ``most_bytes`` in at most ``seconds``, with all
    redirects. What is longer, or packed although nobody asked for that, is no answer. Never raises."""
    return _within(_follow(address, "GET", agent, most_bytes + 1, seconds), most_bytes)


def fetch_list(
    address: str, *, agent: str, etag: str = "", last_modified: str = "", seconds: float = PAGE_SECONDS,
    most_bytes: int = LIST_BYTES,
) -> Answer:  # fmt: skip
    """A list of news that is asked for again and again: 304 where it still is the version ``etag`` or
    ``last_modified`` (RFC 9110, section 13.1). Packed by gzip it is unpacked, never further than ``most_bytes``: some
    servers pack whatever was asked, and site maps are kept packed. Never raises."""
    wanted = {"Accept": "application/rss+xml, application/atom+xml, application/xml, text/html;q=0.8, */*;q=0.5"}
    if etag:
        wanted["If-None-Match"] = etag
    if last_modified:
        wanted["If-Modified-Since"] = last_modified
    answer = _within(_follow(address, "GET", agent, most_bytes + 1, seconds, wanted, packed=True), most_bytes)
    if not answer.body.startswith(GZIP):
        return replace(answer, trouble="encoded", body=b"") if answer.trouble == "packed" else answer
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        body = unpacker.decompress(answer.body, most_bytes + 1)
    except zlib.error:
        return replace(answer, trouble="encoded", body=b"")
    return _within(replace(answer, trouble="", body=body), most_bytes)


def _within(answer: Answer, most_bytes: int) -> Answer:
    if len(answer.body) > most_bytes:
        return Answer(status=answer.status, trouble="too_large", address=answer.address)
    return answer


def _follow(
    address: str, method: str, agent: str, most_bytes: int, seconds: float, wanted: Mapping[str, str] | None = None,
    *, packed: bool = False,
) -> Answer:  # fmt: skip
    until = time.monotonic() + seconds
    for _hop in range(REDIRECTS + 1):
        try:
            place = place_of(address)
            said = _ask(place, method, {"User-Agent": agent, **(wanted or {})}, most_bytes, until - time.monotonic())
        except Forbidden:
            return Answer(trouble="forbidden", address=address)
        except Unknown:
            return Answer(trouble="unknown_host", address=address)
        except TimeoutError:
            return Answer(trouble="timeout", address=address)
        except ssl.SSLError:
            return Answer(trouble="certificate", address=address)
        except OSError:
            return Answer(trouble="connection", address=address)
        except (http.client.HTTPException, ValueError):
            return Answer(trouble="malformed", address=address)
        if said.status not in (301, 302, 303, 307, 308) or not said.location:
            trouble = "encoded" if said.body and said.encoding not in ("", "identity") else ""
            if trouble and packed:
                trouble = "packed"
            body = b"" if trouble == "encoded" else said.body
            return Answer(said.status, trouble, place.address, body, said.content_type, **said.others)
        try:
            address = urljoin(place.address, said.location)
        except ValueError:
            return Answer(trouble="malformed", address=place.address)
    return Answer(trouble="redirects", address=address)


@dataclass(frozen=True, slots=True)
class _Said:
    status: int
    location: str
    body: bytes
    content_type: str
    encoding: str
    others: dict[str, str] = field(default_factory=dict)


def _ask(place: Place, method: str, wanted: Mapping[str, str], most_bytes: int, seconds: float) -> _Said:
    connection = Pinned(place, timeout=SECONDS)
    too_long = threading.Event()

    def stop() -> None:
        too_long.set()
        connection.stop()

    # One byte every few seconds keeps a socket alive for ever; a clock of its own does not wait for it.
    clock = threading.Timer(seconds, stop)
    clock.daemon = True
    clock.start()
    try:
        connection.request(method, place.path, headers={"Accept": "*/*", "Connection": "close", **wanted})
        answer = connection.getresponse()
        body = answer.read(most_bytes) if most_bytes and method != "HEAD" else b""
        if too_long.is_set():  # what was read so far looks like a whole page
            raise TimeoutError
        if method != "HEAD" and len(body) < most_bytes and answer.length:
            raise ConnectionError("cut off")  # half a page looks like a whole one
        # Header lines come as single bytes; what stands in them is UTF-8 where it is anything.
        location = answer.headers.get("Location", "").encode("latin-1", "replace").decode("utf-8", "replace")
        kind, encoding = (answer.headers.get(name, "")[:200] for name in ("Content-Type", "Content-Encoding"))
        others = {key: answer.headers.get(name, "")[:200] for key, name in OTHERS.items()}
        return _Said(answer.status, location, body, kind, encoding.strip().lower(), others)
    except (OSError, ValueError, http.client.HTTPException) as error:
        if too_long.is_set():
            raise TimeoutError from error
        raise
    finally:
        clock.cancel()
        connection.close()
