"""What one act of the two signatures has read, kept until it ends: content, its snapshot, and the digests of its files.

An act (submit, sign, publish) passes through Wagtail's workflow, whose steps know only row numbers; each would read the
same revision and the same bytes again. Nothing is kept from one act to the next, and nothing across another revision.

Bytes are read before an act takes the lock that all acts wait for (``read_bytes_of``), unless an earlier act or the
media worker has read them and nothing has happened to the file since (``media_library.work.digests``). Under the lock a
file is read again only if its stamp is another than before the first reading.

Rows of files are kept only once they are locked (``keep_files``), and everything that was read before the lock is
forgotten where it is taken (``forget``): what an act knows is what stands in the database until it ends.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from copy import copy
from dataclasses import dataclass, field
from functools import partial, wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models.fields.files import FieldFile
from wagtail.models import COMMENTS_RELATION_NAME, Page, Revision, WorkflowState

from cms.core import references
from media_library.store.storage import is_local
from media_library.work import digests
from publishing.approval import files
from publishing.approval.files import File

if TYPE_CHECKING:
    from publishing.approval.snapshot import Snapshot

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")
Stamp = str | tuple[int, float]
READERS = 4  # files read at once: hashing leaves the interpreter free, a store over the network mostly waits


@dataclass(slots=True)
class Reading:
    """A row of content, its latest revision, and the object that this revision says. Nobody changes what is shared
    here; whoever has to, copies."""

    live: Any
    revision: Revision
    content: Any
    snapshot: Snapshot | None = None  # kept by ``publishing.approval.snapshot.of``
    found: dict[str, list[str]] = field(default_factory=dict)

    def errors(self, kind: str, look: Callable[[], list[str]]) -> list[str]:
        """What ``look`` finds wrong with the content, found once; ``kind`` names what was looked for."""
        if kind not in self.found:
            self.found[kind] = look()
        return self.found[kind]


@dataclass(slots=True)
class _Act:
    readings: dict[int, Reading] = field(default_factory=dict)
    rows: dict[tuple[int, str], Any] = field(default_factory=dict)
    sums: dict[str, tuple[Stamp, str]] = field(default_factory=dict)
    # Of files that were read in this act: to be recorded once it is over.
    fresh: dict[str, digests.Read] = field(default_factory=dict)
    held: dict[tuple[int, str], Any] = field(default_factory=dict)
    named: references.Rows = field(default_factory=dict)
    files: dict[File, Any] = field(default_factory=dict)
    facts: dict[Any, Any] = field(default_factory=dict)
    # Whether the transaction is older than the act, and so outlives it.
    inside: bool = False
    # The end of the chain as this act locked or wrote it, and within which savepoints that was.
    head: tuple[Any, tuple[Any, ...]] | None = None


_current: ContextVar[_Act | None] = ContextVar("approval_act", default=None)


@contextmanager
def act() -> Iterator[None]:
    """While it lasts, what is read is kept. An act within an act is the same one."""
    if _current.get() is not None:
        yield
        return
    known = _Act(inside=connection.in_atomic_block)
    token = _current.set(known)
    try:
        with references.keeping(known.named):
            yield
    finally:
        _current.reset(token)


def one_act(function: Callable[P, R]) -> Callable[P, R]:
    """Lets the whole of ``function`` be one act."""

    @wraps(function)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        with act():
            return function(*args, **kwargs)

    return wrapped


def row_of(workflow_state: WorkflowState) -> Any:
    """The content that ``workflow_state`` is about, as its most specific class."""
    known = _current.get()
    key = (workflow_state.base_content_type_id, workflow_state.object_id)
    if known is not None and key in known.rows:
        return known.rows[key]
    model: Any = ContentType.objects.get_for_id(workflow_state.content_type_id).model_class()
    content = model._base_manager.filter(pk=workflow_state.object_id).first() if model is not None else None
    if known is not None and content is not None:
        known.rows[key] = content
    return content


def read(live: Any) -> Reading:
    """The latest revision of ``live``, read once in an act."""
    known, number = _current.get(), live.latest_revision_id
    if known is not None and number in known.readings:
        return known.readings[number]
    revision = live.get_latest_revision()
    # Wagtail would fetch the row again to make the object.
    Revision._meta.get_field("content_object").set_cached_value(revision, live)
    if isinstance(live, Page):
        live.get_parent()  # remembered: every object made of the row asks for it
    reading = Reading(live, revision, _without_comments(live).with_content_json(revision.content))
    if known is not None:
        known.readings[number] = reading
        known.rows.setdefault((revision.base_content_type_id, revision.object_id), live)
    return reading


def _without_comments(live: Any) -> Any:
    """``live`` as one that nobody has commented on: nothing of it is signed, and Wagtail would fetch it each time."""
    if not isinstance(live, Page):
        return live
    bare = copy(live)
    bare.__dict__.pop("_cluster_related_objects", None)
    setattr(bare, COMMENTS_RELATION_NAME, [])
    return bare


def look_again(live: Any) -> Any:
    """The row of ``live`` as it is now, where a lock was waited for; nothing that was read before is known any more."""
    forget()
    return row_again(live)


def row_again(live: Any) -> Any:
    """The row of ``live`` as it is now, after this act has changed it."""
    found = type(live)._base_manager.get(pk=live.pk)
    if (known := _current.get()) is not None:
        known.rows[(found.get_base_content_type().pk, str(found.pk))] = found
    return found


def forget() -> None:
    """Lets everything be read anew but the bytes: to be called where a lock was waited for."""
    if (known := _current.get()) is not None:
        for kept in (known.readings, known.rows, known.named, known.files, known.facts):
            kept.clear()


def fact(key: Any, ask: Callable[[], T]) -> T:
    """What ``ask`` gives, asked once in an act."""
    known = _current.get()
    if known is None:
        return ask()
    if key not in known.facts:
        known.facts[key] = ask()
    found: T = known.facts[key]
    return found


def note(key: Any, value: Any) -> None:
    """Lets ``value`` be what :func:`fact` gives for ``key`` from here on: this act has brought it about."""
    if (known := _current.get()) is not None:
        known.facts[key] = value


def keep_files(used: Iterable[File]) -> None:
    """Reads the rows of these files for the whole act. Only where they are locked until it ends."""
    if (known := _current.get()) is None:
        return
    known.files = files.items_of(used)
    for (kind, pk), row in known.files.items():
        known.named.setdefault(files.FILES[kind], {})[pk] = row


def lock_files(live: Any) -> None:
    """Locks the rows of the files that the latest revision of ``live`` uses, and keeps them."""
    used = set(files.used_files(live.words_of(live.latest_revision.content)))
    files.lock(used)
    keep_files(used)


def files_kept(used: Iterable[File]) -> dict[File, Any] | None:
    """The rows of these files if the act keeps all of them, else ``None``."""
    known = _current.get()
    wanted = set(used)
    if known is None or not wanted <= known.files.keys():
        return None
    return {one: known.files[one] for one in wanted}


def items_of(used: Iterable[File]) -> dict[File, Any]:
    """:func:`files.items_of`, from what the act keeps where it keeps all of them."""
    wanted = list(used)
    kept = files_kept(wanted)
    return files.items_of(wanted) if kept is None else kept


def head() -> Any:
    """The end of the chain, if this act has locked it and holds it still; else ``None``."""
    known = _current.get()
    if known is None or known.head is None:
        return None
    found, within = known.head
    # A savepoint that was rolled back takes its locks with it.
    return found if _savepoints()[: len(within)] == within else None


def keep_head(found: Any) -> None:
    """Remembers the locked end of the chain for as long as its lock lasts."""
    if (known := _current.get()) is not None and known.inside:
        known.head = found, _savepoints()


def _savepoints() -> tuple[str, ...]:
    return tuple(one for one in connection.savepoint_ids if one is not None)


def latest_revision(live: Any) -> Revision:
    """The latest revision of ``live``."""
    known = _current.get()
    if known is not None and live.latest_revision_id in known.readings:
        return known.readings[live.latest_revision_id].revision
    revision: Revision = live.get_latest_revision()
    return revision


def once(key: tuple[int, str], state: Any) -> bool:
    """Whether this act has not yet brought ``key`` (content type, primary key) to ``state``; it counts as done now."""
    known = _current.get()
    if known is None:
        return True
    if known.held.get(key) == state:
        return False
    known.held[key] = state
    return True


def said_by(revision: Revision) -> Any:
    """The object that ``revision`` says: the one that this act read, or a new one. Not to be changed."""
    known = _current.get()
    if known is not None and revision.pk in known.readings:
        return known.readings[revision.pk].content
    return revision.as_object()


# --- Bytes ------------------------------------------------------------------------------------------------------------


def digest(stored: FieldFile) -> str:
    """SHA-256, as hex digits, of the bytes in the store; in an act read again only if they seem to be others. Raises
    ``OSError``."""
    return _digest(stored, _current.get())


def read_bytes_of(stored: Iterable[FieldFile]) -> None:
    """Reads these files, several at a time, so that nobody has to wait for it later; those whose bytes are known from
    an earlier reading are looked at, not read. One that cannot be read is left to whoever asks for it."""
    known = _current.get()
    if known is None:
        return
    wanted = {str(one.name): one for one in stored if one}
    unknown = [one for name, one in wanted.items() if name not in known.sums]
    known.sums |= {str(one.name): found for one in unknown if (found := getattr(one, "recorded", None))}
    if others := [str(one.name) for one in unknown if not hasattr(one, "recorded")]:
        known.sums |= digests.recorded(others)

    def work(one: FieldFile) -> None:
        with suppress(OSError):
            _digest(one, known)

    unread = [one for name, one in wanted.items() if not _is_read(name, one, known)]
    if len(unread) < 2:
        for one in unread:
            work(one)
    else:
        with ThreadPoolExecutor(min(len(unread), READERS)) as pool:
            list(pool.map(work, unread))
    if unread and connection.in_atomic_block:
        transaction.on_commit(partial(_record, known), robust=True)


def _is_read(name: str, stored: FieldFile, known: _Act) -> bool:
    """Whether the digest of a file on this machine is known and its stamp still the same; elsewhere it is asked for
    with the others, several at a time."""
    return name in known.sums and known.sums[name][0] == digests.stamp_of(stored)


def _record(known: _Act) -> None:
    """After the act, and without its locks."""
    fresh, known.fresh = known.fresh, {}
    digests.record(fresh)


def _digest(stored: FieldFile, known: _Act | None) -> str:
    name, stamp, began = str(stored.name), _stamp(stored) if known is not None else None, time.time()
    if known is not None and stamp is not None and name in known.sums and known.sums[name][0] == stamp:
        return known.sums[name][1]
    found = _hash(stored)
    if known is not None and stamp is not None:
        known.sums[name] = stamp, found
        if isinstance(stamp, str) and digests.stamp_of(stored) == stamp:
            known.fresh[name] = digests.Read(stamp, found, began)
    return found


def _hash(stored: FieldFile) -> str:
    if is_local(stored.storage):
        return digests.hashed(stored)
    sha256 = hashlib.sha256()
    with stored.storage.open(str(stored.name)) as stream:
        for chunk in stream.chunks(1 << 20):
            sha256.update(chunk)
    return sha256.hexdigest()


def _stamp(stored: FieldFile) -> Stamp | None:
    """The stamp of the file, or size and time of change where a store tells no more; asked for before the bytes are: a
    change meanwhile makes it another one."""
    if (stamp := digests.stamp_of(stored)) is not None:
        return stamp
    try:
        return stored.storage.size(str(stored.name)), stored.storage.get_modified_time(str(stored.name)).timestamp()
    except (OSError, NotImplementedError):
        return None
