"""A picture that is taken down goes before every signature: what is on its way with it is stopped at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.dispatch import receiver
from django.utils.translation import gettext as _

from cms.core import holds
from cms.core.models import Hold, Stage
from media_library.models import Photo, PublicFile
from media_library.signals import item_withheld, taking_down
from publishing.approval import evidence, holding, notices, selectors
from publishing.approval.publication import take_off_schedule
from publishing.approval.services import return_without_picture


@receiver(taking_down, dispatch_uid="approval.taking_down")
def lock_first(**kwargs: Any) -> None:
    """The end of the evidence is locked before the pictures are, as whoever signs locks them."""
    evidence.lock()


@receiver(item_withheld, dispatch_uid="approval.item_withheld")
def stop_content(photo: Any = None, video: Any = None, takedown: Any = None, **kwargs: Any) -> None:
    """Returns content in approval that uses the picture, and takes signed content off the schedule, with the reason."""
    item = photo or video
    rows = Hold.objects.filter(row_type=holds.type_of(type(item)), row_id=str(item.pk))
    why = takedown.reason if takedown is not None else ""
    comment = _("“%(title)s” yayından kaldırıldı: %(why)s Yerine başka bir fotoğraf seçip yeniden onaya gönderin.") % {
        "title": item.title,
        "why": why if why.endswith((".", "!", "?")) else f"{why}.",
    }
    for content in holding.contents(set(rows.values_list("holder_type_id", "holder_id"))):
        content = selectors.specific(content)
        stage, revision = holding.stage_of(content)
        if stage is Stage.APPROVAL:
            return_without_picture(content=content, user=takedown.by if takedown else None, comment=comment)
        elif stage is Stage.SCHEDULED and revision is not None:
            take_off_schedule(pk=revision.pk, reason=comment)
    if takedown is not None:
        for content in on_air_with(item):
            notices.lost_picture(content=content, title=item.title, reason=why, user=takedown.by)


def on_air_with(item: Any) -> Iterator[Any]:
    """The live content that shows ``item`` to the public."""
    which = {"photo": item} if isinstance(item, Photo) else {"video": item}
    rows = PublicFile.objects.filter(**which).order_by("pk").values_list("content_type", "object_id").distinct()
    for type_id, number in dict.fromkeys(rows):
        model: Any = ContentType.objects.get_for_id(type_id).model_class()
        content = model._base_manager.filter(pk=number).first() if model else None
        if content is not None:
            yield content
