"""Photos taken in a minute: our resumable upload beside stock Wagtail's page for many images, same files, same run."""

from __future__ import annotations

import base64
import contextlib
import http.client
import json
import os
import resource
import statistics
import struct
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bench import goals as promises
from bench import plain
from bench.goals import Goal
from bench.house import House, serving
from bench.load import ROUNDS
from bench.tables import table

PHOTOS = int(os.environ.get("BENCH_UPLOADS", "6"))
CHUNK = 8 * 1024 * 1024
A_MINUTE = 60  # photos, in the sizes of grid and screens, that one worker makes at least
STOCK_SESSION = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.contrib.auth import get_user_model
from django.contrib.sessions.backends.db import SessionStore
user = get_user_model().objects.create_superuser("bench", "bench@localhost.example", "bench")
session = SessionStore()
session.update({"_auth_user_id": str(user.pk), "_auth_user_backend": "django.contrib.auth.backends.ModelBackend",
                "_auth_user_hash": user.get_session_auth_hash()})
session.create()
print(session.session_key)
"""


def session(_: Any) -> dict[str, Any]:
    """Inside Django: a signed-in archivist's session and an empty shoot."""
    from django.conf import settings
    from django.test import Client

    from media_library.models import Shoot
    from tests import factories

    client = Client()
    client.force_login(factories.archivist(), backend="django.contrib.auth.backends.ModelBackend")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    shoot = Shoot.objects.create(title="Ölçüm")
    return {"cookie": f"{settings.SESSION_COOKIE_NAME}={cookie.value}", "shoot": shoot.pk}


def taken(shoot: int) -> dict[str, Any]:
    """Inside Django: how many photos the shoot has, how many of them have the sizes of grid and screens, and how many
    have all."""
    from media_library.models import JobKind, JobState, MediaJob, Photo

    def done(kind: JobKind) -> int:
        return MediaJob.objects.filter(subject_id__in=photos.values("pk"), kind=kind, state=JobState.DONE).count()

    photos = Photo.objects.filter(shoot=shoot)
    ready = min(done(JobKind.ARCHIVED), done(JobKind.PHOTO))
    return {"photos": photos.count(), "ready": ready, "whole": done(JobKind.PUBLIC)}


def wanted_by_readers(shoot: int) -> dict[str, Any]:
    """Inside Django: asks for every size of the shoot's photos, as a publication does."""
    from media_library.models import Photo
    from media_library.work.sizes import ask_for_public

    numbers = list(Photo.objects.filter(shoot=shoot).values_list("pk", flat=True))
    ask_for_public(numbers)
    return {"asked": len(numbers)}


def numbered(data: bytes, number: int) -> bytes:
    """The JPEG ``data`` with a comment of its own, so that no two files are the same."""
    comment = b"bench %d" % number
    return data[:2] + b"\xff\xfe" + struct.pack(">H", len(comment) + 2) + comment + data[2:]


class Ours:
    """Uploads by the tus protocol, as the page does."""

    def __init__(self, port: int, cookie: str, shoot: int) -> None:
        self.port, self.shoot = port, shoot
        token = "b" * 32
        self.headers = {
            "Cookie": f"{cookie}; csrftoken={token}", "X-CSRFToken": token, "Tus-Resumable": "1.0.0",
            "Host": f"localhost:{port}",
        }  # fmt: skip

    def send(self, number: int, data: bytes) -> None:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        name = base64.b64encode(f"DSC_{number:04}.jpg".encode()).decode()
        line.request(
            "POST", f"/admin/yukleme/cekim/{self.shoot}/dosyalar/",
            headers={**self.headers, "Upload-Length": str(len(data)), "Upload-Metadata": f"filename {name}"},
        )  # fmt: skip
        answer = line.getresponse()
        answer.read()
        if answer.status != 201:
            raise RuntimeError(f"creation answered {answer.status}")
        where = urlsplit(answer.headers["Location"]).path
        for offset in range(0, len(data), CHUNK):
            line.request(
                "PATCH", where, body=data[offset : offset + CHUNK],
                headers={
                    **self.headers, "Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream",
                },
            )  # fmt: skip
            answer = line.getresponse()
            answer.read()
            if answer.status != 204:
                raise RuntimeError(f"upload answered {answer.status}")
        line.close()


class Stock:
    """Uploads as Wagtail's page for many images does."""

    def __init__(self, port: int, key: str) -> None:
        self.port, self.headers = port, {"Cookie": f"sessionid={key}", "X-Requested-With": "XMLHttpRequest"}

    def send(self, number: int, data: bytes) -> None:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        edge = "----bench"
        head = (
            f'--{edge}\r\nContent-Disposition: form-data; name="title"\r\n\r\nDSC {number}\r\n'
            f'--{edge}\r\nContent-Disposition: form-data; name="collection"\r\n\r\n1\r\n'
            f'--{edge}\r\nContent-Disposition: form-data; name="files[]"; filename="DSC_{number:04}.jpg"\r\n'
            "Content-Type: image/jpeg\r\n\r\n"
        )
        body = head.encode() + data + f"\r\n--{edge}--\r\n".encode()
        line.request(
            "POST", "/admin/images/multiple/add/", body=body,
            headers={**self.headers, "Content-Type": f"multipart/form-data; boundary={edge}"},
        )  # fmt: skip
        answer = line.getresponse()
        if answer.status != 200 or not json.loads(answer.read())["success"]:
            raise RuntimeError(f"Wagtail's upload answered {answer.status}")
        line.close()


@contextlib.contextmanager
def stock_site(scratch: Path) -> Iterator[Stock]:
    """A plain Wagtail under the same server, with two workers."""
    place = scratch / "stock"
    key = plain.told(place, "-c", STOCK_SESSION)
    with plain.serving(place) as (port, _pid):
        yield Stock(port, key)


def measure(house: House, scratch: Path) -> dict[str, Any]:
    """Uploads ``PHOTOS`` photos of 24 megapixels a round to both, one at a time and three at once, in turn.

    The media worker rests while uploads are timed; how long it then takes to make the sizes of grid and screens, and
    those that only readers of a published page get, is measured by itself.
    """
    from bench.renditions import camera_jpeg

    data, rounds = camera_jpeg(grain=10), min(ROUNDS, 2)
    who = house.inside("session")
    found: dict[str, list[float]] = {"stock 1": [], "ours 1": [], "stock 3": [], "ours 3": []}
    number = 0
    house.make_sizes()  # what other parts left to be done
    with serving(house), stock_site(scratch) as stock:
        ours = Ours(house.port, who["cookie"], who["shoot"])
        for sender in (stock, ours):
            sender.send(9000, numbered(data, 9000))
        for _ in range(rounds):
            for at_once in (1, 3):
                for name, sender in (("stock", stock), ("ours", ours)):
                    files = [(number + index, numbered(data, number + index)) for index in range(PHOTOS)]
                    number += PHOTOS
                    began = time.perf_counter()
                    with ThreadPoolExecutor(at_once) as pool:
                        list(pool.map(lambda file, send=sender.send: send(*file), files))
                    found[f"{name} {at_once}"].append(PHOTOS / (time.perf_counter() - began) * 60)
    expected = rounds * 2 * PHOTOS + 1
    if house.inside("taken", who["shoot"])["photos"] != expected:
        raise RuntimeError("not every photo came in")
    began, used = time.perf_counter(), _children_cpu()
    house.make_sizes()
    seconds, used = time.perf_counter() - began, _children_cpu() - used
    house.inside("wanted_by_readers", who["shoot"])
    began = time.perf_counter()
    house.make_sizes()
    more = time.perf_counter() - began
    there = house.inside("taken", who["shoot"])
    if there["ready"] != expected or there["whole"] != expected:
        raise RuntimeError("not every photo has its sizes")
    return {
        "megabytes": len(data) / 1e6,
        "per_minute": {name: statistics.median(values) for name, values in found.items()},
        "ready_per_minute": expected / seconds * 60,
        "ready_per_cpu_minute": expected / used * 60,
        "whole_per_minute": expected / (seconds + more) * 60,
    }


def _children_cpu() -> float:
    """CPU seconds of the processes that this one has waited for."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def goals(measured: dict[str, Any]) -> list[Goal]:
    """Photos in the sizes of grid and screens, the start of the worker's process included."""
    what, rates = "photos ready for the screens, a minute and worker", measured
    more = f" ({rates['ready_per_cpu_minute']:.0f} a minute of CPU)"
    return [promises.at_least(what, rates["ready_per_minute"], A_MINUTE, more=more)]


def report(measured: dict[str, Any]) -> None:
    """Prints what :func:`measure` found."""
    rate = measured["per_minute"]
    print(
        f"Photos taken in: 24 megapixels, {measured['megabytes']:.1f} MB each; ours checks every byte, reads IPTC, XMP"
    )
    print("and Exif and hashes the file; stock Wagtail makes a thumbnail for its form\n")
    rows = [
        [
            name,
            f"{rate[f'stock {at_once}']:.0f}",
            f"{rate[f'ours {at_once}']:.0f}",
            f"{rate[f'ours {at_once}'] / rate[f'stock {at_once}']:.2f}×",
        ]
        for name, at_once in (("one at a time (as Wagtail's page)", 1), ("three at once (as ours)", 3))
    ]
    table(["photos a minute", "stock Wagtail", "ours", "ours / Wagtail"], rows)
    print(
        f"In the background, photos a minute and worker: {measured['ready_per_minute']:.0f} with fingerprint and the"
        f" sizes of grid and screens ({measured['ready_per_cpu_minute']:.0f} a minute of CPU),"
        f" {measured['whole_per_minute']:.0f} with all sizes\n"
    )
