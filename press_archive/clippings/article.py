"""A news page as headline, date, author and text: what trafilatura (Apache-2.0) finds in it.

Pages are strangers' bytes: whatever goes wrong in reading one is "nothing found", and the form is filled in by hand.
"""

from __future__ import annotations

import datetime as dt
import logging
import re
from dataclasses import dataclass
from email.message import Message
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from cms.core.text import clean

logger = logging.getLogger(__name__)
# What a stranger's page lacks is no fault of ours.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([A-Za-z0-9_-]{2,30})""", re.IGNORECASE)
PUBLISHED = re.compile(
    r"""(?:article:published_time["'][^>]{0,80}content=|"datePublished"\s*:\s*)["']([0-9T:+.\-Z ]{10,40})["']"""
)
# What Turkish servers call Latin-5; browsers read all of them as Windows does.
SAME = {
    "iso-8859-9": "cp1254",
    "latin5": "cp1254",
    "latin-5": "cp1254",
    "windows-1254": "cp1254",
    "iso-8859-1": "cp1252",
}


@dataclass(frozen=True, slots=True)
class Article:
    """What a page says of itself; empty where it says nothing. ``address``: what it calls its own address."""

    title: str = ""
    site_name: str = ""
    author: str = ""
    published_on: dt.date | None = None
    published_time: dt.time | None = None
    text: str = ""
    picture: str = ""
    address: str = ""


def decoded(body: bytes, content_type: str = "") -> str:
    """``body`` as text: by what the server says, else the page, else UTF-8, else Windows' Turkish."""
    header = Message()
    header["content-type"] = content_type or "text/html"
    said = header.get_content_charset() or ""
    found = CHARSET.search(body[:4096])
    for name in (said, found.group(1).decode("ascii") if found else "", "utf-8"):
        try:
            if name:
                return body.decode(SAME.get(name.lower(), name))
        except (UnicodeDecodeError, LookupError):
            continue
    return body.decode("cp1254", "replace")


def read_article(body: bytes, *, address: str, content_type: str = "") -> Article:
    """The article in ``body``; an empty one where there is none."""
    import trafilatura  # its readers of dates and languages weigh 60 MB, and only this asks for them

    html = decoded(body, content_type)
    found: Any = None
    try:
        found = trafilatura.bare_extraction(
            html, url=address, with_metadata=True, include_comments=False, include_tables=False, favor_precision=True
        )
    except Exception:  # whatever a hostile page makes a parser do
        logger.warning("the page %s cannot be read", address, exc_info=True)
    if found is None:
        return Article()
    day, time = _moment(html, str(found.date or ""))
    title, text = _line(found.title, 300), clean(str(found.text or "")).strip()[:200_000]
    first, _break, rest = text.partition("\n")
    if rest and " ".join(first.split()) == title:  # the headline above the text is no part of it
        text = rest.strip()
    return Article(
        title=title, site_name=_line(found.sitename, 160), author=_line(found.author, 160),
        published_on=day, published_time=time, text=text,
        picture=str(found.image or "")[:2000], address=str(found.url or "")[:2000],
    )  # fmt: skip


def _line(text: str | None, longest: int) -> str:
    return " ".join(clean(text or "", lines=False).split())[:longest]


def _moment(html: str, day: str) -> tuple[dt.date | None, dt.time | None]:
    """Day and hour of publication; no day that has not come yet."""
    today = timezone.localdate()
    for said in PUBLISHED.findall(html):
        try:
            moment = parse_datetime(said.strip())
        except ValueError:
            continue
        if moment is not None:
            local = timezone.localtime(moment) if timezone.is_aware(moment) else moment
            if local.date() <= today:
                return local.date(), local.time().replace(second=0, microsecond=0)
    try:
        found = parse_date(day)
    except ValueError:
        return None, None
    return (found, None) if found and found <= today else (None, None)
