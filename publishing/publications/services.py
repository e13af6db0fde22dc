"""What is done with publications: permission, lock, save, audit log, effects."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.core.refusal import Refusal
from cms.users.models import User
from media_library.models import JobKind, Priority
from media_library.work.jobs import services as jobs
from publishing.approval import services as approval
from publishing.publications import designs
from publishing.publications.layouts.catalogue import LAYOUTS
from publishing.publications.models import Issue, Making, Rendering
from publishing.publications.permissions import may_make
from publishing.publications.work import latest


def _locked(issue: Issue, user: User) -> Issue:
    """``issue`` under its lock, for somebody who may change it now. Raises ``PermissionDenied``, ``Refusal``."""
    if not may_make(user):
        raise PermissionDenied
    row: Issue = Issue.objects.select_for_update(of=("self",)).get(pk=issue.pk)
    if row.workflow_in_progress:
        raise Refusal(_("Sayı imzada: değiştirmek için önce onaydan geri alın."), status=409)
    return row


@transaction.atomic
def ask_files(*, issue: Issue, user: User) -> Rendering:
    """Asks the worker for the files of the newest draft of ``issue``; those that are made are not made again."""
    row = _locked(issue, user)
    try:
        digest = designs.digest_of(latest(row))
    except designs.NotDrawable as fault:
        raise Refusal(str(fault), status=409) from fault
    rendering, _made = Rendering.objects.get_or_create(issue=row, digest=digest, defaults={"asked_by": user})
    if rendering.state in (Making.STALE, Making.FAILED):
        rendering.state, rendering.fault, rendering.asked_by = Making.WAITING, "", user
        rendering.save(update_fields=["state", "fault", "asked_by"])
    if rendering.state == Making.WAITING:
        jobs.enqueue(kind=JobKind.ISSUE, subject_id=rendering.pk, priority=Priority.AGAIN)
        log(instance=row, action="publications.files_asked", user=user, data={"design": digest})
    return rendering


@transaction.atomic
def attach(*, issue: Issue, user: User, explanation: str | None = None) -> Issue:
    """Writes the finished files of the newest draft into it: from here on they are part of what is signed. With
    ``explanation`` also why it is printed with the yellow findings. Raises ``Refusal`` where the files are of other
    content or not there yet."""
    row = _locked(issue, user)
    draft = latest(row)
    try:
        digest = designs.digest_of(draft)
    except designs.NotDrawable as fault:
        raise Refusal(str(fault), status=409) from fault
    rendering = Rendering.objects.filter(issue=row, digest=digest, state=Making.DONE).first()
    if rendering is None:
        raise Refusal(_("Baskı dosyaları bu içerikten hazırlanmamış: önce dosyaları hazırlayın."), status=409)
    made = {
        "design": digest,
        "sheet": measures_of(draft),
        "files": dict(rendering.files.values_list("name", "sha256")),
        "findings": rendering.findings,
    }
    said = draft.explanation if explanation is None else explanation.strip()[:1000]
    if draft.made != made or draft.explanation != said:
        draft.made, draft.explanation = made, said
        draft.save_revision(user=user, log_action=True, clean=False)
    return draft


def measures_of(issue: Issue) -> dict[str, Any]:
    """What the job sheet says of the size, as it was when the files were drawn."""
    sheet = issue.format.sheet if issue.format else None
    return {} if sheet is None else {
        "width": sheet.trim[0], "height": sheet.trim[1], "bleed": sheet.bleed, "scale": sheet.scale,
        "condition": sheet.condition,
    }  # fmt: skip


def submit_issue(*, issue: Issue, user: User, explanation: str = "") -> None:
    """Attaches the finished files and sends the issue to both signatures. Raises ``Refusal`` with every reason."""
    attach(issue=issue, user=user, explanation=explanation)
    try:
        approval.submit(content=Issue.objects.get(pk=issue.pk), user=user)
    except ValidationError as fault:
        raise Refusal(" ".join(fault.messages), status=409) from fault


@transaction.atomic
def change_plan(
    *, issue: Issue, user: User, seen: int | None, change: Callable[[list[dict[str, Any]]], list[dict[str, Any]]]
) -> Issue:
    """Writes the plan anew as ``change`` gives it. ``seen``: the revision that the person looked at; raises ``Refusal``
    when somebody wrote on since."""
    row = _locked(issue, user)
    if seen is not None and row.latest_revision_id != seen:
        raise Refusal(_("Bu sırada başka biri sayıyı değiştirdi; sayfayı yenileyip yeniden deneyin."), status=409)
    draft = latest(row)
    field = draft._meta.get_field("plan")
    block: Any = field.stream_block
    draft.plan = block.to_python(change(list(block.get_prep_value(draft.plan))))
    draft.save_revision(user=user, log_action=True, clean=False)
    return draft


def move_page(*, issue: Issue, user: User, seen: int | None, place: int, to: int) -> Issue:
    """Moves the page at ``place`` (from 0) so that it stands at ``to``."""

    def moved(plan: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if not 0 <= place < len(plan):
            raise Refusal(_("Böyle bir sayfa yok; sayfayı yenileyin."), status=409)
        page = plan.pop(place)
        plan.insert(max(0, min(to, len(plan))), page)
        return plan

    return change_plan(issue=issue, user=user, seen=seen, change=moved)


def add_page(*, issue: Issue, user: User, seen: int | None, layout: str, place: int | None = None) -> Issue:
    """Adds an empty page of ``layout``, at the end or before ``place``."""
    if layout not in LAYOUTS:
        raise Refusal(_("Böyle bir sayfa düzeni yok."), status=400)

    def added(plan: list[dict[str, Any]]) -> list[dict[str, Any]]:
        page = {"type": "page", "value": page_value(layout)}
        plan.insert(len(plan) if place is None else max(0, min(place, len(plan))), page)
        return plan

    return change_plan(issue=issue, user=user, seen=seen, change=added)


def remove_page(*, issue: Issue, user: User, seen: int | None, place: int) -> Issue:
    """Takes the page at ``place`` out; its words stay in the older drafts."""

    def removed(plan: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if not 0 <= place < len(plan):
            raise Refusal(_("Böyle bir sayfa yok; sayfayı yenileyin."), status=409)
        del plan[place]
        return plan

    return change_plan(issue=issue, user=user, seen=seen, change=removed)


def item(value: dict[str, Any]) -> dict[str, Any]:
    """``value`` as one of a list, as it is stored."""
    return {"type": "item", "id": str(uuid.uuid4()), "value": value}


def page_value(layout: str, *stories: dict[str, Any], section: str = "", span: int = 1) -> dict[str, Any]:
    """What a page says, as it is stored."""
    return {
        "layout": layout, "section": section, "span": span,
        "stories": [item(story) for story in stories], "fields": [],
    }  # fmt: skip


def story_value(
    *, headline: str, text: str = "", spot: str = "", byline: str = "", when: str = "", where: str = "",
    pictures: tuple[dict[str, Any], ...] = (), source: str = "",
) -> dict[str, Any]:  # fmt: skip
    """What a story says, as it is stored; ``pictures`` as :func:`picture_value` gives them."""
    return {
        "headline": headline, "spot": spot, "text": text, "byline": byline, "when": when, "where": where,
        "pictures": [item(picture) for picture in pictures], "source": source,
    }  # fmt: skip


def picture_value(photo: Any, *, alt: str = "", credit: str = "", caption: str = "", crop: str = "") -> dict[str, Any]:
    """A photo in its slot; words that are not given are the archive's."""
    words = photo.suggested_words
    return {
        "image": photo.pk, "alt": alt or words.alt, "credit": credit or words.credit,
        "caption": caption or words.caption[:240], "crop": crop,
    }  # fmt: skip
