"""What a site asks of machines that come by themselves: its ``robots.txt`` (RFC 9309), kept for a day."""

from __future__ import annotations

import hashlib
from urllib import robotparser
from urllib.parse import urlsplit

from django.core.cache import cache

from cms.web_fetch.fetcher import MOST_BYTES, Answer, fetch

KEPT = 24 * 3600  # seconds
# Section 2.3.1.4: a site that cannot say it now is one that nobody may ask; it is looked at again soon.
AGAIN = 10 * 60
NOT_NOW = "robots_busy"
# Nobody was met at all.
NOBODY = ("unknown_host", "connection", "certificate", "timeout")


def refusal_of(address: str, *, agent: str) -> Answer | None:
    """What the site of ``address`` has against ``agent`` ("name/version (+address)"), that nobody is there to say it,
    or that the site has no time to (:data:`NOT_NOW`); ``None``: we are welcome, as everywhere without such a file."""
    parts = urlsplit(address)
    site = f"{parts.scheme}://{parts.netloc}"
    key = f"web_fetch:robots:{hashlib.sha256(site.encode('utf-8', 'surrogatepass')).hexdigest()}"
    # The text, or the status of a site that had no time.
    text: str | int | None = cache.get(key)
    if text is None:
        answer = fetch(f"{site}/robots.txt", method="GET", agent=agent, most_bytes=MOST_BYTES)
        if answer.trouble in NOBODY and urlsplit(answer.address).netloc == parts.netloc:
            return Answer(trouble=answer.trouble, address=address)
        if is_busy(answer.status):
            cache.set(key, answer.status, AGAIN)
            return Answer(answer.status, NOT_NOW, address, retry_after=answer.retry_after)
        text = answer.body.decode("utf-8", "replace") if answer.status == 200 else ""
        cache.set(key, text, KEPT)
    if isinstance(text, int):
        return Answer(text, NOT_NOW, address)
    rules = robotparser.RobotFileParser()
    rules.parse(text.splitlines())
    name = agent.partition(" ")[0]
    return None if rules.can_fetch(name, address) else Answer(trouble="robots", address=address)


def is_busy(status: int) -> bool:
    """Whether a server says that it cannot answer now, whatever it would say at another time."""
    return status == 429 or 500 <= status < 600
