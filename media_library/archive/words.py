"""Words that a person types, as a pattern that finds them however they are written: "cicek" finds "Çiçek", "ÇİÇEK"."""

from __future__ import annotations

import re

from django.db.models import Q

from cms.core.turkish import fold

VARIANTS = {
    "a": "aAâÂ", "c": "cCçÇ", "g": "gGğĞ", "i": "iIıİîÎ", "o": "oOöÖ", "s": "sSşŞ", "u": "uUüÜûÛ",
}  # fmt: skip
MOST_WORDS = 6


def pattern_of(word: str) -> str:
    """A regular expression that every database here understands and that matches ``word`` in any case and spelling."""
    parts = []
    for char in fold(word):
        if char in VARIANTS:
            parts.append(f"[{VARIANTS[char]}]")
        elif char.isascii() and char.isalpha():
            parts.append(f"[{char}{char.upper()}]")
        else:
            parts.append(re.escape(char))
    return "".join(parts)


def matching(text: str, fields: tuple[str, ...]) -> Q:
    """Rows in which each word of ``text`` stands in one of ``fields``; everything for an empty text."""
    condition = Q()
    for word in text.split()[:MOST_WORDS]:
        pattern = pattern_of(word[:60])
        anywhere = Q()
        for field in fields:
            anywhere |= Q(**{f"{field}__regex": pattern})
        condition &= anywhere
    return condition
