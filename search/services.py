"""What changes the index: carrying what was noted (:func:`carry`), building anew, and setting right what differs.

An object is carried alone, in one transaction: its truth is read, the index follows, the notes that were seen are
deleted. A killed worker leaves all of it as it was. Two workers that meet one object wait for each other, so that the
later truth is what stays.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import secrets
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeVar

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from cms.core.worker import DATABASE_TROUBLE
from cms.website.findable import FINDABLES, Text
from search import copies, lemmas, vocabulary, wordlist
from search.analysis import VERSION
from search.documents import document_of, labels_of, tokens_in, words_in
from search.engines import engine
from search.models import Change, Document, IndexState, Label
from search.tables import SLOTS

logger = logging.getLogger(__name__)

BATCH = 50
CHORE_SECONDS = 1.0
# Seconds to wait after the first, second, … failure of one object; the last one holds from then on.
PAUSES = (5, 30, 120, 600, 3600)
# Of each object in turn, by the number of the rebuilding that may be running.
Progress = Callable[[int], None]
Read = TypeVar("Read")


class BuildRunning(Exception):
    """Another process is building the index."""


class Incomplete(Exception):
    """Done, without the objects that could not be read; ``str()`` says how many."""


# --- Carrying ---------------------------------------------------------------------------------------------------------


def carry(owner: str, limit: int = BATCH) -> int:
    """Carries up to ``limit`` objects that changed; gives how many it were."""
    first_time()
    keys = _claimed(owner, limit)
    for kind, object_id, last in keys:
        try:
            with transaction.atomic():
                follow(kind, object_id)
                Change.objects.filter(kind=kind, object_id=object_id, pk__lte=last).delete()
        except DATABASE_TROUBLE:
            raise
        except Exception as error:  # one object must not hold up the others
            logger.exception("%s %s could not be indexed", kind, object_id)
            _put_off(kind, object_id, last, f"{type(error).__name__}: {error}")
    return len(keys)


def catch_up(owner: str) -> int:
    """Carries for as long as a chore may take; gives how many objects it were."""
    until, carried = time.monotonic() + CHORE_SECONDS, 0
    while done := carry(owner):
        carried += done
        if done < BATCH or time.monotonic() > until:
            break
    return carried


def _claimed(owner: str, limit: int) -> list[tuple[str, int, int]]:
    """Objects with their last note, leased so that no other worker begins with them too."""
    now = timezone.now()
    # What it claimed itself and could not carry (the database was away) is its own again.
    free = Q(lease_until=None) | Q(lease_until__lt=now) | Q(lease_owner=owner)
    due = Change.objects.filter(Q(due_at=None) | Q(due_at__lte=now), free)
    if not due.exists():
        return []
    with transaction.atomic():
        notes = list(due.order_by("pk").select_for_update(skip_locked=True)[: limit * 4])
        last: dict[tuple[str, int], int] = {}
        for note in notes:
            key = (note.kind, note.object_id)
            if key in last or len(last) < limit:
                last[key] = note.pk
        taken = [note.pk for note in notes if (note.kind, note.object_id) in last]
        until = now + dt.timedelta(seconds=settings.DISPATCH_LEASE_SECONDS)
        Change.objects.filter(pk__in=taken).update(lease_owner=owner, lease_until=until)
    return [(kind, object_id, pk) for (kind, object_id), pk in last.items()]


def _put_off(kind: str, object_id: int, last: int, trouble: str) -> None:
    notes = Change.objects.filter(kind=kind, object_id=object_id, pk__lte=last)
    attempts = max(notes.values_list("attempts", flat=True), default=0)
    pause = PAUSES[min(attempts, len(PAUSES) - 1)]
    notes.update(
        attempts=F("attempts") + 1, trouble=trouble[:300], due_at=timezone.now() + dt.timedelta(seconds=pause),
        lease_until=None, lease_owner="",
    )  # fmt: skip


def follow(kind: str, object_id: int, *, slots: Iterable[int] | None = None, anew: bool = False) -> bool:
    """Brings the index in line with the truth about one object; gives whether anything had to change.

    For the caller's transaction. ``anew``: writes its words even if nothing changed.
    """
    _alone(kind, object_id)
    findable = FINDABLES.get(kind)
    text = findable.texts([object_id]).get(object_id) if findable else None
    if text is None:
        known = Document.objects.filter(kind=kind, object_id=object_id).first()
        if known:
            forget_document(known)
        return known is not None
    return put(kind, object_id, text, slots=slots, anew=anew)


def put(kind: str, object_id: int, text: Text, *, slots: Iterable[int] | None = None, anew: bool = False) -> bool:
    """Writes ``text`` into the index; gives whether anything had to change. For the caller's transaction."""
    wordlist.refresh()
    known = Document.objects.filter(kind=kind, object_id=object_id).first()
    document = document_of(kind, object_id, text)
    if known and known.digest == document.digest and not anew:
        if known.hidden:
            Document.objects.filter(pk=known.pk).update(hidden=False)
        return known.hidden
    is_new = known is None or known.digest != document.digest
    _write(known, document, text, _active() if is_new or slots is None else list(slots))
    return True


def _active() -> list[int]:
    state = index_state()
    return [state.live] if state.building is None else [state.live, state.building]


def _write(known: Document | None, document: Document, text: Text, slots: list[int]) -> None:
    document.label_ids = label_ids(labels_of(document, text))
    document.tokens = tokens_in(document)
    words = words_in(document)
    if known is None or known.digest != document.digest:
        copies.note({document.place_in_order, known.place_in_order if known else document.place_in_order})
        vocabulary.exchange(known, document)
        if known:
            if known.place_in_order != document.place_in_order:
                for slot in SLOTS:
                    engine().remove(slot, [known.place_in_order])
            document.pk = known.pk
        document.save()
    elif known.hidden or (known.label_ids, bytes(known.tokens)) != (document.label_ids, document.tokens):
        document.pk = known.pk
        document.save()
    for slot in slots:
        engine().write(slot, [(document.place_in_order, words)])


def label_ids(labels: Sequence[Label]) -> str:
    """The keys of ``labels``, written where they are new, between blanks."""
    wanted = sorted({(label.facet, label.key, label.name) for label in labels})
    known = _known_labels(wanted)
    if len(known) < len(wanted):
        Label.objects.bulk_create(
            (Label(facet=facet, key=key, name=name) for facet, key, name in wanted if (facet, key, name) not in known),
            ignore_conflicts=True,
        )
        known = _known_labels(wanted)
    return f" {' '.join(str(known[one]) for one in wanted)} "


def _known_labels(wanted: Sequence[tuple[str, str, str]]) -> dict[tuple[str, str, str], int]:
    found = Label.objects.filter(key__in={key for _facet, key, _name in wanted})
    rows = {(facet, key, name): pk for pk, facet, key, name in found.values_list("pk", "facet", "key", "name")}
    return {one: rows[one] for one in wanted if one in rows}


def forget_document(document: Document) -> None:
    """Takes a document out of the index."""
    copies.note([document.place_in_order])
    vocabulary.exchange(document, None)
    for slot in SLOTS:
        engine().remove(slot, [document.place_in_order])
    document.delete()


def _alone(kind: str, object_id: int) -> None:
    """Until the end of the transaction nobody else follows this object. SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        key = int.from_bytes(hashlib.sha256(f"search {kind} {object_id}".encode()).digest()[:8], "big", signed=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


# --- The whole index --------------------------------------------------------------------------------------------------


def analysis() -> str:
    """What words are made with: changes with the code and with our own list of base forms."""
    listed = hashlib.sha256(lemmas.LIST.read_bytes()).hexdigest()[:16]
    return f"{VERSION}-{listed}"


def index_state() -> IndexState:
    """The one row."""
    return IndexState.objects.get_or_create(pk=1)[0]


def first_time() -> None:
    """Notes everything that there is, once: an index that was never filled has missed what was before it."""
    if index_state().analysis:
        return
    with transaction.atomic():
        state = IndexState.objects.select_for_update().get(pk=1)
        if not state.analysis:
            for kind, findable in FINDABLES.items():
                note(kind, findable.ids())
            state.analysis, state.built_at = analysis(), timezone.now()
            state.save()


def note(kind: str, ids: Iterable[int]) -> None:
    """Says of these objects that they may have changed."""
    now = timezone.now()
    Change.objects.bulk_create(
        (Change(kind=kind, object_id=object_id, noted_at=now) for object_id in ids), batch_size=500
    )


def rebuild(progress: Progress = lambda done: None, *, take_over: bool = False) -> int:
    """Fills the table of words that does not answer, then lets it answer; gives how many documents it has.

    Searches go on meanwhile, and so does carrying: changes go into both tables.

    :raises BuildRunning: another one is running (``take_over``: is thought to be dead).
    :raises Incomplete: it answers now, but some objects could not be read.
    """
    builder = secrets.token_hex(8)
    slot = _begin_building(builder, take_over=take_over)
    engine().clear(slot)
    done = failed = 0
    for kind, findable in FINDABLES.items():
        for ids in _batches(findable.ids()):
            _still_building(builder)
            for object_id in ids:
                try:
                    with transaction.atomic():
                        follow(kind, object_id, slots=[slot], anew=True)
                except DATABASE_TROUBLE:
                    raise
                except Exception:  # as in carrying, one object must not hold up the others
                    logger.exception("%s %s could not be indexed", kind, object_id)
                    failed += 1
                done += 1
            progress(done)
    for document in Document.objects.iterator():
        declared = FINDABLES.get(document.kind)
        if declared is None or not declared.public([document.object_id]):
            with transaction.atomic():
                follow(document.kind, document.object_id)
    with transaction.atomic():
        state = IndexState.objects.select_for_update().get(pk=1)
        if state.builder != builder:
            raise BuildRunning
        old, state.live = state.live, slot
        state.building, state.builder, state.started_at = None, "", None
        state.built_at, state.analysis = timezone.now(), analysis()
        state.save()
    engine().clear(old)
    vocabulary.count_anew()
    if failed:
        raise Incomplete(failed)
    return engine().count(slot)


def _begin_building(builder: str, *, take_over: bool) -> int:
    index_state()
    with transaction.atomic():
        state = IndexState.objects.select_for_update().get(pk=1)
        if state.building is not None and not take_over:
            raise BuildRunning
        state.building, state.builder, state.started_at = 1 - state.live, builder, timezone.now()
        state.save()
    return int(state.building)


def _still_building(builder: str) -> None:
    if not IndexState.objects.filter(builder=builder).exists():
        raise BuildRunning


def _batches(ids: Iterable[int]) -> Iterator[list[int]]:
    source = iter(ids)
    while batch := list(islice(source, BATCH)):
        yield batch


def differences() -> Counter[str]:
    """Where index and truth differ: ``kind: what`` to how many. Empty when they agree."""
    return Counter(f"{kind}: {what}" for kind, _object_id, what in differing())


def differing() -> Iterator[tuple[str, int, str]]:
    """Each object of which the index says something else than the truth: ``missing``, ``extra``, ``different``,
    ``hidden``, ``wordless`` (its words are not in the table that answers), or ``unreadable`` (nobody knows)."""
    with_words = engine().places(index_state().live)
    for kind, findable in FINDABLES.items():
        seen: set[int] = set()
        for ids in _batches(findable.ids()):
            texts, unreadable = read_apart(findable.texts, ids)
            documents = {one.object_id: one for one in Document.objects.filter(kind=kind, object_id__in=ids)}
            seen.update(texts, unreadable)
            for object_id in unreadable:
                yield kind, object_id, "unreadable"
            for object_id, text in texts.items():
                document = documents.get(object_id)
                if document is None:
                    yield kind, object_id, "missing"
                elif document.digest != document_of(kind, object_id, text).digest:
                    yield kind, object_id, "different"
                elif document.hidden:
                    yield kind, object_id, "hidden"
                elif document.place_in_order not in with_words:
                    yield kind, object_id, "wordless"
        for object_id in Document.objects.filter(kind=kind).values_list("object_id", flat=True):
            if object_id not in seen:
                yield kind, object_id, "extra"


def repair() -> int:
    """Sets right whatever differs; gives how many objects it were.

    :raises Incomplete: all but those that could not be read are set right.
    """
    wrong = [(kind, object_id) for kind, object_id, _what in differing()]
    return set_right(wrong, lambda kind, object_id: follow(kind, object_id, anew=True))


def read_apart(read: Callable[[list[int]], Mapping[int, Read]], ids: list[int]) -> tuple[Mapping[int, Read], list[int]]:
    """What ``read`` gives of ``ids``, and those of them that it fails at: one by one where it fails at all."""
    try:
        return read(ids), []
    except DATABASE_TROUBLE:
        raise
    except Exception:
        if len(ids) == 1:
            return {}, ids
    found: dict[int, Read] = {}
    unreadable: list[int] = []
    for one in ids:
        of_one, failed = read_apart(read, [one])
        found |= of_one
        unreadable += failed
    return found, unreadable


def set_right(wrong: Collection[tuple[str, int]], follow_one: Callable[[str, int], object]) -> int:
    """Follows each of ``wrong``, the kinds and keys of objects, in a transaction of its own; gives how many.

    :raises Incomplete: some could not be read; they held up no other.
    """
    failed = 0
    for kind, object_id in wrong:
        try:
            with transaction.atomic():
                follow_one(kind, object_id)
        except DATABASE_TROUBLE:
            raise
        except Exception:
            logger.exception("%s %s could not be indexed", kind, object_id)
            failed += 1
    if failed:
        raise Incomplete(failed)
    return len(wrong)
