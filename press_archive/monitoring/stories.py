"""Which items are one story: copies of one agency text, printed by many. Pure.

Texts are compared as ``press_archive.clippings.matches`` reads them: datelines and signatures off, base forms, rows of
four words. What is too short for that is compared by the words of its headline.
"""

from __future__ import annotations

from collections.abc import Iterable

from press_archive.clippings import matches

SHARED_ROWS, SHARED_PART = 10, 0.6
SHARED_WORDS, SHARED_HEADLINE = 4, 0.75
# Shorter than this a text is the spot of a feed.
SHORT = 25  # words


def same_story(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether two (headline, text) are one story."""
    mine, theirs = matches.read(one[1]), matches.read(other[1])
    least = min(len(mine.rows), len(theirs.rows))
    shared = len(mine.rows & theirs.rows)
    if shared >= SHARED_ROWS and shared >= SHARED_PART * least:
        return True
    if min(len(mine.words), len(theirs.words)) >= SHORT:
        return False  # two whole texts that say it in other words are two stories
    ours, others = (set(matches.read(title).words) for title in (one[0], other[0]))
    both = ours & others
    return len(both) >= SHARED_WORDS and len(both) >= SHARED_HEADLINE * len(ours | others)


def first_same(one: tuple[str, str], known: Iterable[tuple[int, str, str]]) -> int | None:
    """The key of the first of ``known`` (key, headline, text) that is the story of ``one``."""
    return next((key for key, title, text in known if same_story(one, (title, text))), None)
