"""Press kits: how fast a zip of some gigabytes leaves, and how much the web process grows meanwhile."""

from __future__ import annotations

import contextlib
import http.client
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.house import House, serving
from bench.load import family
from bench.tables import table

PIECE = 1 << 20
GIGABYTES = float(os.environ.get("BENCH_KIT_GB", "4"))


def prepare(gigabytes: float) -> dict[str, Any]:
    """Inside Django: a ready kit of four sparse videos of together ``gigabytes``; gives the path of its zip."""
    import zlib

    from django.core.files.base import ContentFile
    from django.core.files.storage import default_storage
    from django.urls import reverse

    from media_library.access.selectors import governed_types
    from media_library.kits.builder import row_of
    from media_library.kits.certified import parts_of
    from media_library.kits.models import Kit, KitLink, KitState, KitVideo
    from media_library.kits.names import stem_of, zip_name
    from media_library.kits.plan import planned_files
    from media_library.models import PublicFile, Video, VideoState

    size = int(gigabytes * 1024**3 / 4)
    crc = 0
    for done in range(0, size, PIECE):
        crc = zlib.crc32(bytes(min(PIECE, size - done)), crc)
    kit = Kit.objects.create(name="Ölçüm kiti", state=KitState.READY, revision=1)
    for number in range(4):
        stored = default_storage.save(f"kits/olcum-{number}.mp4", ContentFile(b"x"))
        with Path(default_storage.path(stored)).open("wb") as stream:
            stream.truncate(size)
        video = Video.objects.create(title=f"Ölçüm {number}", proxy=stored, state=VideoState.READY, size=size)
        PublicFile.objects.create(
            video=video, content_type=governed_types()[0], object_id="0", words={"title": video.title},
            digests={"proxy_sha256": f"{number:064}"},
        )  # fmt: skip
        KitVideo.objects.create(kit=kit, video=video, sort_order=number)
    # As if the worker had built it: the files are too large to be made for a measurement.
    for position, plan in enumerate(planned_files(parts_of(kit), stem=stem_of(kit), with_texts=False)):
        row = row_of(kit, plan, position)
        row.stored_name, row.size, row.crc32, row.sha256 = plan.item.proxy.name, size, crc, "0" * 64
        row.save()
    link = KitLink.objects.create(kit=kit, label="Ölçüm")
    return {"path": reverse("press_kit:zip", args=[link.token, zip_name(kit).removesuffix(".zip")])}


def run(house: House) -> dict[str, float]:
    """A kit of ``GIGABYTES`` in the scratch installation ``house``, fetched once from gunicorn."""
    path = house.inside("kit", GIGABYTES)["path"]
    with serving(house) as server:
        return measure(port=house.port, path=path, pid=server.pid)


def report(measured: dict[str, float]) -> None:
    """Prints it."""
    print("Press kit: one zip of stored films over loopback, gunicorn as in the demo\n")
    row = [f"{measured[name]:.0f}" for name in ("mb", "seconds", "mb_s", "growth_mb")]
    table(["", "MB", "seconds", "MB/s", "growth of the web process, MB"], [["whole zip", *row]])


def measure(*, port: int, path: str, pid: int) -> dict[str, float]:
    """Downloads the zip once over loopback: MB, seconds, MB/s, and by how many MB the web processes grew at most."""
    fetched(port, path, "bytes=0-1048575")  # loads what the first request of a process loads
    pids = family(pid)
    before = {one: resident_mb(one) for one in pids}
    peak = dict(before)
    with watching(peak):
        began = time.perf_counter()
        size = fetched(port, path)
        seconds = time.perf_counter() - began
    growth = max(peak[one] - before[one] for one in pids)
    return {"mb": size / 1e6, "seconds": seconds, "mb_s": size / 1e6 / seconds, "growth_mb": growth}


def fetched(port: int, path: str, part: str = "") -> int:
    """Reads the answer and forgets it; gives its bytes. Raises ``RuntimeError`` for one that is cut short."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    buffer, size = bytearray(PIECE), 0
    try:
        connection.request("GET", path, headers={"Host": "localhost", **({"Range": part} if part else {})})
        response = connection.getresponse()
        while count := response.readinto(buffer):
            size += count
        if response.status not in (200, 206) or size != int(response.headers["Content-Length"]):
            raise RuntimeError(f"{path} answered {response.status} with {size} bytes")
    finally:
        connection.close()
    return size


@contextlib.contextmanager
def watching(peak: dict[int, float]) -> Iterator[None]:
    """Keeps the largest resident size of each process in ``peak`` (MB) for the length of the block."""
    over = threading.Event()

    def watch() -> None:
        while not over.wait(0.05):
            for pid in peak:
                peak[pid] = max(peak[pid], resident_mb(pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()


def resident_mb(pid: int) -> float:
    """Resident size in MB without file pages that the kernel may drop at any time."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("RssAnon:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError(f"process {pid} is gone")
