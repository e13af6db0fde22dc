"""Inside Django: an index of generated documents, and what a search in it costs (``bench.search`` prints it)."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from functools import lru_cache, partial
from itertools import islice
from pathlib import Path
from typing import Any
from unittest.mock import patch

PER_PAGE, TIMES, PIECE, CARRIED, SAVED = 20, 7, 2_000, 100, 25
QUESTIONS: list[tuple[str, str, dict[str, Any]]] = [
    ("rare word (10 documents)", "ender7", {}),
    ("frequent word (60 %)", "belediye", {}),
    ("two frequent words", "zeytin hasadı", {}),
    ("frequent word with a rarer one", "başkan konser", {}),
    ("phrase", '"hasat şenliği"', {}),
    ("beginning of a word", "zeyt*", {}),
    ("typed without Turkish letters", "senlik", {}),
    ("one word left out", "zeytin -konser", {}),
    ("frequent, one department and year", "belediye", {"mudurluk": ["zabıta"], "yil": ["2024"]}),
    ("frequent, one month (tarih:)", "belediye tarih:2024-05", {}),
    ("frequent, newest first", "belediye", {"newest_first": True}),
    ("frequent, second page", "belediye", {"page": 2}),
    ("two frequent words, tenth page", "zeytin hasadı", {"page": 10}),
    ("nothing found", "ender7 konserveci", {}),
]
# Of these the goal of growth speaks.
HEAVY = [number for number, (name, *_rest) in enumerate(QUESTIONS) if "frequent" in name]
FOUND_IN_STOCK = ("ender7", "belediye", "zeytin hasadı")
SUGGESTED = ("zey", "belediye ba", "kon")
# Of ten documents the bulletins, galleries of photos, and pages.
KINDS = ("bulten",) * 7 + ("foto",) * 2 + ("sayfa",)


def measure(sizes: list[int]) -> dict[str, Any]:
    """Fills the index up to each of ``sizes`` and asks."""
    from django.db import connection

    from bench.corpus import Corpus

    corpus, have, found = Corpus(), 0, []
    for size in sizes:
        fill(corpus, have, size)
        have = size
        asked = [_asked(text, **told) for _name, text, told in QUESTIONS]
        typed = [measured(partial(_suggested, text)) for text in SUGGESTED]
        suggestion = [max(one[0] for one in typed), max(one[1] for one in typed)]
        found.append({"size": size, "asked": asked, "suggestion": suggestion, "index_ms": _indexing(corpus, size)})
    return {"engine": connection.vendor, "found": found}


def _text_of(said: Any) -> tuple[str, int, Any]:
    """Kind, key and text of a document, as an app gives them to the index."""
    from cms.website.findable import Label, Text

    return KINDS[said.number % len(KINDS)], said.number + 1, Text(
        title=said.title, spot=said.spot, body=said.body, moment=said.moment, place=said.place,
        department=Label(said.department.lower().replace(" ", "-"), f"{said.department} Müdürlüğü"),
        tags=tuple(Label(name.lower(), name) for name in said.tags),
        number=f"{said.moment.year}/{said.number % 9_999 + 1:04d}", with_photo=said.with_photo,
        with_video=said.with_video,
    )  # fmt: skip


def fill(
    corpus: Any, start: int, end: int, *, of: Callable[[Any], Any] = lambda said: said, with_words: bool = True
) -> None:
    """Documents ``start`` to ``end``, many at once. ``of`` what the corpus says is what is written; without words
    they are in no index of the database."""
    from django.db import connection, transaction

    from search import vocabulary
    from search.documents import document_of, labels_of, words_in
    from search.engines import engine
    from search.models import Document
    from search.services import index_state, label_ids
    from search.tables import live

    index_state()
    numbers = iter(range(start, end))
    with patch("search.documents.words_of", _words_by_line):
        while piece := list(islice(numbers, PIECE)):
            texts = [_text_of(of(corpus.said(number))) for number in piece]
            pairs = [(document_of(kind, pk, text), text) for kind, pk, text in texts]
            pairs.sort(key=lambda one: one[0].place_in_order)
            with transaction.atomic():
                for document, text in pairs:
                    document.label_ids = label_ids(labels_of(document, text))
                    document.tokens = _tokens_in(document)
                Document.objects.bulk_create([document for document, _text in pairs])
                if with_words:
                    engine().write(live(), [(one.place_in_order, words_in(one)) for one, _text in pairs])
    with patch("search.vocabulary.forms_in", _forms_of):
        vocabulary.count_anew()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _words_by_line(text: str, most: int | None = None) -> Any:
    """As ``search.terms.words_of``, each line analysed once in the life of the process."""
    from search.terms import Words

    lines = [_words(line) for line in text.split("\n")]
    lemma = tuple(word for line in lines for word in line.lemma)
    fold = tuple(word for line in lines for word in line.fold)
    return Words(lemma[:most], fold[:most])


def _tokens_in(document: Any) -> bytes:
    """As ``search.documents.tokens_in``, each line analysed once."""
    from search.terms import BODY, SPOT, TITLE
    from search.tokens import compressed

    lines: list[str] = []
    for field, text in ((TITLE, document.title), (SPOT, document.spot), (BODY, document.body)):
        lemmas, folds, starts, ends = [], [], list[str](), list[str]()
        start = 0
        for line in text.split("\n"):
            of_line = _placed_in(line)
            if of_line:
                lemmas.append(of_line[0])
                folds.append(of_line[1])
                starts += [str(start + one) for one in of_line[2]]
                ends += [str(start + one) for one in of_line[3]]
            start += len(line) + 1
        lines += [field, " ".join(lemmas), " ".join(folds), " ".join(starts), " ".join(ends)]
    return compressed(lines)


@lru_cache(maxsize=50_000)
def _placed_in(line: str) -> tuple[str, str, list[int], list[int]] | None:
    from search.analysis import analyse

    tokens = analyse(line)
    return (
        " ".join(token.lemma for token in tokens), " ".join(token.fold for token in tokens),
        [token.start for token in tokens], [token.end for token in tokens],
    ) if tokens else None  # fmt: skip


@lru_cache(maxsize=50_000)
def _words(line: str) -> Any:
    from search.terms import words_of

    return words_of(line)


def _forms_of(document: Any) -> set[Any]:
    texts = (document.title, document.spot, document.body, document.tags, document.place, document.department)
    return set().union(*(_forms_in(line) for text in texts for line in text.split("\n")))


@lru_cache(maxsize=50_000)
def _forms_in(line: str) -> frozenset[Any]:
    from search.analysis import analyse

    return frozenset((token.surface, token.lemma, token.fold) for token in analyse(line))


def _asked(text: str, *, page: int = 1, newest_first: bool = False, **keys: list[str]) -> list[float]:
    """CPU ms and queries of one page of results."""
    from search import selectors
    from search.queries import parse
    from search.selectors import Narrowed

    def understood() -> Any:
        return selectors.understood(parse(text), Narrowed(keys), newest_first=newest_first)

    after = None
    for _page in range(page - 1):
        _ids, after = selectors.hits(understood(), limit=PER_PAGE, after=after)
    return measured(lambda: page_of(understood(), after))


def page_of(asked: Any, after: Any) -> None:
    from search import excerpts, selectors
    from search.models import Document
    from search.presenters import passage_of
    from search.terms import TITLE
    from search.tokens import placed

    if asked is None or not selectors.count(asked):
        return
    ids, _following = selectors.hits(asked, limit=PER_PAGE, after=after)
    selectors.facets(asked)
    documents = Document.objects.in_bulk(ids)
    for pk in ids:
        kept = placed(documents[pk].tokens)
        excerpts.marked(documents[pk].title, asked.wanted, TITLE, kept)
        passage_of(documents[pk], asked.wanted, kept)


def _suggested(text: str) -> None:
    """Titles that fit to what is typed so far."""
    from search.presenters import titles

    titles(text, 7)


def measured(ask: Callable[[], Any]) -> list[float]:
    """Median CPU ms of ``ask``, and its SQL queries."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        ask()
    used = []
    for _time in range(TIMES):
        before = cpu_seconds()
        ask()
        used.append((cpu_seconds() - before) * 1000)
    return [statistics.median(used), len(captured)]


def cpu_seconds() -> float:
    """Of this process, and of the database server's process that answers it."""
    from django.db import connection

    served = 0.0
    if connection.vendor == "postgresql":
        connection.ensure_connection()
        said = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text()
        served = int(said.split()[0]) / 1e9
    return time.process_time() + served


def _indexing(corpus: Any, size: int) -> float:
    """CPU ms of writing one new document as the worker does, alone in its transaction; taken out again afterwards."""
    from django.db import transaction

    from search import services
    from search.models import Document

    texts = [_text_of(corpus.said(number)) for number in range(size, size + CARRIED)]
    before = cpu_seconds()
    for kind, pk, text in texts:
        with transaction.atomic():
            services.put(kind, pk, text)
    used = cpu_seconds() - before
    for kind, pk, _text in texts:
        with transaction.atomic():
            services.forget_document(Document.objects.get(kind=kind, object_id=pk))
    return used * 1000 / CARRIED


def publish_to_found(_nothing: None) -> dict[str, Any]:
    """While the worker runs: seconds from a publication to its being found, and the queries that saving a bulletin
    spends on the index."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from search import selectors
    from search.models import Change
    from search.queries import parse
    from search.selectors import Narrowed
    from tests import factories

    def wait(until: Callable[[], bool]) -> float:
        began = time.monotonic()
        while not until():
            if time.monotonic() - began > 600:
                raise RuntimeError("the worker carries nothing into the index")
            time.sleep(0.05)
        return time.monotonic() - began

    def found() -> bool:
        asked = selectors.understood(parse("kuyruklubalık"), Narrowed())
        return bool(asked and selectors.count(asked))

    wait(lambda: not Change.objects.exists())
    with CaptureQueriesContext(connection) as captured:
        page = factories.bulletin(title="Kuyruklubalık görüldü", **factories.with_photo())
    queries = sum("search_" in query["sql"] for query in captured)
    factories.publish(page)
    return {"seconds": wait(found), "queries": queries, "saving_ms": saving_ms()}


def saving_ms() -> dict[str, float]:
    """CPU ms of saving a draft, with the triggers of both indexes and without them, by turns."""
    from django.db import connection, transaction

    from search import changes
    from search.office import changes as office_changes
    from tests import factories

    tables = set(connection.introspection.table_names())
    made = [one for module in (changes, office_changes) for one in module.triggers(tables)]
    used: dict[str, list[float]] = {"with": [], "without": []}
    values = factories.with_photo()
    page = factories.bulletin(title="Kaydedilen", **values)
    for _round in range(SAVED):
        for name, costs in used.items():
            with transaction.atomic():
                if name == "without":
                    with connection.cursor() as cursor:
                        for trigger in made:
                            cursor.execute(f"DROP TRIGGER {trigger.name}")
                before = time.process_time()
                page.title = f"{page.title} ."[:100]
                page.save_revision()
                page.save()
                costs.append((time.process_time() - before) * 1000)
                transaction.set_rollback(True)
    return {name: statistics.median(costs) for name, costs in used.items()}
