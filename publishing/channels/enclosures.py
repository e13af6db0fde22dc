"""The videos and documents of a message, as a mail lists them: found in what was signed, never anywhere else."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from bs4 import BeautifulSoup

from cms.core.message import Message

DOCUMENTS = "/belgeler/"
VIDEO_HOSTS = ("youtube.com", "youtu.be", "vimeo.com")
MOST = 20


@dataclass(frozen=True, slots=True)
class Enclosed:
    """One line of the list. ``is_video``: else a document."""

    title: str
    url: str
    credit: str = ""
    is_video: bool = False


def enclosed(message: Message, videos_at: str) -> list[Enclosed]:
    """Videos first, at the address ``videos_at`` where they can be fetched; then those of other sites and the documents
    that the text links to, each address once."""
    found = [
        Enclosed(video.title or video.caption, videos_at, video.credit, is_video=True)
        for video in message.videos
        if video.title or video.caption
    ]
    seen: set[str] = set()
    for link in BeautifulSoup(message.body_html, "html.parser").find_all("a", href=True):
        url, title = str(link["href"]), " ".join(link.get_text(" ").split())
        address = urlsplit(url)
        is_video = (address.hostname or "").removeprefix("www.") in VIDEO_HOSTS
        if title and url not in seen and (is_video or address.path.startswith(DOCUMENTS)):
            seen.add(url)
            found.append(Enclosed(title, url, is_video=is_video))
    return sorted(found, key=lambda one: not one.is_video)[:MOST]
