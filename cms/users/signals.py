"""What other floors may hear about people; sent inside the transaction of the change.

A receiver that raises undoes the change: an appointment or a delegation without its evidence does not exist.
"""

from django.dispatch import Signal

APPOINTED = "appointed"
DISMISSED = "dismissed"
DELEGATED = "delegated"
DELEGATION_REVOKED = "delegation_revoked"

# sender=User; user: User, office: Office, decision: APPOINTED | DISMISSED, by: User | None (None: first installation),
# document_number: str
office_changed = Signal()

# sender=Delegation; delegation: Delegation, decision: DELEGATED | DELEGATION_REVOKED, by: User
delegation_changed = Signal()
