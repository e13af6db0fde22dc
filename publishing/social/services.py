"""Everything that changes a social post: into the queue, posted, replaced, taken back."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.core.message import Message, MessageKind, SocialText
from cms.core.text import clean
from cms.users.models import User
from cms.users.roles import Role, has_role, is_administrator
from media_library.models import Photo
from media_library.rights import selectors as rights
from media_library.rights.rules import Purpose
from publishing.social.models import SocialPost, SocialPostQuerySet

State = SocialPost.State
# What nobody has posted: a newer version, a withdrawal or a takedown changes it without a word to the public.
UNSEEN = (State.READY, State.LEFT_OUT)
LONGEST_REASON = 200


def may_post(user: User | AnonymousUser) -> bool:
    """Whether ``user`` says what was posted: the social unit and administrators."""
    return has_role(user, Role.SOCIAL_EDITOR) or is_administrator(user)


@transaction.atomic(savepoint=False)
def queue_post(
    *, content_type: ContentType, object_id: str, version: int, kind: str, message: Message, social: SocialText
) -> SocialPost:
    """Puts the signed text of one network into the queue; a second call for the same version gives the same post.

    Runs inside the transaction that publishes. Earlier texts that nobody has posted yet are superseded. The new post is
    a correction only where an earlier one can be seen by the public.
    """
    posts = _posts(content_type, object_id).filter(version__lte=version, network=social.network)
    known = {post.version: post for post in posts.select_for_update()}
    if version in known:
        return known[version]
    states = {post.state for post in known.values()}
    seen = {State.POSTED, State.TO_REMOVE} & states
    post = SocialPost.objects.create(
        content_type=content_type,
        object_id=str(object_id),
        version=version,
        network=social.network,
        kind=MessageKind.CORRECTION.value if seen and kind == MessageKind.CORRECTION else MessageKind.FIRST.value,
        headline=message.headline[:255],
        number=message.number,
        text=social.text,
        link=message.url,
        image_id=social.image_id,
        image_alt=social.image_alt or alt_in(message, social.image_id),
    )
    if set(UNSEEN) & states:
        posts.filter(version__lt=version, state__in=UNSEEN).update(state=State.SUPERSEDED)
    return post


def alt_in(message: Message, image_id: int | None) -> str:
    """What ``message`` says of its photo ``image_id``: older ones say it nowhere else."""
    return next((one.alt for one in message.pictures if one.image_id == image_id), "")


@transaction.atomic
def close_other_networks(*, content_type: ContentType, object_id: str, version: int, networks: Collection[str]) -> int:
    """For the networks that the signed ``version`` no longer uses: what waits is superseded, what was posted is to be
    removed. Gives how many posts changed."""
    left = _posts(content_type, object_id).filter(version__lt=version).exclude(network__in=networks)
    superseded = left.filter(state__in=UNSEEN).update(state=State.SUPERSEDED)
    return superseded + left.filter(state=State.POSTED).update(state=State.TO_REMOVE)


@transaction.atomic
def withdraw_posts(*, content_type: ContentType, object_id: str) -> int:
    """The content was taken back: waiting posts are cancelled, posted ones must be removed by hand. Gives how many."""
    posts = _posts(content_type, object_id)
    cancelled = posts.filter(state__in=UNSEEN).update(state=State.CANCELLED)
    return cancelled + posts.filter(state=State.POSTED).update(state=State.TO_REMOVE)


@transaction.atomic
def drop_picture(*, photo: Photo) -> int:
    """``photo`` was taken down. Waiting posts go without it, or not at all where the network needs a picture; what was
    posted with it is to be removed by hand. Gives how many posts changed."""
    posts = SocialPost.objects.filter(image=photo).select_for_update()
    changed = posts.filter(state=State.POSTED).update(state=State.TO_REMOVE)
    for post in posts.filter(state__in=UNSEEN):
        if post.network_data.needs_picture:
            post.state = State.CANCELLED
        else:
            post.image, post.image_alt = None, ""
        post.save(update_fields=["state", "image", "image_alt"])
        log(instance=post, action="social.picture_dropped", data={"photo": photo.pk})
        changed += 1
    return changed


@transaction.atomic
def mark_posted(*, post: SocialPost, user: User, url: str, without_picture: bool = False) -> SocialPost:
    """``user`` has posted it at ``url`` (https), with its picture unless ``without_picture``.

    A text that was posted just before its replacement or withdrawal reached the queue is recorded all the same: the
    public has seen it. Its replacement then is a correction; after a withdrawal it is to be removed.

    Raises ``PermissionDenied`` for anybody but the social unit and administrators, ``ValidationError`` for an address
    that is none, for a post that was posted before, and for one whose picture may not be used, unless it went without.
    """
    if not may_post(user):
        raise PermissionDenied(_("Paylaşımları yalnızca sosyal medya birimi işaretleyebilir."))
    url = checked_address(url)
    post = SocialPost.objects.select_for_update().get(pk=post.pk)
    if post.state not in (State.READY, State.SUPERSEDED, State.CANCELLED):
        raise ValidationError(_("Bu gönderi daha önce işaretlenmiş."))
    late_for = post.state
    blocked = rights.blocked_photos([post.image_id], Purpose.SOCIAL) if post.image_id else {}
    if without_picture and post.image_id and not post.network_data.needs_picture:
        post.image, post.image_alt, blocked = None, "", {}
    if blocked and late_for == State.READY:
        raise ValidationError(
            _("Fotoğraf kullanılamaz: %(reasons)s.") % {"reasons": ", ".join(next(iter(blocked.values())))}
        )
    # What the public has seen is recorded even when it should not have been posted.
    post.state = State.TO_REMOVE if late_for == State.CANCELLED or blocked else State.POSTED
    post.posted_url, post.posted_at, post.posted_by = url, timezone.now(), user
    post.save(update_fields=["state", "posted_url", "posted_at", "posted_by", "image", "image_alt"])
    if late_for == State.SUPERSEDED:
        newer = _posts(post.content_type, post.object_id).filter(network=post.network, version__gt=post.version)
        newer.filter(state=State.READY).update(kind=MessageKind.CORRECTION.value)
    log(instance=post, action="social.posted", user=user, data={"url": url, "network": post.network})
    return post


@transaction.atomic
def mark_removed(*, post: SocialPost, user: User) -> SocialPost:
    """``user`` has removed it from the network. Raises ``PermissionDenied`` and ``ValidationError``."""
    if not may_post(user):
        raise PermissionDenied(_("Paylaşımları yalnızca sosyal medya birimi işaretleyebilir."))
    post = SocialPost.objects.select_for_update().get(pk=post.pk)
    if post.state != State.TO_REMOVE:
        raise ValidationError(_("Bu gönderi kaldırılacaklar arasında değil."))
    post.state = State.REMOVED
    post.save(update_fields=["state"])
    log(instance=post, action="social.removed", user=user, data={"url": post.posted_url, "network": post.network})
    return post


@transaction.atomic
def leave_out(*, post: SocialPost, user: User, reason: str) -> SocialPost:
    """``user`` decides that a waiting text will not be posted, and says why.

    Raises ``PermissionDenied``, and ``ValidationError`` without a reason or for a post that does not wait.
    """
    if not may_post(user):
        raise PermissionDenied(_("Paylaşımları yalnızca sosyal medya birimi işaretleyebilir."))
    reason = " ".join(clean(reason).split())
    if not reason:
        raise ValidationError(_("Neden paylaşılmayacağını yazın."))
    if len(reason) > LONGEST_REASON:
        raise ValidationError(_("Gerekçe en çok %(most)d karakter olabilir.") % {"most": LONGEST_REASON})
    post = SocialPost.objects.select_for_update().get(pk=post.pk)
    if post.state != State.READY:
        raise ValidationError(_("Bu gönderi artık beklemiyor."))
    post.state, post.reason = State.LEFT_OUT, reason
    post.save(update_fields=["state", "reason"])
    log(instance=post, action="social.left_out", user=user, data={"reason": reason, "network": post.network})
    return post


@transaction.atomic
def queue_again(*, post: SocialPost, user: User) -> SocialPost:
    """What was left out waits again. Raises ``PermissionDenied``, and ``ValidationError`` for any other post."""
    if not may_post(user):
        raise PermissionDenied(_("Paylaşımları yalnızca sosyal medya birimi işaretleyebilir."))
    post = SocialPost.objects.select_for_update().get(pk=post.pk)
    if post.state != State.LEFT_OUT:
        raise ValidationError(_("Bu gönderi paylaşılmayacaklar arasında değil."))
    post.state, post.reason = State.READY, ""
    post.save(update_fields=["state", "reason"])
    log(instance=post, action="social.queued_again", user=user, data={"network": post.network})
    return post


def checked_address(url: str) -> str:
    """``url`` trimmed; raises ``ValidationError`` unless it is a complete https address."""
    url = url.strip()
    wrong = ValidationError(_("Paylaşımın https:// ile başlayan tam adresini yapıştırın."))
    if len(url) > 500 or any(char.isspace() for char in url):
        raise wrong
    try:
        URLValidator(schemes=["https"])(url)
        host = urlsplit(url).hostname
    except (ValidationError, ValueError) as error:
        raise wrong from error
    if not host or "@" in urlsplit(url).netloc:
        raise wrong
    return url


def _posts(content_type: ContentType, object_id: Any) -> SocialPostQuerySet:
    return SocialPost.objects.filter(content_type=content_type, object_id=str(object_id))
