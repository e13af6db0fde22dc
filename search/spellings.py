"""What somebody may have meant: from the words of what can be found, and of nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from search import vocabulary
from search.analysis import Token
from search.models import VocabularyWord
from search.queries import Query

LETTERS = "abcdefghijklmnopqrstuvwxyz"
SHORTEST, LONGEST = 4, 24


def suggestion(query: Query) -> str:
    """``query`` with those words spelled anew that nothing has; empty where nothing better is known."""
    tokens = [token for part in query.parts for token in part.tokens if not token.extra]
    known = vocabulary.known(token.lemma for token in tokens)
    changed = {
        token: better
        for token in tokens
        if token.lemma not in known and token.surface.isalpha() and (better := nearest(token))
    }
    if not changed:
        return ""
    words = []
    for part in query.parts:
        said = " ".join(changed.get(token, token.surface) for token in part.tokens if not token.extra)
        words.append(f"{'-' if part.unwanted else ''}" + (f'"{said}"' if part.quoted else said))
    return " ".join(words)


def nearest(token: Token) -> str:
    """The word of most documents that is one slip away from ``token``: a letter missing, too many, wrong, or two
    exchanged. Empty for none."""
    if not SHORTEST <= len(token.fold) <= LONGEST:
        return ""
    found = VocabularyWord.objects.filter(fold__in=set(_slips(token.fold)), documents__gt=0)
    best = found.order_by("-documents", "surface").values_list("surface", flat=True).first()
    return best or ""


def _slips(word: str) -> Iterator[str]:
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    for before, after in cuts:
        if after:
            yield before + after[1:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        for letter in LETTERS:
            yield before + letter + after
            if after:
                yield before + letter + after[1:]
