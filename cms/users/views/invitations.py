"""Inviting many people at once."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.office.allowed import allowed
from cms.office.screens import screen
from cms.users import invitations
from cms.users.forms import InvitationForm
from cms.users.models import User
from cms.users.selectors import signed_in


def may_invite(user: User | AnonymousUser) -> bool:
    """Whether ``user`` may make accounts."""
    return bool(user.has_perm("users.add_user"))


@allowed(may_invite)
def invite(request: HttpRequest) -> HttpResponseBase:
    """Invites whom it can; the other lines stay in the box, each with its reason. Nothing that was typed is lost."""
    form = InvitationForm(request.POST or None)
    refused: list[invitations.Refused] = []
    if request.method == "POST" and form.is_valid():
        groups = form.cleaned_data["groups"]
        result = invitations.invite(text=form.cleaned_data["text"], groups=groups, by=signed_in(request))
        refused = result.refused
        if result.people:
            messages.success(
                request,
                _("%(count)d kişinin hesabı açıldı; davet mektupları yolda.") % {"count": len(result.people)},
            )
        if not refused:
            return redirect("wagtailusers_users:index")
        messages.error(
            request,
            _("%(count)d satırdaki kişi davet edilemedi. Aşağıda duruyorlar; düzeltip yeniden gönderin.")
            % {"count": len(refused)},
        )
        form = InvitationForm(initial={"text": result.remaining_text, "groups": groups})
    return screen(
        request, "users/invite.html", title=_("Toplu davet"), icon="mail", is_narrow=True,
        crumbs=[(reverse("wagtailusers_users:index"), _("Kullanıcılar"))], form=form, refused=refused,
    )  # fmt: skip
