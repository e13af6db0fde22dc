"""Signing a gallery of many large photos: how long it takes, how long it holds the lock of all acts, and what twenty
editors who save meanwhile notice of it. On PostgreSQL, where there is one: SQLite has one writer anyway.

The process has signed something before, as a web server's has: what is loaded once in its life belongs to no act.

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

from bench import goals as promises
from bench.goals import Goal
from bench.house import ROOT, House
from bench.tables import table
from scripts.postgres import NoPostgres, throwaway_server

PHOTOS, MEGABYTES = (int(part) for part in os.environ.get("BENCH_GALLERY", "200x15").split("x"))
EDITORS = 20
ACT, LOCK = 3_000, 200  # milliseconds that an act may take, and hold the lock of all acts
QUERIES = 180  # of submission and both signatures of a bulletin with one photo
SLOWER = 1.5  # what a save may take while a gallery is signed, of what it takes otherwise


def run(house: House) -> dict[str, Any]:
    """From outside: signs on PostgreSQL, alone and while a process of its own saves, or alone on the house's SQLite
    where there is none: ``{"alone", "beside": [[act, ms, CPU ms, ms with the lock, CPU ms with it]], "bytes": ms,
    "queries": number, "quiet", "saves": [ms]}``."""
    with contextlib.ExitStack() as stack:
        try:
            house = house.under(DATABASE_URL=stack.enter_context(throwaway_server()))
        except NoPostgres as reason:
            print(f"  no PostgreSQL ({reason}): nobody saves meanwhile")
            made = house.inside("gallery", 0)
            return {"quiet": [], "saves": [], "beside": []} | _alone(house.inside("signing", made))
        house.manage("migrate", "--verbosity", "0")
        made = house.inside("gallery", EDITORS)
        alone = _alone(house.inside("signing", made))
        with _meanwhile(house, made["drafts"]) as quiet:
            time.sleep(5)
        with _meanwhile(house, made["drafts"]) as saves:
            beside = house.inside("signing", made)["rows"]
        return {"quiet": quiet, "saves": saves, "beside": beside} | alone


def _alone(found: dict[str, Any]) -> dict[str, Any]:
    return {"alone": found["rows"], "bytes": found["bytes"], "queries": found["queries"]}


@contextlib.contextmanager
def _meanwhile(house: House, drafts: list[int]) -> Iterator[list[float]]:
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
    """Inside Django: a thread for each of ``drafts`` saves it every half second until the input ends, after one save
    that is not counted: it loads what a process loads once."""
    from django.db import connection

    from press_archive.bulletins.models import BulletinPage

    found: list[float] = []
    over = threading.Event()
    all_have_saved = threading.Barrier(len(drafts) + 1)

    def save(pk: int) -> None:
        page = BulletinPage.objects.get(pk=pk)
        page.save_revision()
        all_have_saved.wait()
        while not over.wait(0.5):
            began = time.perf_counter()
            page.save_revision()
            found.append(1000 * (time.perf_counter() - began))
            connection.close()  # back to the pool, as at the end of a request

    threads = [threading.Thread(target=save, args=(pk,)) for pk in drafts]
    for thread in threads:
        thread.start()
    all_have_saved.wait()
    print("ready", flush=True)
    sys.stdin.read()
    over.set()
    for thread in threads:
        thread.join()
    return {"saves": found}


def gallery(editors: int) -> dict[str, Any]:
    """Inside Django: the photos of the galleries that are signed, and a draft for each of ``editors``."""
    from tests import factories

    photos, paths = _photos(factories)
    drafts = [factories.bulletin(title=f"Taslak {number}").pk for number in range(editors)]
    return {"photos": photos, "paths": [str(path) for path in paths], "drafts": drafts}


def measure(made: dict[str, Any]) -> dict[str, Any]:
    """Inside Django: submits a gallery, again after a return, as when the media worker has read the photos before, and
    signs it twice. CPU of this process, its threads included."""
    from django.db import transaction
    from django.test import Client

    from cms.core.memory import settle
    from media_library.models import Photo, StoredDigest
    from media_library.work import digests
    from publishing.approval import evidence, services
    from tests import factories
    from tests.factories.galleries import photo_gallery, row
    from tests.office import hash_of, waiting

    Client(headers={"host": "localhost"}).get("/")
    factories.publish(factories.bulletin(**factories.with_photo()))
    shown = Photo.objects.in_bulk(made["photos"])
    page = photo_gallery([row(shown[pk]) for pk in made["photos"]])
    StoredDigest.objects.all().delete()
    settle()  # as a web server's process does
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
    alone = _bytes_alone([Path(path) for path in made["paths"]])
    return {"rows": rows, "bytes": alone, "queries": _queries()}


def _queries() -> int:
    """Of a bulletin with one photo, until it is published; what follows a commit holds up nobody."""
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext

    from publishing.approval import services
    from tests import factories
    from tests.office import hash_of, waiting

    count = 0
    with transaction.atomic():
        page = factories.bulletin(lists=[factories.distribution_list()], **factories.with_photo())
        editor, signers = factories.editor(), (factories.director(), factories.mayor())
        with CaptureQueriesContext(connection) as asked:
            services.submit(content=page, user=editor)
        count += len(asked)
        for signer in signers:
            state, seen = waiting(page), hash_of(page)
            with CaptureQueriesContext(connection) as asked:
                services.sign(state=state, user=signer, seen_hash=seen)
            count += len(asked)
        transaction.set_rollback(True)
    return count


def _photos(factories: Any) -> tuple[list[int], list[Path]]:
    from cms.website import pictures
    from media_library.models import Photo
    from press_archive.galleries.messages import MOST_PICTURES

    first = factories.photo()
    path = Path(first.file.path)
    with path.open("ab") as stream:  # a picture ends where it says; what follows is only read
        stream.write(os.urandom(1 << 20) * MEGABYTES)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    names = [field.attname for field in Photo._meta.local_concrete_fields if not field.primary_key]
    camera = {"exif": {f"Alan {number}": f"bir kameranın sözü {number}" for number in range(80)}}
    same = {name: getattr(first, name) for name in names} | {"file_size": path.stat().st_size, "metadata": camera}
    paths = [path.with_name(f"{path.stem}-{number}{path.suffix}") for number in range(PHOTOS)]
    for link in paths:
        os.link(path, link)
    folder = first.file.name.rpartition("/")[0]
    photos = Photo.objects.bulk_create(
        [Photo(**{**same, "file": f"{folder}/{link.name}", "sha256": digest}) for link in paths]
    )
    pictures.draw(photos[:MOST_PICTURES], (*pictures.WIDTHS, pictures.CARD))
    return [photo.pk for photo in photos], paths


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


def goals(found: dict[str, Any]) -> list[Goal]:
    """Acts alone on the machine, and saves beside them."""
    promised = [promises.at_most("queries of a bulletin's submission and signatures", found["queries"], QUERIES)]
    for name, ms, cpu, lock, lock_cpu in found["alone"]:
        promised.append(promises.at_most(f"{name}: whole", ms, ACT, " ms", more=f" (CPU {cpu:.0f})"))
        promised.append(promises.at_most(f"{name}: lock of all acts", lock, LOCK, " ms", more=f" (CPU {lock_cpu:.0f})"))
    if found["saves"]:
        ratio = statistics.median(found["saves"]) / statistics.median(found["quiet"])
        promised.append(promises.at_most(f"{EDITORS} editors: a save while it is signed, of one alone", ratio, SLOWER))
    return promised


def report(found: dict[str, Any]) -> None:
    print(f"Signing a gallery of {PHOTOS} photos of {MEGABYTES} MB; reading its bytes alone: {found['bytes']:.0f} ms")
    print(f"A bulletin with one photo takes {found['queries']} queries from submission to publication\n")
    for called, acts in (("nobody saves", found["alone"]), (f"{EDITORS} editors save", found["beside"])):
        if acts:
            rows = [[name, *(f"{value:.0f}" for value in values)] for name, *values in acts]
            table([called, "ms", "CPU ms", "ms with the lock", "CPU ms with it"], rows)
    if found["saves"]:
        print(f"{EDITORS} editors saving drafts\n")
        rows = [
            [name, str(len(saves)), f"{statistics.median(saves):.0f}", f"{sorted(saves)[int(0.95 * len(saves))]:.0f}"]
            for name, saves in (("while nobody signs", found["quiet"]), ("while it is signed", found["saves"]))
        ]
        table(["", "saves", "median ms", "95 % ms"], rows)
