"""Subscribers in the admin: how many, and what the office does for a reader who asks. There is no list, no search
and no export, for nobody: the answer to each act is the same whether the address was known or not."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from cms.office.allowed import allowed, require
from cms.office.screens import screen
from cms.users.models import User
from cms.users.selectors import signed_in
from publishing.subscriptions import services, tallies

ACTS = {
    "durdur": _("Aboneliği durdur: adres ve ona gönderilenlerin kaydı silinir"),
    "sor": _("Onay mektubu gönder: adresin sahibi bağlantıya basarsa bütün bültenlere abone olur"),
    "izin": _("“Bir daha sorma” kararını kaldır: bu adrese yeniden onay mektubu gönderilebilir"),
}
DONE = {
    "durdur": _("Bu adrese artık bülten gönderilmez."),
    "sor": _(
        "Bu adrese onay mektubu gönderilir; daha önce “bir daha sorma” dediyse ya da bugün sorulduysa gönderilmez."
    ),
    "izin": _("Bu adrese yeniden sorulabilir."),
}


def may_see_numbers(user: User | AnonymousUser) -> bool:
    """Whether ``user`` sees how many subscribe."""
    return bool(user.has_perm("subscriptions.view_subscriber") or user.has_perm("subscriptions.change_subscriber"))


class RequestForm(forms.Form):
    """What a reader asked for, by telephone or letter."""

    email = forms.EmailField(
        label=_("Okurun e-posta adresi"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("E-posta adresini yazın."),
            "invalid": _("Geçerli bir e-posta adresi yazın; örneğin ad@kurum.example."),
        },
    )  # fmt: skip
    act = forms.ChoiceField(
        label=_("Ne istiyor?"), choices=list(ACTS.items()), widget=forms.RadioSelect,
        error_messages={"required": _("Ne istediğini seçin."), "invalid_choice": _("Ne istediğini seçin.")},
    )  # fmt: skip

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})


@allowed(may_see_numbers)
@require_http_methods(["GET", "HEAD", "POST"])
def overview(request: HttpRequest) -> HttpResponseBase:
    """The numbers; by ``POST`` one act for one address."""
    may_act = request.user.has_perm("subscriptions.change_subscriber")
    form = RequestForm(request.POST or None)
    if request.method == "POST":
        require(may_act)
        if form.is_valid():
            act = form.cleaned_data["act"]
            try:
                services.for_reader(act=act, email=form.cleaned_data["email"], user=signed_in(request))
            except ValidationError as error:
                form.add_error("email", error)
            else:
                messages.success(request, DONE[act])
                return redirect(reverse("subscribers"))
    return screen(
        request, "subscriptions/office/overview.html", title=gettext("Aboneler"), icon="mail", has_heading=False,
        styles=["subscriptions/office.css"], tally=tallies.tally(), form=form, may_act=may_act,
        status=200 if form.is_valid() or not form.is_bound else 422,
    )  # fmt: skip
