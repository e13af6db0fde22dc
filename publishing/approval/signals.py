"""What other floors may hear about what waits for a signature; sent inside the transaction of the step."""

from django.dispatch import Signal

# sender=SignatureState; users: list[User] (who may sign it), path: str (where it is read)
waits_urgently = Signal()
