"""What the walk itself knows of people, asked of nobody: whose hand is whose, who sits where and by whose word.

``borrowed``: accounts that an administrator could use. ``seats``: offices that were confirmed by somebody who is no
administrator's hand. ``given``: delegations behind which their principal stands. ``own_hands``: signatures that their
signer gave, and nobody else could have. The product's own fields are only compared with it.
"""

from __future__ import annotations

from cms.users import credentials
from cms.users.models import Appointment, Delegation, User
from cms.users.roles import Office
from publishing.approval.models import EvidenceRecord


class Books:
    def __init__(self, people: dict[str, User], administrators: tuple[str, ...]) -> None:
        self.people = people
        self.administrators = {people[name].pk for name in administrators}
        self.borrowed = set(self.administrators)
        self.seats = set(Appointment.objects.standing().values_list("office", "user_id"))
        self.given: set[int] = set()
        self.own_hands: set[int] = set()

    def is_free(self, user: User) -> bool:
        """Whether only the owner can be at work under this account."""
        return user.pk not in self.borrowed

    def sits(self, user: User, *, other_than: str = "") -> bool:
        return any(pk == user.pk and office != other_than for office, pk in self.seats)

    def signed(self, record: EvidenceRecord) -> None:
        """Notes whether the signature was given by a free hand for an office that was really given."""
        actor, principal = record.actor_id, record.principal_id or record.actor_id
        in_right = (record.office, principal) in self.seats
        if actor != principal:
            delegations = Delegation.objects.in_force(record.created_at).filter(
                office=record.office, principal_id=principal, deputy_id=actor
            )
            in_right = in_right and any(one.pk in self.given for one in delegations)
        if in_right and actor not in self.borrowed:
            self.own_hands.add(record.sequence)

    def agree(self) -> None:
        """The product believes in no seat, delegation or ownership that these books do not know."""
        standing = Appointment.objects.standing().filter(confirmed_at__isnull=False)
        assert set(standing.values_list("office", "user_id")) <= self.seats
        assert set(Delegation.objects.in_force().confirmed().values_list("pk", flat=True)) <= self.given
        for user in self.people.values():
            if user.pk in self.borrowed - self.administrators:
                assert not credentials.is_own(user), user

    def two_free_people(self, director: EvidenceRecord, mayor: EvidenceRecord) -> bool:
        """Whether these are the signatures of two people, for both offices, each with a hand of their own."""
        persons = [{one.actor_id, one.principal_id or one.actor_id} for one in (director, mayor)]
        return (
            {director.sequence, mayor.sequence} <= self.own_hands
            and (director.office, mayor.office) == (Office.DIRECTOR, Office.MAYOR)
            and not persons[0] & persons[1]
        )
