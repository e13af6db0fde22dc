"""Sources that are watched, and a worker's rounds over them."""

from __future__ import annotations

import datetime as dt
import time
from typing import Any

from django.utils import timezone

from press_archive.monitoring import rounds, services
from press_archive.monitoring.documents import Entry
from press_archive.monitoring.models import Candidate, Host, Monitor, State, WordList
from tests.factories.clippings import outlet

OWNER = "test"


def words(text: str = "Çamlıkıyı Belediyesi", *, name: str = "Belediye", **values: Any) -> WordList:
    """A list of words that is in use."""
    return WordList.objects.create(name=name, words=text, **values)


def monitor(address: str = "http://kiyi.example/rss", **values: Any) -> Monitor:
    """A source of an outlet that is known by its host."""
    host = address.split("/")[2]
    values["outlet"] = values.get("outlet") or outlet(host, kind="news_site", website=f"http://{host}")
    one = Monitor(address=address, **values)
    one.full_clean()
    one.save()
    return one


def due(*monitors: Monitor) -> None:
    """Lets them be asked now, whenever their sites were asked last."""
    rows = Monitor.objects.filter(pk__in=[one.pk for one in monitors]) if monitors else Monitor.objects.all()
    past = timezone.now() - dt.timedelta(minutes=1)
    rows.update(next_at=past, checked_at=None)
    Candidate.objects.update(page_at=past)
    Host.objects.update(free_at=past)


def work(owner: str = OWNER, *, seconds: float = 30.0) -> None:
    """The rounds of a worker until nothing is due and nothing is in hand."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        done = rounds.look(owner)
        if rounds.LINE.in_hand:
            rounds.LINE.wait(0.5)
        elif not done:
            return
    raise AssertionError(f"still in hand: {rounds.LINE.in_hand}")


def found(
    title: str = "Çamlıkıyı Belediyesi park açtı", text: str = "", *, site: str = "kiyi.example", **values: Any
) -> Candidate:
    """An item that a monitor found and somebody has to decide about."""
    known = Monitor.objects.filter(host=site).first() or monitor(f"http://{site}/rss")
    if not WordList.objects.exists():
        words()
    key = f"{site}/{title}/{text}"[:60]
    entry = Entry(key, title, values.pop("url", ""), text, values.pop("moment", timezone.now()))
    services.offer(monitor=known, entries=[entry])
    row = services.read(candidate=Candidate.objects.get(key=key))
    assert row is not None
    assert row.state in (State.NEW, State.REJECTED)
    return row
