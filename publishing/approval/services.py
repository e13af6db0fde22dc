"""Every act of the two signatures. Each one: permission, lock, save, evidence, effects."""

from __future__ import annotations

import hmac
from copy import copy
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.actions.unpublish import UnpublishAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.fields import StreamField
from wagtail.models import Page, WorkflowState

from cms.core.cleaning import unclean_fields
from cms.core.models import Stage
from cms.users.delegation import Authority, authority_for, offices_of, refusal_for
from cms.users.models import User
from cms.users.roles import Office
from publishing.approval import (
    acts,
    evidence,
    files,
    holding,
    notices,
    reasons,
    rounds,
    selectors,
    sizes,
    snapshot,
    troubles,
    videos,
)
from publishing.approval.exceptions import ApprovalRefused, ContentChanged, Unfit
from publishing.approval.models import Decision, EvidenceRecord, SignatureState, SignatureTask, Trouble
from publishing.approval.picture_rights import locked_rights_errors, rights_errors, unset_basis
from publishing.approval.public_files import close_public_files
from publishing.approval.rounds import signature_in


def errors_of(reading: acts.Reading) -> list[str]:
    """:func:`content_errors` of what was read, looked for once in an act."""
    return reading.errors("content", lambda: content_errors(reading.content))


def content_errors(content: Any, *, rights: bool = True) -> list[str]:
    """Why ``content`` (``revision.as_object()``) is not fit to be signed: its own rules, its blocks' rules, and (unless
    the caller looks itself) the rights in its photos and videos."""
    errors = [str(error) for error in content.submission_errors()]
    errors += [
        _("“%(field)s” alanında görünmeyen karakterler var; içeriği yeniden kaydedin, kendiliğinden temizlenir.")
        % {"field": label}
        for label in dict.fromkeys(unclean_fields(content))
    ]
    errors += rights_errors(content) if rights else []
    errors += unset_basis(content) if settings.PICTURES_NEED_LEGAL_BASIS else []
    try:
        copy(content).full_clean()  # a copy: cleaning writes to fields that are hashed
    except ValidationError as invalid:
        errors += [text for text in field_errors(content, invalid) if text not in errors]
    errors += videos.unready_videos(pk for kind, pk in files.used_files(content) if kind == "video")
    for field in content._meta.concrete_fields:
        if isinstance(field, StreamField):
            value = field.value_from_object(content)
            try:
                field.stream_block.clean(value)
            except ValidationError:
                errors.append(
                    _("“%(field)s” alanında eksik ya da silinmiş bir öge var.") % {"field": field.verbose_name}
                )
    return errors


def field_errors(content: Any, invalid: ValidationError) -> list[str]:
    """The messages of ``invalid``, each with the label of its field."""
    labels = {field.name: field.verbose_name for field in content._meta.get_fields() if hasattr(field, "verbose_name")}
    return [
        f"{labels[name]}: {message}" if name in labels else message
        for name, messages in invalid.message_dict.items()
        for message in messages
    ]


@transaction.atomic
@acts.one_act
def submit(*, content: Any, user: User) -> WorkflowState:
    """Sends the latest revision of ``content`` to the first signature, also after a return.

    Raises ``ApprovalRefused`` when ``user`` may not edit it or it is already on its way, ``ValidationError`` with every
    reason when it is not fit to be signed.
    """
    content = selectors.specific(content)
    if isinstance(content, Page) and not content.permissions_for_user(user).can_edit():
        raise ApprovalRefused(_("Bu içeriği onaya gönderme yetkiniz yok."))
    read_bytes_of(content)
    evidence.lock()
    content = acts.look_again(content)
    if content.latest_revision_id is None:
        raise ApprovalRefused(_("Bu içeriğin kaydedilmiş bir taslağı yok; önce taslağı kaydedin."))
    state = content.current_workflow_state
    if state is not None and state.status == WorkflowState.STATUS_IN_PROGRESS:
        raise ApprovalRefused(_("Bu içerik zaten onayda."))
    try:
        if state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
            state.resume(user)
            return state
        workflow = content.get_workflow()
        if workflow is None:
            raise ApprovalRefused(_("Bu içerik türü için onay akışı tanımlı değil."))
        return rounds.begin(workflow=workflow, content=content, user=user)
    except Unfit as unfit:
        raise ValidationError(unfit.errors) from unfit


def read_bytes_of(content: Any) -> None:
    """Reads the files of the latest revision of ``content``, so that nobody has to wait for it under the lock."""
    if evidence.head_is_locked() or content.latest_revision is None:
        return
    used = files.used_files(content.words_of(content.latest_revision.content))
    acts.read_bytes_of(files.stored_files(used))


def refuse_scheduled(content: Any) -> None:
    """Raises ``ApprovalRefused`` for content whose signed version waits for its minute."""
    if content.revisions.filter(approved_go_live_at__isnull=False).exists():
        raise ApprovalRefused(
            _("Bu içerik imzalı ve yayın saatini bekliyor; değişecekse önce yayın sırasından çıkarılmalı."),
            content=content,
        )


@acts.one_act
def start_step(*, workflow_state: WorkflowState, user: User, task: SignatureTask) -> SignatureState:
    """Opens the step that must really come next when ``task`` is about to start.

    Başkan's step opens only on a content hash that Müdür signed in this round; whatever else led here (a resubmission,
    an edit between the signatures) goes back to Müdür. Raises ``ApprovalRefused`` for content that is not fit.
    """
    if task.office == Office.MAYOR:
        reading = acts.read(acts.row_of(workflow_state))
        signed = signature_in(workflow_state, Office.DIRECTOR)
        if signed and signed.content_hash == snapshot.of(reading).content_hash:
            return rounds.open_step(task, round_=workflow_state, revision=reading.revision, user=user)
        task = SignatureTask.objects.get(office=Office.DIRECTOR)
    reading = record_submission(workflow_state=workflow_state, user=user)
    return rounds.open_step(task, round_=workflow_state, revision=reading.revision, user=user)


def record_submission(*, workflow_state: WorkflowState, user: User) -> acts.Reading:
    """Holds what the content of ``workflow_state`` uses, looks at all of it under the lock, and writes it down."""
    read_bytes_of(acts.row_of(workflow_state))
    if not evidence.head_is_locked():
        evidence.lock()
        acts.forget()
    content = acts.row_of(workflow_state)
    # From here on nothing of it changes, and no takedown passes: what is recorded is what was looked at under the lock.
    revision = content.latest_revision
    holding.hold(content, Stage.APPROVAL, revision)
    acts.keep_files(files.used_files(content.words_of(revision.content)))
    reading = acts.read(content)
    refuse_scheduled(content)
    if errors := errors_of(reading):
        raise Unfit(errors, content=content)
    troubles.end(content, Trouble.Outcome.SUBMITTED)
    evidence.record(
        decision=Decision.SUBMITTED,
        actor=user,
        content=content,
        revision_id=revision.pk,
        content_hash=snapshot.of(reading).content_hash,
    )
    return reading


def locked_state(state: SignatureState) -> SignatureState:
    """``state`` read again under its workflow's row lock; raises ``ApprovalRefused`` when it no longer waits."""
    evidence.lock()
    rounds_ = WorkflowState.objects.select_for_update(of=("self",)).select_related("workflow", "requested_by")
    workflow_state = rounds_.get(pk=state.workflow_state_id)
    fresh = next((one for one in rounds.states_of(workflow_state) if one.pk == state.pk), None)
    if (
        fresh is None
        or workflow_state.status != WorkflowState.STATUS_IN_PROGRESS
        or workflow_state.current_task_state_id != fresh.pk
        or fresh.status != SignatureState.STATUS_IN_PROGRESS
    ):
        raise ApprovalRefused(_("Bu içerik artık bu imzayı beklemiyor; listeyi yenileyin."))
    fresh.workflow_state = workflow_state
    return fresh


def authority_or_refuse(*, state: SignatureState, user: User) -> Authority:
    """The reader's right to act on ``state``; raises ``ApprovalRefused``."""
    authority = authority_for(user=user, office=selectors.office_of(state))
    if authority is None:
        raise ApprovalRefused(
            refusal_for(user=user, office=selectors.office_of(state))
            or _("Bu imza makamına ait değilsiniz ya da vekâletiniz geçerli değil.")
        )
    return authority


def obstacle_to_sign(*, state: SignatureState, authority: Authority, content: Any) -> str:
    """Why this person may not sign this content, as a sentence; an empty string when nothing stands in the way."""
    workflow_state = state.workflow_state
    if authority.persons & selectors.authors_of(content, workflow_state):
        return _("Kendi yazdığınız ya da onaya gönderdiğiniz içeriği imzalayamazsınız.")
    other = Office.MAYOR if authority.office is Office.DIRECTOR else Office.DIRECTOR
    signed = signature_in(workflow_state, other)
    if signed and authority.persons & {signed.actor_id, signed.principal_id}:
        return _("İki imzayı aynı kişi atamaz; öteki imza sizin adınızı taşıyor.")
    return ""


def sign(*, state: SignatureState, user: User, seen_hash: str, comment: str = "", ip: str = "") -> EvidenceRecord:
    """As :func:`_sign`; what the last signature's publication shows is drawn before its transaction begins."""
    sizes.draw_before_the_last(state)
    return _sign(state=state, user=user, seen_hash=seen_hash, comment=comment, ip=ip)


@transaction.atomic
@acts.one_act
def _sign(*, state: SignatureState, user: User, seen_hash: str, comment: str = "", ip: str = "") -> EvidenceRecord:
    """Signs what ``user`` saw. ``seen_hash`` is the content hash of the page that was read.

    Raises ``ApprovalRefused`` for a person without the right, a step that no longer waits, or content that is not fit;
    ``ContentChanged`` when the content is not what was read or not what Müdür signed.
    """
    held = holding.held_by(state)
    acts.read_bytes_of(holding.held_files(held))
    state = locked_state(state)
    authority = authority_or_refuse(state=state, user=user)
    live = acts.row_of(state.workflow_state)
    if live.latest_revision_id == state.revision_id:
        live._meta.get_field("latest_revision").set_cached_value(live, state.revision)
    acts.lock_files(live)
    reading = acts.read(live)
    if (evidence.content_type_of(live).pk, str(live.pk)) in held:
        holding.is_held(live, Stage.APPROVAL, reading.revision)
    revision, content = reading.revision, reading.content
    if obstacle := obstacle_to_sign(state=state, authority=authority, content=content):
        raise ApprovalRefused(obstacle)
    current = snapshot.of(reading)
    if not hmac.compare_digest(current.content_hash, seen_hash):
        raise ContentChanged(_("Siz okurken içerik değişti. Değişen yerleri görüp yeniden imzalayın."))
    if authority.office is Office.MAYOR:
        director = signature_in(state.workflow_state, Office.DIRECTOR)
        if director is None or director.content_hash != current.content_hash:
            raise ContentChanged(_("İçerik Müdür imzasından sonra değişmiş; iade edin, yeniden Müdür imzasına gitsin."))
    if errors := [*content_errors(content, rights=False), *locked_rights_errors(reading)]:
        raise ApprovalRefused(" ".join(errors))
    state.record = evidence.record(
        decision=Decision.SIGNED,
        authority=authority,
        content=live,
        revision_id=revision.pk,
        content_hash=current.content_hash,
        comment=comment,
        ip=ip,
    )
    state.content_hash = current.content_hash
    state.revision = revision
    rounds.approve(state, user=user, comment=comment)  # saves it
    return state.record


@transaction.atomic
def return_to_editor(*, state: SignatureState, user: User, comment: str, ip: str = "") -> EvidenceRecord:
    """Returns the content with a comment; every signature of this round is void. Raises ``ApprovalRefused``.

    What ``user`` has pointed at in the text goes with it, and may be the whole reason.
    """
    if not comment.strip() and not reasons.own_remarks(state, user).exists():
        raise ApprovalRefused(_("İade gerekçesi yazılmadan içerik iade edilemez."))
    state = locked_state(state)
    authority = authority_or_refuse(state=state, user=user)
    comment = "\n\n".join(filter(None, [comment.strip(), reasons.remarks_in_words(state, user)]))
    if not comment:
        raise ApprovalRefused(_("İade gerekçesi yazılmadan içerik iade edilemez."))
    live = selectors.specific(state.workflow_state.content_object)
    state.record = evidence.record(
        decision=Decision.RETURNED,
        authority=authority,
        content=live,
        revision_id=live.latest_revision_id,
        content_hash="",
        comment=comment,
        ip=ip,
    )
    void_round(state)
    state.reject(user=user, comment=comment)
    return state.record


def void_round(state: SignatureState) -> None:
    """Stores the record of ``state``, with which every signature of its round is void."""
    state.save(update_fields=["record"])
    SignatureState.objects.filter(workflow_state=state.workflow_state, status=SignatureState.STATUS_APPROVED).update(
        status=SignatureState.STATUS_CANCELLED
    )


@transaction.atomic
def return_without_picture(*, content: Any, user: User | None, comment: str) -> EvidenceRecord | None:
    """Returns ``content`` because one of its pictures was taken down, by ``user``, which needs no office; ``None`` when
    it no longer waits."""
    waiting = content.current_workflow_task_state
    if waiting is None:
        return None
    state = locked_state(waiting.specific)
    state.record = evidence.record(
        decision=Decision.RETURNED, actor=user, content=content, revision_id=content.latest_revision_id, comment=comment
    )
    void_round(state)
    state.reject(user=user, comment=comment)
    return state.record


def may_withdraw(user: User) -> Authority | None:
    """The office in whose name ``user`` may take content down, or ``None``."""
    return next(iter(offices_of(user)), None)


@transaction.atomic
def withdraw(*, content: Any, user: User, reason: str, ip: str = "", only_schedule: bool = False) -> EvidenceRecord:
    """Takes live or scheduled content down, for the record. Raises ``ApprovalRefused``.

    With ``only_schedule`` a correction that waits for its minute is stopped, and what is live stays.
    """
    authority = may_withdraw(user)
    if authority is None:
        raise ApprovalRefused(refusal_for(user=user) or _("Yayından kaldırma yetkisi Müdür ve Başkandadır."))
    if not reason.strip():
        raise ApprovalRefused(_("Gerekçe yazılmadan içerik yayından kaldırılamaz."))
    evidence.lock()
    model = type(selectors.specific(content))
    locked = Page.objects.select_for_update() if issubclass(model, Page) else model.objects.select_for_update()
    live = selectors.specific(locked.get(pk=content.pk))
    trouble = troubles.open_of(live)
    if not live.live and not live.scheduled_revision and trouble is None:
        raise ApprovalRefused(_("Bu içerik yayında ya da yayın sırasında değil."))
    if only_schedule and not live.scheduled_revision and trouble is None:
        raise ApprovalRefused(_("Bu içeriğin yayın sırasında bekleyen bir sürümü yok."))
    stays = only_schedule and live.live
    waiting_id = live.scheduled_revision.pk if live.scheduled_revision else trouble.revision_id if trouble else None
    entry = evidence.record(
        decision=Decision.UNSCHEDULED if stays else Decision.WITHDRAWN,
        authority=authority,
        content=live,
        revision_id=live.live_revision_id if live.live and not stays else waiting_id,
        comment=reason.strip(),
        ip=ip,
    )
    live.revisions.update(approved_go_live_at=None)
    if live.live and not stays:
        close_public_files(live)
        action = UnpublishPageAction if isinstance(live, Page) else UnpublishAction
        action(live, user=user).execute(skip_permission_checks=True)
    troubles.end(live, Trouble.Outcome.WITHDRAWN)
    holding.refresh_hold(live)
    notices.was_withdrawn(content=live, record=entry, user=user)
    return entry
