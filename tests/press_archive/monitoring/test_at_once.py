"""A worker that is killed while it writes down what it found, and people who decide about one story at once."""

import datetime as dt
import multiprocessing
import os
import signal
import threading

import pytest
from django.db import connections
from django.utils import timezone

from cms.core.refusal import Refusal
from press_archive.monitoring import rounds, services
from press_archive.monitoring.line import Line
from press_archive.monitoring.models import Candidate, Host, Monitor, State
from tests import factories
from tests.factories import monitoring
from tests.services.sites import Reply, Sites, item, rss, serving

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]
ABOUT = "Çamlıkıyı Belediyesi"


def works_until_it_is_killed(writer):
    """A worker with a reader of its own, ended by the kernel between the first item and the end of the transaction."""
    connections.close_all()
    rounds.LINE = Line()
    offer = services.offer

    def offers_and_dies(**values):
        offer(**values)
        assert Candidate.objects.exists()
        os.write(writer, str(rounds.LINE.process.pid).encode())
        os.kill(os.getpid(), signal.SIGKILL)

    services.offer = offers_and_dies
    monitoring.work("dead")
    os._exit(0)


def test_a_worker_killed_by_the_kernel_loses_nothing_and_doubles_nothing(settings, monkeypatch):
    settings.MONITOR_PRESS = True
    with serving(Sites()) as sites:
        settings.WEB_FETCH_STAND_IN_PORT = sites.port
        monkeypatch.setenv("TEST_STAND_IN_PORT", str(sites.port))
        monitoring.words()
        monitoring.monitor()
        sites.pages["kiyi.example/robots.txt"] = Reply(b"User-agent: *\nDisallow: /haber/\n", "text/plain")
        sites.pages["kiyi.example/rss"] = Reply(
            rss(*(item(f"{ABOUT} haberi {number} numara", f"/haber/{number}") for number in range(5)))
        )
        reader, writer = os.pipe()
        connections.close_all()
        child = multiprocessing.get_context("fork").Process(target=works_until_it_is_killed, args=(writer,))
        child.start()
        child.join(30)
        assert child.exitcode == -signal.SIGKILL
        assert not Candidate.objects.exists()
        # Its reader went with it, and what it held is somebody else's when the claim ends.
        own_reader = int(os.read(reader, 20))
        with open(f"/proc/{own_reader}/stat") if os.path.exists(f"/proc/{own_reader}") else open(os.devnull) as stat:
            assert stat.read().rpartition(")")[2].split()[:1] in ([], ["Z"])
        assert rounds.claim(owner="next", limit=5) == []
        Monitor.objects.update(claimed_until=timezone.now() - dt.timedelta(seconds=1))
        Host.objects.update(free_at=timezone.now())
        monitoring.work("next")
        rounds.LINE.end()
        assert sorted(Candidate.objects.values_list("title", "state")) == [
            (f"{ABOUT} haberi {number} numara", State.NEW) for number in range(5)
        ]


def at_once(*works):
    """What came of ``works`` that began at the same moment: ``None``, or what was raised."""
    start, said = threading.Barrier(len(works)), [None] * len(works)

    def run(place):
        try:
            start.wait(20)
            works[place]()
        except Exception as error:
            said[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return said


@pytest.mark.postgres
def test_two_who_decide_about_one_story_never_hold_each_other_up():
    """Each begins with another item of it: the database would end one of them (deadlock)."""
    editor, archivist = factories.editor(), factories.archivist()
    text = "Yeni park bu sabah törenle açıldı; açılışa mahalleli ve çocuklar katıldı, iki oyun alanı ve koşu yolu var. "
    rows = [monitoring.found(f"{ABOUT} {n}", text * 2, site=f"s{n}.example") for n in range(8)]
    assert len({row.story_id for row in rows}) == 1
    other = monitoring.found(f"{ABOUT} otobüs aldı", "Sekiz elektrikli otobüs yola çıktı.")
    for _round in range(6):
        said = at_once(
            lambda: services.put_off(candidate=rows[0], user=editor),
            lambda: services.put_off(candidate=rows[-1], user=archivist),
        )
        assert sorted(type(one) for one in said if one is not None) == [Refusal]
        assert services.reopen(candidate=rows[3], user=editor) == 8
    for _round in range(4):
        said = at_once(
            lambda: services.join(candidate=rows[-1], other=other, user=editor),
            lambda: services.join(candidate=other, other=rows[0], user=archivist),
        )
        assert [type(one) for one in said if one is not None] == [Refusal]
        services.split_off(candidate=Candidate.objects.get(pk=other.pk), user=editor)
