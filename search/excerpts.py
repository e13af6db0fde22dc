"""What of a text is shown in a result: its words marked, and the passage that holds most of them.

Made from the stored text by the same analysis that found it, so that "zeytin" marks *zeytinliklerini*. Everything is
escaped here; the marks are the only tags.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search import tokens
from search.terms import Expression
from search.tokens import Placed

LENGTH = 260
Place = tuple[int, int]
# Where the words of a document stand, by field, if that is known.
Kept = Mapping[str, Placed]


def marked(text: str, wanted: Expression | None, field: str, kept: Kept | None = None) -> SafeString:
    """All of ``text``, a title, with what was asked for marked."""
    places = tokens.places(wanted, text, field, kept) if wanted else []
    return _html(text, places)


def passage(text: str, wanted: Expression | None, field: str, kept: Kept | None = None) -> tuple[SafeString, int]:
    """The stretch of ``text`` with most different words of those asked for, marked; and how many words that is. What is
    found beyond ``tokens.LONGEST`` is shown with the text's beginning."""
    text = text[: tokens.LONGEST]
    places = tokens.places(wanted, text, field, kept) if wanted else []
    first, last, found = _stretch(text, places)
    inside = [(start - first, end - first) for start, end in places if first <= start and end <= last]
    html = _html(" ".join(text[first:last].split("\n")), inside)
    before, after = "… " if first else "", " …" if last < len(text) else ""
    return mark_safe(f"{before}{html}{after}"), found


def _stretch(text: str, places: Sequence[Place]) -> tuple[int, int, int]:
    """Where the best stretch begins and ends, at ends of words, and how many different words it holds."""
    best, found = (places[0] if places else (0, 0)), 0
    for number, (start, _end) in enumerate(places):
        words = {text[one:other].lower() for one, other in places[number:] if other - start <= LENGTH}
        if len(words) > found:
            best, found = places[number], len(words)
    # Some words before the first one say what it is about.
    begin = max(0, best[0] - LENGTH // 4) if best[0] > LENGTH // 2 else 0
    while begin and begin < best[0] and not text[begin - 1].isspace():
        begin += 1
    end = min(len(text), begin + LENGTH)
    while end < len(text) and end > best[1] and not text[end].isspace():
        end -= 1
    return begin, max(end, best[1]), found


def _html(text: str, places: Sequence[Place]) -> SafeString:
    parts, last = [], 0
    for start, end in places:
        parts += [escape(text[last:start]), "<mark>", escape(text[start:end]), "</mark>"]
        last = end
    parts.append(escape(text[last:]))
    return mark_safe("".join(parts))
