"""What other floors may hear about people; sent inside the transaction of the change.

A receiver that raises undoes the change: an appointment or a delegation without its evidence does not exist.
"""

from django.dispatch import Signal

APPOINTED = "appointed"
DISMISSED = "dismissed"
APPOINTMENT_CONFIRMED = "appointment_confirmed"
DELEGATED = "delegated"
DELEGATION_CONFIRMED = "delegation_confirmed"
DELEGATION_REVOKED = "delegation_revoked"

# sender=User; user: User, office: Office, decision: APPOINTED | APPOINTMENT_CONFIRMED | DISMISSED, by: User | None
# (None: on the server), document_number: str
office_changed = Signal()

# sender=Delegation; delegation: Delegation, decision: DELEGATED | DELEGATION_CONFIRMED | DELEGATION_REVOKED, by: User
delegation_changed = Signal()

# sender=User; user: User, by: User | None (None: a script, a stranger with a link), changes: dict[field, (old, new)]
# ("second_factor" among the fields; passwords as ("", "")), by_owner: bool, was_own: bool (until then),
# addresses: every e-mail address that the account has or had
credential_changed = Signal()

# sender=User; user: User, by: User | None (None: on the server). A sealed code was printed.
code_issued = Signal()

# sender=User; user: User, issued_by: User | None (None: on the server). The owner made the account their own.
credential_owned = Signal()
