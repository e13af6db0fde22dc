"""What the demo watches: six sources in six shapes, one of them in trouble, and two lists of words."""

from __future__ import annotations

from django.db import transaction

from demo import texts
from press_archive.contacts.models import Outlet
from press_archive.monitoring.models import Monitor, WordList


@transaction.atomic
def load() -> None:
    """What is not there yet."""
    if Monitor.objects.exists():
        return
    told = texts.press()
    for entry in told["lists"]:
        row = WordList(name=entry["name"], words="\n".join(entry["words"]), unwanted="\n".join(entry["unwanted"]))
        row.full_clean()
        row.save()
    for entry in told["monitor"]:
        values = dict(entry)
        monitor = Monitor(outlet=Outlet.objects.get(name=values.pop("outlet")), **values)
        monitor.full_clean()
        monitor.save()
