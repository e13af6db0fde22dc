"""“Makamlar ve vekâlet”: who holds each office, who acts for whom, and the forms that change it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from cms.office.allowed import allowed, require
from cms.office.screens import screen
from cms.users import credentials, permissions, selectors, services
from cms.users.forms import AppointForm, DelegateForm, DocumentForm
from cms.users.models import Appointment, Delegation, User
from cms.users.roles import Office

INDEX = "users_offices"


def may_see_offices(user: User | AnonymousUser) -> bool:
    """Whether the screen is of any concern to ``user``."""
    return permissions.may_appoint(user) or user.has_perm("users.view_delegation")


def _office(value: str) -> Office:
    try:
        return Office(value)
    except ValueError as error:
        raise Http404 from error


def offices_crumb() -> tuple[str, str]:
    """The way to the list of offices."""
    return reverse(INDEX), _("Makamlar ve vekâlet")


@require_http_methods(["GET"])
@allowed(may_see_offices)
def index(request: HttpRequest) -> HttpResponseBase:
    """The two offices with their holders, and the delegations."""
    by = request.user
    offices = [
        {
            "office": office,
            "holders": [
                {
                    "user": holder,
                    "may_delegate": permissions.may_delegate(by, principal=holder, office=office),
                    "state": office_state(holder, office),
                }
                for holder in selectors.holders(office)
            ],
        }
        for office in Office
    ]
    coming = [
        {"delegation": delegation, "may_revoke": permissions.may_revoke(by, delegation=delegation)}
        for delegation in selectors.delegations_current_and_coming()
    ]
    in_force = set(Delegation.objects.in_force().confirmed().values_list("pk", flat=True))
    return screen(
        request, "users/offices/index.html", title=_("Makamlar ve vekâlet"), icon="user",
        styles=["users/offices.css"], offices=offices, coming=coming, past=selectors.delegations_past(),
        in_force=in_force, may_appoint=permissions.may_appoint(by), waiting=len(selectors.waiting_for(by)),
    )  # fmt: skip


def office_state(holder: User, office: Office) -> str:
    """What a reader should know of a holder: why no signature can come from there yet."""
    standing = Appointment.objects.standing().filter(user=holder, office=office, confirmed_at__isnull=False)
    if not standing.exists():
        return _("Görevlendirme onay bekliyor: henüz imzalayamaz.")
    return "" if credentials.is_own(holder) else _("Hesabını sahiplenmedi: henüz imzalayamaz.")


def decide(
    request: HttpRequest,
    *,
    form: forms.Form,
    title: str,
    explanation: str,
    submit: str,
    act: Callable[[dict[str, Any]], str],
    serious: bool = False,
    back: str = INDEX,
) -> HttpResponseBase:
    """Show ``form``; when it is valid, ``act`` on its data and go back to the list with the sentence that it gives."""
    if request.method == "POST" and form.is_valid():
        try:
            done = act(form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, done)
            return redirect(back)
    return screen(
        request, "users/offices/decide.html", title=title, icon="user", crumbs=[offices_crumb()],
        styles=["users/offices.css"], is_narrow=True, form=form, explanation=explanation, submit=submit,
        serious=serious, back=reverse(back),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@allowed(permissions.may_appoint)
def appoint(request: HttpRequest, office: str) -> HttpResponseBase:
    """Appoint somebody to an office."""
    place = _office(office)

    def act(data: dict[str, Any]) -> str:
        services.appoint(
            user=data["user"],
            office=place,
            by=request.user,  # type: ignore[arg-type]
            document_number=data["document_number"],
            job_title=data["job_title"],
        )
        return _("%(user)s, %(office)s makamına görevlendirildi; öteki makamın onayı bekleniyor.") % {
            "user": data["user"],
            "office": place.label,
        }

    holders = ", ".join(str(holder) for holder in selectors.holders(place))
    return decide(
        request,
        form=AppointForm(request.POST or None),
        title=_("%(office)s makamına görevlendir") % {"office": place.label},
        explanation=(
            _("Makamda şu anda %(holders)s var. Görevi bittiyse önce ayrılışını kaydedin.") % {"holders": holders}
            if holders
            else _(
                "Makam şu anda boş. Görevlendirilen kişi, öteki makam onayladıktan ve hesabını sahiplendikten sonra "
                "bu makam adına imza atar."
            )
        ),
        submit=_("Görevlendir"),
        act=act,
    )


@require_http_methods(["GET", "POST"])
@allowed(permissions.may_appoint)
def dismiss(request: HttpRequest, office: str, pk: int) -> HttpResponseBase:
    """Record that somebody left an office."""
    place = _office(office)
    holder = get_object_or_404(selectors.holders(place), pk=pk)

    def act(data: dict[str, Any]) -> str:
        services.dismiss(user=holder, office=place, by=request.user, document_number=data["document_number"])  # type: ignore[arg-type]
        return _("%(user)s, %(office)s makamından ayrıldı.") % {"user": holder, "office": place.label}

    return decide(
        request,
        form=DocumentForm(request.POST or None),
        title=_("%(user)s: %(office)s makamından ayrılış") % {"user": holder, "office": place.label},
        explanation=_("Kişi bu andan sonra imzalayamaz; bu makamda verdiği vekâletler de sona erer."),
        submit=_("Ayrılışı kaydet"),
        act=act,
        serious=True,
    )


@require_http_methods(["GET", "POST"])
def delegate(request: HttpRequest, office: str, pk: int) -> HttpResponseBase:
    """Name a deputy."""
    place = _office(office)
    principal = get_object_or_404(selectors.holders(place), pk=pk)
    require(permissions.may_delegate(request.user, principal=principal, office=place))

    def act(data: dict[str, Any]) -> str:
        delegation = services.delegate(
            office=place,
            principal=principal,
            deputy=data["deputy"],
            starts_at=data["starts_at"],
            ends_at=data["ends_at"],
            by=request.user,  # type: ignore[arg-type]
            document_number=data["document_number"],
        )
        warning = services.delegation_warning(deputy=delegation.deputy, office=place)
        if warning:
            messages.warning(request, warning)
        done = _("%(principal)s adına vekil: %(deputy)s.") % {"principal": principal, "deputy": delegation.deputy}
        if not delegation.is_confirmed:
            done += " " + _("%(principal)s onaylayana kadar geçerli değildir.") % {"principal": principal}
        return done

    return decide(
        request,
        form=DelegateForm(request.POST or None, principal=principal, by=request.user),  # type: ignore[arg-type]
        title=_("%(user)s adına vekâlet ver") % {"user": principal},
        explanation=_(
            "Vekil, bu dönemde %(office)s makamı için “%(user)s adına” imza atar; onay izinde iki ad da görünür."
        )
        % {"office": place.label, "user": principal},
        submit=_("Vekâleti ver"),
        act=act,
    )


@require_http_methods(["GET", "POST"])
def revoke(request: HttpRequest, pk: int) -> HttpResponseBase:
    """End a delegation early."""
    delegation = get_object_or_404(Delegation.objects.select_related("principal", "deputy"), pk=pk)
    require(permissions.may_revoke(request.user, delegation=delegation))

    def act(data: dict[str, Any]) -> str:
        services.revoke(delegation=delegation, by=request.user)  # type: ignore[arg-type]
        return _("%(deputy)s artık %(principal)s adına imzalayamaz.") % {
            "deputy": delegation.deputy,
            "principal": delegation.principal,
        }

    return decide(
        request,
        form=forms.Form(request.POST if request.method == "POST" else None),
        title=_("Vekâleti kaldır"),
        explanation=_("%(deputy)s bu andan sonra %(principal)s adına imzalayamaz.")
        % {"deputy": delegation.deputy, "principal": delegation.principal},
        submit=_("Vekâleti kaldır"),
        act=act,
        serious=True,
    )
