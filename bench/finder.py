"""The archive's finder at 100, 10,000 and 100,000 photos: SQL queries and CPU milliseconds of common questions.

All photos point to one stored file, half of them are used. ``BENCH_PHOTOS`` ("100,10000") makes it smaller.
"""

from __future__ import annotations

import datetime as dt
import os
import statistics
import time
from typing import Any

from bench.tables import table

PHOTOS = [int(size) for size in os.environ.get("BENCH_PHOTOS", "100,10000,100000").split(",")]
PHOTOS_A_SHOOT = 50
TIMES = 5
PIECE = 2_000
QUESTIONS: list[tuple[str, str, dict[str, str]]] = [
    ("newest photos", "finder", {}),
    ("a page in the middle", "finder", {"imlec": "middle"}),
    ("last added", "finder", {"sira": "-ekleme"}),
    ("of one department", "finder", {"mudurluk": "department"}),
    ("of one person", "finder", {"kisi": "Ayşe Yılmaz"}),
    ("blocked by rights (1 in 1,000)", "finder", {"hak": "blocked"}),
    ("never used", "finder", {"kullanim": "yok"}),
    ("used", "finder", {"kullanim": "var"}),
    ("a word that is rare", "finder", {"q": "ender"}),
    ("a word that stands everywhere", "finder", {"q": "sahil"}),
    ("one shoot", "finder", {"cekim": "shoot"}),
    ("timeline", "timeline", {}),
    ("list of shoots", "shoots", {}),
]


def measure(sizes: list[int]) -> dict[str, Any]:
    """Inside Django: fills the database up to each of ``sizes``: ``{"rows": [[size, [[queries, ms], …]], …]}``."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    from tests import factories

    user = factories.archivist()
    assert isinstance(user, get_user_model())
    client = Client(headers={"host": "localhost"})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    found = []
    have = 0
    for size in sizes:
        _fill(have, size)
        _index()
        have = size
        found.append([size, [_asked(client, view, query) for _label, view, query in QUESTIONS]])
    return {"rows": found}


def _fill(start: int, end: int) -> None:
    from django.contrib.contenttypes.models import ContentType
    from django.db import connection
    from wagtail.models import Collection, Page, ReferenceIndex

    from media_library.models import Person, Photo, Shoot
    from tests import factories

    collection, works = Collection.get_first_root_node(), factories.department()
    person = Person.objects.get_or_create(name="Ayşe Yılmaz")[0]
    photo_type, page_type = ContentType.objects.get_for_model(Photo), ContentType.objects.get_for_model(Page)
    began = dt.datetime(2012, 1, 1, 9, tzinfo=dt.UTC)
    for first in range(start, end, PIECE):
        numbers = range(first, min(end, first + PIECE))
        shoots = {
            number // PHOTOS_A_SHOOT: Shoot(
                title=f"Çekim {number // PHOTOS_A_SHOOT}", date=(began + dt.timedelta(hours=number)).date(),
                place=f"Mahalle {number // PHOTOS_A_SHOOT % 40}", department=works if number % 1000 == 0 else None,
            )
            for number in numbers
            if number % PHOTOS_A_SHOOT == 0
        }  # fmt: skip
        Shoot.objects.bulk_create(shoots.values())
        photos = Photo.objects.bulk_create(
            Photo(
                title=f"Ölçüm {number}" + (" ender" if number % 5000 == 17 else ""), file="original_images/olcum.jpg",
                width=6000, height=4000, collection=collection, orientation="landscape",
                shoot=shoots.get(number // PHOTOS_A_SHOOT), caption="Sahil yolu çalışmaları sürüyor. " * 4,
                taken_at=began + dt.timedelta(hours=number),
                metadata={"exif": {f"alan {n}": "değer" for n in range(40)}},
                rights_state="blocked" if number % 1000 == 5 else "clear", legal_basis="public_event",
            )
            for number in numbers
        )  # fmt: skip
        Photo.people.through.objects.bulk_create(
            Photo.people.through(photo_id=photo.pk, person_id=person.pk) for photo in photos[::200]
        )
        ReferenceIndex.objects.bulk_create(
            ReferenceIndex(
                base_content_type=page_type, content_type=page_type, object_id=str(photo.pk),
                to_content_type=photo_type, to_object_id=str(photo.pk), model_path="lead_image",
                content_path="lead_image", content_path_hash=ReferenceIndex._get_content_path_hash("lead_image"),
            )
            for photo in photos[::2]
        )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _index() -> None:
    """Carries what the new rows noted into the office's index, as the worker does."""
    from search.office import index

    index.first_time()
    while index.carry(500):
        pass


def _asked(client: Any, view: str, query: dict[str, str]) -> list[float]:
    """The queries of one answer and the median of its CPU milliseconds."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    from cms.users.models import Department
    from media_library.archive.finder import RANKS
    from media_library.archive.keyset import Key
    from media_library.models import Photo, Shoot

    values = dict(query)
    if "imlec" in values:
        photo = Photo.objects.order_by("pk")[Photo.objects.count() // 2]
        values["imlec"] = str(Key(photo.taken_at, RANKS[Photo], photo.pk))
    if "mudurluk" in values:
        values["mudurluk"] = str(Department.objects.values_list("pk", flat=True)[0])
    if "cekim" in values:
        values["cekim"] = str(Shoot.objects.values_list("pk", flat=True)[0])
    address, times, queries = reverse(f"archive:{view}"), [], 0
    client.get(address, values)
    for _time in range(TIMES):
        began = time.process_time()
        response = client.get(address, values)
        times.append((time.process_time() - began) * 1000)
        if response.status_code != 200:
            raise RuntimeError(f"{address} answered {response.status_code}")
    with CaptureQueriesContext(connection) as captured:
        client.get(address, values)
        queries = len(captured)
    return [queries, statistics.median(times)]


def report(measured: dict[str, Any]) -> None:
    """Prints it."""
    print("Finder of the archive: whole pages by Django's test client, one process, SQLite\n")
    sizes = [size for size, _answers in measured["rows"]]
    head = ["", *(f"{size:,} photos" for size in sizes), f"{sizes[-1]:,} / {sizes[0]:,}"]
    rows = []
    for at, (label, _view, _query) in enumerate(QUESTIONS):
        answers = [found[at] for _size, found in measured["rows"]]
        rows.append([f"{label}: SQL queries", *(f"{count:.0f}" for count, _ms in answers), "—"])
        rows.append(
            [f"{label}: ms", *(f"{ms:.1f}" for _count, ms in answers), f"{answers[-1][1] / answers[0][1]:.2f}×"]
        )
    table(head, rows)
