"""What exceptions of the database mean to whoever tried to go round the two signatures."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError
from django.utils.translation import gettext as _

from cms.office import answers
from publishing.approval.exceptions import ApprovalRefused

# How every message of our database triggers begins.
TRIGGERS = "basin_masasi:"


@answers.register
def of_the_database(exception: Exception) -> ApprovalRefused | None:
    """What one of our triggers says, or the rule that content is submitted once at a time."""
    if isinstance(exception, (ValidationError, IntegrityError)) and "unique_in_progress_workflow" in str(exception):
        return ApprovalRefused(_("Bu içerik zaten onayda."))
    if isinstance(exception, DatabaseError) and TRIGGERS in str(exception):
        return ApprovalRefused(_("Bu işlem iki imza kuralına aykırı olduğu için yapılmadı."))
    return None
