"""Many officers decide at once: no place is given twice, and nothing is decided twice."""

import threading

import pytest
from django.db import connections

from cms.core.refusal import Refusal
from press_archive.accreditation import services
from press_archive.accreditation.models import Application, Badge, SigningKey
from press_archive.accreditation.words import State
from tests.factories.accreditation import accredited_event, applied, officer

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]
PLACES, PEOPLE = 3, 6


def test_places_are_given_once_however_many_decide(settings):
    event, user = accredited_event(capacity=PLACES), officer()
    rows = [applied(event, email=f"kisi{n}@ornek.example", name=f"Kişi {n}") for n in range(PEOPLE)]
    start, said = threading.Barrier(PEOPLE), []

    def decides(row):
        try:
            start.wait()
            services.accredit(application=row, user=user)
            said.append("yes")
        except Refusal as refusal:
            said.append(refusal.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=decides, args=(row,)) for row in rows]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(said) == ["full"] * (PEOPLE - PLACES) + ["yes"] * PLACES
    assert Application.objects.filter(state=State.APPROVED).count() == Badge.objects.count() == PLACES
    assert SigningKey.objects.filter(is_signing=True).count() == 1
