"""What the desk's and the admin's templates ask of approval."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.images import get_image_model
from wagtail.models import Page, Revision, WorkflowState

from cms.core import turkish
from cms.core.models import EditingStart
from cms.letters.selectors import security_trouble_in_words
from cms.users.roles import Office
from publishing.approval import anchor, selectors, troubles
from publishing.approval.desk import diffs
from publishing.approval.desk import reading as desk
from publishing.approval.labels import turn_words, waiting_words
from publishing.approval.models import Decision, EvidenceRecord, Remark
from publishing.approval.picture_rights import unset_basis
from publishing.approval.remarks import selectors as remarks

register = template.Library()


@register.filter
def moment(value: dt.datetime | None) -> str:
    """``22 Kasım 2026 14.30``; an empty string for nothing."""
    return turkish.format_moment(value) if value else ""


@register.filter
def capital(value: Any) -> str:
    """The text with a Turkish capital at its beginning."""
    return turkish.capitalize(str(value))


@register.filter
def short(value: str) -> str:
    """A digest's first twelve digits."""
    return value[:12]


@register.filter
def content_type_pk(content: Any) -> int:
    """The content type under which evidence knows ``content``."""
    return desk.content_type_pk(content)


@register.filter
def turn(office: Office) -> str:
    """Whose turn it is: "Sıra Başkan’da"."""
    return turn_words(office)


@register.filter
def waiting(since: dt.datetime | None) -> str:
    """How long something has waited, in words."""
    return waiting_words(since)


@register.filter
def kind(content: Any) -> str:
    """What kind of content it is."""
    return str(content._meta.verbose_name)


@register.filter
def proposed(remark: Remark) -> tuple[diffs.Segment, ...]:
    """The words of ``remark`` and what should stand there, as one run of kept, removed and added words."""
    return diffs.words(remark.quote, remark.proposal)


@register.simple_tag
def chain_head() -> anchor.Head | None:
    """The end of the chain of evidence at this moment, for paper."""
    return anchor.current_head()


@register.simple_tag
def security_letters() -> str:
    """What is wrong with notices about offices and accounts, in words; empty when nothing is."""
    return security_trouble_in_words()


@register.simple_tag
def photo(pk: int | None, spec: str = "fill-320x200", css: str = "") -> SafeString | str:
    """An ``<img>`` of photo ``pk`` by Wagtail's filter ``spec``; nothing when the photo is gone or unreadable."""
    found = get_image_model()._base_manager.filter(pk=pk).first() if pk else None
    if found is None:
        return ""
    try:
        rendition = found.get_rendition(spec)
    except OSError:
        return ""
    return format_html(
        '<img src="{}" width="{}" height="{}" alt="{}"{}>',
        rendition.url,
        rendition.width,
        rendition.height,
        found.title,
        format_html(' class="{}"', css) if css else "",
    )


@register.inclusion_tag("approval/admin/banner.html", takes_context=True)
def approval_banner(context: Any, content: Any) -> dict[str, Any]:
    """Why ``content`` came back, or was not published at its minute, for the top of its editor.

    While it is being signed, its lock says where it is.
    """
    state = getattr(content, "current_workflow_state", None) if content and content.pk else None
    back = state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES
    trouble = troubles.open_of(content) if content and content.pk else None
    returned = last_return(content) if back else None
    beside = remarks_beside(content, also_settled=back) if content and content.pk else []
    is_signed_now = state is not None and state.status == WorkflowState.STATUS_IN_PROGRESS
    return {
        "returned": returned,
        "reason": reason_without(returned, beside) if returned else "",
        "trouble": trouble,
        "remarks": beside,
        "beside": working_copy(content) if content and content.pk and not is_signed_now else None,
        "compare_url": compare_url(content) if content and content.pk else "",
        "in_approval": is_signed_now,
        "csrf_token": context.get("csrf_token"),
        "reader": getattr(context.get("request"), "user", None),
    }


def compare_url(content: Any) -> str:
    """The screen that shows a page's correction beside what the public reads; empty for what is no page."""
    if not isinstance(content, Page):
        return ""
    return reverse("wagtailadmin_pages:revisions_compare", args=[content.pk, "live", "latest"])


def working_copy(content: Any) -> Revision | None:
    """The correction that lies beside what the public reads of ``content``; ``None`` where both are the same."""
    if not getattr(content, "live", False) or not getattr(content, "has_unpublished_changes", False):
        return None
    latest: Revision | None = content.latest_revision
    return latest if latest is not None and latest.pk != content.live_revision_id else None


def reason_without(returned: EvidenceRecord, beside: list[remarks.Standing]) -> str:
    """What the return says besides what stands below it: a line at its end for each remark of the returner."""
    went = [
        one
        for one in beside
        if one.remark.author_id == returned.actor_id
        and one.remark.created_at <= returned.created_at
        and (one.remark.answered_at is None or one.remark.answered_at > returned.created_at)
    ]
    lines = returned.comment.split("\n")
    while went and lines and lines[-1].startswith("• "):
        lines.pop()
        went.pop()
    return "\n".join(lines).strip()


def remarks_beside(content: Any, *, also_settled: bool) -> list[remarks.Standing]:
    """What the signers said about passages of ``content`` since it was last signed, where any of it still waits."""
    from_desk = remarks.remarks_of(content).exclude(step=None)
    if not (from_desk if also_settled else from_desk.filter(state=Remark.State.OPEN)).exists():
        return []
    certificate = selectors.newest_certificate(content)
    draft = content.get_latest_revision_as_object()
    return [
        one
        for one in remarks.standing(draft, since=certificate.created_at if certificate else None)
        if one.remark.step_id is not None
    ]


@register.simple_tag
def saving_words(content: Any = None) -> str:
    """When ``content`` was last saved and by whom, before the screen's script says more."""
    revision = content.latest_revision if content and content.pk else None
    if revision is None:
        return _("Henüz kaydedilmedi.")
    when = turkish.format_moment(revision.created_at)
    if revision.user is None:
        return _("Son kayıt: %(when)s") % {"when": when}
    return _("Son kayıt: %(when)s, %(who)s") % {"when": when, "who": revision.user.get_full_name() or revision.user}


@register.simple_tag
def opened_at(session_id: int | None) -> dt.datetime | None:
    """Since when the editing screen ``session_id`` is open."""
    return EditingStart.objects.filter(pk=session_id).values_list("at", flat=True).first()


def last_return(content: Any) -> EvidenceRecord | None:
    """The latest return of ``content``, with its comment."""
    return selectors.records_of(content).filter(decision=Decision.RETURNED).last()


@register.simple_tag
def pictures_without_basis(content: Any) -> list[str]:
    """A sentence for each picture of ``content`` whose legal basis nobody has said."""
    return unset_basis(content)
