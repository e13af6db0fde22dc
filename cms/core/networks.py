"""Social networks as data: limits, how each counts, the picture each wants.

Sources: the networks' own developer documentation (X "Counting characters": weighted length, every address counts 23;
Bluesky: 300 grapheme clusters; Mastodon: 500 characters, an address counts 23; Telegram Bot API: 1,024 for a caption,
4,096 for a message; Instagram: 2,200 for a caption, a picture is needed).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

import regex


class Counting(StrEnum):
    """How a network measures a text."""

    CHARACTERS = "characters"
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

    def limit_for(self, *, with_picture: bool) -> int:
        """The limit that applies to a text that goes with, or without, a picture."""
        return self.caption_limit if with_picture and self.caption_limit else self.limit

    def measure(self, text: str) -> int:
        """The length of ``text`` as this network counts it."""
        text = unicodedata.normalize("NFC", text)
        addresses = 0
        if self.url_length is not None:
            text, found = ADDRESS.subn("", text)
            addresses = found * self.url_length
        if self.counting is Counting.GRAPHEMES:
            return len(GRAPHEME.findall(text)) + addresses
        if self.counting is Counting.WEIGHTED:
            return weighted_length(text) + addresses
        return len(text) + addresses


ADDRESS = re.compile(r"https?://\S+")
GRAPHEME = regex.compile(r"\X")
EMOJI = regex.compile(r"\p{Extended_Pictographic}|\p{Regional_Indicator}")
# twitter-text configuration version 3: these ranges weigh 1, everything else 2, an emoji sequence 2 as a whole.
LIGHT_RANGES = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))


def weighted_length(text: str) -> int:
    """The length of ``text`` by X's weights; addresses have been taken out."""
    total = 0
    for cluster in GRAPHEME.findall(text):
        if EMOJI.search(cluster):
            total += 2
        else:
            total += sum(
                1 if any(low <= ord(char) <= high for low, high in LIGHT_RANGES) else 2 for char in cluster
            )
    return total


NETWORKS: dict[str, Network] = {
    network.key: network
    for network in (
        Network("x", "X", 280, Counting.WEIGHTED, (1600, 900), url_length=23),
        Network("instagram", "Instagram", 2200, Counting.CHARACTERS, (1080, 1350), needs_picture=True),
        Network("facebook", "Facebook", 63206, Counting.CHARACTERS, (1200, 630)),
        Network("telegram", "Telegram", 4096, Counting.CHARACTERS, (1280, 720), caption_limit=1024),
        Network("mastodon", "Mastodon", 500, Counting.CHARACTERS, (1600, 900), url_length=23),
        Network("bluesky", "Bluesky", 300, Counting.GRAPHEMES, (1600, 900)),
    )
}
NETWORK_CHOICES = [(network.key, network.name) for network in NETWORKS.values()]
