"""Signing a gallery of many large photos: how long it takes, how long it holds the lock of all acts, and what twenty
editors who save meanwhile notice of it. On PostgreSQL, where there is one: SQLite has one writer anyway.

The photos are links to one stored file, so that the bytes are there to be read and nothing fills the disk.
``BENCH_GALLERY`` ("200x15": photos and MB each) makes it smaller.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from scripts.postgres import NoPostgres, throwaway_server

PHOTOS, MEGABYTES = (int(part) for part in os.environ.get("BENCH_GALLERY", "200x15").split("x"))
EDITORS = 20
ROOT = Path(__file__).resolve().parent.parent


def run(house: Any) -> dict[str, Any]:
    """From outside: signs on PostgreSQL while a process of its own saves, or on the house's SQLite where there is none:
    ``{"rows": [[act, ms, CPU ms, ms with the lock, CPU ms with it]], "bytes": ms, "quiet": [ms], "saves": [ms]}``."""
    with contextlib.ExitStack() as stack:
        before = house.environment["DATABASE_URL"]
        try:
            house.environment["DATABASE_URL"] = stack.enter_context(throwaway_server())
        except NoPostgres as reason:
            print(f"  no PostgreSQL ({reason}): nobody saves meanwhile")
            return {"quiet": [], "saves": []} | house.inside("signing", house.inside("gallery", 0))
        try:
            house.manage("migrate", "--verbosity", "0")
            made = house.inside("gallery", EDITORS)
            with _meanwhile(house, made["drafts"]) as quiet:
                time.sleep(5)
            with _meanwhile(house, made["drafts"]) as saves:
                found = house.inside("signing", made)
            return {"quiet": quiet, "saves": saves} | dict(found)
        finally:
            house.environment["DATABASE_URL"] = before


@contextlib.contextmanager
def _meanwhile(house: Any, drafts: list[int]) -> Iterator[list[float]]:
    """Editors save ``drafts`` while it lasts; gives what the saves took, in ms, when it is over."""
    found: list[float] = []
    command = [sys.executable, "-m", "bench.inside", "saving", json.dumps(drafts)]
    pool = {"DATABASE_POOL": str(len(drafts))}  # here all of them are one process
    with subprocess.Popen(
        command, cwd=ROOT, env=house.environment | pool, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdout.readline()
        yield found
        child.stdin.close()
        found += json.loads(child.stdout.read().splitlines()[-1])["saves"]


def saving(drafts: list[int]) -> dict[str, Any]:
    """Inside Django: a thread for each of ``drafts`` saves it every half second until the input ends."""
    from django.db import connection

    from press_archive.bulletins.models import BulletinPage

    found: list[float] = []
    over = threading.Event()

    def save(pk: int) -> None:
        page = BulletinPage.objects.get(pk=pk)
        while not over.wait(0.5):
            began = time.perf_counter()
            page.save_revision()
            found.append(1000 * (time.perf_counter() - began))
            connection.close()  # back to the pool, as at the end of a request

    threads = [threading.Thread(target=save, args=(pk,)) for pk in drafts]
    for thread in threads:
        thread.start()
    print("ready", flush=True)
    sys.stdin.read()
    over.set()
    for thread in threads:
        thread.join()
    return {"saves": found}


def gallery(editors: int) -> dict[str, Any]:
    """Inside Django: the gallery that is signed, and a draft for each of ``editors``."""
    from tests import factories

    page, paths = _gallery(factories)
    drafts = [factories.bulletin(title=f"Taslak {number}").pk for number in range(editors)]
    return {"page": page.pk, "paths": [str(path) for path in paths], "drafts": drafts}


def measure(made: dict[str, Any]) -> dict[str, Any]:
    """Inside Django: submits the gallery and signs it twice; then submits it again after a return, as when the media
    worker has read the photos before. CPU of this process, its threads included."""
    from django.db import transaction

    from media_library.work import digests
    from press_archive.galleries.models import PhotoGalleryPage
    from publishing.approval import evidence, services
    from tests import factories
    from tests.office import hash_of, waiting

    page = PhotoGalleryPage.objects.get(pk=made["page"])
    editor, director, mayor = factories.editor(), factories.director(), factories.mayor()
    rows: list[list[Any]] = []
    lock = evidence.lock
    held: list[tuple[float, float]] = []  # when it was locked, and when the commit let it go

    def clocks() -> tuple[float, float]:
        return time.perf_counter(), time.process_time()

    def locking() -> Any:
        found = lock()
        if not held:
            held.append(clocks())
            transaction.on_commit(lambda: held.append(clocks()))  # before all that an act does after its commit
        return found

    def timed(name: str, act: Callable[[], Any]) -> None:
        held.clear()
        began = clocks()
        act()
        ended = clocks()
        locked, free = held
        spans = [
            1000 * (to[clock] - since[clock]) for since, to in ((began, ended), (locked, free)) for clock in (0, 1)
        ]
        rows.append([name, *spans])

    def signing(user: Any) -> Callable[[], Any]:
        return partial(services.sign, state=waiting(page), user=user, seen_hash=hash_of(page))

    evidence.lock = locking
    digests.SETTLED = 0  # these photos are of this minute
    timed("submission, photos never read", partial(services.submit, content=page, user=editor))
    services.return_to_editor(state=waiting(page), user=director, comment="Ölçüm")
    page.refresh_from_db()
    timed("submission", partial(services.submit, content=page, user=editor))
    timed("first signature", signing(director))
    timed("second signature, published", signing(mayor))
    evidence.lock = lock
    return {"rows": rows, "bytes": _bytes_alone([Path(path) for path in made["paths"]])}


def _gallery(factories: Any) -> tuple[Any, list[Path]]:
    from cms.website import pictures
    from media_library.models import Photo
    from press_archive.galleries.messages import MOST_PICTURES
    from tests.factories.galleries import photo_gallery, row

    first = factories.photo()
    path = Path(first.file.path)
    with path.open("ab") as stream:  # a picture ends where it says; what follows is only read
        stream.write(os.urandom(1 << 20) * MEGABYTES)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    names = [field.attname for field in Photo._meta.local_concrete_fields if not field.primary_key]
    same = {name: getattr(first, name) for name in names} | {"file_size": path.stat().st_size}
    paths = [path.with_name(f"{path.stem}-{number}{path.suffix}") for number in range(PHOTOS)]
    for link in paths:
        os.link(path, link)
    folder = first.file.name.rpartition("/")[0]
    photos = Photo.objects.bulk_create(
        [Photo(**{**same, "file": f"{folder}/{link.name}", "sha256": digest}) for link in paths]
    )
    page = photo_gallery([row(photo) for photo in photos])
    pictures.draw(photos[:MOST_PICTURES], (*pictures.WIDTHS, pictures.CARD))
    return page, paths


def _bytes_alone(paths: list[Path]) -> float:
    """Milliseconds of reading and hashing the same files and nothing else, as many at once as an act does."""
    from publishing.approval.acts import READERS

    def digest(path: Path) -> str:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()

    began = time.perf_counter()
    with ThreadPoolExecutor(READERS) as pool:
        list(pool.map(digest, paths))
    return 1000 * (time.perf_counter() - began)


def report(found: dict[str, Any], table: Callable[[list[str], list[list[str]]], None]) -> None:
    print(f"Signing a gallery of {PHOTOS} photos of {MEGABYTES} MB; reading its bytes alone: {found['bytes']:.0f} ms\n")
    rows = [[name, *(f"{value:.0f}" for value in values)] for name, *values in found["rows"]]
    table(["", "ms", "CPU ms", "ms with the lock", "CPU ms with it"], rows)
    if found["saves"]:
        print(f"{EDITORS} editors saving drafts\n")
        rows = [
            [name, str(len(saves)), f"{statistics.median(saves):.0f}", f"{sorted(saves)[int(0.95 * len(saves))]:.0f}"]
            for name, saves in (("while nobody signs", found["quiet"]), ("while it is signed", found["saves"]))
        ]
        table(["", "saves", "median ms", "95 % ms"], rows)
