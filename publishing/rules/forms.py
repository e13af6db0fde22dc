"""The form of a rule: who is told is chosen among the house's own accounts, and nobody else can be."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from cms.core.roles import Role
from cms.users.models import User


class RuleForm(WagtailAdminModelForm):
    """Remembers who made it and who changed it last."""

    roles = forms.MultipleChoiceField(
        label=_("Makamlar ve birimler"), choices=Role.choices, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Makamlarda o günün vekili de duyar."),
    )  # fmt: skip
    users = forms.ModelMultipleChoiceField(
        label=_("Kişiler"), queryset=User.objects.filter(is_active=True).order_by("first_name", "last_name", "pk"),
        required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Yalnızca bu evin hesapları; herkes ancak kendi görebileceğini duyar."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        tells = cleaned.get("by_letter") or cleaned.get("on_first_page")
        if tells and not cleaned.get("roles") and not cleaned.get("users"):
            self.add_error("roles", _("Kime bildirileceğini seçin: bir makam, bir birim ya da kişiler."))
        return cleaned

    def save(self, commit: bool = True) -> Any:
        self.instance.changed_by = self.for_user
        if self.instance.pk is None:
            self.instance.created_by = self.for_user
        return super().save(commit)
