"""The videos in the admin ("Videolar"): list, form, and what belongs to it."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton
from wagtail.models import Collection

from cms.core import holds
from cms.core.exports import ExportMixin
from cms.office.faults import FaultyTabs
from media_library.guards import check_tags
from media_library.models import Shoot, Video, VideoKind, VideoState
from media_library.models.described import RightsState
from media_library.rights import changes
from media_library.rights import services as rights
from media_library.videos import views
from media_library.videos.columns import DurationColumn, StateColumn, StillColumn

WIDE = "video-wide"  # left out on narrow screens


class VideoFilterSet(WagtailFilterSet):
    """Kind, state, rights, shoot."""

    kind = django_filters.MultipleChoiceFilter(label=_("Tür"), choices=VideoKind.choices, widget=CheckboxSelectMultiple)
    state = django_filters.MultipleChoiceFilter(
        label=_("Durum"), choices=VideoState.choices, widget=CheckboxSelectMultiple
    )
    rights_state = django_filters.MultipleChoiceFilter(
        label=_("Hak durumu"), choices=RightsState.choices, widget=CheckboxSelectMultiple
    )
    shoot = django_filters.ModelChoiceFilter(label=_("Çekim"), queryset=Shoot.objects.all())

    class Meta:
        model = Video
        fields: list[str] = []


class VideoForm(WagtailAdminModelForm):
    """The words and rights of a video; its file stays as it came."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.facts = changes.facts_of(self.instance)
        if Collection.objects.count() < 2:  # nothing to choose; Wagtail's own forms leave it out, too
            self.fields.pop("collection", None)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        changes.check_form(self, self.for_user, cleaned)
        check_tags(self)
        return cleaned

    def save(self, commit: bool = True) -> Any:
        video = super().save(commit)
        if commit:
            changes.record(user=self.for_user, item=video, before=self.facts)
            rights.refresh(videos=[video.pk])
        return video


class VideoIndexView(ExportMixin, generic.IndexView):
    """The newest first, with stills."""

    template_name = "videos/admin/index.html"
    filterset_class = VideoFilterSet
    default_ordering = "-created_at"
    paginate_by = 30
    any_permission_required = ["add", "change", "delete", "view"]

    def get_base_queryset(self) -> QuerySet[Video]:
        queryset: QuerySet[Video] = super().get_base_queryset()
        return queryset.select_related("shoot")

    @property
    def header_buttons(self) -> list[Any]:
        buttons = list(super().header_buttons)
        if self.user_has_permission("add"):
            # Videos come in where photos do: on the page of the shoot that they belong to.
            buttons.append(
                HeaderButton(_("Video yükle"), url=reverse("archive:shoots"), icon_name="upload", priority=20)
            )
        return buttons

    def get_title_url(self, instance: Video) -> str | None:
        """The form for those who may change it, the page to read for the others."""
        url: str | None = self.get_edit_url(instance) or self.get_inspect_url(instance)
        return url

    @property
    def columns(self) -> list[Any]:
        return [
            StillColumn("still", label=_("Kare"), classname="video-still"),
            TitleColumn("title", label=_("Başlık"), get_url=self.get_title_url, sort_key="title"),
            Column("kind", label=_("Tür"), accessor="get_kind_display", sort_key="kind", classname=WIDE),
            DurationColumn("duration", label=_("Süre"), sort_key="duration_ms", classname=WIDE),
            Column("shoot", label=_("Çekim"), classname=WIDE),
            StateColumn("state", label=_("Durum"), sort_key="state"),
            Column(
                "rights",
                label=_("Hak durumu"),
                accessor="get_rights_state_display",
                sort_key="rights_state",
                classname=WIDE,
            ),
            DateColumn("created_at", label=_("Eklenme"), sort_key="created_at", classname=WIDE),
        ]


class VideoEditView(generic.EditView):
    """The form below the player."""

    template_name = "videos/admin/edit.html"

    @property
    def header_buttons(self) -> list[Any]:
        count = self.object.captions.count()
        return [
            *super().header_buttons,
            HeaderButton(
                _("Altyazılar (%(count)d)") % {"count": count}, url=reverse("videos:captions", args=[self.object.pk]),
                icon_name="openquote", priority=20,
            ),
        ]  # fmt: skip

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        in_use = holds.obstacle(self.object)
        return super().get_context_data(**kwargs) | {
            "video": self.object,
            "in_use": in_use,
            "may_process": not in_use and self.object.state in (VideoState.READY, VideoState.FAILED),
        }


class VideoInspectView(generic.InspectView):
    """What is known of a video; a dash for what is not."""

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        value = super().get_field_display_value(field_name, field)
        return "-" if value is None or value == "" else value


class VideoViewSet(ModelViewSet):
    """``/admin/videolar/``. Videos come in through a shoot's upload page, so that there is no page for adding here."""

    model = Video
    name = "videos"
    icon = "media"
    menu_label = _("Videolar")
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = [
        "title", "kind", "shoot", "description", "headline", "caption", "credit", "people", "taken_at", "city", "place",
        "legal_basis", "licence", "licence_ends", "copyright_notice", "usage_terms", "original_name", "created_at",
    ]  # fmt: skip
    inspect_template_name = "videos/admin/inspect.html"
    search_backend_name = None
    search_fields = ["title", "description", "headline", "caption", "original_name", "shoot__title"]
    index_view_class = VideoIndexView
    edit_view_class = VideoEditView
    inspect_view_class = VideoInspectView
    edit_handler = FaultyTabs(
        [
            ObjectList(
                [
                    FieldPanel("title"),
                    FieldRowPanel([FieldPanel("kind"), FieldPanel("shoot")]),
                    FieldPanel("description"),
                    FieldPanel("headline"),
                    FieldPanel("caption", heading=_("Video altı")),
                    FieldPanel("credit"),
                    FieldPanel("people"),
                    FieldPanel("tags"),
                    MultiFieldPanel(
                        [FieldPanel("taken_at"), FieldRowPanel([FieldPanel("city"), FieldPanel("place")])],
                        heading=_("Yer ve zaman"),
                    ),
                    FieldPanel("collection"),
                ],
                heading=_("Bilgiler"),
            ),
            ObjectList(
                [
                    FieldPanel("legal_basis"),
                    FieldPanel("contains_children"),
                    FieldRowPanel([FieldPanel("licence"), FieldPanel("licence_ends")]),
                    FieldPanel("licence_note"),
                    FieldPanel("photographer", heading=_("Çeken")),
                    FieldPanel("copyright_notice"),
                    FieldPanel("usage_terms"),
                    MultiFieldPanel(
                        [
                            FieldPanel("digital_source"),
                            FieldRowPanel([FieldPanel("ai_system"), FieldPanel("ai_system_version")]),
                            FieldPanel("ai_prompt"),
                            FieldPanel("ai_prompt_writer"),
                        ],
                        heading=_("Yapay zekâ"),
                        classname="collapsed",
                    ),
                ],
                heading=_("Haklar"),
            ),
        ],
        base_form_class=VideoForm,
    )

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_common_view_kwargs(**kwargs), "add_url_name": None}

    def get_urlpatterns(self) -> list[Any]:
        return [
            *(one for one in super().get_urlpatterns() if one.name not in ("add",)),
            path("durum/", views.states, name="states"),
            path("<int:pk>/yeniden-isle/", views.again, name="again"),
            path("<int:pk>/altyazilar/", views.captions, name="captions"),
            path("<int:pk>/altyazilar/<int:caption_pk>/sil/", views.remove_captions, name="remove_captions"),
        ]


video_viewset = VideoViewSet("videos", url_prefix="videolar")
