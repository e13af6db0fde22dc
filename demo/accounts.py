"""The accounts of the demo: who they are, what opens them, how the two offices are taken."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.crypto import get_random_string

from cms.users import credentials
from cms.users.known_passwords import DEMO_PASSWORD
from cms.users.models import User
from cms.users.roles import OFFICE_ROLES, Office, Role
from cms.users.sealed_codes import redeem
from cms.users.services import seed_office_holder
from demo import texts
from demo.office import Staff


def password_of(wanted: str | None) -> str:
    """The password that is asked for, or the demo's own."""
    return wanted or DEMO_PASSWORD


@transaction.atomic
def load_accounts(wanted: str | None) -> list[str]:
    """Makes the accounts of ``pages.toml`` that are missing and gives the names of those that ``password_of(wanted)``
    does not open. An account that is there gets a password that was asked for, and else keeps its own."""
    password = password_of(wanted)
    known = {user.username: user for user in User.objects.all()}
    there = [known[entry["username"]] for entry in texts.pages()["account"] if entry["username"] in known]
    closed = [user for user, opens in zip(there, opened(there, password), strict=True) if not opens]
    if wanted:
        for user in closed:
            give_password(user, password)
        closed = [user for user, opens in zip(closed, opened(closed, password), strict=True) if not opens]
    for entry in texts.pages()["account"]:
        name, role = entry["username"], Role(entry["role"])
        if name in known:
            continue
        user = User.objects.create_user(
            name,
            email=f"{name}@camlikiyi.example",
            password=password,
            first_name=entry["first_name"],
            last_name=entry["last_name"],
            job_title=entry["job_title"],
        )
        if role in OFFICE_ROLES:
            take_office(user, Office(role.value), password)
        else:
            user.groups.add(Group.objects.get(name=role.label))
    return [user.username for user in closed]


def opened(users: list[User], password: str) -> list[bool]:
    """Whether ``password`` opens each account. Not by signing in: nobody's tries are counted, no hash is made anew,
    and two are computed at once."""
    with ThreadPoolExecutor(2) as threads:
        right = list(threads.map(lambda user: check_password(password, user.password), users))
    return [user.is_active and one for user, one in zip(users, right, strict=True)]


def give_password(user: User, password: str) -> None:
    """A new password, as its owner would choose it: an office goes on signing."""
    with credentials.changed_by_owner(user, quietly=True):
        user.set_password(password)
        user.save(update_fields=["password"])


def take_office(user: User, office: Office, password: str) -> None:
    """As in a real office: an envelope from the installation, opened by the one it is for. Then the demo's password,
    which everybody knows and which no real installation takes."""
    code = seed_office_holder(user=user, office=office)
    give_password(redeem(user=user, code=code, password=get_random_string(24)), password)


def staff_of_the_demo() -> Staff:
    """Who acts; raises ``User.DoesNotExist`` before the accounts are there."""
    return Staff(*(User.objects.get(username=name) for name in ("editor", "arsiv", "mudur", "baskan")))
