"""Kits in the admin: the list, and the form of those made by hand."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, MultipleChooserPanel, ObjectList
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from cms.core.exports import ExportMixin
from cms.office.ledgers import moment_column
from media_library.kits import admin_views, services
from media_library.kits.forms import KitForm
from media_library.kits.models import Kit


class KitIndexView(ExportMixin, generic.IndexView):
    """The kits, the newest first."""

    any_permission_required = ["add", "change", "view"]
    default_ordering = "-created_at"

    def get_base_queryset(self) -> QuerySet[Kit]:
        queryset: QuerySet[Kit] = super().get_base_queryset()
        return queryset.defer("message", "letterhead").annotate(
            link_count=Count("links", distinct=True), download_count=Count("downloads", distinct=True)
        )

    @property
    def columns(self) -> list[Any]:
        return [
            TitleColumn("kit", label=_("Kit"), accessor=str, get_url=self.get_inspect_url),
            Column("number", label=_("Bülten no"), sort_key="number"),
            Column("state", label=_("Durum"), accessor="get_state_display", sort_key="state"),
            Column("link_count", label=_("Bağlantı")),
            Column("download_count", label=_("İndirme")),
            moment_column(_("Oluşturma")),
        ]


class KitCreateView(generic.CreateView):
    """A new kit, made by hand."""

    def save_instance(self) -> Kit:
        kit: Kit = super().save_instance()
        return services.kit_saved(kit=kit, user=self.request.user, new=True, whole=self.form.cleaned_data["whole"])

    def get_success_url(self) -> str:
        return reverse("kits:inspect", args=[self.object.pk])


class KitEditView(generic.EditView):
    """Another content for a kit made by hand. A bulletin's kit holds what was signed: it has no form."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        if not self.object.is_by_hand:
            return redirect(reverse("kits:inspect", args=[self.object.pk]))
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def save_instance(self) -> Kit:
        kit: Kit = super().save_instance()
        return services.kit_saved(kit=kit, user=self.request.user, new=False, whole=self.form.cleaned_data["whole"])

    def get_success_url(self) -> str:
        return reverse("kits:inspect", args=[self.object.pk])


class KitViewSet(ModelViewSet):
    """``/admin/kitler/``."""

    model = Kit
    icon = "folder-open-inverse"
    menu_label = _("Kitler")
    add_to_admin_menu = False
    copy_view_enabled = False
    inspect_view_enabled = True
    search_backend_name = None
    search_fields = ["name", "title", "number"]
    list_filter = ["state"]
    list_per_page = 50
    index_view_class = KitIndexView
    add_view_class = KitCreateView
    edit_view_class = KitEditView
    edit_handler = ObjectList(
        [
            MultiFieldPanel([FieldPanel("name"), FieldPanel("whole")], heading=_("Kit")),
            MultipleChooserPanel(
                "photos", chooser_field_name="photo", heading=_("Fotoğraflar"), label=_("Fotoğraf"),
                panels=[FieldPanel("photo")],
            ),
            MultipleChooserPanel(
                "videos", chooser_field_name="video", heading=_("Videolar"), label=_("Video"),
                panels=[FieldPanel("video"), FieldPanel("with_original")],
            ),
            MultipleChooserPanel(
                "documents", chooser_field_name="document", heading=_("Belgeler"), label=_("Belge"),
                panels=[FieldPanel("document")],
            ),
        ],
        base_form_class=KitForm,
    )  # fmt: skip

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        pages = ("delete", "history", "usage", "copy")
        return {**super().get_common_view_kwargs(**kwargs), **{f"{page}_url_name": None for page in pages}}

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("yeni/", self.add_view, name="add"),
            path("<int:pk>/", admin_views.kit_page, name="inspect"),
            path("<int:pk>/duzenle/", self.edit_view, name="edit"),
            path("<int:pk>/yeniden/", admin_views.again, name="again"),
            path("<int:pk>/baglanti/<int:link_pk>/iptal/", admin_views.revoke, name="revoke"),
        ]


kit_viewset = KitViewSet("kits", url_prefix="kitler")
