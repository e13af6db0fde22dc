"""Photographers and their contracts in the admin."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from media_library.models import Photographer
from media_library.rights import services
from media_library.rights.access import may_see_contracts
from media_library.rights.forms import PhotographerForm


class SavedByService:
    """Stores by the service, which also says what the contract means for the pictures."""

    def save_instance(self) -> Photographer:
        photographer: Photographer = self.form.save(commit=False)  # type: ignore[attr-defined]
        user = self.request.user  # type: ignore[attr-defined]
        return services.save_photographer(photographer=photographer, user=user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        context["may_see_contracts"] = may_see_contracts(self.request.user)  # type: ignore[attr-defined]
        return context


class PhotographerCreateView(SavedByService, generic.CreateView):
    """A new photographer."""


class PhotographerEditView(SavedByService, generic.EditView):
    """A photographer, and the way to the contract."""


class PhotographerViewSet(ModelViewSet):
    """Fotoğrafçılar."""

    model = Photographer
    name = "photographers"
    url_prefix = "fotografcilar"
    icon = "user"
    add_to_admin_menu = False
    copy_view_enabled = False
    inspect_view_enabled = False
    search_backend_name = None
    add_view_class = PhotographerCreateView
    edit_view_class = PhotographerEditView
    edit_template_name = "rights/photographer_edit.html"
    list_display = (
        "name",
        "kind",
        "contract_number",
        DateColumn("rights_until", label=_("Kullanım hakkının son günü")),
        BooleanColumn("active", label=_("Çalışıyor")),
    )
    list_filter = ("kind", "active")
    search_fields = ("name", "contract_number")
    ordering = ("sort_key",)

    def get_form_class(self, for_update: bool = False) -> type:
        return PhotographerForm


photographer_viewset = PhotographerViewSet()
