"""Social networks as data: limits, how each counts, the picture each wants.

Sources: the networks' own developer documentation (X "Counting characters": weighted length, every address counts 23,
bare ones such as ``belediye.tr`` too; Bluesky: 300 grapheme clusters; Mastodon: 500 grapheme clusters, an address with
its scheme counts 23; Telegram Bot API: 1,024 for a caption, 4,096 for a message, in UTF-16 units; Instagram: 2,200 for
a caption, a picture is needed). ``social/counter.js`` counts by the same rules from :func:`as_data`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

import regex


class Counting(StrEnum):
    """How a network measures a text."""

    CHARACTERS = "characters"
    UTF16 = "utf16"
    WEIGHTED = "weighted"
    GRAPHEMES = "graphemes"


@dataclass(frozen=True, slots=True)
class Network:
    """One network. ``limit`` and ``caption_limit`` in units of ``counting``; ``crop`` in pixels (width, height)."""

    key: str
    name: str
    limit: int
    counting: Counting
    crop: tuple[int, int]
    caption_limit: int | None = None
    needs_picture: bool = False
    url_length: int | None = None
    bare_addresses: bool = False

    def limit_for(self, *, with_picture: bool) -> int:
        """The limit that applies to a text that goes with, or without, a picture."""
        return self.caption_limit if with_picture and self.caption_limit else self.limit

    def measure(self, text: str) -> int:
        """The length of ``text`` as this network counts it."""
        text = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
        addresses = 0
        if self.url_length is not None:
            pattern = ANY_ADDRESS if self.bare_addresses else ADDRESS
            text, found = pattern.subn("", text)
            addresses = found * self.url_length
        return addresses + MEASURES[self.counting](text)


# Patterns that Python and JavaScript read alike. An address ends before an apostrophe ("belediye.tr'de") unless it is
# inside the path, and gives back the punctuation of the sentence it stands in.
ADDRESS_SOURCE = r"https?://[^\s/'’\"“”«»<>()]+(?:/[^\s’\"“”«»<>]*)?(?<![.,;:!?…')])"
BARE_SOURCE = (
    r"(?<![\w@.-])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:tr|com|net|org|gov|edu|info|biz|tv|io|co|eu|app)"
    r"(?![\w-])(?:/[^\s’\"“”«»<>]*)?(?<![.,;:!?…')])"
)
ADDRESS = re.compile(ADDRESS_SOURCE)
ANY_ADDRESS = re.compile(f"{ADDRESS_SOURCE}|{BARE_SOURCE}")
GRAPHEME = regex.compile(r"\X")
EMOJI = regex.compile(r"\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3")
# Pictographs that are plain signs unless a variation selector follows.
PLAIN_SIGNS = ("©", "®")
# twitter-text configuration version 3: these ranges weigh 1, everything else 2, an emoji sequence 2 as a whole.
LIGHT_RANGES = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))


def weighted_length(text: str) -> int:
    """The length of ``text`` by X's weights; addresses have been taken out."""
    total = 0
    for cluster in GRAPHEME.findall(text):
        if cluster not in PLAIN_SIGNS and EMOJI.search(cluster):
            total += 2
        else:
            total += sum(1 if any(low <= ord(char) <= high for low, high in LIGHT_RANGES) else 2 for char in cluster)
    return total


MEASURES: dict[Counting, Callable[[str], int]] = {
    Counting.CHARACTERS: len,
    Counting.UTF16: lambda text: len(text.encode("utf-16-le", "surrogatepass")) // 2,
    Counting.WEIGHTED: weighted_length,
    Counting.GRAPHEMES: lambda text: len(GRAPHEME.findall(text)),
}

NETWORKS: dict[str, Network] = {
    network.key: network
    for network in (
        Network("x", "X", 280, Counting.WEIGHTED, (1600, 900), url_length=23, bare_addresses=True),
        Network("instagram", "Instagram", 2200, Counting.CHARACTERS, (1080, 1350), needs_picture=True),
        Network("facebook", "Facebook", 63206, Counting.CHARACTERS, (1200, 630)),
        Network("telegram", "Telegram", 4096, Counting.UTF16, (1280, 720), caption_limit=1024),
        Network("mastodon", "Mastodon", 500, Counting.GRAPHEMES, (1600, 900), url_length=23),
        Network("bluesky", "Bluesky", 300, Counting.GRAPHEMES, (1600, 900)),
    )
}
NETWORK_CHOICES = [(network.key, network.name) for network in NETWORKS.values()]


def as_data() -> dict[str, Any]:
    """Everything a script needs to count as :meth:`Network.measure` does, ready for JSON."""
    return {
        "networks": {key: asdict(network) for key, network in NETWORKS.items()},
        "address": ADDRESS_SOURCE,
        "bareAddress": BARE_SOURCE,
        "lightRanges": LIGHT_RANGES,
        "plainSigns": PLAIN_SIGNS,
    }
