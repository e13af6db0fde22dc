"""What the reader is sent for, and what it brings back: plain data that crosses a pipe as lines of JSON. Pure but for
the net, which is asked through ``cms.web_fetch`` alone."""

from __future__ import annotations

import base64
import datetime as dt
import json
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from cms.web_fetch.fetcher import fetch_list, fetch_page
from cms.web_fetch.robots import refusal_of
from press_archive.clippings.article import read_article
from press_archive.clippings.kinds import picture_suffix
from press_archive.monitoring.documents import Entry, Unreadable, entries

PICTURE_BYTES, PICTURE_SECONDS = 3 * 1024 * 1024, 8.0
PAGES = ("text/html", "application/xhtml+xml", "")


@dataclass(frozen=True, slots=True)
class Errand:
    """One address to be asked. ``what``: a ``list`` of news or the ``page`` of one story; ``agent``: what we call
    ourselves. ``etag`` and ``last_modified`` are those of the list that is known."""

    number: int
    what: Literal["list", "page"]
    address: str
    agent: str
    selector: str = ""
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What came of an errand. ``trouble``: a word of ours (``cms.web_fetch.fetcher.Answer``; also ``robots``,
    ``no_list``, ``no_entries``, ``selector``, ``no_page``, ``broken``), empty for none. ``page``: what a page says of
    itself, with ``picture``, its bytes in Base64."""

    number: int
    what: str
    status: int = 0
    trouble: str = ""
    address: str = ""
    etag: str = ""
    last_modified: str = ""
    retry_after: str = ""
    entries: list[Entry] = field(default_factory=list)
    page: dict[str, str] = field(default_factory=dict)


def run(errand: Errand) -> Found:
    """Asks, as the site allows machines to. Never raises for what a site does."""
    refusal = refusal_of(errand.address, agent=errand.agent)
    if refusal is not None:
        return Found(
            errand.number, errand.what, refusal.status, refusal.trouble, errand.address, retry_after=refusal.retry_after
        )
    return _list(errand) if errand.what == "list" else _page(errand)


def _list(errand: Errand) -> Found:
    answer = fetch_list(errand.address, agent=errand.agent, etag=errand.etag, last_modified=errand.last_modified)
    said: dict[str, Any] = {
        "status": answer.status, "trouble": answer.trouble, "address": answer.address, "etag": answer.etag,
        "last_modified": answer.last_modified, "retry_after": answer.retry_after,
    }  # fmt: skip
    if answer.trouble or answer.status != 200:
        return Found(errand.number, "list", **said)
    try:
        found = entries(
            answer.body, address=answer.address, content_type=answer.content_type, selector=errand.selector,
            now=dt.datetime.now(dt.UTC),
        )  # fmt: skip
    except Unreadable as error:
        return Found(errand.number, "list", **{**said, "trouble": str(error)})
    return Found(errand.number, "list", **said, entries=found)


def _page(errand: Errand) -> Found:
    answer = fetch_page(errand.address, agent=errand.agent)
    said: dict[str, Any] = {"status": answer.status, "trouble": answer.trouble, "address": answer.address}
    said["retry_after"] = answer.retry_after
    if answer.trouble or answer.status != 200:
        return Found(errand.number, "page", **said)
    if answer.content_type.partition(";")[0].strip().lower() not in PAGES:
        return Found(errand.number, "page", **{**said, "trouble": "no_page"})
    article = read_article(answer.body, address=answer.address, content_type=answer.content_type)
    if not article.title and not article.text:
        return Found(errand.number, "page", **{**said, "trouble": "no_page"})
    page = {
        "title": article.title, "site_name": article.site_name, "author": article.author, "text": article.text,
        "published_on": article.published_on.isoformat() if article.published_on else "",
        "published_time": article.published_time.isoformat() if article.published_time else "",
    }  # fmt: skip
    if article.picture and (picture := _picture(article.picture, errand.agent)):
        page["picture"], page["picture_kind"] = picture
    return Found(errand.number, "page", **said, page=page)


def _picture(address: str, agent: str) -> tuple[str, str] | None:
    """The bytes of the picture in Base64 with its kind; none where it is no picture, as a machine may have it."""
    if refusal_of(address, agent=agent) is not None:
        return None
    answer = fetch_page(address, agent=agent, seconds=PICTURE_SECONDS, most_bytes=PICTURE_BYTES)
    if answer.trouble or answer.status != 200:
        return None
    suffix = picture_suffix(answer.body)
    return (base64.b64encode(answer.body).decode("ascii"), suffix.lstrip(".")) if suffix else None


# --- Over the pipe ----------------------------------------------------------------------------------------------------


def written(said: Errand | Found) -> bytes:
    """One line."""
    return json.dumps(asdict(said), default=lambda one: one.isoformat()).encode() + b"\n"


def errand_of(line: bytes) -> Errand:
    """The errand that a line says."""
    return Errand(**json.loads(line))


def found_of(line: bytes) -> Found:
    """What a line brings back."""
    said = json.loads(line)
    said["entries"] = [
        Entry(**{**one, "moment": dt.datetime.fromisoformat(one["moment"]) if one["moment"] else None})
        for one in said["entries"]
    ]
    return Found(**said)
