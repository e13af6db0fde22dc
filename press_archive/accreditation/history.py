"""What happened to an application, as it is written down: added to, and never changed."""

from __future__ import annotations

from collections.abc import Iterable

from wagtail.log_actions import log

from cms.core.text import clean
from cms.users.models import User
from press_archive.accreditation.models import Application, ApplicationStep
from press_archive.accreditation.words import Did


def record(
    application: Application, did: Did, *, by: User | None = None, words: str = "", fields: Iterable[str] = ()
) -> None:
    """Writes down what happened; for the caller's transaction."""
    ApplicationStep.objects.create(
        application=application, did=did, by=by, words=clean(words).strip()[:600], fields=", ".join(fields)[:200]
    )
    if by is not None:
        log(instance=application, action=f"accreditation.{did.value}", user=by)
