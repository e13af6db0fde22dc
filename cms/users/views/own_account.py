"""One's own account: the settings page, and taking the account over with a sealed code.

These stand before Wagtail's own addresses and ask for a sign-in only, not for the admin: a deputy may have no other
work here than to sign.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.account import AccountView, BaseSettingsPanel, NameEmailSettingsPanel
from wagtail.log_actions import LogContext
from wagtail.users.models import UserProfile

from cms.office.ways import way_back
from cms.users import credentials, door, sealed_codes
from cms.users.delegation import refusal_for
from cms.users.forms import ClaimForm, OwnNameForm, OwnTitleForm
from cms.users.models import User
from cms.users.selectors import signed_in

View = Callable[..., HttpResponse]


def own_session(view: View) -> View:
    """For whoever is signed in, in the language they chose; what is logged is logged in their name."""

    @never_cache
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), reverse("wagtailadmin_login"))
        language = UserProfile.get_for_user(request.user).get_preferred_language()
        with LogContext(user=request.user), override(language):
            response = view(request, *args, **kwargs)
            return response.render() if isinstance(response, TemplateResponse) else response

    return wrapped


class OwnTitlePanel(BaseSettingsPanel):
    """Title and telephone, beside Wagtail's name and e-mail address."""

    name = "title"
    title = gettext_lazy("Unvan ve telefon")
    order = 110
    form_class = OwnTitleForm


class OwnAccountView(AccountView):
    """Wagtail's page; what a person changes here in their own session leaves the account their own."""

    def get_panels(self) -> list[BaseSettingsPanel]:
        """Wagtail's panels; the one for the name knows whose names are taken."""
        panels: list[BaseSettingsPanel] = super().get_panels()
        for panel in panels:
            if isinstance(panel, NameEmailSettingsPanel):
                panel.form_class = OwnNameForm
        return panels

    def post(self, request: HttpRequest) -> HttpResponse:
        """Saves the panels as the owner."""
        before = User.objects.values_list("password", flat=True).get(pk=str(request.user.pk))
        with credentials.changed_by_owner(signed_in(request)):
            response = super().post(request)
        if User.objects.values_list("password", flat=True).get(pk=str(request.user.pk)) != before:
            door.keep_device(request, response, signed_in(request))
        return response


own_account = never_cache(require_admin_access(OwnAccountView.as_view()))


@own_session
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def claim(request: HttpRequest) -> HttpResponse:
    """Makes the account one's own: the code from the paper and a password that nobody else knows."""
    me = get_object_or_404(User, pk=request.user.pk)
    form = ClaimForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            fresh = sealed_codes.redeem(
                user=me,
                code=form.cleaned_data["code"],
                password=form.cleaned_data["password1"],
                factor_shown=request.user.is_verified(),  # type: ignore[union-attr]
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            fresh.backend = request.session["_auth_user_backend"]
            # Every other session of the account ends here, whoever sits in it.
            update_session_auth_hash(request, fresh)
            messages.success(request, _("Hesabınız artık yalnızca sizin. Yeni parolanızı kimseye söylemeyin."))
            response = redirect(way_back(request))
            door.keep_device(request, response, fresh)
            return response
    return TemplateResponse(
        request,
        "users/claim.html",
        {
            "form": form,
            "next": way_back(request),
            "own": credentials.is_own(me),
            "reason": refusal_for(user=me),
        },
    )
