"""A correction that is signed while answers to the first version are still coming in."""

from __future__ import annotations

import threading

import pytest
from django.db import connections

from cms.core.receipt import Outcome, Receipt
from publishing.dispatch import services
from publishing.dispatch.models import Channel, Delivery
from tests.factories.dispatch import Press

EMAILS = tuple(f"r{number:02d}@gazete.example" for number in range(30))


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("change", ["correction", "withdrawal"])
def test_no_answer_slips_between_the_publication_and_its_correction(change):
    press = Press(EMAILS)
    services.enqueue(content=press.page, version=1)
    rows = services.lease_due(owner="w", limit=100)
    assert all(services.mark_sending(delivery=row) for row in rows)
    start = threading.Barrier(4)
    errors: list[Exception] = []

    def answer(part: list[Delivery]) -> None:
        try:
            start.wait(20)
            for row in part:
                services.settle(delivery=row, outcome=Receipt(Outcome.ACCEPTED))
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=answer, args=(rows[part::3],)) for part in range(3)]
    for thread in threads:
        thread.start()
    start.wait(20)
    if change == "correction":
        services.enqueue(content=press.page, version=2)
    else:
        services.enqueue_withdrawal(content=press.page)
    for thread in threads:
        thread.join(60)
    assert errors == []
    assert set(press.emails(version=1, kind="first").values()) == {"accepted"}
    followed = press.rows(channel=Channel.EMAIL, kind=change).values_list("recipient", flat=True)
    assert sorted(followed) == sorted(EMAILS)


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_two_publications_of_one_version_at_once_write_one_set_of_rows():
    press = Press(EMAILS[:5])
    press.says(social={"x": "Yol açıldı"})
    start = threading.Barrier(3)
    errors: list[Exception] = []

    def publish() -> None:
        try:
            start.wait(20)
            services.enqueue(content=press.page, version=1)
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=publish) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == []
    assert press.rows().count() == 5 + 1 + 1
