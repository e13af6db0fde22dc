"""What changes the index in Elasticsearch: carrying what was noted, building anew, and setting right what differs.

Each write carries the number of the note that asked for it as its version: an older truth never replaces a newer one,
however many workers there are and however long one of them was asleep. Notes go when the server shows what they asked
for. A server that lost its index, or has one that is not ours, gets a new one, and everything is noted again.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
import re
import secrets
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, NamedTuple, cast

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from elasticsearch import Elasticsearch, NotFoundError
from elasticsearch.helpers import bulk

from search import copies
from search.documents import words_in
from search.elastic import server
from search.elastic.fields import MAPPING_VERSION, body_of, index_called, mapping
from search.elastic.server import Unavailable
from search.models import CopyNote, Document, IndexState, Label
from search.services import BuildRunning, analysis

logger = logging.getLogger(__name__)

# Notes at once: the server shows what was written once a batch; and documents in one request.
BATCH, SENT_AT_ONCE = 1_000, 200
BATCH_BYTES = 5_000_000
CHORE_SECONDS = 1.0
# Of what building writes: any note has a higher one.
FIRST_VERSION = 1
# The server as a whole does not take anything: full, overloaded, read only, without the shard.
NOT_NOW = (403, 408, 429, 500, 502, 503, 504)
CONFLICT, MISSING = 409, 404
# Between two looks at whether the index is still ours; then the rests after the first, second, … failure.
LOOK_SECONDS = 30.0
# A builder that says nothing for so long is dead.
SILENCE = dt.timedelta(minutes=10)
RESTS = (1.0, 5.0, 15.0, 30.0, 60.0)
Progress = Callable[[int], None]


class Refused(NamedTuple):
    """One document that the server did not take."""

    place: int
    reason: str


class _Patience:
    """When this process asks again: later and later while the server fails."""

    def __init__(self) -> None:
        self.failures = 0
        self.not_before = 0.0
        self.looked_at = float("-inf")

    def failed(self) -> None:
        self.not_before = time.monotonic() + RESTS[min(self.failures, len(RESTS) - 1)]
        self.failures += 1
        self.looked_at = float("-inf")

    def went_well(self) -> None:
        self.failures, self.not_before = 0, 0.0


patience = _Patience()


# --- Carrying ---------------------------------------------------------------------------------------------------------


def catch_up(owner: str) -> int:
    """The worker's chore: carries for as long as it may take; gives how many notes it were."""
    if not server.is_wanted():
        retire()
        return 0
    if time.monotonic() < patience.not_before:
        return 0
    until, carried = time.monotonic() + CHORE_SECONDS, 0
    try:
        if time.monotonic() > patience.looked_at + LOOK_SECONDS:
            settle()
            patience.looked_at = time.monotonic()
        if not copies.follow():
            return 0  # the first one is being built: what is noted waits for it
        while done := carry(owner):
            carried += done
            if done < BATCH or time.monotonic() > until:
                break
    except Unavailable as error:
        logger.warning("Elasticsearch: %s", error)
        patience.failed()
        return carried
    if patience.failures:
        server.is_here()
    patience.went_well()
    return carried


def retire() -> None:
    """This house has no search server any more: nothing is noted for one."""
    if copies.follow() or copies.waiting():
        with transaction.atomic():
            IndexState.objects.filter(pk=1).update(copy="", copy_builder="", copy_started_at=None)
            CopyNote.objects.all().delete()


def settle() -> None:
    """Sees to it that there is an index of ours that answers; in place of another one, everything is noted anew. What
    a builder left that died is given up: else every write would go there too, for good."""
    with server.trouble():
        client = server.client(server.WRITE_SECONDS)
        ours = _ours(client)
        _give_up_what_died(client)
        if ours and copies.follow():
            if not copies.waiting():
                _sweep(client)
            return
    if _somebody_builds():
        return  # it will answer when it is whole
    # First nothing answers, then there is an empty index, then everything waits for it.
    IndexState.objects.filter(pk=1).update(copy="")
    if ours:
        _drop(ours)
    name = _make(server.building())
    with server.trouble():
        _switch(server.client(server.WRITE_SECONDS), name)
    with transaction.atomic():
        state = _state()
        state.copy, state.copy_builder, state.copy_started_at = analysis(), "", None
        state.save()
        copies.note_all()


def _somebody_builds() -> bool:
    """Whether a builder has been heard of lately."""
    alive = timezone.now() - SILENCE
    return IndexState.objects.exclude(copy_builder="").filter(copy_started_at__gt=alive).exists()


def _state() -> IndexState:
    """The one row, locked until the end of the transaction."""
    IndexState.objects.get_or_create(pk=1)
    return IndexState.objects.select_for_update().get(pk=1)


def _ours(client: Elasticsearch) -> str:
    """The index that answers, if it is one that this code made; else empty."""
    try:
        found = client.indices.get_mapping(index=server.answering())
    except NotFoundError:
        return ""
    said = dict(found)
    name = next(iter(said), "")
    is_ours = len(said) == 1 and name != server.answering() and _same(mapping(), said[name]["mappings"])
    return name if is_ours else ""


def _same(wanted: Mapping[str, Any], found: Mapping[str, Any]) -> bool:
    """Whether every field is there as it was asked for; labels bring fields of their own."""
    fields = wanted["properties"]
    there = found.get("properties", {})
    return (
        str(found.get("dynamic")) == wanted["dynamic"]
        and set(there) == set(fields)
        and all(
            there[name].get("type", "object") == field["type"] and there[name].get("analyzer") == field.get("analyzer")
            for name, field in fields.items()
        )
    )


def carry(owner: str, limit: int = BATCH) -> int:
    """Carries what up to ``limit`` notes ask for; gives how many they were.

    :raises Unavailable: the server takes nothing at the moment; the notes wait.
    """
    notes = copies.claimed(owner, limit)
    if not notes:
        return 0
    versions = {one.place_in_order: one.pk + FIRST_VERSION for one in notes}  # the last of each
    try:
        refused = _write(versions)
    except Unavailable:
        copies.given_back(notes)
        raise
    reasons = {one.place: one.reason for one in refused}
    copies.followed([one for one in notes if one.place_in_order not in reasons])
    for place, reason in reasons.items():
        logger.error("%s was refused: %s", place, reason)
        copies.put_off([one for one in notes if one.place_in_order == place], reason)
    return len(notes)


def _write(versions: Mapping[int, int]) -> list[Refused]:
    """Brings the documents at these places in line with the database; gives what was refused."""
    with server.trouble():
        client = server.client(server.WRITE_SECONDS)
        # Asked after the notes were claimed: whoever begins to build later reads what they were about.
        builds = client.indices.exists_alias(name=server.building())
        bodies = _bodies(versions)
        refused: list[Refused] = []
        if builds:
            # The one that is being built comes first: when they are switched meanwhile, the second has it, too.
            refused += _sent(client, server.building(), versions, bodies, may_be_missing=True)
        refused += _sent(client, server.answering(), versions, bodies)
        client.indices.refresh(index=server.answering())
    return refused


def _bodies(places: Collection[int]) -> dict[int, dict[str, Any]]:
    documents = list(Document.objects.filter(place_in_order__in=list(places)))
    labels = Label.objects.in_bulk({int(number) for one in documents for number in one.label_ids.split()})
    return {
        one.place_in_order: body_of(one, [labels[int(number)] for number in one.label_ids.split()], words_in(one))
        for one in documents
    }


def _sent(
    client: Elasticsearch, alias: str, versions: Mapping[int, int], bodies: Mapping[int, dict[str, Any]],
    *, may_be_missing: bool = False,
) -> list[Refused]:  # fmt: skip
    """Writes ``bodies`` and takes out the rest of what ``versions`` names; gives what was refused."""
    actions = (_action(place, version, bodies.get(place)) for place, version in versions.items())
    _done, errors = bulk(
        client, actions, index=alias, require_alias=True, chunk_size=SENT_AT_ONCE,
        max_chunk_bytes=BATCH_BYTES, raise_on_error=False, stats_only=False,
    )  # fmt: skip
    return list(_refused(cast(list[dict[str, Any]], errors), may_be_missing=may_be_missing))


def _action(place: int, version: int, body: dict[str, Any] | None) -> dict[str, Any]:
    action: dict[str, Any] = {"_id": str(place), "version": version, "version_type": "external_gte"}
    return {**action, "_op_type": "index", "_source": body} if body else {**action, "_op_type": "delete"}


def _refused(errors: list[dict[str, Any]], *, may_be_missing: bool) -> Iterator[Refused]:
    for error in errors:
        (operation, said), *_rest = error.items()
        status = int(said["status"])
        reason = said.get("error") or {}
        kind = reason.get("type", "") if isinstance(reason, dict) else str(reason)
        if status == CONFLICT or (operation == "delete" and status == MISSING and not kind):
            continue  # a newer truth is there already; or nothing was
        if kind == "index_not_found_exception":
            if may_be_missing:
                continue  # it answers by now, or was given up
            raise Unavailable("its index is gone")
        if status in NOT_NOW:
            raise Unavailable(f"{status} {kind}")
        yield Refused(int(said["_id"]), f"{status} {reason}"[:300])


# --- The whole index --------------------------------------------------------------------------------------------------


def rebuild(progress: Progress = lambda done: None, *, take_over: bool = False) -> int:
    """Builds a new index beside the one that answers, and switches; gives how many documents it has.

    :raises BuildRunning: another one is running (``take_over``: is thought to be dead).
    :raises Unavailable: the server does not take it; the old index answers as before.
    """
    builder = secrets.token_hex(8)
    _begin(builder, take_over=take_over)
    # What these are about is read below as it is by then: the new index has it.
    noted = list(CopyNote.objects.values_list("pk", flat=True))
    try:
        name = _make(server.building())
        done = 0
        for places in _batches(Document.objects.order_by("pk").values_list("place_in_order", flat=True)):
            _still(builder)
            with server.trouble():
                bodies = _bodies(places)
                # What went meanwhile has its note.
                versions = dict.fromkeys(bodies, FIRST_VERSION)
                refused = _sent(server.client(server.PATIENT_SECONDS), server.building(), versions, bodies)
            for one in refused:
                logger.error("%s was refused: %s", one.place, one.reason)
            copies.note(one.place for one in refused)  # the worker tries again, and says why it cannot
            done += len(places)
            progress(done)
        _still(builder)
        with server.trouble():
            client = server.client(server.PATIENT_SECONDS)
            client.indices.refresh(index=name)
            _switch(client, name)
            _sweep(client)
            count = int(client.count(index=name)["count"])
    except BaseException:
        IndexState.objects.filter(copy_builder=builder).update(copy_builder="", copy_started_at=None)
        raise
    with transaction.atomic():
        for start in range(0, len(noted), BATCH):
            CopyNote.objects.filter(pk__in=noted[start : start + BATCH]).delete()
        IndexState.objects.filter(copy_builder=builder).update(copy=analysis(), copy_builder="", copy_started_at=None)
    return count


def _begin(builder: str, *, take_over: bool) -> None:
    with transaction.atomic():
        state = _state()
        is_alive = state.copy_started_at and state.copy_started_at > timezone.now() - SILENCE
        if state.copy_builder and is_alive and not take_over:
            raise BuildRunning
        state.copy_builder, state.copy_started_at = builder, timezone.now()
        state.save()


def _still(builder: str) -> None:
    if not IndexState.objects.filter(copy_builder=builder).update(copy_started_at=timezone.now()):
        raise BuildRunning


def _batches(places: Any) -> Iterator[list[int]]:
    batch: list[int] = []
    for place in places.iterator():
        batch.append(place)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _make(alias: str) -> str:
    """A new, empty index that is known as ``alias``, in place of whatever was; gives its name."""
    name = f"{server.answering()}-{secrets.token_hex(4)}"
    with server.trouble():
        client = server.client(server.PATIENT_SECONDS)
        _drop_those_of(client, alias)
        index = index_called(name)
        index.aliases(**{alias: {}})
        client.indices.create(index=name, body=index.to_dict())
    return name


def _switch(client: Elasticsearch, name: str) -> None:
    """From this moment on ``name`` answers; what answered before goes."""
    actions: list[dict[str, Any]] = [
        {"add": {"index": name, "alias": server.answering()}},
        {"remove": {"index": name, "alias": server.building()}},
    ]
    old = [one for one in _known_as(client, server.answering()) if one != name]
    # An index that bears the alias' own name is none of ours, and in the way.
    actions = [{"remove_index": {"index": one}} for one in old] + actions
    client.indices.update_aliases(actions=actions)


def _known_as(client: Elasticsearch, alias: str) -> list[str]:
    try:
        return list(dict(client.indices.get(index=alias)))
    except NotFoundError:
        return []


def _drop_those_of(client: Elasticsearch, alias: str) -> None:
    for name in _known_as(client, alias):
        client.indices.delete(index=name, ignore_unavailable=True)


def _give_up_what_died(client: Elasticsearch) -> None:
    """Deletes the index that is being built where nobody builds it any more."""
    # Asked in this order: whoever begins later makes another one, and whoever is ready meanwhile has renamed it.
    left = _known_as(client, server.building())
    if left and not _somebody_builds():
        for name in left:
            gone = {"index": name, "alias": server.building(), "must_exist": True}
            with contextlib.suppress(NotFoundError):
                client.indices.update_aliases(actions=[{"remove": gone}])
                client.indices.delete(index=name, ignore_unavailable=True)


def _sweep(client: Elasticsearch) -> None:
    """Deletes indexes of ours that nothing asks: of an older mapping, or left by a builder that died."""
    ours = re.compile(rf"{re.escape(settings.ELASTICSEARCH_INDEX)}-(\d+)-[0-9a-f]{{8}}")
    for name, said in dict(client.indices.get_alias(index=f"{settings.ELASTICSEARCH_INDEX}-*")).items():
        match = ours.fullmatch(name)
        if match and (int(match[1]) < MAPPING_VERSION or not said["aliases"]):
            client.indices.delete(index=name, ignore_unavailable=True)


def _drop(name: str) -> None:
    with server.trouble():
        server.client(server.PATIENT_SECONDS).indices.delete(index=name, ignore_unavailable=True)
