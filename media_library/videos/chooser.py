"""How editors choose a video in a text."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet

from media_library.models import Video
from media_library.videos.columns import DurationColumn, StateColumn, StillColumn


class _WithStills:
    """The rows with their stills; taken-down videos are not offered."""

    def get_object_list(self) -> QuerySet[Video]:
        return Video.objects.filter(withheld_at__isnull=True).order_by("-created_at")

    @property
    def columns(self) -> list[Any]:
        title = self.title_column  # type: ignore[attr-defined]
        return [
            StillColumn("still", label=_("Kare")), title, Column("kind", label=_("Tür"), accessor="get_kind_display"),
            DurationColumn("duration", label=_("Süre")), StateColumn("state", label=_("Durum")),
        ]  # fmt: skip


class VideoChooseView(_WithStills, chooser.ChooseView):
    pass


class VideoChooseResultsView(_WithStills, chooser.ChooseResultsView):
    pass


class VideoChooserViewSet(ChooserViewSet):
    """``/admin/videolar-sec/``."""

    model = Video
    icon = "media"
    choose_one_text = _("Video seç")
    choose_another_text = _("Başka video seç")
    edit_item_text = _("Videoyu düzenle")
    choose_view_class = VideoChooseView
    choose_results_view_class = VideoChooseResultsView

    def get_urlpatterns(self) -> list[Any]:
        # Videos come in through a shoot's upload page; Wagtail's own address for adding one knows no form.
        return [one for one in super().get_urlpatterns() if one.name != "create"]


video_chooser_viewset = VideoChooserViewSet("video_chooser", url_prefix="videolar-sec")
VideoChooser = video_chooser_viewset.widget_class
