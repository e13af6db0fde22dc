"""What a site asks of machines that come by themselves: its ``robots.txt`` (RFC 9309), kept for a day."""

from __future__ import annotations

import hashlib
from urllib import robotparser
from urllib.parse import urlsplit

from django.core.cache import cache

from cms.web_fetch.fetcher import MOST_BYTES, Answer, fetch

KEPT = 24 * 3600  # seconds
# Nobody was met at all.
NOBODY = ("unknown_host", "connection", "certificate", "timeout")


def refusal_of(address: str, *, agent: str) -> Answer | None:
    """What the site of ``address`` has against ``agent`` ("name/version (+address)"), or that nobody is there to say
    it; ``None``: we are welcome, as everywhere without such a file."""
    parts = urlsplit(address)
    site = f"{parts.scheme}://{parts.netloc}"
    key = f"web_fetch:robots:{hashlib.sha256(site.encode('utf-8', 'surrogatepass')).hexdigest()}"
    text = cache.get(key)
    if text is None:
        answer = fetch(f"{site}/robots.txt", method="GET", agent=agent, most_bytes=MOST_BYTES)
        if answer.trouble in NOBODY and urlsplit(answer.address).netloc == parts.netloc:
            return Answer(trouble=answer.trouble, address=address)
        text = answer.body.decode("utf-8", "replace") if answer.status == 200 else ""
        cache.set(key, text, KEPT)
    rules = robotparser.RobotFileParser()
    rules.parse(text.splitlines())
    name = agent.partition(" ")[0]
    return None if rules.can_fetch(name, address) else Answer(trouble="robots", address=address)
