"""What comes first: everything that decides the order of hits, in one place (see ``docs/features/ranking.md``).

Hits stand on steps, the best on the first one; each step is a question of its own and within it the newest come first.
So an engine takes ten hits without looking at all the others, and every engine gives the same order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from search.lemmas import derived
from search.queries import Part
from search.terms import BODY, FOLD, LEMMA, SPOT, TITLE, Expression, Near, Row, Word, either, every, within

# Where words count most, and where they count without what only names a document (tags, place, department, number).
HEADLINE, OPENING, TEXT = (TITLE,), (TITLE, SPOT), (TITLE, SPOT, BODY)
# Of a query that nothing answers whole, so many words are tried in all their combinations: those that say most.
MOST_COMBINED = 4


def steps(parts: Sequence[Part], asked: Sequence[Expression]) -> list[Expression]:
    """The steps of hits that have all of ``parts``, which are ``asked`` for so; the last one is every hit."""
    hit = every(asked)
    written = every([_written(part) for part in parts])

    def also(step: Expression) -> Expression:
        """A word as it is written, or a row of base forms, is a hit only where what is asked for is there."""
        return every([step, hit])

    better = [also(within(written, HEADLINE))]
    if any(map(_derived, parts)):
        near_written = every([_derived(part) or one for part, one in zip(parts, _alone(parts, asked), strict=True)])
        better += [also(within(near_written, HEADLINE)), also(within(near_written, TEXT))]
    better.append(within(hit, HEADLINE))
    if len(parts) > 1:
        tokens = [token for part in parts for token in part.tokens if not token.extra]
        lemmas = [token.lemma for token in tokens]
        better.append(also(Row(LEMMA, tuple(lemmas))))
        better.append(within(hit, OPENING))
        pairs = [Near(LEMMA, one, other, TEXT) for one, other in pairwise(lemmas) if one != other]
        better += [also(every(pairs))] if pairs else []
    else:
        better += [within(hit, OPENING), also(within(written, TEXT))]
    better.append(within(hit, TEXT))
    return [*better, hit]


def relaxed_steps(asked: Sequence[tuple[Expression, int]]) -> list[Expression]:
    """The steps of hits that have some of the words: the more the better, with the rarest word before without it.

    ``asked``: each word with the number of documents that have it; 0 where that is not known.
    """
    rarest = sorted(asked, key=lambda one: one[1] or float("inf"))[:MOST_COMBINED]
    (first, _count), others = rarest[0], [one for one, _number in rarest[1:]]
    found: list[Expression] = []
    for more in range(len(others), -1, -1):
        with_first = [every([first, *chosen]) for chosen in combinations(others, more)]
        found += [within(either(with_first), HEADLINE), either(with_first)]
        if others[more:]:
            found.append(either([every(chosen) for chosen in combinations(others, more + 1)]))
    return [*found, either([one for one, _number in asked])]


def _written(part: Part) -> Expression:
    """``part`` as it is written, but for Turkish letters; "%45" as it is spoken."""
    spoken = part.tokens[0].extra
    words = tuple(token.fold for token in part.tokens if spoken or not token.extra)
    return Row(FOLD, words) if len(words) > 1 else Word(FOLD, words[0], prefix=part.prefix)


def _derived(part: Part) -> Expression | None:
    """What is derived as ``part`` is: "zeytinliklerimiz" is nearer to "zeytinlik" than to "zeytin"."""
    if part.quoted or len(part.tokens) > 1:
        return None
    stems = derived(part.tokens[0].surface, part.tokens[0].lemma)
    return either([Word(FOLD, stem, prefix=True) for stem in stems]) if stems else None


def _alone(parts: Sequence[Part], asked: Sequence[Expression]) -> Iterator[Expression]:
    """What is asked for in place of each of ``parts``; of names of several words, the words as they are written."""
    yield from asked if len(asked) == len(parts) else map(_written, parts)
