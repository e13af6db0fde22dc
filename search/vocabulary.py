"""The words of everything that can be found, with how many documents each stands in: what is known, what somebody may
have meant, how a word goes on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db import connection, transaction

from search.analysis import analyse
from search.models import Document, VocabularyWord
from search.tables import rows_of

MORE = (
    "INSERT INTO search_vocabularyword (surface, lemma, fold, documents) VALUES (%s, %s, %s, 1)"
    " ON CONFLICT (surface) DO UPDATE SET documents = search_vocabularyword.documents + 1,"
    " lemma = EXCLUDED.lemma, fold = EXCLUDED.fold"
)
LESS = "UPDATE search_vocabularyword SET documents = documents - 1 WHERE surface = %s AND documents > 0"

Form = tuple[str, str, str]


def forms_in(document: Document | None) -> set[Form]:
    """Surface, base form and folded surface of every word of ``document``."""
    if document is None:
        return set()
    texts = (document.title, document.spot, document.body, document.tags, document.place, document.department)
    return {(token.surface, token.lemma, token.fold) for text in texts for token in analyse(text)}


def exchange(old: Document | None, new: Document | None) -> None:
    """Counts the words of ``new`` in place of those of ``old``, always in one order: no two wait for each other."""
    had, has = forms_in(old), forms_in(new)
    with connection.cursor() as cursor:
        if has - had:
            cursor.executemany(MORE, sorted(has - had))
        if had - has:
            cursor.executemany(LESS, [(surface,) for surface, _lemma, _fold in sorted(had - has)])


def count_anew() -> None:
    """Counts all words of all documents, with the base forms of today; forgets those that no document has any more."""
    counted: Counter[Form] = Counter()
    for document in Document.objects.iterator():
        counted.update(forms_in(document))
    with transaction.atomic():
        VocabularyWord.objects.all().delete()
        rows = (
            VocabularyWord(surface=surface, lemma=lemma, fold=fold, documents=count)
            for (surface, lemma, fold), count in counted.items()
        )
        VocabularyWord.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True)


def known(lemmas: Iterable[str]) -> Counter[str]:
    """Those of ``lemmas`` that stand in some document, with how many at least; one query."""
    wanted = sorted(set(lemmas))
    if not wanted:
        return Counter()
    signs = ", ".join(["%s"] * len(wanted))
    counted = f"SELECT lemma, max(documents) FROM {VocabularyWord._meta.db_table}"  # noqa: S608
    rows = rows_of(f"{counted} WHERE lemma IN ({signs}) AND documents > 0 GROUP BY lemma", wanted)
    return Counter(dict(rows))
