"""Adding many addresses at once."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.office.allowed import allowed
from cms.office.screens import screen
from cms.users.models import User
from cms.users.selectors import signed_in
from press_archive.contacts import services
from press_archive.contacts.forms import PasteForm
from press_archive.contacts.parser import BrokenLine


def may_paste(user: User | AnonymousUser) -> bool:
    """Whether ``user`` may add addresses."""
    return bool(user.has_perm("contacts.add_address"))


@allowed(may_paste)
def paste(request: HttpRequest) -> HttpResponseBase:
    """Adds the good lines; the broken ones stay in the box, each with its reason. Nothing that was typed is lost."""
    form = PasteForm(request.POST or None)
    broken: list[BrokenLine] = []
    if request.method == "POST" and form.is_valid():
        pasted = services.add_pasted_addresses(
            text=form.cleaned_data["text"], lists=form.cleaned_data["lists"], user=signed_in(request)
        )
        if pasted.added:
            messages.success(request, _("%(count)d adres eklendi.") % {"count": len(pasted.added)})
        if pasted.known:
            messages.info(request, _("%(count)d adres rehberde zaten vardı.") % {"count": len(pasted.known)})
        if not pasted.broken:
            return redirect(reverse("basin_adres:index"))
        messages.error(
            request,
            _("%(count)d satır eklenemedi. Aşağıda duruyorlar; düzeltip yeniden gönderin.")
            % {"count": len(pasted.broken)},
        )
        # The box now holds the broken lines alone, so their numbers count from there.
        broken = [BrokenLine(at, line.text, line.reason) for at, line in enumerate(pasted.broken, start=1)]
        form = PasteForm(initial={"text": pasted.remaining_text, "lists": form.cleaned_data["lists"]})
    return screen(
        request, "contacts/paste.html", title=_("Adres ekle (toplu)"), icon="mail",
        crumbs=[(reverse("basin_adres:index"), _("Adresler"))], form=form, broken=broken,
    )  # fmt: skip
