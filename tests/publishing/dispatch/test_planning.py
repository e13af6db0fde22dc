"""Who gets the first version, its correction and its withdrawal."""

from __future__ import annotations

import pytest
from django.db import transaction

from cms.core.message import Message, MessageKind
from cms.core.receipt import Outcome, Receipt
from press_archive.contacts import services as contacts
from press_archive.contacts.models import Address
from publishing.dispatch import services
from publishing.dispatch.models import Channel, Delivery, DeliveryState
from publishing.social.models import SocialPost

pytestmark = pytest.mark.django_db

A, B, C, D = (f"{letter}@gazete.example" for letter in "abcd")


def answer(press, outcomes: dict[str, Outcome]) -> None:
    """Lets the due rows of ``outcomes`` be answered so; everything else stays queued."""
    for row in services.lease_due(owner="w", limit=100):
        if row.recipient in outcomes:
            assert services.mark_sending(delivery=row)
            services.settle(delivery=row, outcome=Receipt(outcomes[row.recipient]))
    services.give_back(owner="w")


def begin(recipient: str) -> Delivery:
    """The row of ``recipient`` on its way, its answer outstanding."""
    for row in services.lease_due(owner="w", limit=100):
        if row.recipient == recipient:
            services.mark_sending(delivery=row)
            services.give_back(owner="w")
            return row
    raise AssertionError(recipient)


def all_accept(press) -> None:
    answer(press, dict.fromkeys((A, B, C, D), Outcome.ACCEPTED))


def enqueue(press, version: int) -> int:
    return services.enqueue(content=press.page, version=version)


def test_the_first_version_goes_to_the_lists_once(press):
    press.says(social={"x": "Yol açıldı", "bluesky": "Yol açıldı"})
    assert enqueue(press, 1) == 6
    assert enqueue(press, 1) == 0
    assert press.emails(version=1, kind="first") == dict.fromkeys((A, B, C), "queued")
    site = press.rows(channel=Channel.WEBSITE).get()
    assert (site.state, site.receipt, site.kind) == ("accepted", press.message.url, "first")
    social = press.rows(channel=Channel.SOCIAL)
    assert {(row.recipient, row.state, row.receipt) for row in social} == {
        ("x", "accepted", "kuyrukta"), ("bluesky", "accepted", "kuyrukta"),
    }  # fmt: skip
    assert SocialPost.objects.count() == 2


def test_the_payload_is_frozen(press):
    enqueue(press, 1)
    press.says(headline="Başka bir başlık")
    row = press.rows(channel=Channel.EMAIL).first()
    message = Message.from_payload(row.payload["message"])
    assert (message.headline, message.kind) == ("Sahil yolu açıldı", MessageKind.FIRST)
    assert str(Address.objects.get(email=row.recipient).token) in row.payload["unsubscribe_url"]


def test_rows_vanish_with_the_publication_that_fails(press):
    class Failure(Exception):
        pass

    @transaction.atomic
    def publication_that_fails():
        assert enqueue(press, 1)
        raise Failure

    with pytest.raises(Failure):
        publication_that_fails()
    assert not Delivery.objects.exists()


def test_without_email_only_the_website_is_a_row(press):
    press.says(send_email=False)
    assert enqueue(press, 1) == 1
    assert not press.emails()


def test_a_correction_goes_to_exactly_those_who_have_the_first(press):
    enqueue(press, 1)
    answer(press, {A: Outcome.ACCEPTED, B: Outcome.BOUNCED})
    press.list.addresses.remove(Address.objects.get(email=A))
    press.list.addresses.add(Address.objects.create(email=D))
    press.list.save()
    press.says(note="Tarih düzeltildi.")
    enqueue(press, 2)
    assert press.emails(version=2, kind="correction") == {A: "queued"}
    assert press.emails(version=2, kind="first") == {B: "queued", C: "queued", D: "queued"}
    skipped = press.rows(version=1, recipient=C).get()
    assert (skipped.state, skipped.reason) == ("skipped", "Yerine 2. sürüm geçti.")
    assert press.rows(channel=Channel.WEBSITE, version=2).get().kind == "correction"


def test_a_correction_is_sent_even_when_its_bulletin_goes_to_no_list_any_more(press):
    enqueue(press, 1)
    all_accept(press)
    press.says(send_email=False, lists=())
    enqueue(press, 2)
    assert press.emails(version=2) == dict.fromkeys((A, B, C), "queued")
    assert press.emails(version=2, kind="first") == {}


def test_only_who_opted_out_gets_no_correction_and_no_withdrawal(press):
    """An address that somebody of the office has closed meanwhile has the bulletin all the same."""
    enqueue(press, 1)
    all_accept(press)
    contacts.opt_out(address=Address.objects.get(email=A))
    Address.objects.filter(email=B).update(active=False)
    enqueue(press, 2)
    assert press.emails(version=2) == {A: "skipped", B: "queued", C: "queued"}
    assert press.rows(version=2, recipient=A).get().reason == "Alıcı gönderim istemiyor."
    all_accept(press)
    services.enqueue_withdrawal(content=press.page)
    assert press.emails(kind="withdrawal") == {A: "skipped", B: "queued", C: "queued"}


def test_an_opt_out_outlives_the_deletion_of_the_address(press):
    enqueue(press, 1)
    all_accept(press)
    address = Address.objects.get(email=A)
    contacts.opt_out(address=address)
    address.delete()
    enqueue(press, 2)
    assert press.emails(version=2)[A] == "skipped"


def test_a_worker_that_held_a_row_when_the_correction_came_does_not_send_it(press):
    enqueue(press, 1)
    held = services.lease_due(owner="w", limit=100)
    enqueue(press, 2)
    assert not any(services.mark_sending(delivery=row) for row in held)
    assert set(press.emails(version=1).values()) == {"skipped"}
    assert press.emails(version=2, kind="first") == dict.fromkeys((A, B, C), "queued")


@pytest.mark.parametrize("outcome, kinds", [(Outcome.ACCEPTED, ["correction"]), (Outcome.BOUNCED, ["first"])])
def test_an_answer_that_comes_after_the_correction(press, outcome, kinds):
    enqueue(press, 1)
    row = begin(A)
    enqueue(press, 2)
    assert A not in press.emails(version=2)
    services.settle(delivery=row, outcome=Receipt(outcome))
    assert list(press.rows(version=2, recipient=A).values_list("kind", flat=True)) == kinds


def test_a_passing_refusal_of_the_old_version_is_not_tried_again(press):
    enqueue(press, 1)
    row = begin(A)
    enqueue(press, 2)
    services.settle(delivery=row, outcome=Receipt(Outcome.TEMPORARY, "450"))
    old = press.rows(version=1, recipient=A).get()
    assert (old.state, old.reason) == ("skipped", "Yerine 2. sürüm geçti.")
    assert press.rows(version=2, recipient=A).get().kind == "first"


@pytest.mark.parametrize("accepted, kind", [(True, "correction"), (False, "first")])
def test_a_person_resolves_the_unknown_after_the_correction(press, officer, accepted, kind):
    enqueue(press, 1)
    answer(press, {A: Outcome.UNKNOWN})
    enqueue(press, 2)
    assert A not in press.emails(version=2)
    services.resolve_unknown(delivery=press.rows(version=1, recipient=A).get(), user=officer, accepted=accepted)
    assert press.rows(version=2, recipient=A).get().kind == kind


def test_a_withdrawal_reaches_exactly_those_who_have_it(press):
    press.says(social={"x": "Yol açıldı"})
    enqueue(press, 1)
    answer(press, {A: Outcome.ACCEPTED, B: Outcome.BOUNCED})
    assert services.enqueue_withdrawal(content=press.page) == 2
    assert services.enqueue_withdrawal(content=press.page) == 0
    assert press.emails(kind="withdrawal") == {A: "queued"}
    assert press.rows(version=1, kind="first", recipient=C).get().state == DeliveryState.CANCELLED
    message = Message.from_payload(press.rows(kind="withdrawal", recipient=A).get().payload["message"])
    assert (message.kind, message.note, message.number) == (MessageKind.WITHDRAWAL, "", "2026/0001")
    assert SocialPost.objects.get().state == SocialPost.State.CANCELLED


@pytest.mark.parametrize("outcome, expected", [(Outcome.ACCEPTED, {A: "queued"}), (Outcome.BOUNCED, {})])
def test_an_answer_that_comes_after_the_withdrawal(press, outcome, expected):
    enqueue(press, 1)
    row = begin(A)
    services.enqueue_withdrawal(content=press.page)
    services.settle(delivery=row, outcome=Receipt(outcome))
    assert press.emails(kind="withdrawal") == expected


def test_a_withdrawal_of_a_corrected_bulletin_reaches_holders_of_either_version(press):
    enqueue(press, 1)
    answer(press, {A: Outcome.ACCEPTED})
    enqueue(press, 2)
    answer(press, {B: Outcome.ACCEPTED})
    services.enqueue_withdrawal(content=press.page)
    assert press.emails(kind="withdrawal", version=2) == {A: "queued", B: "queued"}


def test_a_new_version_after_a_withdrawal(press):
    enqueue(press, 1)
    all_accept(press)
    services.enqueue_withdrawal(content=press.page)
    answer(press, {A: Outcome.ACCEPTED})
    enqueue(press, 2)
    assert set(press.emails(kind="withdrawal").values()) == {"accepted", "skipped"}
    assert press.emails(version=2, kind="correction") == dict.fromkeys((A, B, C), "queued")


def test_nothing_was_dispatched_so_nothing_is_taken_back(press):
    assert services.enqueue_withdrawal(content=press.page) == 0


def test_a_replaced_version_is_not_retried(press, officer):
    from django.core.exceptions import ValidationError

    enqueue(press, 1)
    answer(press, {A: Outcome.BOUNCED})
    enqueue(press, 2)
    with pytest.raises(ValidationError, match="yenisi geçti"):
        services.retry(delivery=press.rows(version=1, recipient=A).get(), user=officer)
