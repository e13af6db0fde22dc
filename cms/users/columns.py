"""Columns and filters of the users' list: roles, the second factor, the last sign-in."""

from __future__ import annotations

from typing import Any

import django_filters
from django.contrib.auth.models import Group
from django.db.models import Exists, OuterRef, QuerySet
from django.forms import CheckboxSelectMultiple
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_otp.plugins.otp_totp.models import TOTPDevice
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.boolean_radio_select import BooleanRadioSelect
from wagtail.users.views.users import UserFilterSet

from cms.users.models import User
from cms.users.second_factor import is_required


class PersonColumn(Column):
    """What is so, as text or, with ``(text, state)``, as a label whose colour says whether it is well. On a telephone
    the cells of a row stand below one another, each with the column's name."""

    cell_template_name = "users/person_cell.html"

    class Media:
        css = {"all": ["users/people.css"]}

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        if isinstance(context["value"], tuple):
            context["value"], context["state"] = context["value"]
        return context


def with_second_factor(people: QuerySet[User]) -> QuerySet[User]:
    """``people`` with ``has_app``: whether an authenticator app is set up and confirmed; and with their roles."""
    app = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
    return people.annotate(has_app=Exists(app)).prefetch_related("groups")


def roles_in_words(user: User) -> str:
    """The roles of ``user``, and what a superuser is."""
    names = [group.name for group in user.groups.all()]
    if user.is_superuser:
        names.insert(0, _("Süper kullanıcı"))
    return ", ".join(names) or _("rolü yok")


def second_factor_in_words(user: User) -> tuple[str, str]:
    """Whether the second factor is on; bad where it must be and is not."""
    if getattr(user, "has_app", False):  # ``with_second_factor`` annotates it
        return _("açık"), "good"
    return (_("zorunlu, kurulmadı"), "bad") if user.is_active and is_required(user) else (_("kapalı"), "doubt")


def last_sign_in_in_words(user: User) -> str:
    """Day and minute of the last sign-in."""
    moment = user.last_login
    return date_format(timezone.localtime(moment), "j F Y H.i") if moment else _("hiç girmedi")


COLUMNS = [
    PersonColumn("roles", label=gettext_lazy("Roller"), accessor=roles_in_words, width="22%"),
    PersonColumn("second_factor", label=gettext_lazy("İki adımlı doğrulama"), accessor=second_factor_in_words),
    PersonColumn(
        "is_active",
        label=gettext_lazy("Hesap"),
        accessor=lambda user: (_("açık"), "good") if user.is_active else (_("kapalı"), "doubt"),
        sort_key="is_active",
    ),
    PersonColumn("last_login", label=gettext_lazy("Son giriş"), accessor=last_sign_in_in_words, sort_key="last_login"),
]


class PersonFilterSet(UserFilterSet):
    """Wagtail's filters in the office's words, and one for the second factor."""

    has_app = django_filters.BooleanFilter(
        label=gettext_lazy("İki adımlı doğrulama açık"), field_name="has_app", widget=BooleanRadioSelect
    )
    never = django_filters.BooleanFilter(
        label=gettext_lazy("Hiç girmedi"), field_name="last_login", lookup_expr="isnull", widget=BooleanRadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["group"] = django_filters.ModelMultipleChoiceFilter(
            field_name="groups",
            queryset=Group.objects.order_by("pk"),
            label=gettext_lazy("Rol"),
            widget=CheckboxSelectMultiple,
        )

    class Meta(UserFilterSet.Meta):
        pass
