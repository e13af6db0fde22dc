"""One delivery's life: leased, sent, settled, swept, decided by a person."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from wagtail.models import ModelLogEntry

from cms.core.receipt import Outcome, Receipt
from publishing.dispatch import services
from publishing.dispatch.models import Delivery, DeliveryState
from tests import factories
from tests.factories.dispatch import queue_mail

pytestmark = pytest.mark.django_db


def lease(owner: str = "w1", limit: int = 10) -> list[Delivery]:
    return services.lease_due(owner=owner, limit=limit)


def state_of(row: Delivery) -> str:
    return Delivery.objects.get(pk=row.pk).state


def attempt(outcome: Outcome, detail: str = "") -> Delivery:
    [row] = lease()
    assert services.mark_sending(delivery=row)
    assert services.settle(delivery=row, outcome=Receipt(outcome, detail, row.message_id))
    return Delivery.objects.get(pk=row.pk)


def test_a_row_is_claimed_once_in_the_order_it_became_due():
    rows = queue_mail(3)
    assert [row.pk for row in lease("w1", 2)] == [rows[0].pk, rows[1].pk]
    assert [row.pk for row in lease("w2", 5)] == [rows[2].pk]
    assert lease("w3") == []


def test_an_accepted_row_keeps_its_receipt_and_its_attempt():
    queue_mail(1)
    row = attempt(Outcome.ACCEPTED)
    assert (row.state, row.receipt, row.attempts) == (DeliveryState.ACCEPTED, row.message_id, 1)
    assert [entry["outcome"] for entry in row.attempt_log] == ["accepted"]
    assert row.finished_at is not None
    assert row.lease_until is None


def test_pauses_grow_and_end():
    queue_mail(1)
    pauses = []
    for _ in range(services.MOST_ATTEMPTS):
        Delivery.objects.update(next_attempt_at=timezone.now())
        row = attempt(Outcome.TEMPORARY, "450 greylisted")
        pauses.append(round((row.next_attempt_at - timezone.now()) / dt.timedelta(minutes=1)))
    assert pauses[:-1] == [1, 5, 15, 60, 240]
    assert (row.state, row.attempts, row.reason) == (DeliveryState.FAILED, 6, "450 greylisted")
    assert len(row.attempt_log) == 6


@pytest.mark.parametrize(
    "outcome, state",
    [(Outcome.BOUNCED, "bounced"), (Outcome.FAILED, "failed"), (Outcome.UNKNOWN, "unknown")],
)
def test_final_outcomes_are_not_due_again(outcome, state):
    queue_mail(1)
    assert attempt(outcome, "neden").state == state
    Delivery.objects.update(next_attempt_at=timezone.now() - dt.timedelta(days=9))
    assert lease() == []


def test_a_worker_that_lost_its_claim_may_neither_send_nor_settle():
    queue_mail(1)
    [row] = lease("slow")
    services.release_expired(at=timezone.now() + dt.timedelta(hours=1))
    [again] = lease("quick")
    assert not services.mark_sending(delivery=row)
    assert services.mark_sending(delivery=again)
    assert not services.settle(delivery=row, outcome=Receipt(Outcome.ACCEPTED))
    assert state_of(row) == DeliveryState.SENDING


def test_the_sweeper_repeats_what_had_not_begun_and_doubts_what_had():
    queue_mail(2)
    waiting, sending = lease("dead")
    services.mark_sending(delivery=sending)
    assert services.release_expired() == 0
    assert services.release_expired(at=timezone.now() + dt.timedelta(hours=1)) == 2
    assert (state_of(waiting), state_of(sending)) == (DeliveryState.QUEUED, DeliveryState.UNKNOWN)
    assert [row.pk for row in lease("next")] == [waiting.pk]


def test_a_slow_worker_may_still_tell_the_truth_about_its_own_attempt():
    queue_mail(1)
    [row] = lease("slow")
    services.mark_sending(delivery=row)
    services.release_expired(at=timezone.now() + dt.timedelta(hours=1))
    assert services.settle(delivery=row, outcome=Receipt(Outcome.ACCEPTED, "", "<id>"))
    assert state_of(row) == DeliveryState.ACCEPTED


def test_but_not_once_a_person_has_decided(officer):
    queue_mail(1)
    [row] = lease("slow")
    services.mark_sending(delivery=row)
    services.release_expired(at=timezone.now() + dt.timedelta(hours=1))
    services.resolve_unknown(delivery=row, user=officer, accepted=False)
    services.retry(delivery=row, user=officer)
    assert not services.settle(delivery=row, outcome=Receipt(Outcome.ACCEPTED))
    assert state_of(row) == DeliveryState.QUEUED


def test_giving_back_returns_only_what_had_not_begun():
    queue_mail(3)
    begun, *_rest = lease("w1")
    services.mark_sending(delivery=begun)
    assert services.give_back(owner="w1") == 2
    assert state_of(begun) == DeliveryState.SENDING
    assert len(lease("w2")) == 2


def test_a_person_decides_about_the_unknown(officer):
    queue_mail(1)
    row = attempt(Outcome.UNKNOWN)
    services.resolve_unknown(delivery=row, user=officer, accepted=True)
    row.refresh_from_db()
    assert row.state == DeliveryState.ACCEPTED
    assert "ulaştı" in row.receipt
    with pytest.raises(ValidationError):
        services.resolve_unknown(delivery=row, user=officer, accepted=False)
    with pytest.raises(ValidationError):
        services.retry(delivery=row, user=officer)
    assert ModelLogEntry.objects.filter(action="dispatch.resolve", user=officer).count() == 1


def test_unknown_is_not_retried_before_somebody_says_it_did_not_arrive(officer):
    queue_mail(1)
    row = attempt(Outcome.UNKNOWN)
    with pytest.raises(ValidationError):
        services.retry(delivery=row, user=officer)
    services.resolve_unknown(delivery=row, user=officer, accepted=False)
    assert state_of(row) == DeliveryState.FAILED
    services.retry(delivery=row, user=officer)
    assert attempt(Outcome.ACCEPTED).attempts == 1


def test_a_cancelled_row_is_not_sent_even_by_the_worker_that_holds_it(officer):
    queue_mail(1)
    [row] = lease()
    services.cancel(delivery=row, user=officer)
    assert not services.mark_sending(delivery=row)
    assert state_of(row) == DeliveryState.CANCELLED


def test_what_is_on_its_way_cannot_be_cancelled(officer):
    queue_mail(1)
    [row] = lease()
    services.mark_sending(delivery=row)
    with pytest.raises(ValidationError):
        services.cancel(delivery=row, user=officer)


def test_only_those_who_may_change_deliveries_do():
    [row] = queue_mail(1)
    for user in (factories.editor(), factories.social_editor(), factories.mayor()):
        for act in (services.retry, services.cancel):
            with pytest.raises(PermissionDenied):
                act(delivery=row, user=user)
        with pytest.raises(PermissionDenied):
            services.resolve_unknown(delivery=row, user=user, accepted=True)
    services.cancel(delivery=row, user=factories.administrator())


def test_the_database_refuses_a_lease_without_an_end():
    from django.db import IntegrityError

    [row] = queue_mail(1)
    with pytest.raises(IntegrityError):
        Delivery.objects.filter(pk=row.pk).update(state=DeliveryState.LEASED)
