"""From the second signature to the public: the certificate, the publication, the files that become public with it."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import InterfaceError, OperationalError, transaction
from django.db.models.fields.files import FieldFile
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Revision, WorkflowState

from cms.users.models import User
from cms.users.roles import Office
from media_library.store.storage import StorageUnavailable
from publishing.approval import acts, evidence, holding, selectors, sizes, snapshot, troubles
from publishing.approval.exceptions import ApprovalRefused, ContentChanged
from publishing.approval.files import items_of
from publishing.approval.models import Certificate, Decision, Trouble
from publishing.approval.picture_rights import locked_rights_errors, rights_errors
from publishing.approval.public_files import close_public_files, open_public_files
from publishing.approval.release import goes_live, release
from publishing.approval.rounds import signature_in
from publishing.approval.verification import unsigned_live_content

__all__ = ["after_publication", "publish_due", "publish_signed", "take_off_schedule", "unsigned_live_content"]

logger = logging.getLogger(__name__)


@transaction.atomic(savepoint=False)
@acts.one_act
def publish_signed(*, workflow_state: WorkflowState, user: User) -> None:
    """Gives the certificate of a finished workflow and publishes, or schedules, exactly what was signed.

    Raises ``ApprovalRefused`` unless both offices signed, in this round and by different people, the very content
    that would be published.
    """
    content = acts.row_of(workflow_state)
    reading = acts.read(content)
    revision, current = reading.revision, snapshot.of(reading)
    director = signature_in(workflow_state, Office.DIRECTOR)
    mayor = signature_in(workflow_state, Office.MAYOR)
    if director is None or mayor is None:
        raise ApprovalRefused(_("İki imza tamamlanmadan içerik yayımlanamaz."))
    if not director.content_hash == mayor.content_hash == current.content_hash:
        raise ContentChanged(_("İmzalanan içerik ile yayımlanacak içerik aynı değil."))
    persons = [{record.actor_id, record.principal_id} - {None} for record in (director, mayor)]
    if persons[0] & persons[1]:
        raise ApprovalRefused(_("İki imzayı aynı kişi atamaz."))
    if revision.pk != mayor.revision_id:
        raise ContentChanged(_("İmzalanan içerik ile yayımlanacak içerik aynı değil."))
    if errors := locked_rights_errors(reading):
        raise ApprovalRefused(" ".join(errors))
    latest = selectors.newest_certificate(content)
    certificate = Certificate.objects.create(
        content_type=evidence.content_type_of(content),
        object_id=str(content.pk),
        revision_id=revision.pk,
        version=latest.version + 1 if latest else 1,
        content_hash=current.content_hash,
        signed_content=current.content,
        files=current.files,
        format=snapshot.FORMAT,
        director_record=director,
        mayor_record=mayor,
    )
    certificate.is_fresh = True
    selectors.note_certificate(certificate, content)
    publish_revision(revision, row=content, said=reading.content, user=user)
    after_publication(content)


def publish_revision(
    revision: Revision, *, row: Any, said: Any, user: User | None = None, action: str = "wagtail.publish"
) -> None:
    """Makes public, or schedules, what ``revision`` says (``said``) of the content ``row``; objections of Wagtail's (an
    address taken meanwhile) are refusals in words here."""
    try:
        with holding.moving(), holding.kept_by_the_act():
            if at_once := goes_live(said):
                release(revision=revision, row=row, user=user, action=action)
            else:
                revision.publish(user=user, log_action=action, skip_permission_checks=True)
    except ValidationError as error:
        raise ApprovalRefused(" ".join(error.messages)) from error
    if at_once:
        holding.hold(row, None, None)
    else:
        holding.refresh_hold(row)


def publish_due(*, now: dt.datetime | None = None) -> int:
    """Publishes every scheduled revision whose time has come; gives how many went live.

    Each in a transaction of its own, so that the page, its number and its dispatch rows appear together. What no longer
    matches its certificate is taken off the schedule, on the record, instead. An error of the machines holds up only
    the revision that it met, which is tried again after longer and longer pauses. Both are told at once, and once
    (``troubles``).
    """
    now = now or timezone.now()
    waiting = troubles.paused(now)
    due = Revision.objects.filter(approved_go_live_at__lte=now).exclude(pk__in=waiting)
    published = 0
    for pk in list(due.order_by("approved_go_live_at", "pk").values_list("pk", flat=True)):
        try:
            sizes.draw_for_release(Revision.objects.filter(pk=pk).first())
            published += publish_one_due(pk=pk, now=now)
        except ApprovalRefused as error:
            if isinstance(error.__cause__, StorageUnavailable):
                troubles.failed(pk=pk, error=error, now=now)
                continue
            logger.warning("scheduled revision %s refused: %s", pk, error)
            take_off_schedule(pk=pk, reason=str(error))
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:
            troubles.failed(pk=pk, error=error, now=now)
    return published


@transaction.atomic
@acts.one_act
def publish_one_due(*, pk: int, now: dt.datetime) -> bool:
    """Publishes one scheduled revision if it is still due and no other worker has it. Raises ``ApprovalRefused``."""
    acts.read_bytes_of(certified_files(revision_id=pk))
    evidence.lock()
    revision = (
        Revision.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(pk=pk, approved_go_live_at__lte=now)
        .first()
    )
    if revision is None:
        return False
    content = selectors.specific(revision.content_object)
    certificate = selectors.certificates_of(content).filter(revision_id=pk).first()
    said = revision.as_object()
    if certificate is None or not snapshot.is_as_certified(said, certificate):
        raise ContentChanged(_("İçerik ya da fotoğrafları imzadan sonra değişmiş; ambargo bitiminde yayımlanmadı."))
    if errors := rights_errors(said, lock=True):
        raise ApprovalRefused(" ".join([_("Ambargo bitiminde yayımlanmadı."), *errors]))
    if revision.approved_go_live_at <= timezone.now():
        # Before anybody hears of it: the mails that are written now name the files as they were signed.
        open_public_files(content, certificate)
    publish_revision(revision, row=content, said=said, action="wagtail.publish.scheduled")
    after_publication(content)
    troubles.end(content, Trouble.Outcome.PUBLISHED)
    return True


def certified_files(*, revision_id: int) -> Iterator[FieldFile]:
    """The stored files of photos and documents that this revision was signed with."""
    for files in Certificate.objects.filter(revision_id=revision_id).values_list("files", flat=True):
        for (kind, _pk), item in items_of((entry["kind"], entry["id"]) for entry in files).items():
            if kind != "video":
                yield item.file


@transaction.atomic
def take_off_schedule(*, pk: int, reason: str) -> None:
    """Removes a revision from the schedule, if it is still there, says why in the evidence, and tells whoever can put
    it right."""
    evidence.lock()
    scheduled = Revision.objects.filter(approved_go_live_at__isnull=False)
    revision = scheduled.select_for_update(of=("self",)).filter(pk=pk).first()
    if revision is None:
        return
    revision.approved_go_live_at = None
    with holding.moving():
        revision.save(update_fields=["approved_go_live_at"])
    content = selectors.specific(revision.content_object)
    evidence.record(decision=Decision.REFUSED, content=content, revision_id=pk, comment=reason)
    holding.refresh_hold(content)
    troubles.refused(revision=revision, reason=reason)


def after_publication(content: Any) -> None:
    """Opens to the public exactly the files of what is live now, and writes the publication into the evidence."""
    content = acts.row_again(content)
    certificate = selectors.certificate_of(content)
    if certificate is None:
        close_public_files(content)
        return
    open_public_files(content, certificate)
    already = selectors.records_of(content).filter(
        decision=Decision.PUBLISHED, revision_id=certificate.revision_id, content_hash=certificate.content_hash
    )
    if certificate.is_fresh or not already.exists():
        evidence.record(
            decision=Decision.PUBLISHED,
            content=content,
            revision_id=certificate.revision_id,
            content_hash=certificate.content_hash,
        )
