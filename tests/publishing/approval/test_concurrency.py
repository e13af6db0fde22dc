"""Two people at once, with real threads and real commits."""

import threading

import pytest
from django.db import connection, connections
from django.utils import timezone

from cms.users.roles import Role
from press_archive.bulletins.models import BulletinPage, NumberSeries, RegisterEntry
from publishing.approval import evidence, services
from publishing.approval.exceptions import ApprovalRefused
from publishing.approval.models import Certificate, EvidenceRecord
from tests import factories
from tests.office import hash_of, waiting

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    """Runs every act in a thread of its own, all starting together; gives what each returned or raised."""
    barrier = threading.Barrier(len(acts))
    results = [None] * len(acts)

    def run(position, act):
        try:
            barrier.wait(timeout=30)
            results[position] = act()
        except Exception as error:
            results[position] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=item) for item in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return results


def test_two_simultaneous_signatures_count_once():
    second = factories.person("mudur2", Role.DIRECTOR)
    page = factories.submit(factories.bulletin())
    state, seen = waiting(page), hash_of(page)
    results = at_once(
        *(
            lambda user=user: services.sign(state=state, user=user, seen_hash=seen)
            for user in (factories.director(), second)
        )
    )
    assert sum(isinstance(result, EvidenceRecord) for result in results) == 1
    assert sum(isinstance(result, ApprovalRefused) for result in results) == 1
    assert waiting(page).task.specific.office == "mayor"


def test_two_simultaneous_last_signatures_publish_once():
    second = factories.person("baskan2", Role.MAYOR)
    page = factories.sign(factories.submit(factories.bulletin()), user=factories.director())
    state, seen = waiting(page), hash_of(page)
    results = at_once(
        *(
            lambda user=user: services.sign(state=state, user=user, seen_hash=seen)
            for user in (factories.mayor(), second)
        )
    )
    assert sum(isinstance(result, EvidenceRecord) for result in results) == 1
    assert Certificate.objects.count() == 1
    assert BulletinPage.objects.get(pk=page.pk).live
    assert evidence.verify().intact


def test_numbers_have_no_gap_and_no_double_under_concurrent_publishing():
    people = [factories.person(f"baskan-{number}", Role.MAYOR) for number in range(8)]
    pages = [factories.sign(factories.submit(factories.bulletin()), user=factories.director()) for _ in people]
    acts = [
        lambda page=page, user=user: services.sign(state=waiting(page), user=user, seen_hash=hash_of(page))
        for page, user in zip(pages, people, strict=True)
    ]
    results = at_once(*acts)
    assert all(isinstance(result, EvidenceRecord) for result in results), results
    year = timezone.localdate().year
    assert sorted(RegisterEntry.objects.values_list("sequence", flat=True)) == list(range(1, 9))
    assert NumberSeries.objects.get(year=year).last == 8
    assert evidence.verify().intact
    assert connection.vendor in {"sqlite", "postgresql"}
