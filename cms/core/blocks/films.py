"""A video of the archive inside a text. Which model that is, and how it is chosen, is a matter of settings:
``VIDEO_MODEL`` ("app.Model") and ``VIDEO_CHOOSER`` (dotted path of the chooser widget)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.functional import cached_property
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class VideoChooserBlock(blocks.ChooserBlock):
    """One video of the archive."""

    @cached_property
    def target_model(self) -> str:
        return str(settings.VIDEO_MODEL)

    @cached_property
    def widget(self) -> Any:
        return import_string(settings.VIDEO_CHOOSER)()

    class Meta:
        icon = "media"


class ArchiveVideoBlock(blocks.StructBlock):
    """A video of the archive, played on the page itself. What stands beside it is said here, so that it is signed."""

    video = VideoChooserBlock(label=_("Video"))
    title = blocks.CharBlock(label=_("Video başlığı"), max_length=160)
    caption = blocks.CharBlock(label=_("Video altı"), max_length=240, required=False)
    credit = blocks.CharBlock(
        label=_("Görüntü kaynağı"), max_length=160, required=False, help_text=_("Örneğin: Görüntü: Adı Soyadı")
    )

    class Meta:
        icon = "media"
        label = _("Arşiv videosu")
        template = "blocks/archive_video.html"
