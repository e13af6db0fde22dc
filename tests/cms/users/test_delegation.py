"""Vekâlet: who may sign for an office at a moment, and which delegations are refused."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone
from wagtail.models import ModelLogEntry

from cms.users import services, signals
from cms.users.delegation import authority_for, offices_of
from cms.users.models import Delegation, User
from cms.users.roles import Office, Role
from tests.factories import administrator, director, editor, mayor, person, superuser

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


def delegation(deputy: User, *, starts: dt.timedelta = -HOUR, ends: dt.timedelta = DAY, **values) -> Delegation:
    principal = values.pop("principal", None) or director()
    now = timezone.now()
    return Delegation.objects.create(
        office=values.pop("office", Office.DIRECTOR),
        principal=principal,
        deputy=deputy,
        starts_at=now + starts,
        ends_at=now + ends,
        created_by=principal,
        **values,
    )


def delegate(**values) -> Delegation:
    now = timezone.now()
    values.setdefault("office", Office.DIRECTOR)
    if "principal" not in values:
        values["principal"] = director()
    if "deputy" not in values:
        values["deputy"] = person("vekil", Role.EDITOR)
    values.setdefault("starts_at", now)
    values.setdefault("ends_at", now + DAY)
    values.setdefault("by", values["principal"])
    return services.delegate(**values)


@pytest.mark.django_db
class TestAuthority:
    def test_the_holder_signs_in_his_own_name(self):
        authority = authority_for(user=director(), office=Office.DIRECTOR)
        assert authority.principal == authority.actor == director()
        assert authority_for(user=director(), office=Office.MAYOR) is None

    def test_a_deputy_signs_in_the_principals_name_within_the_dates_only(self):
        given = delegation(editor(), starts=-HOUR, ends=HOUR)
        authority = authority_for(user=editor(), office=Office.DIRECTOR)
        assert (authority.actor, authority.principal, authority.delegation) == (editor(), director(), given)
        assert authority.persons == {editor().pk, director().pk}
        assert authority_for(user=editor(), office=Office.MAYOR) is None
        for moment in (given.starts_at - dt.timedelta(seconds=1), given.ends_at):
            assert authority_for(user=editor(), office=Office.DIRECTOR, at=moment) is None
        assert authority_for(user=editor(), office=Office.DIRECTOR, at=given.starts_at)

    @pytest.mark.parametrize(
        "values",
        [
            {"starts": -2 * DAY, "ends": -DAY},
            {"starts": DAY, "ends": 2 * DAY},
            {"revoked_at": timezone.now()},
        ],
        ids=["expired", "coming", "revoked"],
    )
    def test_a_delegation_outside_its_life_gives_nothing(self, values):
        delegation(editor(), **values)
        assert authority_for(user=editor(), office=Office.DIRECTOR) is None
        assert offices_of(editor()) == []

    def test_a_principal_who_lost_the_office_lends_nothing(self):
        delegation(editor())
        services.dismiss(user=director(), office=Office.DIRECTOR, by=administrator(), document_number="E-1")
        assert authority_for(user=editor(), office=Office.DIRECTOR) is None
        services.appoint(user=director(), office=Office.DIRECTOR, by=administrator(), document_number="E-2")
        assert authority_for(user=editor(), office=Office.DIRECTOR) is None, "the old delegation must not revive"

    def test_closed_accounts_and_administrators_never_sign(self):
        delegation(editor())
        User.objects.filter(pk=director().pk).update(is_active=False)
        assert authority_for(user=director(), office=Office.DIRECTOR) is None
        assert authority_for(user=editor(), office=Office.DIRECTOR) is None
        both = person("ikisi", Role.MAYOR, Role.ADMINISTRATOR)
        root = person("kokbaskan", Role.MAYOR, is_superuser=True)
        for user in (both, root):
            assert authority_for(user=user, office=Office.MAYOR) is None
            lent = delegation(editor(), principal=user, office=Office.MAYOR)
            assert authority_for(user=editor(), office=Office.MAYOR) is None
            lent.delete()

    def test_an_administrator_as_deputy_does_not_sign(self):
        delegation(administrator())
        assert authority_for(user=administrator(), office=Office.DIRECTOR) is None


@pytest.mark.django_db
class TestDelegate:
    def test_the_holder_delegates_and_revokes(self):
        heard = []

        def hear(sender, **values):
            heard.append((values["decision"], values["by"], values["delegation"].pk))

        signals.delegation_changed.connect(hear)
        try:
            given = delegate()
            assert authority_for(user=given.deputy, office=Office.DIRECTOR).delegation == given
            services.revoke(delegation=given, by=director())
        finally:
            signals.delegation_changed.disconnect(hear)
        assert authority_for(user=given.deputy, office=Office.DIRECTOR) is None
        assert heard == [
            (signals.DELEGATED, director(), given.pk),
            (signals.DELEGATION_REVOKED, director(), given.pk),
        ]
        logged = ModelLogEntry.objects.filter(object_id=str(given.pk), action__startswith="users.")
        assert set(logged.values_list("action", flat=True)) == {"users.delegate", "users.revoke_delegation"}
        with pytest.raises(ValidationError, match="daha önce kaldırılmış"):
            services.revoke(delegation=given, by=director())

    def test_an_administrator_needs_the_document_and_others_have_no_right(self):
        with pytest.raises(ValidationError, match="Belge sayısı"):
            delegate(by=administrator())
        assert delegate(by=administrator(), document_number=" E-55 ").document_number == "E-55"
        for stranger in (mayor(), editor(), person("vekil", Role.EDITOR)):
            with pytest.raises(PermissionDenied):
                delegate(by=stranger, document_number="E-56")
            with pytest.raises(PermissionDenied):
                services.revoke(delegation=Delegation.objects.get(), by=stranger)
        services.revoke(delegation=Delegation.objects.get(), by=administrator())

    @pytest.mark.parametrize(
        "change, message",
        [
            (lambda now: {"deputy": director()}, "kendisine vekâlet"),
            (lambda now: {"deputy": person("kapali", is_active=False)}, "Kapalı bir hesap"),
            (lambda now: {"deputy": administrator()}, "Yönetici hesabı vekil"),
            (lambda now: {"deputy": superuser()}, "Yönetici hesabı vekil"),
            (lambda now: {"starts_at": now - 3 * DAY, "ends_at": now - DAY}, "Geçmiş bir dönem"),
            (lambda now: {"starts_at": now - 3 * DAY}, "geçmiş bir günden"),
            (lambda now: {"starts_at": now + 2 * DAY}, "Bitiş, başlangıçtan sonra"),
            (lambda now: {"ends_at": now + 400 * DAY}, "bir yıldan uzun"),
            (
                lambda now: {"principal": mayor(), "by": administrator(), "document_number": "E-1"},
                "bu makamda değil",
            ),
        ],
        ids=["self", "closed", "administrator", "superuser", "past", "backdated", "reversed", "long", "not-holder"],
    )
    def test_refusals_say_why(self, change, message):
        with pytest.raises(ValidationError, match=message):
            delegate(**change(timezone.now()))
        assert not Delegation.objects.exists()

    def test_overlaps_are_refused_and_neighbours_are_not(self):
        first = delegate()
        other = person("baska", Role.EDITOR)
        with pytest.raises(ValidationError, match="çakışan bir vekâlet var"):
            delegate(deputy=other, starts_at=first.ends_at - HOUR, ends_at=first.ends_at + HOUR)
        delegate(deputy=other, starts_at=first.ends_at, ends_at=first.ends_at + HOUR)
        delegate(principal=mayor(), office=Office.MAYOR, deputy=other)
        services.revoke(delegation=first, by=director())
        delegate(deputy=other, ends_at=first.ends_at)

    def test_a_deputy_from_the_other_office_is_allowed_with_a_warning(self):
        given = delegate(principal=mayor(), office=Office.MAYOR, deputy=director())
        assert "iki makam adına birden" in services.delegation_warning(deputy=given.deputy, office=Office.MAYOR)
        assert services.delegation_warning(deputy=editor(), office=Office.MAYOR) == ""

    def test_an_ended_delegation_cannot_be_revoked(self):
        with pytest.raises(ValidationError, match="süresi dolmuş"):
            services.revoke(delegation=delegation(editor(), starts=-2 * DAY, ends=-DAY), by=director())


@pytest.mark.django_db(transaction=True)
def test_of_many_simultaneous_delegations_one_is_recorded():
    principal, deputies = director(), [person(f"vekil{n}", Role.EDITOR) for n in range(4)]
    start = threading.Barrier(len(deputies))
    outcomes = []

    def run(deputy: User) -> None:
        try:
            start.wait()
            delegate(principal=User.objects.get(pk=principal.pk), deputy=deputy)
            outcomes.append("recorded")
        except ValidationError as error:
            outcomes.append(error.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(deputy,)) for deputy in deputies]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["overlap", "overlap", "overlap", "recorded"]
    assert Delegation.objects.count() == 1
