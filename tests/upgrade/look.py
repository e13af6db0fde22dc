"""Looks at an installation that has just been upgraded; prints what it found as JSON. Run as a program of its own."""

from __future__ import annotations

import io
import json
import sys

import django

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402

from cms.core.turkish import lower  # noqa: E402
from media_library.kits.models import KitLink  # noqa: E402
from media_library.models import Tag  # noqa: E402
from media_library.work.jobs.worker import MediaWorker  # noqa: E402
from press_archive.bulletins.models import BulletinPage  # noqa: E402
from publishing.approval.models import Certificate  # noqa: E402
from tests import factories  # noqa: E402

PUBLIC = ("/", "/bultenler/", "/bultenler/sahil-yolu-acildi/", "/bultenler/ilica-yolu-yenilendi/", "/foto-galeri/",
          "/foto-galeri/sahilden-kareler/", "/video-galeri/", "/video-galeri/filmler/", "/sitemap.xml",
          "/bultenler/rss.xml", "/bultenler/atom.xml")  # fmt: skip


def evidence() -> str:
    out = io.StringIO()
    try:
        call_command("verify_evidence", stdout=out, stderr=out)
    except SystemExit as end:
        out.write(f" exit {end.code}")
    except Exception as error:
        out.write(repr(error))
    return out.getvalue()


def checks() -> str:
    """What ``manage.py check --database default`` has to say: triggers, workflow, publish permissions."""
    out = io.StringIO()
    try:
        call_command("check", database=["default"], stdout=out, stderr=out)
    except Exception as error:
        return str(error)
    return ""


def look() -> dict[str, object]:
    client = Client()
    client.raise_request_exception = False
    call_command("seal_evidence", verbosity=0)  # once, by whoever upgrades
    before = evidence()
    MediaWorker(poll=0).run(drain=True)
    pages = {address: client.get(address, follow=True) for address in PUBLIC}
    kits = {}
    for link in KitLink.objects.select_related("kit"):
        answer = client.get(f"/basin-kiti/{link.token}/")
        kits[f"{link.label or 'mail'} {link.pk}"] = [answer.status_code, answer.content.decode()]
    half = BulletinPage.objects.get(title="Yarı imzalı")
    first = half.current_workflow_task_state.task.specific.office
    again = factories.publish(
        factories.edit(BulletinPage.objects.get(title="Sahil yolu açıldı"), summary="Yeni özet.", correction="Özet.")
    )
    return {
        "before": before,
        "checks": checks(),
        "evidence": evidence(),
        "pages": {address: answer.status_code for address, answer in pages.items()},
        "front": pages["/"].content.decode(),
        "kits": kits,
        "half_waits_for": first,
        "withdrawn": client.get("/bultenler/geri-alinan/").status_code,
        "scheduled_is_live": BulletinPage.objects.get(title="Ambargolu haber").live,
        "corrected": [again.live, Certificate.objects.filter(object_id=str(again.pk)).count()],
        "tags": sorted(lower(tag.name) for tag in Tag.objects.all()),
        "people": get_user_model().objects.count(),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(look(), ensure_ascii=False) + "\n")
