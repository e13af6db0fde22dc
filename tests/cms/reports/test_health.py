"""How the house is: one page for administrators, two words for machines."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from cms.core import beats
from cms.core.beats import Job
from cms.core.models import Beat
from cms.core.version import version
from cms.reports import health
from media_library.models import MediaJob
from media_library.models.jobs import JobKind, JobState
from media_library.work.health import media_worker
from media_library.work.jobs.worker import MediaWorker
from press_archive.monitoring.models import Monitor
from publishing.approval import evidence
from publishing.dispatch.worker import Worker
from search.models import Change
from search.office.models import OfficeChange
from tests import factories
from tests.factories.monitoring import monitor

pytestmark = pytest.mark.django_db

PAGE = "/admin/saglik/"


def parts():
    return Client().get("/healthz").json()["parts"]


def ago(**time):
    return timezone.now() - dt.timedelta(**time)


def states():
    return {section.title: section.state for section in health.sections()}


def test_the_page_is_for_administrators_and_says_what_is_wrong_first(client):
    beats.beat(Job.MEDIA, "here:1")
    beats.beat(Job.DISPATCH, "here:2", "535 5.7.8 parola")
    Beat.objects.filter(owner="here:1").update(seen_at=ago(minutes=10), version="0123456789ab")
    client.force_login(factories.administrator())
    page = client.get(PAGE)
    assert "yanıt vermiyor" in page.text
    assert "535 5.7.8 parola" in page.text
    assert page.text.index("Posta sunucusu") < page.text.index("Diskler")
    assert page.headers["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    assert "Sistem sağlığını aç" in client.get("/admin/").text
    for person in (factories.editor(), factories.director()):
        client.force_login(person)
        assert client.get(PAGE).status_code in (302, 403)
        assert "Sistem sağlığı" not in client.get("/admin/").text
    assert Client().get(PAGE).status_code == 302
    # A machine learns that something is wrong, and nothing of what.
    answer = Client().get("/healthz")
    assert answer.status_code == 503
    assert (answer.json()["parts"]["mail"], answer.json()["parts"]["media_worker"]) == ("trouble", "trouble")
    assert "535" not in answer.text
    assert version() not in answer.text


def test_the_version_names_processes_as_the_page_does(monkeypatch):
    for job in beats.WORKERS:
        beats.beat(job, f"here:{job}")
    Beat.objects.update(version="0123456789ab")
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda self, targets: [None])
    labels = [line.label for line in health.versions().lines]
    assert labels[1:4] == ["Dağıtım (worker)", "Fotoğraf ve video (media_worker)", "Veritabanı geçişleri"]


def test_a_section_that_cannot_be_read_hides_no_other(monkeypatch):
    def broken(*args):
        raise OSError

    monkeypatch.setattr(health.shutil, "disk_usage", broken)
    found = states()
    assert found["Diskler"] == health.BAD
    assert len(found) == 10


def test_a_worker_leaves_a_sign_while_it_lives_and_takes_it_along():
    seen = []
    for kind in (Worker, MediaWorker):
        worker = kind(poll=0)
        work = worker.carry_batch
        worker.carry_batch = lambda work=work: seen.append(Beat.objects.get().job) or work()
        worker.run(once=True)
    assert seen == [Job.DISPATCH, Job.MEDIA]
    assert not Beat.objects.exists()
    # Started by a timer: nothing is known, and nothing is wrong.
    assert parts()["worker"] == "ok"


def test_one_living_worker_is_enough_and_old_signs_are_forgotten():
    beats.beat(Job.DISPATCH, "dead:1")
    Beat.objects.update(seen_at=ago(minutes=5))
    assert parts()["worker"] == "trouble"
    beats.beat(Job.DISPATCH, "new:1")
    assert parts()["worker"] == "ok"
    Beat.objects.filter(owner="dead:1").update(seen_at=ago(days=2))
    beats.beat(Job.DISPATCH, "third:1")
    assert not Beat.objects.filter(owner="dead:1").exists()


def test_the_age_of_backups_is_known_once_they_are_reported():
    assert (parts()["backup"], states()["Yedekler"]) == ("ok", health.DOUBT)
    call_command("record_backup")
    assert states()["Yedekler"] == health.GOOD
    Beat.objects.update(seen_at=ago(hours=31))
    assert (parts()["backup"], states()["Yedekler"]) == ("trouble", health.BAD)
    call_command("record_backup", failed="disk\ndolu")
    assert Beat.objects.get().note == "disk dolu"
    assert parts()["backup"] == "trouble"


def test_the_nightly_verification_is_remembered(monkeypatch, capsys):
    call_command("verify_evidence")
    assert (parts()["evidence"], beats.last(Job.VERIFICATION).note) == ("ok", "")
    monkeypatch.setattr(evidence, "verify", lambda: evidence.Verification(False, 3, 3, "mühür tutmuyor"))
    with pytest.raises(CommandError):
        call_command("verify_evidence")
    assert "mühür tutmuyor" in beats.last(Job.VERIFICATION).note
    assert parts()["evidence"] == "trouble"
    assert states()["Onay izi"] == health.BAD


def test_jobs_are_late_when_nobody_works_and_later_when_somebody_does():
    waits = MediaJob.objects.create(kind=JobKind.PHOTO, subject_id=1, run_after=ago(minutes=20))
    assert media_worker()
    film = MediaJob.objects.create(kind=JobKind.VIDEO, subject_id=2, state=JobState.RUNNING,
                                   lease_until=timezone.now() + dt.timedelta(minutes=1))  # fmt: skip
    assert not media_worker()
    film.state, film.lease_until, film.finished_at = JobState.DONE, None, timezone.now()
    film.save()
    assert not media_worker()
    MediaJob.objects.filter(pk=waits.pk).update(run_after=ago(minutes=100))
    assert media_worker()
    assert states()["Kuyruklar"] == health.BAD


def test_the_rounds_of_the_monitors_are_told(settings):
    settings.MONITOR_PRESS = False
    assert [line.text for line in health.monitors().lines] == ["izlenmiyor (MONITOR_PRESS kapalı)"]
    settings.MONITOR_PRESS = True
    assert [line.text for line in health.monitors().lines] == ["yok"]
    for name, said in {
        "iyi": {"checked_at": ago(minutes=3)}, "sessiz": {"silent_since": ago(days=1)},
        "aksayan": {"failures": 2, "trouble": "timeout"}, "kapali": {"active": False, "next_at": ago(days=9)},
    }.items():  # fmt: skip
        monitor(f"http://{name}.example/rss", **said)
    said = {line.label: (line.text, line.state) for line in health.monitors().lines}
    assert said == {
        "İzlenen": ("3 kaynak", health.GOOD), "Son bakış": ("3\xa0dakika önce", health.GOOD),
        "Saati geçen": ("0", health.GOOD), "Aksayan": ("1", health.DOUBT), "Sessiz": ("1", health.DOUBT),
    }  # fmt: skip
    Monitor.objects.filter(host="iyi.example").update(next_at=ago(hours=3))
    assert (states()["Basın izleme"], parts()["monitors"]) == (health.BAD, "trouble")


def test_both_indexes_of_the_search_say_when_they_stay_behind():
    Change.objects.all().delete()
    OfficeChange.objects.all().delete()
    assert {line.label: line.state for line in health.search().lines[:2]} == {
        "Dizin": health.GOOD, "Büronun dizini": health.GOOD,
    }  # fmt: skip
    OfficeChange.objects.create(kind="kupurler", object_id=1, noted_at=ago(minutes=11))
    assert [line.state for line in health.search().lines[:2]] == [health.GOOD, health.BAD]
    Change.objects.create(kind="bultenler", object_id=1, noted_at=ago(minutes=11))
    assert [line.state for line in health.search().lines[:2]] == [health.BAD, health.BAD]
    assert (parts()["search"], parts()["office_search"]) == ("trouble", "trouble")
