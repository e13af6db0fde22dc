"""Signing in, and a new password by mail."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from wagtail.admin.views.account import LoginView, PasswordResetConfirmView, PasswordResetView
from wagtail.log_actions import LogContext

from cms.core.addresses import network_of_request
from cms.users import credentials, door, passwords, second_factor


class SignInView(LoginView):
    """Wagtail's sign-in page behind our door."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """The form again; while a pause lasts, a page that says how long."""
        wait = getattr(self.request, "door_wait", None)
        if wait is None:
            return super().form_invalid(form)
        minutes = max(1, -(-int(wait.total_seconds()) // 60))
        response = render(self.request, "users/locked_out.html", {"minutes": minutes}, status=429)
        response["Retry-After"] = str(max(1, int(wait.total_seconds())))
        return response

    def form_valid(self, form: Any) -> HttpResponse:
        """In; where no second factor is asked for, the browser is known from now on."""
        response = super().form_valid(form)
        user = form.get_user()
        if second_factor.app_of(user) is None and not second_factor.is_required(user):
            door.remember_device(self.request, response, user)
        return response


class NewPasswordView(PasswordResetView):
    """The same page and the same work for every address; whether there is such an account is the worker's affair."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Notes the request and answers."""
        passwords.ask(email=form.cleaned_data["email"], address=network_of_request(self.request))
        return HttpResponseRedirect(self.get_success_url())


class NewPasswordConfirmView(PasswordResetConfirmView):
    """The link from the mail. Whoever holds it is known to be the owner only where a second factor has to follow."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Sets the password."""
        if second_factor.app_of(form.user) is not None:
            with credentials.changed_by_owner(form.user):
                response = super().form_valid(form)
        else:
            with LogContext(user=form.user):
                response = super().form_valid(form)
        door.keep_device(self.request, response, form.user)
        return response


def nowhere(request: HttpRequest) -> HttpResponse:
    """A door of Wagtail's that this house does not have."""
    raise Http404
