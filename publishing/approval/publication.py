"""From the second signature to the public: the certificate, the publication, the files that become public with it."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Revision, WorkflowState

from cms.core.governed import Governed
from cms.users.roles import Office
from media_library.jobs import services as jobs
from media_library.kits.certified import signed_words
from media_library.models import File, JobKind, Photo, PublicFile, Video
from publishing.approval import evidence, selectors, snapshot
from publishing.approval.exceptions import ApprovalRefused, ContentChanged
from publishing.approval.models import Certificate, Decision
from publishing.approval.picture_rights import rights_errors

logger = logging.getLogger(__name__)
KIND_MODELS: dict[str, Any] = {"photo": Photo, "file": File, "video": Video}


@transaction.atomic
def publish_signed(*, workflow_state: WorkflowState, user: Any) -> None:
    """Gives the certificate of a finished workflow and publishes, or schedules, exactly what was signed.

    Raises ``ApprovalRefused`` unless both offices signed, in this round and by different people, the very content
    that would be published.
    """
    from publishing.approval.services import signature_in

    content = selectors.specific(workflow_state.content_object)
    revision = content.get_latest_revision()
    current = snapshot.take(revision.as_object())
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
    if errors := rights_errors(revision.as_object(), lock=True):
        raise ApprovalRefused(" ".join(errors))
    latest = selectors.certificates_of(content).first()
    Certificate.objects.create(
        content_type=evidence.content_type_of(content),
        object_id=str(content.pk),
        revision_id=revision.pk,
        version=latest.version + 1 if latest else 1,
        content_hash=current.content_hash,
        signed_content=current.content,
        files=current.files,
        director_record=director,
        mayor_record=mayor,
    )
    publish_revision(revision, user=user, skip_permission_checks=True)
    after_publication(content)


def publish_revision(revision: Revision, **kwargs: Any) -> None:
    """``revision.publish``, whose own objections (an address taken meanwhile) are refusals in words here."""
    try:
        revision.publish(**kwargs)
    except ValidationError as error:
        raise ApprovalRefused(" ".join(error.messages)) from error


def publish_due(*, now: dt.datetime | None = None) -> int:
    """Publishes every scheduled revision whose time has come; gives how many went live.

    Each in a transaction of its own, so that the page, its number and its dispatch rows appear together. What no longer
    matches its certificate is taken off the schedule, on the record, instead. An unexpected error holds up only the
    revision that it met; that one is tried again at the next call.
    """
    now = now or timezone.now()
    due = Revision.objects.filter(approved_go_live_at__lte=now).order_by("approved_go_live_at", "pk")
    published = 0
    for pk in due.values_list("pk", flat=True):
        try:
            published += publish_one_due(pk=pk, now=now)
        except ApprovalRefused as error:
            logger.warning("scheduled revision %s refused: %s", pk, error)
            take_off_schedule(pk=pk, reason=str(error))
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            logger.exception("scheduled revision %s failed", pk)
    return published


@transaction.atomic
def publish_one_due(*, pk: int, now: dt.datetime) -> bool:
    """Publishes one scheduled revision if it is still due and no other worker has it. Raises ``ApprovalRefused``."""
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
    if certificate is None or snapshot.take(revision.as_object()).content_hash != certificate.content_hash:
        raise ContentChanged(_("İçerik ya da fotoğrafları imzadan sonra değişmiş; ambargo bitiminde yayımlanmadı."))
    if errors := rights_errors(revision.as_object(), lock=True):
        raise ApprovalRefused(" ".join([_("Ambargo bitiminde yayımlanmadı."), *errors]))
    publish_revision(revision, log_action="wagtail.publish.scheduled")
    after_publication(content)
    return True


@transaction.atomic
def take_off_schedule(*, pk: int, reason: str) -> None:
    """Removes a revision from the schedule, if it is still there, and says why in the evidence."""
    evidence.lock()
    scheduled = Revision.objects.filter(approved_go_live_at__isnull=False)
    revision = scheduled.select_for_update(of=("self",)).filter(pk=pk).first()
    if revision is None:
        return
    revision.approved_go_live_at = None
    revision.save(update_fields=["approved_go_live_at"])
    evidence.record(
        decision=Decision.UNSCHEDULED,
        content=selectors.specific(revision.content_object),
        revision_id=pk,
        comment=reason,
    )


def after_publication(content: Any) -> None:
    """Once ``content`` is live: opens its files to the public and writes the publication into the evidence."""
    content = type(content).objects.get(pk=content.pk)
    certificate = selectors.certificate_of(content)
    if certificate is None or content.live_revision_id != certificate.revision_id:
        return
    open_public_files(content, certificate)
    already = selectors.records_of(content).filter(
        decision=Decision.PUBLISHED, revision_id=certificate.revision_id, content_hash=certificate.content_hash
    )
    if not already.exists():
        evidence.record(
            decision=Decision.PUBLISHED,
            content=content,
            revision_id=certificate.revision_id,
            content_hash=certificate.content_hash,
        )


def open_public_files(content: Any, certificate: Certificate) -> None:
    """Lets the public fetch exactly the files of ``certificate``."""
    close_public_files(content)
    PublicFile.objects.bulk_create(
        PublicFile(
            content_type=evidence.content_type_of(content),
            object_id=str(content.pk),
            photo_id=entry["id"] if entry["kind"] == "photo" else None,
            file_id=entry["id"] if entry["kind"] == "file" else None,
            video_id=entry["id"] if entry["kind"] == "video" else None,
            words=signed_words(entry, KIND_MODELS[entry["kind"]]._default_manager.get(pk=entry["id"])),
            digests={name: value for name, value in entry.items() if name.endswith("sha256")},
        )
        for entry in certificate.files
    )
    for entry in certificate.files:
        if entry["kind"] == "photo":
            # A photo of the old archive has only small sizes until it is published.
            jobs.enqueue(kind=JobKind.PHOTO, subject_id=entry["id"])


def close_public_files(content: Any) -> None:
    """Takes the files of ``content`` away from the public (unless other live content uses them too)."""
    PublicFile.objects.filter(content_type=evidence.content_type_of(content), object_id=str(content.pk)).delete()


def governed_models() -> list[Any]:
    """Every concrete model whose objects only signatures make public."""
    return [model for model in apps.get_models() if issubclass(model, Governed)]


def unsigned_live_content() -> Iterator[tuple[str, str]]:
    """What is live although no valid certificate says so: (label, reason) each. The house promises that it is empty."""
    for model in governed_models():
        for content in model._base_manager.filter(live=True).iterator(chunk_size=200):
            certificate = selectors.certificate_of(content)
            if certificate is None:
                if not selectors.is_untouched_structure(content):
                    yield str(content), _("yayın belgesi yok")
                continue
            try:
                current = snapshot.take(content, thorough=True).content_hash
            except ApprovalRefused as error:
                yield str(content), str(error)
                continue
            if current != certificate.content_hash:
                yield str(content), _("içerik özeti tutmuyor")
            elif selectors.withdrawn_since(certificate):
                yield str(content), _("geri çekilmiş")
