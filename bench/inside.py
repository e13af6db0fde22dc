"""What has to run inside Django: ``python -m bench.inside COMMAND JSON``, with the commands of :func:`main`.

Answers in JSON.
"""

from __future__ import annotations

import io
import json
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import django

# Beyond this many nobody searches here, and the index would take longer than everything else.
SEARCHED = 10_000


def prepare(count: int) -> dict[str, Any]:
    """Fills a migrated scratch database with ``count`` live bulletins. Gives paths to ask for."""
    from django.core.files.images import ImageFile
    from django.core.management import call_command

    from bench import bodies
    from bench.seed import multiply
    from media_library.models import Photo
    from media_library.renditions.storing import make_sizes
    from press_archive.bulletins.models import BulletinPage, RegisterEntry
    from tests import factories

    photos = [
        Photo.objects.create(title=f"Kare {n}", file=ImageFile(io.BytesIO(bodies.jpeg(n)), name=f"{n}.jpg"))
        for n in range(bodies.PHOTOS)
    ]
    pictures = [{"type": "picture", "value": bodies.picture(one.pk, n)} for n, one in enumerate(photos)]
    lead: dict[str, Any] = {
        "lead_image": photos[0],
        "lead_image_alt": "Çalışma alanı",
        "lead_image_credit": "Fotoğraf: Deniz Örnek",
    }
    template = factories.publish(factories.bulletin(title="Ölçüm bülteni", body=pictures, **lead))
    for photo in photos:
        make_sizes(Photo.objects.get(pk=photo.pk))
    multiply(template, count - 1, [one.pk for one in photos])
    if count <= SEARCHED:
        call_command("wagtail_update_index", verbosity=0)
    live = BulletinPage.objects.filter(live=True)
    if live.count() != count or RegisterEntry.objects.public().count() != count:
        raise RuntimeError("the copies did not all go live")
    step = max(1, count // 20)
    pages = [page.get_url() for page in live.order_by("path")[::step]]
    return {"pages": pages[:20]}


def measure(paths: dict[str, str]) -> dict[str, Any]:
    """SQL queries of each path without any cache and with what the first request left; time to create and publish."""
    from django.core.cache import caches
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from tests import factories

    client = Client(headers={"host": "localhost"})
    queries = {}
    for name, path in paths.items():
        client.get(path)  # content types and translations, read once in a process's life
        counts = []
        for cold in (True, False):
            if cold:
                for alias in caches:
                    caches[alias].clear()
            with CaptureQueriesContext(
                connection,
            ) as captured:
                response = client.get(path)
            if response.status_code != 200:
                raise RuntimeError(f"{path} answered {response.status_code}")
            counts.append(len(captured))
        queries[name] = counts
    wall, cpu = [], []
    factories.publish(factories.bulletin(**factories.with_photo()))
    for _ in range(int(os.environ.get("BENCH_PUBLISH", "8"))):
        values = factories.with_photo()
        began, used = time.perf_counter(), _cpu()
        page = factories.publish(factories.bulletin(**values))
        wall.append(time.perf_counter() - began)
        cpu.append(_cpu() - used)
        if not page.live:
            raise RuntimeError("the bulletin is not live")
    return {
        "queries": queries,
        "publish_ms": statistics.median(wall) * 1000,
        "publish_cpu_ms": statistics.median(cpu) * 1000,
    }


def deliveries(count: int) -> dict[str, Any]:
    """Publishes one bulletin to a list of ``count`` addresses; gives how many e-mail rows wait."""
    from publishing.dispatch.models import Delivery, DeliveryState
    from tests import factories

    addresses = factories.distribution_list("Ölçüm", tuple(f"haber{n}@gazete{n % 40}.example" for n in range(count)))
    factories.publish(factories.bulletin(lists=[addresses], **factories.with_photo()))
    return {"due": Delivery.objects.filter(channel="email", state=DeliveryState.QUEUED).count()}


def _cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def main() -> None:
    django.setup()
    from bench import clippings, finder, front, ingest, judged, kits, monitors, renditions, searching, short, signing

    command, argument = sys.argv[1], json.loads(sys.argv[2])
    commands: dict[str, Callable[[Any], dict[str, Any]]] = {
        "prepare": prepare,
        "measure": measure,
        "deliveries": deliveries,
        "renditions": renditions.measure,
        "kit": kits.prepare,
        "clippings": clippings.measure,
        "finder": finder.measure,
        "judged": judged.measure,
        "monitors": monitors.measure,
        "search": searching.measure,
        "short": short.measure,
        "publish_to_found": searching.publish_to_found,
        "session": ingest.session,
        "taken": ingest.taken,
        "publications": front.publications,
        "gallery": signing.gallery,
        "saving": signing.saving,
        "signing": signing.measure,
        "wanted_by_readers": ingest.wanted_by_readers,
    }
    answer = commands[command](argument)
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
