"""A remark as Wagtail's own comment, so that it stands at its passage in the editor; and the way back: what is written,
answered or settled there is a remark too. Wagtail deletes settled comments; remarks stay."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Comment, CommentReply, Page

from cms.core.governed import Governed
from cms.core.text import clean
from cms.letters.services import one_line
from cms.users.models import User
from publishing.approval import selectors
from publishing.approval.evidence import content_type_of
from publishing.approval.models import Remark
from publishing.approval.remarks import passages

LONGEST = 2000


def show(remark: Remark, *, content: Any, passage: passages.Passage, user: User) -> None:
    """Writes the comment of ``remark``, where Wagtail can point at its passage."""
    if not isinstance(content, Page):
        return
    text = remark.text
    if remark.proposal:
        text = "\n\n".join(filter(None, [text, _("Önerilen: “%(words)s”") % {"words": remark.proposal}]))
    if not passage.rich and remark.quote != passage.text:
        text = f"“{remark.quote}” — {text}"
    comment = Comment(
        page=content, user=user, text=text, contentpath=remark.path,
        position=passages.position_of(passage, start=remark.start, length=len(remark.quote)),
    )  # fmt: skip
    if not comment.has_valid_contentpath(content):
        return
    comment.is_of_a_remark = True
    # By its number: the page in hand is a revision's, and nothing of it is saved here.
    comment.page = Page(pk=content.pk)
    comment.save()
    remark.comment = comment
    remark.save(update_fields=["comment"])


def reply(remark: Remark, *, user: User) -> None:
    """Puts the answer below the comment."""
    if remark.comment_id is None:
        return
    written = CommentReply(comment_id=remark.comment_id, user=user, text=remark.answer)
    written.is_of_a_remark = True
    written.save()


def settle(remark: Remark, *, user: User) -> None:
    """Settles the comment: the editor shows it no longer."""
    if remark.comment_id is not None:
        Comment.objects.filter(pk=remark.comment_id).update(resolved_at=timezone.now(), resolved_by=user)


@receiver(post_save, sender=Comment, dispatch_uid="approval.remark_of_comment")
def follow_comment(instance: Comment, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Keeps a remark of what is commented in the editor, and lets the remark be answered when it is settled there."""
    if raw or getattr(instance, "is_of_a_remark", False):
        return
    if created:
        page: Any = selectors.specific(instance.page)
        is_governed = isinstance(page, Governed)
        if is_governed:
            passage = passages.at(page, instance.contentpath)
            Remark.objects.create(
                content_type=content_type_of(page), object_id=str(page.pk), comment=instance,
                author=instance.user, author_name=one_line(instance.user)[:200],
                path=instance.contentpath[:300], label=passage.label[:200] if passage else "",
                quote=passage.text[:LONGEST] if passage else "", text=clean(instance.text)[:LONGEST],
            )  # fmt: skip
    elif instance.resolved_at is not None:
        _answered(instance.pk, user=instance.resolved_by, text="")


@receiver(post_save, sender=CommentReply, dispatch_uid="approval.remark_of_reply")
def follow_reply(instance: CommentReply, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Lets a reply in the editor be the answer."""
    if created and not raw and not getattr(instance, "is_of_a_remark", False):
        _answered(instance.comment_id, user=instance.user, text=clean(instance.text)[:LONGEST])


@transaction.atomic
def _answered(comment_id: int, *, user: User | None, text: str) -> None:
    remark = Remark.objects.select_for_update(of=("self",)).filter(comment_id=comment_id).first()
    if remark is None or remark.state == Remark.State.TAKEN_BACK or (not text and not remark.is_open):
        return
    if user is not None and user.pk == remark.author_id and text:
        return  # who adds to their own words has not answered them
    if remark.is_open:
        remark.state = Remark.State.ANSWERED
    remark.answer = "\n".join(filter(None, [remark.answer, text]))[: 5 * LONGEST]
    remark.answered_by, remark.answered_at = user, timezone.now()
    remark.answered_name = one_line(user)[:200] if user is not None else ""
    remark.save(update_fields=["state", "answer", "answered_by", "answered_name", "answered_at"])
