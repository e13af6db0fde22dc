"""Nobody's words leave the house in a letter about an account, and nobody's name stands for somebody else's."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from cms.letters.models import Letter
from cms.users import passwords, services
from cms.users.models import User
from cms.users.roles import Office
from publishing.approval import evidence
from publishing.approval.models import Decision, EvidenceRecord
from tests.cms.users.test_known_browser import account_data
from tests.factories import administrator, bulletin, director, editor, mayor, person, sign, submit
from tests.office import browser

pytestmark = pytest.mark.django_db

WORDS = "Belediye iflas etti, kapatiliyor"
OUTSIDE = "haber@gazete.example"


def change(client: Client, **values: str):
    data = account_data(client)
    for field, value in values.items():
        data[next((name for name in data if name.endswith(field)), f"title-{field}")] = value
    return client.post("/admin/account/", data)


@pytest.mark.parametrize(
    "steps", [[{"email": OUTSIDE, "first_name": WORDS}], [{"email": OUTSIDE}, {"first_name": WORDS}]]
)
def test_an_editor_writes_nothing_to_an_outsider(steps):
    client = browser(editor())
    for step in steps:
        change(client, **step)
    assert User.objects.get(pk=editor().pk).email == OUTSIDE
    letters = Letter.objects.filter(recipient=OUTSIDE)
    assert letters.exists(), "the new address hears of it"
    for letter in letters:
        assert "iflas" not in letter.subject + letter.body + letter.recipient_name


def test_a_signer_s_new_address_gets_fixed_words_and_the_offices_all():
    office = director().email
    change(browser(mayor()), email=OUTSIDE, first_name=WORDS)
    assert "iflas" not in "".join(
        x.subject + x.body + x.recipient_name for x in Letter.objects.filter(recipient=OUTSIDE)
    )
    assert "iflas" in Letter.objects.filter(recipient=office).latest("pk").body


def test_no_user_name_travels_in_the_letter_of_a_new_password():
    user = person("belediye-iflas-etti", email=OUTSIDE)
    Client().post("/admin/password_reset/", {"email": user.email})
    passwords.answer()
    letter = Letter.objects.get(recipient=OUTSIDE)
    assert "/admin/password_reset/confirm/" in letter.body
    assert "iflas" not in letter.body + letter.subject + letter.recipient_name


@pytest.mark.parametrize("write", [lambda text: text, str.swapcase, lambda text: f" {text}. "])
def test_nobody_takes_the_name_of_a_signer(write):
    head, admin = mayor(), administrator()
    answer = change(browser(admin), first_name=write(head.first_name), last_name=head.last_name)
    assert "imza atan ya da atmış olan" in answer.text
    assert User.objects.get(pk=admin.pk).get_full_name() == admin.get_full_name()
    with pytest.raises(ValidationError):
        User.objects.create_user("x", first_name=head.first_name, last_name=head.last_name)
    services.dismiss(user=head, office=Office.MAYOR, by=admin, document_number="E-1")
    with pytest.raises(ValidationError):
        User.objects.create_user("x", first_name=head.first_name, last_name=head.last_name)


def test_two_who_are_called_alike_are_told_apart_in_records_and_letters():
    """Such names may stand in the database from before."""
    head, admin, office = mayor(), administrator(), director().email
    User.objects.filter(pk=admin.pk).update(
        first_name=head.first_name, last_name=head.last_name, job_title=head.job_title
    )
    friend = person("dost")
    services.appoint(user=friend, office=Office.MAYOR, by=User.objects.get(pk=admin.pk), document_number="E-9")
    record = EvidenceRecord.objects.get(decision=Decision.APPOINTED)
    sign(sign(submit(bulletin()), user=director()), user=head)
    hers = EvidenceRecord.objects.filter(decision=Decision.SIGNED, actor_id=head.pk).get()
    assert record.actor_name != hers.actor_name
    assert record.actor_name.endswith("(yonetici)")
    assert hers.actor_name.endswith("(baskan)")
    letter = Letter.objects.filter(recipient=office, subject__contains="Makam değişikliği").get()
    assert "(yonetici)" in letter.body
    assert "(dost)" in letter.subject
    page = browser(director()).get(reverse("users_appointment_confirm", args=[friend.appointments.get().pk]))
    assert "(yonetici)" in page.text


def test_a_long_name_does_not_push_the_user_name_out():
    user = User(username="u" * 150, first_name="a" * 150, last_name="b" * 150, job_title="c" * 120)
    assert len(evidence.person(user)) == 200
    assert evidence.person(user).endswith(f"({user.username})")
