"""What changes the office's index: carrying what was noted, and filling it.

Objects are carried some at a time, in one transaction: their truth is read, the index follows, the notes that were seen
are deleted; where one cannot be read, each goes alone. Several workers may do it at once: of one object the later truth
is what stays.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import logging
import time
from collections.abc import Collection, Iterable, Iterator
from itertools import islice

from django.db import connection, transaction
from django.db.models import Max, Q
from django.utils import timezone

from cms.core.text import clean
from cms.core.worker import DATABASE_TROUBLE
from cms.users import office_search
from cms.users.office_search import KINDS, Words
from search import services, wordlist
from search.engines import engine
from search.office.models import OfficeChange, OfficeEntry, OfficeIndex
from search.places import SECOND_BITS, seconds, seconds_of
from search.queries import Period
from search.tables import MOST_WORDS
from search.terms import BODY, SPOT, TAGS, TITLE, Expression, words_of
from search.terms import Words as Indexed

logger = logging.getLogger(__name__)

# Beside the two tables of the public's words: this one is never built anew, each object is written in place.
TABLE = 2
# From the left: the kind, seconds since the beginning (33 bits last until 2172), the object.
KIND_SHIFT, OBJECT_BITS = 58, 25
LABELS = "labels"
BATCH = 50
CHORE_SECONDS = 1.0
PAUSES = (5, 30, 120, 600, 3600)
LONGEST = 100_000


def span_of(number: int, period: Period | None = None) -> tuple[int, int]:
    """The first and the last place that objects of a kind may have in the order; of ``period`` if there is one."""
    first, end = seconds_of(period) if period else (0, 1 << SECOND_BITS)
    return (number << KIND_SHIFT) | (first << OBJECT_BITS), (number << KIND_SHIFT) + (end << OBJECT_BITS) - 1


def _place(number: int, moment: dt.datetime | None) -> int:
    return (number << KIND_SHIFT) | ((seconds(moment) if moment else 0) << OBJECT_BITS)


def place_in_order(kind: str, object_id: int, words: Words) -> int:
    """A number that sorts by kind and moment; what has no moment comes last."""
    return _place(KINDS[kind].number, office_search.at(words.moment)) | (object_id % (1 << OBJECT_BITS))


def indexed(words: Words) -> dict[str, Indexed]:
    """The words as the engine keeps them, by field."""
    few = MOST_WORDS // 50
    return {
        TITLE: words_of(clean(words.title, lines=False), few),
        SPOT: words_of(clean(words.spot), few),
        TAGS: words_of(clean("\n".join(one for one in words.tags if one)), few),
        BODY: words_of(clean(words.body)[:LONGEST], MOST_WORDS),
        LABELS: Indexed((), ()),  # the office narrows by kind alone
    }


def follow(kind: str, ids: Collection[int], *, anew: bool = False) -> int:
    """Brings the index in line with the truth about these objects; gives of how many anything had to change.

    For the caller's transaction. ``anew``: writes their words even if nothing changed.
    """
    _alone(kind, ids)
    wordlist.refresh()
    declared = KINDS.get(kind)
    said = declared.words(ids) if declared else {}
    known = {one.object_id: one for one in OfficeEntry.objects.filter(kind=kind, object_id__in=ids)}
    gone: list[int] = []
    written: list[tuple[int, dict[str, Indexed]]] = []
    entries: list[OfficeEntry] = []
    for object_id in ids:
        before, words = known.get(object_id), said.get(object_id)
        if words is None:
            if before is not None:
                gone.append(before.place_in_order)
                before.delete()
            continue
        rows, place = indexed(words), place_in_order(kind, object_id, words)
        digest = digest_of(place, rows)
        if before is not None and before.digest == digest and not anew:
            continue
        if before is not None and before.place_in_order != place:
            gone.append(before.place_in_order)
        written.append((place, rows))
        entries.append(OfficeEntry(kind=kind, object_id=object_id, place_in_order=place, digest=digest))
    engine().remove(TABLE, gone)
    if entries:
        OfficeEntry.objects.bulk_create(
            entries, update_conflicts=True, unique_fields=["kind", "object_id"],
            update_fields=["place_in_order", "digest"],
        )  # fmt: skip
        engine().write(TABLE, written)
    return len({*gone, *(place for place, _rows in written)})


def note_words(wanted: Expression) -> None:
    """Says of all entries that answer ``wanted`` that they changed: their words are read otherwise now."""
    places, now = engine().found(TABLE, wanted), timezone.now()
    for start in range(0, len(places), BATCH * 10):
        entries = OfficeEntry.objects.filter(place_in_order__in=places[start : start + BATCH * 10])
        rows = list(entries.values_list("kind", "object_id"))
        OfficeChange.objects.bulk_create(OfficeChange(kind=kind, object_id=pk, noted_at=now) for kind, pk in rows)


def digest_of(place: int, words: dict[str, Indexed]) -> str:
    """Says everything that an entry is made of, the analysis of its words included."""
    said = [place, [[field, one.lemma, one.fold] for field, one in sorted(words.items())]]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def _alone(kind: str, ids: Collection[int]) -> None:
    """Until the end of the transaction nobody else follows these objects. SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for object_id in sorted(ids):
                said = hashlib.sha256(f"office search {kind} {object_id}".encode()).digest()
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(said[:8], "big", signed=True)])


# --- Carrying ---------------------------------------------------------------------------------------------------------


def carry(limit: int = BATCH) -> int:
    """Carries up to ``limit`` objects that changed; gives how many it were."""
    due = OfficeChange.objects.filter(Q(due_at=None) | Q(due_at__lte=timezone.now()))
    oldest = list(due.order_by("pk").values_list("kind", "object_id")[: limit * 4])
    keys = list(dict.fromkeys(oldest))[:limit]
    by_kind: dict[str, list[int]] = {}
    for kind, object_id in keys:
        by_kind.setdefault(kind, []).append(object_id)
    for kind, ids in by_kind.items():
        try:
            _carry(kind, ids)
        except DATABASE_TROUBLE:
            raise
        except Exception:  # one of them: the others go alone
            for object_id in ids:
                _carry_alone(kind, object_id)
    return len(keys)


def _carry(kind: str, ids: list[int]) -> None:
    # Notes that are there before the truth is read; a later one is carried the next time.
    notes = OfficeChange.objects.filter(kind=kind, object_id__in=ids)
    seen = list(notes.values_list("pk", flat=True))
    if seen:  # else another worker was quicker
        with transaction.atomic():
            follow(kind, ids)
            OfficeChange.objects.filter(pk__in=seen).delete()


def _carry_alone(kind: str, object_id: int) -> None:
    try:
        _carry(kind, [object_id])
    except DATABASE_TROUBLE:
        raise
    except Exception as error:
        logger.exception("%s %s could not be indexed", kind, object_id)
        notes = OfficeChange.objects.filter(kind=kind, object_id=object_id)
        attempts = notes.aggregate(attempts=Max("attempts"))["attempts"] or 0
        pause = dt.timedelta(seconds=PAUSES[min(attempts, len(PAUSES) - 1)])
        trouble = f"{type(error).__name__}: {error}"[:300]
        notes.update(attempts=attempts + 1, trouble=trouble, due_at=timezone.now() + pause)


def catch_up(owner: str = "") -> int:
    """Carries for as long as a chore may take; gives how many objects it were."""
    first_time()
    until, carried = time.monotonic() + CHORE_SECONDS, 0
    while done := carry():
        carried += done
        if done < BATCH or time.monotonic() > until:
            break
    return carried


def first_time() -> None:
    """Notes everything that there is, once: an index that was never filled has missed what was before it."""
    if is_filled():
        return
    with transaction.atomic():
        OfficeIndex.objects.get_or_create(pk=1)
        state = OfficeIndex.objects.select_for_update().get(pk=1)
        if state.filled_at is None:
            note_everything()
            state.filled_at = timezone.now()
            state.save()


def is_filled() -> bool:
    """Whether everything that there was has been noted."""
    return OfficeIndex.objects.filter(pk=1, filled_at__isnull=False).exists()


def note_everything() -> int:
    """Says of all there is that it may have changed; gives how much that is."""
    count = 0
    for kind, declared in KINDS.items():
        count += note(kind, declared.ids())
    return count


def note(kind: str, ids: Iterable[int]) -> int:
    """Says of these objects that they may have changed; gives how many they are."""
    now, count = timezone.now(), 0
    for some in _batches(ids, 500):
        OfficeChange.objects.bulk_create(OfficeChange(kind=kind, object_id=one, noted_at=now) for one in some)
        count += len(some)
    return count


def _batches(ids: Iterable[int], size: int) -> Iterator[list[int]]:
    source = iter(ids)
    while some := list(islice(source, size)):
        yield some


# --- The whole index --------------------------------------------------------------------------------------------------


def differing() -> Iterator[tuple[str, int]]:
    """Each object of which the index says something else than the truth, or whose truth cannot be read."""
    in_table = engine().places(TABLE)
    for kind, declared in KINDS.items():
        seen: set[int] = set()
        for ids in _batches(declared.ids(), BATCH):
            seen.update(ids)
            entries = {one.object_id: one for one in OfficeEntry.objects.filter(kind=kind, object_id__in=ids)}
            said, unreadable = services.read_apart(declared.words, ids)
            for object_id in ids:
                if object_id in unreadable:
                    yield kind, object_id
                    continue
                entry, words = entries.get(object_id), said.get(object_id)
                if words is None and entry is None:
                    continue
                place = place_in_order(kind, object_id, words) if words else 0
                right = words is not None and entry is not None and entry.place_in_order in in_table
                if not (right and entry and words and entry.digest == digest_of(place, indexed(words))):
                    yield kind, object_id
        for object_id in OfficeEntry.objects.filter(kind=kind).values_list("object_id", flat=True):
            if object_id not in seen:
                yield kind, object_id
    for entry in OfficeEntry.objects.exclude(kind__in=KINDS):
        yield entry.kind, entry.object_id


def repair() -> int:
    """Sets right whatever differs; gives how many objects it were.

    :raises services.Incomplete: all but those that could not be read are set right.
    """
    return services.set_right(list(differing()), lambda kind, object_id: follow(kind, [object_id], anew=True))
