"""What people's floor adds to Wagtail's admin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry

from cms.core.home import Task
from cms.office.menu import RuledMenuItem
from cms.users import bulk_actions, permissions, selectors, urls, viewsets
from cms.users.delegation import offices_held, refusal_for
from cms.users.models import User
from cms.users.roles import Role, has_role, is_administrator
from cms.users.selectors import signed_in
from cms.users.views import offices
from cms.users.views.own_account import OwnTitlePanel


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return urls.urlpatterns


@hooks.register("register_admin_viewset")
def department_viewset() -> viewsets.DepartmentViewSet:
    return viewsets.DepartmentViewSet()


@hooks.register("register_admin_menu_item")
def offices_menu_item() -> MenuItem:
    return RuledMenuItem(
        _("Makamlar ve vekâlet"),
        reverse("users_offices"),
        rule=offices.may_see_offices,
        name="offices",
        icon_name="key",
        order=850,
    )


@hooks.register("construct_reports_menu")
def reports_menu(request: HttpRequest, items: list[Any]) -> None:
    """Wagtail's reports are for whoever runs the system; two of them say nothing here."""
    kept = items if is_administrator(request.user) else []
    items[:] = [item for item in kept if item.name not in {"workflow-tasks", "page-types-usage"}]


@hooks.register("construct_homepage_panels")
def people_tasks(request: HttpRequest, panels: list[Any]) -> None:
    panels += confirmation_tasks(signed_in(request))
    if not is_administrator(request.user):
        return
    panels += [
        Task(
            title=gettext("Kullanıcılar"),
            sentence=gettext("%(count)d kişi giriş yapabilir.")
            % {"count": User.objects.filter(is_active=True).count()},
            action=gettext("Kullanıcıları aç"),
            url=reverse("wagtailusers_users:index"),
            icon="user",
            order=5,
            first=has_role(request.user, Role.ADMINISTRATOR),
        ),
        Task(
            title=gettext("Makamlar ve vekâlet"),
            sentence=gettext("Kimin imzaladığı ve kimin kime vekâlet ettiği."),
            action=gettext("Makamları aç"),
            url=reverse("users_offices"),
            icon="key",
            order=6,
        ),
    ]


def confirmation_tasks(user: User) -> list[Task]:
    """What waits for the word of ``user``, and why ``user`` cannot sign yet; empty for everybody else."""
    reason = refusal_for(user=user)
    waiting = selectors.waiting_for(user) if offices_held(user) else []
    if not reason and not waiting:
        return []
    return [
        Task(
            title=gettext("Görevlendirme ve vekâlet onayları"),
            sentence=reason or gettext("%(count)d konu onayınızı bekliyor.") % {"count": len(waiting)},
            action=gettext("Onayları aç"),
            url=reverse("users_confirmations"),
            icon="key",
            order=1,
            first=bool(reason),
        )
    ]


@hooks.register("register_account_settings_panel")
def own_title_panel(request: HttpRequest, user: User, profile: Any) -> OwnTitlePanel:
    return OwnTitlePanel(request, user, profile)


@hooks.register("register_account_menu_item")
def second_factor_account_item(request: HttpRequest) -> dict[str, Any]:
    return {
        "url": reverse("users_second_factor"),
        "label": _("İki adımlı doğrulama"),
        "help_text": _("Telefonunuzdaki uygulamayı kurun, kurtarma kodlarınızı yenileyin."),
    }


@hooks.register("register_user_listing_buttons")
def second_factor_reset_button(user: User, request_user: User) -> Iterator[Button]:
    if permissions.may_reset_second_factor(request_user, user):
        yield Button(
            _("İki adımlı doğrulamayı sıfırla"),
            url=reverse("users_second_factor_reset", args=[user.pk]),
            icon_name="key",
            priority=50,
        )


# After Wagtail's own, which they replace by their action type.
for action in (bulk_actions.AssignPersonRole, bulk_actions.DeletePeople, bulk_actions.SetPeopleActive):
    hooks.register("register_bulk_action", action, order=10)


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    for name, label in (
        ("users.appoint", _("Makama görevlendirildi")),
        ("users.confirm_appointment", _("Görevlendirme onaylandı")),
        ("users.confirm_delegation", _("Vekâlet onaylandı")),
        ("users.code_issued", _("Mühürlü kod verildi")),
        ("users.credential_own", _("Hesap sahiplenildi")),
        ("users.dismiss", _("Makamdan ayrıldı")),
        ("users.delegate", _("Vekâlet verildi")),
        ("users.revoke_delegation", _("Vekâlet kaldırıldı")),
        ("users.second_factor_on", _("İki adımlı doğrulama açıldı")),
        ("users.second_factor_off", _("İki adımlı doğrulama kapatıldı")),
        ("users.second_factor_reset", _("İki adımlı doğrulama yönetici tarafından sıfırlandı")),
        ("users.recovery_codes_renewed", _("Kurtarma kodları yenilendi")),
        ("users.invited", _("Davet edildi")),
        ("users.recovery_code_used", _("Kurtarma koduyla girildi")),
    ):
        actions.register_action(name, label, label)
