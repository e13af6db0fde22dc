"""The office's agenda with the press: what it invites to, whom, what they answered; and visits.

``PressEvent`` is what two people sign, a governed snippet: live means announced. ``Progress`` is what happened with it
since; ``EventVersion`` keeps what each signed version said, for strangers and calendars; ``Invitation`` an address that
was invited, ``InvitationAnswer`` what it said (LCV), ``EventLetter`` a letter that was written to it. ``Visit`` is the
office's own paper and public nowhere; ``CalendarAddress`` the secret address under which a calendar program reads the
mayor's times.
"""

from press_archive.agenda.models.events import (
    EventLetter,
    EventVersion,
    Invitation,
    InvitationAnswer,
    PressEvent,
    Progress,
)
from press_archive.agenda.models.visits import CalendarAddress, Visit

__all__ = [
    "CalendarAddress",
    "EventLetter",
    "EventVersion",
    "Invitation",
    "InvitationAnswer",
    "PressEvent",
    "Progress",
    "Visit",
]
