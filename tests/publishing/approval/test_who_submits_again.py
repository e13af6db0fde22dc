"""Whoever sends content to approval, also again after a return, stands behind it and does not sign it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from cms.users import services as people
from cms.users.roles import Office, Role
from publishing.approval import selectors
from publishing.approval import services as approval
from publishing.approval.models import Decision, EvidenceRecord
from tests.factories import bulletin, director, editor, person, submit
from tests.office import desk_return, desk_sign, hash_of, post_edit, waiting

pytestmark = pytest.mark.django_db


def by_service(user, page):
    approval.submit(content=type(page).objects.get(pk=page.pk), user=user)


def by_form(user, page):
    post_edit(user, page, "action-submit")


@pytest.mark.parametrize("again", [by_service, by_form])
def test_a_deputy_who_submits_again_does_not_sign(again):
    author, deputy = editor(), person("vekil", Role.EDITOR)
    people.delegate(
        office=Office.DIRECTOR, principal=director(), deputy=deputy, by=director(),
        starts_at=timezone.now(), ends_at=timezone.now() + dt.timedelta(days=1),
    )  # fmt: skip
    page = submit(bulletin(author=author), user=author)
    desk_return(director(), waiting(page), "Bir daha bakın.")
    again(deputy, page)
    state = waiting(page)
    assert {author.pk, deputy.pk} <= selectors.authors_of(page, state.workflow_state)
    desk_sign(deputy, state, hash_of(page))
    assert not EvidenceRecord.objects.filter(decision=Decision.SIGNED).exists()
    desk_sign(director(), state, hash_of(page))
    assert EvidenceRecord.objects.filter(decision=Decision.SIGNED, actor_id=director().pk).exists()
