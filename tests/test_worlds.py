"""A world is made once for the tests that name it, and no test sees what another did to it."""

from __future__ import annotations

import pytest
from django.core import mail
from django.db import connection, transaction

from cms.users.models import Department
from tests import worlds

pytestmark = pytest.mark.django_db
MADE: list[str] = []
ON_COMMIT: list[str] = []
OPENED: list[worlds.World] = []


def times_opened():
    """How often this process has opened the world that is open now; another process may take some of its tests."""
    if not any(one is worlds.opened[0] for one in OPENED):
        OPENED.append(worlds.opened[0])
    return sum(one.key == worlds.opened[0].key for one in OPENED)


def department(name="Park ve Bahçeler"):
    MADE.append(name)
    transaction.on_commit(lambda: ON_COMMIT.append(name))
    mail.send_mail("Kuruldu", "Kuruldu.", "a@belediye.example", ["b@belediye.example"])
    return {"one": [Department.objects.create(name=name, slug="deneme")]}


@worlds.on(department)
@pytest.mark.parametrize("turn", [1, 2, 3])
def test_each_test_gets_the_world_as_it_was_made(world, turn):
    row = world["one"][0]
    assert row.name == "Park ve Bahçeler"
    assert not Department.objects.filter(slug="ikinci").exists()
    Department.objects.create(name=f"İkinci {turn}", slug="ikinci")
    row.name = "Başka"
    row.save()
    assert MADE.count("Park ve Bahçeler") == times_opened(), "it is made once"
    assert "Park ve Bahçeler" in ON_COMMIT, "what follows a commit has happened"


@worlds.on(department, "name")
@pytest.mark.parametrize("turn", [1, 2])
@pytest.mark.parametrize("name", ["Su İşleri", "Zabıta"])
def test_each_value_of_a_parameter_has_a_world_of_its_own(world, name, turn):
    assert world["one"][0].name == name
    assert list(Department.objects.filter(slug="deneme").values_list("name", flat=True)) == [name]
    assert MADE.count(name) == times_opened()


def test_a_test_that_names_none_stands_on_none():
    assert worlds.opened == []
    assert not Department.objects.filter(slug="deneme").exists()


@worlds.on(department)
@pytest.mark.django_db(transaction=True)
def test_one_that_commits_stands_on_none_and_is_told_so():
    assert worlds.opened == []
    assert not connection.in_atomic_block
    with pytest.raises(AssertionError, match="it commits"):
        worlds.own_copy()
