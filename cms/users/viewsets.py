"""Admin screens of people, directorates, and the closed screen of roles."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton
from wagtail.users.views.groups import GroupViewSet
from wagtail.users.views.users import CreateView, DeleteView, EditView, IndexView, UserViewSet

from cms.office.allowed import require
from cms.office.screens import screen
from cms.users import permissions
from cms.users.columns import COLUMNS, PersonFilterSet, with_second_factor
from cms.users.forms import DepartmentForm, PersonCreationForm, PersonEditForm
from cms.users.models import Department, User
from cms.users.views.invitations import may_invite


class PersonIndexView(IndexView):
    """Everybody with roles, second factor and last sign-in, and the way to inviting many at once."""

    @cached_property
    def columns(self) -> list[Any]:
        """Wagtail's check boxes, name and user name, then ours."""
        return [*super().columns[:3], *COLUMNS]

    def get_base_queryset(self) -> QuerySet[User]:
        return with_second_factor(super().get_base_queryset())

    @property
    def header_buttons(self) -> list[Any]:
        buttons = list(super().header_buttons)
        if may_invite(self.request.user):
            buttons.append(HeaderButton(_("Toplu davet"), url=reverse("users_invite"), icon_name="mail", priority=20))
        return buttons

    def get_delete_url(self, instance: User) -> str | None:
        """The delete link, where deleting is possible."""
        return super().get_delete_url(instance) if permissions.may_delete(self.request.user, instance) else None


class PersonCreateView(CreateView):
    def get_form_kwargs(self) -> dict[str, Any]:
        """Tells the form who fills it in."""
        return {**super().get_form_kwargs(), "by": self.request.user}


class PersonEditView(EditView):
    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Refuses superusers' accounts to everybody else, before a form exists."""
        super().setup(request, *args, **kwargs)
        require(permissions.may_manage(request.user, self.object))
        self.can_delete = self.can_delete and permissions.may_delete(request.user, self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tells the form who fills it in."""
        return {**super().get_form_kwargs(), "by": self.request.user}


class PersonDeleteView(DeleteView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuses accounts that sign."""
        require(permissions.may_delete(request.user, self.get_object()))
        return super().dispatch(request, *args, **kwargs)


class PersonViewSet(UserViewSet):
    """Wagtail's user admin within the office's limits."""

    index_view_class = PersonIndexView
    filterset_class = PersonFilterSet
    add_view_class = PersonCreateView
    edit_view_class = PersonEditView
    delete_view_class = PersonDeleteView
    create_template_name = "wagtailadmin/generic/create.html"
    edit_template_name = "wagtailadmin/generic/edit.html"
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type:
        """Our forms with title and telephone."""
        return PersonEditForm if for_update else PersonCreationForm


def roles_are_fixed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Says why roles have no editor: one ticked "publish" would go round both signatures."""
    return screen(request, "users/roles_are_fixed.html", title=gettext("Roller"), icon="group", status=403)


class FixedRolesViewSet(GroupViewSet):
    """Wagtail's group admin, closed for everybody: roles come with the installation."""

    add_to_settings_menu = False

    def get_urlpatterns(self) -> list[URLPattern]:
        """Every address that Wagtail knows, with one answer."""
        names = ("add", "delete", "edit", "history", "history_results", "usage", "index_results")
        return [
            path("", roles_are_fixed, name="index"),
            *(re_path(rf"^{name}/(?:(?P<pk>\d+)/)?$", roles_are_fixed, name=name) for name in names),
            re_path(r"^.+/$", roles_are_fixed, name="other"),
        ]


class DepartmentViewSet(ModelViewSet):
    """Müdürlükler."""

    model = Department
    name = "departments"
    url_prefix = "mudurlukler"
    icon = "group"
    menu_label = _("Müdürlükler")
    menu_name = "departments"
    menu_order = 610
    add_to_settings_menu = True
    copy_view_enabled = False
    list_display = ("name", BooleanColumn("active", label=_("Kullanımda")))
    ordering = ("sort_key",)
    search_fields = ("name",)

    def get_form_class(self, for_update: bool = False) -> type:
        """The same form; it knows by itself what may still change."""
        return DepartmentForm
