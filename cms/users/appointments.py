"""How an appointment begins to count: confirmed by the other office's holder, or by a sealed code from the server."""

from __future__ import annotations

from django.utils import timezone
from wagtail.log_actions import log

from cms.users import signals
from cms.users.models import Appointment, User
from cms.users.roles import Office


def confirm(appointment: Appointment, *, by: User | None) -> Appointment:
    """Notes the confirmation of the locked ``appointment``; who may is asked in ``cms.users.services``."""
    appointment.confirmed_at = timezone.now()
    appointment.confirmed_by = by
    appointment.save(update_fields=["confirmed_at", "confirmed_by"])
    log(instance=appointment.user, action="users.confirm_appointment", user=by, data={"office": appointment.office})
    signals.office_changed.send(
        sender=User,
        user=appointment.user,
        office=Office(appointment.office),
        decision=signals.APPOINTMENT_CONFIRMED,
        by=by,
        document_number=appointment.document_number,
    )
    return appointment


def confirm_by_sealed_code(*, appointment: Appointment, user: User) -> None:
    """The sealed code from the server, which ``user`` has just used, confirms the appointment it was printed for.

    Inside the transaction of ``sealed_codes.redeem``; nothing when the appointment has ended or is confirmed.
    """
    locked = Appointment.objects.select_for_update(of=("self",)).select_related("user").get(pk=appointment.pk)
    if locked.user_id == user.pk and not locked.ended_at and not locked.confirmed_at:
        confirm(locked, by=None)
