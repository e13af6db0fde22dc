"""What was changed on an account past every form, by a bulk update or in the database itself.

The rule needs none of this: a changed credential does not sign (``credentials.is_own``), nor does an administrator, a
closed account or somebody who is in an office's group without an appointment. Here it is noticed, written into the
evidence and told to both offices. The worker looks every minute.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Q

from cms.users import credentials, selectors, signals
from cms.users.guards import office_groups
from cms.users.models import Appointment, User
from cms.users.roles import Role

# At first sight: whoever signs runs nothing and has both group and appointment.
FIRST_SEEN: dict[str, Any] = {"is_superuser": False, "groups": []}


def look() -> int:
    """Tells of each account that signs, or could, and is not as it was when it was last seen; gives how many."""
    deputies = selectors.delegations_current_and_coming().values("deputy_id")
    people = User.objects.filter(
        Q(pk__in=Appointment.objects.standing().values("user_id"))
        | Q(pk__in=deputies)
        | Q(groups__name__in=office_groups())
    )
    return sum(_look_at(pk) for pk in people.order_by("pk").values_list("pk", flat=True).distinct())


@transaction.atomic
def _look_at(pk: int) -> bool:
    user = User.objects.select_for_update().get(pk=pk)
    now, before = _standing(user), user.seen_as
    known = before or FIRST_SEEN
    changes: dict[str, Any] = {name: ("", "") for name in now if now[name] != known.get(name, now[name])}
    was_own = bool(user.own_at)
    if was_own and not credentials.is_own(user):
        moved = user.own_email != user.email
        changes |= {"email": (user.own_email, user.email)} if moved else {"credential": ("", "")}
        user.own_at, user.own_digest = None, ""
    if now != before or changes:
        User.objects.filter(pk=pk).update(seen_as=now, own_at=user.own_at, own_digest=user.own_digest)
    if changes:
        signals.credential_changed.send(
            sender=User, user=user, by=None, changes=changes, by_owner=False, was_own=was_own,
            addresses=[user.own_email, user.email],
        )  # fmt: skip
    return bool(changes)


def _standing(user: User) -> dict[str, Any]:
    """What decides besides the credential: open or closed, who runs the system, groups of offices without their
    appointment and the other way round."""
    held = {str(office) for office in Appointment.objects.standing().filter(user=user).values_list("office", flat=True)}
    names = set(Group.objects.filter(user=user).values_list("name", flat=True))
    grouped = {role.value for role in (Role.DIRECTOR, Role.MAYOR) if role.label in names}
    return {
        "is_active": user.is_active,
        "is_superuser": user.is_superuser or Role.ADMINISTRATOR.label in names,
        "groups": sorted(held ^ grouped),
    }


def seen(user_pk: int) -> None:
    """Notes that what is now has been told already."""
    user = User.objects.filter(pk=user_pk).first()
    if user is not None and user.seen_as:
        User.objects.filter(pk=user_pk).update(seen_as=_standing(user))
