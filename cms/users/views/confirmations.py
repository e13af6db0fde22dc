"""“Görevlendirme ve vekâlet onayları”: what waits for whom, and the acts of those who hold an office."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from cms.office.allowed import require
from cms.office.screens import screen
from cms.users import credentials, permissions, sealed_codes, selectors, services
from cms.users.delegation import offices_held, refusal_for
from cms.users.models import Appointment, Delegation, User
from cms.users.views.offices import decide, may_see_offices, offices_crumb


@require_http_methods(["GET"])
def index(request: HttpRequest) -> HttpResponseBase:
    """What waits for the reader's word; whom the reader waits for; for administrators, who waits for whom."""
    me: Any = request.user
    waiting = selectors.waiting_for(me)
    return screen(
        request, "users/offices/confirmations.html", title=_("Görevlendirme ve vekâlet onayları"), icon="key",
        crumbs=[offices_crumb()], last_crumb=_("Onaylar"), styles=["users/offices.css"], waiting=waiting,
        reason=refusal_for(user=me), own=credentials.is_own(me),
        others=[entry for entry in selectors.all_waiting() if entry not in waiting] if may_see_offices(me) else [],
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def confirm_appointment(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The other office confirms an appointment."""
    appointment = get_object_or_404(Appointment.objects.select_related("user", "created_by"), pk=pk)
    require(permissions.may_confirm_appointment(request.user, appointment=appointment))
    values = {
        "user": appointment.user,
        "title": appointment.user.job_title or "-",
        "name": appointment.user.username,
        "office": appointment.get_office_display(),
        "document": appointment.document_number,
        "by": selectors.with_user_name(appointment.created_by) if appointment.created_by else _("sunucu"),
    }

    def act(data: dict[str, Any]) -> str:
        services.confirm_appointment(appointment=appointment, by=request.user)  # type: ignore[arg-type]
        return _("%(user)s, %(office)s makamında onaylandı.") % values

    return decide(
        request,
        form=forms.Form(request.POST if request.method == "POST" else None),
        title=_("%(user)s: görevlendirmeyi onayla") % values,
        explanation=_(
            "%(by)s, %(user)s adlı kişiyi (kullanıcı adı: %(name)s, unvan: %(title)s) %(document)s sayılı yazıyla "
            "%(office)s makamına görevlendirdi. Yazıyı gördüyseniz ve kişi gerçekten göreve geldiyse onaylayın: "
            "ondan sonra bu makam adına imza atabilir."
        )
        % values,
        submit=_("Onayla"),
        act=act,
        back="users_confirmations",
    )


@require_http_methods(["GET", "POST"])
def confirm_delegation(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The principal confirms a delegation that an administrator recorded."""
    delegation = get_object_or_404(Delegation.objects.select_related("principal", "deputy", "created_by"), pk=pk)
    require(permissions.may_confirm_delegation(request.user, delegation=delegation))
    values = {
        "deputy": delegation.deputy,
        "name": delegation.deputy.username,
        "office": delegation.get_office_display(),
        "document": delegation.document_number,
        "by": selectors.with_user_name(delegation.created_by) if delegation.created_by else _("sunucu"),
        "period": selectors.period(delegation),
    }

    def act(data: dict[str, Any]) -> str:
        services.confirm_delegation(delegation=delegation, by=request.user)  # type: ignore[arg-type]
        return _("Vekâlet onaylandı: %(deputy)s, %(period)s.") % values

    return decide(
        request,
        form=forms.Form(request.POST if request.method == "POST" else None),
        title=_("%(deputy)s: vekâleti onayla") % values,
        explanation=_(
            "%(by)s, %(document)s sayılı yazıyla %(deputy)s adlı kişinin (kullanıcı adı: %(name)s) %(period)s "
            "döneminde %(office)s makamı için sizin adınıza imza atmasını kaydetti. Bu sizin kararınızsa onaylayın; "
            "değilse vekâleti kaldırın."
        )
        % values,
        submit=_("Onayla"),
        act=act,
        back="users_confirmations",
    )


@require_http_methods(["GET", "POST"])
def issue_code(request: HttpRequest, pk: int) -> HttpResponseBase:
    """An office holder makes a sealed code for somebody; it is shown once, to be handed over on paper."""
    person = get_object_or_404(User, pk=pk)
    by = request.user
    if isinstance(by, User) and offices_held(by) and person.pk != by.pk and credentials.is_own(person):
        messages.error(request, sealed_codes.already_own(person))
        return redirect("users_confirmations")
    require(permissions.may_issue_code(request.user, person))
    code, error = "", ""
    if request.method == "POST":
        try:
            code = sealed_codes.issue_code(user=person, by=request.user)  # type: ignore[arg-type]
        except ValidationError as refused:
            error = refused.messages[0]
    return screen(
        request, "users/offices/code.html", title=_("%(user)s: mühürlü kod") % {"user": person}, icon="key",
        crumbs=[(reverse("users_confirmations"), _("Onaylar"))], last_crumb=_("Mühürlü kod"),
        styles=["users/offices.css"], is_narrow=True, person=person, code=code, error=error,
        days=sealed_codes.CODE_LIFE.days,
    )  # fmt: skip
