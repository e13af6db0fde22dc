"""Signing, withdrawing, taking back and the worker at the same moment: nobody waits for ever, nothing counts twice."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.office.answers import refusal_in
from cms.users.roles import Role
from press_archive.bulletins.models import BulletinPage
from publishing.approval import evidence, publication, services
from publishing.approval.exceptions import ApprovalRefused
from publishing.approval.models import Certificate, Decision, EvidenceRecord
from publishing.dispatch.models import Delivery
from tests import factories
from tests.office import browser, form_data, hash_of, waiting
from tests.publishing.approval.test_concurrency import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
SOON = dt.timedelta(hours=1)
LATER = dt.timedelta(hours=2)


def scheduled(**values):
    return factories.publish(factories.bulletin(go_live_at=timezone.now() + SOON, **values))


def failures(results):
    """What the person at the screen would see as an error page."""
    return [result for result in results if isinstance(result, Exception) and refusal_in(result) is None]


def publish_everything_due():
    return publication.publish_due()


def test_embargoes_end_while_the_mayor_signs(time_machine):
    for _ in range(4):
        scheduled()
    people = [factories.person(f"baskan-{number}", Role.MAYOR) for number in range(4)]
    pages = [factories.sign(factories.submit(factories.bulletin()), user=factories.director()) for _ in people]
    time_machine.move_to(timezone.now() + LATER)
    acts = [
        lambda page=page, user=user: services.sign(state=waiting(page), user=user, seen_hash=hash_of(page))
        for page, user in zip(pages, people, strict=True)
    ]
    results = at_once(publish_everything_due, publish_everything_due, *acts)
    assert failures(results) == []
    assert BulletinPage.objects.filter(live=True).count() == 8
    assert EvidenceRecord.objects.filter(decision=Decision.PUBLISHED).count() == 8
    assert evidence.verify().intact


@pytest.mark.parametrize("round_", range(3))
def test_withdrawing_what_is_just_being_corrected(round_):
    page = factories.publish(factories.bulletin(lists=[factories.distribution_list()]))
    page = factories.edit(page, correction="Saat düzeltildi.", summary="Yeni spot.")
    page = factories.sign(factories.submit(page), user=factories.director())
    state, seen = waiting(page), hash_of(page)
    director, mayor = factories.director(), factories.mayor()
    results = at_once(
        lambda: services.sign(state=state, user=mayor, seen_hash=seen),
        lambda: services.withdraw(content=page, user=director, reason="Yanlış."),
    )
    assert failures(results) == []
    assert list(publication.unsigned_live_content()) == []
    assert evidence.verify().intact


@pytest.mark.parametrize("round_", range(3))
def test_withdrawing_in_the_minute_of_the_embargo(round_, time_machine):
    page = scheduled(lists=[factories.distribution_list()])
    time_machine.move_to(timezone.now() + LATER)
    director = factories.director()
    results = at_once(
        publish_everything_due, publish_everything_due,
        lambda: services.withdraw(content=page, user=director, reason="Yanlış."),
    )  # fmt: skip
    assert failures(results) == []
    page = BulletinPage.objects.get(pk=page.pk)
    assert (page.live, page.scheduled_revision) == (False, None)
    # Either it never was public, or whoever was to hear of it will hear no more of it.
    assert not Delivery.objects.filter(channel="email", state="queued", kind="first").exists()
    assert evidence.verify().intact


def test_submitting_twice_with_one_impatient_hand():
    page = factories.bulletin()
    editor = factories.editor()
    clients = [browser(editor) for _ in range(3)]
    for client in clients:
        client.raise_request_exception = False
    data = form_data(page) | {"action-submit": "1"}
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    results = at_once(*(lambda client=client: client.post(address, data).status_code for client in clients))
    assert failures(results) == []
    assert set(results) <= {200, 302}
    page = BulletinPage.objects.get(pk=page.pk)
    assert page.workflow_states.count() == 1
    page = factories.sign(page, user=factories.director())
    assert factories.sign(page, user=factories.mayor()).live


def test_taking_back_while_the_mayor_signs():
    page = factories.sign(factories.submit(factories.bulletin()), user=factories.director())
    state, seen, workflow = waiting(page), hash_of(page), page.current_workflow_state
    editor, mayor = factories.editor(), factories.mayor()
    results = at_once(
        lambda: services.sign(state=state, user=mayor, seen_hash=seen), lambda: workflow.cancel(user=editor)
    )
    assert failures(results) == []
    page = BulletinPage.objects.get(pk=page.pk)
    cancelled = EvidenceRecord.objects.filter(decision=Decision.CANCELLED).exists()
    assert page.live == (Certificate.objects.count() == 1)
    assert page.live != cancelled
    if not page.live:
        page = factories.submit(page)
        assert waiting(page).task.specific.office == "director"


def test_editing_while_the_director_signs():
    page = factories.submit(factories.bulletin())
    state, seen = waiting(page), hash_of(page)
    editor, director = factories.editor(), factories.director()

    def overwrite():
        content = page.get_latest_revision().as_object()
        content.title = "Okurken değişti"
        content.save_revision(user=editor, overwrite_revision=page.get_latest_revision())

    results = at_once(lambda: services.sign(state=state, user=director, seen_hash=seen), overwrite)
    assert failures(results) == []
    page = BulletinPage.objects.get(pk=page.pk)
    if page.get_latest_revision().as_object().title == "Okurken değişti":
        if waiting(page).task.specific.office == "mayor":
            with pytest.raises(ApprovalRefused):
                factories.sign(page, user=factories.mayor())
        assert not BulletinPage.objects.get(pk=page.pk).live
    else:
        assert refusal_in(results[1]) is not None, "the editor was not told why the words stayed as they were"
        assert factories.sign(page, user=factories.mayor()).live
