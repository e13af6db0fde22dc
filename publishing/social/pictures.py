"""What happens to posts when their picture may no longer be shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext as _

from media_library.models import Photo, Video
from media_library.rights import selectors as rights
from media_library.rights.rules import Purpose
from media_library.rights.spread import Section, Trace
from media_library.signals import item_withheld
from publishing.social import services
from publishing.social.models import SocialPost


def photo_obstacles(posts: Iterable[SocialPost]) -> dict[int, str]:
    """By photo: why it may not be posted today, as a sentence. Photos that may be posted are left out."""
    ids = {post.image_id for post in posts if post.image_id}
    return {
        pk: _("Fotoğraf kullanılamaz: %(reasons)s.") % {"reasons": ", ".join(reasons)}
        for pk, reasons in rights.blocked_photos(ids, Purpose.SOCIAL).items()
    }


@receiver(item_withheld, dispatch_uid="social.item_withheld")
def picture_withheld(photo: Photo | None = None, **kwargs: Any) -> None:
    """Waiting posts lose the picture or are cancelled; posted ones are to be removed."""
    if photo is not None:
        services.drop_picture(photo=photo)


def posts_with(item: Photo | Video) -> Section | None:
    """The posts that carry the photo, or were posted with it."""
    if not isinstance(item, Photo):
        return None
    posts = SocialPost.objects.filter(image=item).order_by("pk")
    rows = []
    for post in posts:
        seen = post.state in (SocialPost.State.POSTED, SocialPost.State.TO_REMOVE)
        dropped = _("Fotoğraf gönderiden çıkarıldı.") if post.state in services.UNSEEN else ""
        rows.append(
            Trace(
                text=f"{post} ({post.get_state_display()})",
                url=post.posted_url or reverse("social_queue"),
                public=seen,
                done=_("Paylaşım “kaldırılacak” listesine alındı.") if seen else dropped,
                todo=_("Paylaşımı ağdan silin ve kuyrukta “Ağdan kaldırdım” deyin.") if seen else "",
            )
        )
    return Section("social", _("Sosyal medyada"), rows)
