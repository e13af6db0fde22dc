"""Offices and delegations: ``appoint``, ``confirm_appointment``, ``dismiss``, ``seed_office_holder``,
``delegate``, ``confirm_delegation``, ``revoke``.

Each raises ``PermissionDenied`` when the person who asks has no right to it, and ``ValidationError`` with a Turkish
sentence when the matter itself does not allow it.
"""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.users import permissions, sealed_codes, signals
from cms.users.appointments import confirm
from cms.users.delegation import refusal_for
from cms.users.guards import names_open, office_membership_open
from cms.users.models import Appointment, Delegation, User, has_odd_characters
from cms.users.roles import Office, has_role, is_administrator, roles_of

LONGEST_DELEGATION = dt.timedelta(days=366)


def _document(number: str) -> str:
    number = " ".join(number.split())
    if has_odd_characters(number):
        raise ValidationError(_("Belge sayısı görünmeyen karakter içeremez."), code="document_odd")
    if not number:
        raise ValidationError(_("Belge sayısı yazılmalıdır."), code="document_required")
    if len(number) > 80:
        raise ValidationError(_("Belge sayısı en çok 80 karakter olabilir."), code="document_too_long")
    return number


def _locked(user: User) -> User:
    """A fresh copy of ``user`` whose row stays locked until the transaction ends."""
    return User.objects.select_for_update().get(pk=user.pk)


def _set_membership(user: User, office: Office, *, member: bool) -> None:
    group = Group.objects.get(name=office.role.label)
    with office_membership_open():
        if member:
            user.groups.add(group)
        else:
            user.groups.remove(group)


def _enter_office(
    *, user: User, office: Office, by: User | None, document_number: str, job_title: str = ""
) -> Appointment:
    """The part that an appointment and a first installation share; ``user`` is locked. Nobody signs by it yet."""
    if not user.is_active:
        raise ValidationError(_("Kapalı bir hesap makama görevlendirilemez."), code="inactive")
    if is_administrator(user):
        raise ValidationError(
            _("Yönetici hesabı makama görevlendirilemez: sistemi yöneten kişi imzalamaz."), code="administrator"
        )
    if has_role(user, office.role):
        raise ValidationError(_("%(user)s zaten bu makamda.") % {"user": user}, code="already_holds")
    if job_title and job_title != user.job_title and permissions.has_signing_future(user):
        # The title stands on what they sign already; an appointment that waits must not change it.
        raise ValidationError(
            _("%(user)s şimdiden imza yetkilisi; unvanını yalnızca kendisi, hesap ayarlarından değiştirir.")
            % {"user": user},
            code="title_of_signer",
        )
    _set_membership(user, office, member=True)
    if job_title:
        with names_open():
            user.job_title = job_title
            user.full_clean(exclude={field.name for field in User._meta.fields} - {"job_title"})
            user.save(update_fields=["job_title"])
    appointment = Appointment.objects.create(office=office, user=user, document_number=document_number, created_by=by)
    log(
        instance=user,
        action="users.appoint",
        user=by,
        data={"office": office.value, "document_number": document_number},
    )
    signals.office_changed.send(
        sender=User,
        user=user,
        office=office,
        decision=signals.APPOINTED,
        by=by,
        document_number=document_number,
    )
    return appointment


@transaction.atomic
def appoint(*, user: User, office: Office, by: User, document_number: str, job_title: str = "") -> Appointment:
    """Put ``user`` into ``office`` on the strength of a document; recorded by an administrator, never for oneself.

    It waits for the other office (:func:`confirm_appointment`) or for a sealed code from the server before it signs.
    ``job_title``: what will stand under the name on signatures; empty leaves it as it is.
    """
    office = Office(office)
    if not permissions.may_appoint(by):
        raise PermissionDenied(_("Makama görevlendirmeyi yalnızca yönetici kaydedebilir."))
    if by.pk == user.pk:
        raise ValidationError(_("Kimse kendisini makama görevlendiremez."), code="oneself")
    number = _document(document_number)
    appointment = _enter_office(
        user=_locked(user), office=office, by=by, document_number=number, job_title=" ".join(job_title.split())
    )
    user.__dict__.pop("_roles", None)
    return appointment


@transaction.atomic
def confirm_appointment(*, appointment: Appointment, by: User) -> Appointment:
    """The holder of the other office stands behind an appointment that an administrator recorded."""
    locked = Appointment.objects.select_for_update(of=("self",)).select_related("user").get(pk=appointment.pk)
    if not permissions.may_confirm_appointment(by, appointment=locked):
        raise PermissionDenied(_("Görevlendirmeyi yalnızca öteki makamın sahibi onaylar."))
    if locked.ended_at:
        raise ValidationError(_("Bu görev sona ermiş."), code="ended")
    if locked.confirmed_at:
        raise ValidationError(_("Bu görevlendirme daha önce onaylanmış."), code="confirmed")
    return confirm(locked, by=by)


@transaction.atomic
def seed_office_holder(*, user: User, office: Office, document_number: str = "ilk kurulum") -> str:
    """Put the first holder into an office of a new installation, and give the sealed code to hand over on paper.

    Gives nothing when ``user`` holds it already; raises ``ValidationError`` when the office has, or ever had, a holder.
    """
    office = Office(office)
    holders = User.objects.filter(groups__name=office.role.label)
    if holders.filter(pk=user.pk).exists():
        return ""
    if holders.exists():
        raise ValidationError(_("Bu makamda biri var; yeni görevlendirme belge sayısıyla yapılır."), code="not_vacant")
    if Appointment.objects.filter(office=office).exists():
        raise ValidationError(
            _("Bu makama daha önce görevlendirme yapılmış; ilk kurulum yolu kapalıdır."), code="not_new"
        )
    _enter_office(user=_locked(user), office=office, by=None, document_number=_document(document_number))
    user.__dict__.pop("_roles", None)
    return sealed_codes.issue_code(user=user, by=None)


@transaction.atomic
def dismiss(*, user: User, office: Office, by: User, document_number: str) -> None:
    """Take ``user`` out of ``office``; the delegations given in that office end with it."""
    office = Office(office)
    if not permissions.may_appoint(by):
        raise PermissionDenied(_("Makamdan ayrılmayı yalnızca yönetici kaydedebilir."))
    if by.pk == user.pk:
        raise ValidationError(_("Kimse kendi ayrılışını kaydedemez."), code="oneself")
    number = _document(document_number)
    locked = _locked(user)
    if office.role not in roles_of(locked):
        raise ValidationError(_("%(user)s bu makamda değil.") % {"user": locked}, code="not_holder")
    now = timezone.now()
    for delegation in Delegation.objects.select_for_update().filter(
        office=office, principal=locked, revoked_at__isnull=True, ends_at__gt=now
    ):
        _end(delegation, by=by, at=now)
    Appointment.objects.standing().filter(user=locked, office=office).update(ended_at=now)
    _set_membership(locked, office, member=False)
    user.__dict__.pop("_roles", None)
    log(instance=locked, action="users.dismiss", user=by, data={"office": office.value, "document_number": number})
    signals.office_changed.send(
        sender=User, user=locked, office=office, decision=signals.DISMISSED, by=by, document_number=number
    )


def _refuse_period(starts_at: dt.datetime, ends_at: dt.datetime) -> None:
    now = timezone.now()
    if ends_at <= starts_at:
        raise ValidationError(_("Bitiş, başlangıçtan sonra olmalıdır."), code="reversed")
    if ends_at <= now:
        raise ValidationError(_("Geçmiş bir dönem için vekâlet verilemez."), code="past")
    if starts_at < timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0):
        raise ValidationError(_("Vekâlet geçmiş bir günden başlatılamaz."), code="backdated")
    if ends_at - starts_at > LONGEST_DELEGATION:
        raise ValidationError(_("Vekâlet bir yıldan uzun olamaz."), code="too_long")


def _refuse_persons(principal: User, deputy: User, office: Office) -> None:
    if deputy.pk == principal.pk:
        raise ValidationError(_("Kimse kendisine vekâlet veremez."), code="self")
    if not has_role(principal, office.role) or is_administrator(principal):
        raise ValidationError(_("%(user)s bu makamda değil.") % {"user": principal}, code="not_holder")
    if not deputy.is_active:
        raise ValidationError(_("Kapalı bir hesap vekil olamaz."), code="inactive")
    if is_administrator(deputy):
        raise ValidationError(_("Yönetici hesabı vekil olamaz: sistemi yöneten kişi imzalamaz."), code="administrator")


@transaction.atomic
def delegate(
    *,
    office: Office,
    principal: User,
    deputy: User,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    by: User,
    document_number: str = "",
) -> Delegation:
    """Let ``deputy`` sign for ``principal``'s ``office`` in [starts_at, ends_at), both aware.

    Given by the principal, or recorded by an administrator with a document number: then it waits for the principal
    (:func:`confirm_delegation`) before anybody signs by it. A deputy who holds the other office is
    allowed (see :func:`delegation_warning`); signing both offices on one content is refused when signing.
    """
    office = Office(office)
    if not permissions.may_delegate(by, principal=principal, office=office):
        raise PermissionDenied(_("Vekâleti makam sahibi ya da belge sayısıyla yönetici verebilir."))
    number = _document(document_number) if by.pk != principal.pk or document_number.strip() else ""
    _refuse_period(starts_at, ends_at)
    # The principal's row is the queue: two simultaneous delegations see each other here.
    principal = _locked(principal)
    deputy = User.objects.get(pk=deputy.pk)
    _refuse_persons(principal, deputy, office)
    if by.pk == principal.pk and (reason := refusal_for(user=principal, office=office)):
        raise ValidationError(reason, code="not_own")
    clash = (
        Delegation.objects.overlapping(office=office, starts_at=starts_at, ends_at=ends_at)
        .filter(principal=principal)
        .select_related("deputy")
        .first()
    )
    if clash:
        raise ValidationError(
            _("Bu dönemle çakışan bir vekâlet var: %(deputy)s, %(start)s – %(end)s. Önce onu kaldırın.")
            % {
                "deputy": clash.deputy,
                "start": date_format(timezone.localtime(clash.starts_at), "j F Y H.i"),
                "end": date_format(timezone.localtime(clash.ends_at), "j F Y H.i"),
            },
            code="overlap",
        )
    delegation = Delegation.objects.create(
        office=office,
        principal=principal,
        deputy=deputy,
        starts_at=starts_at,
        ends_at=ends_at,
        document_number=number,
        created_by=by,
    )
    log(
        instance=delegation,
        action="users.delegate",
        user=by,
        data={"office": office.value, "principal": principal.pk, "deputy": deputy.pk, "document_number": number},
    )
    signals.delegation_changed.send(sender=Delegation, delegation=delegation, decision=signals.DELEGATED, by=by)
    return delegation


def delegation_warning(*, deputy: User, office: Office) -> str:
    """What the one who delegates should know, or ``""``: nobody signs one content for both offices."""
    other = [candidate for candidate in Office if candidate != office and has_role(deputy, candidate.role)]
    if not other:
        return ""
    return _(
        "%(deputy)s aynı zamanda %(office)s makamında: bir içeriği iki makam adına birden imzalayamaz, "
        "o içerikler ikinci imzayı bekler."
    ) % {"deputy": deputy, "office": other[0].label}


@transaction.atomic
def confirm_delegation(*, delegation: Delegation, by: User) -> Delegation:
    """The principal stands behind a delegation that an administrator recorded. Gives back the fresh row."""
    locked = Delegation.objects.select_for_update().get(pk=delegation.pk)
    if not permissions.may_confirm_delegation(by, delegation=locked):
        raise PermissionDenied(_("Vekâleti yalnızca vekâlet veren makam sahibi onaylar."))
    if locked.revoked_at:
        raise ValidationError(_("Bu vekâlet daha önce kaldırılmış."), code="revoked")
    if locked.ends_at <= timezone.now():
        raise ValidationError(_("Bu vekâletin süresi dolmuş."), code="ended")
    if locked.is_confirmed:
        raise ValidationError(_("Bu vekâlet daha önce onaylanmış."), code="confirmed")
    locked.confirmed_at = timezone.now()
    locked.save(update_fields=["confirmed_at"])
    log(instance=locked, action="users.confirm_delegation", user=by, data={"office": locked.office})
    signals.delegation_changed.send(sender=Delegation, delegation=locked, decision=signals.DELEGATION_CONFIRMED, by=by)
    return locked


def _end(delegation: Delegation, *, by: User, at: dt.datetime) -> None:
    delegation.revoked_at = at
    delegation.revoked_by = by
    delegation.save(update_fields=["revoked_at", "revoked_by"])
    log(instance=delegation, action="users.revoke_delegation", user=by, data={"office": delegation.office})
    signals.delegation_changed.send(
        sender=Delegation, delegation=delegation, decision=signals.DELEGATION_REVOKED, by=by
    )


@transaction.atomic
def revoke(*, delegation: Delegation, by: User) -> Delegation:
    """End ``delegation`` now; by the one who gave it or an administrator. Gives back the fresh row."""
    if not permissions.may_revoke(by, delegation=delegation):
        raise PermissionDenied(_("Vekâleti, veren kişi ya da yönetici kaldırabilir."))
    locked = Delegation.objects.select_for_update().get(pk=delegation.pk)
    now = timezone.now()
    if locked.revoked_at:
        raise ValidationError(_("Bu vekâlet daha önce kaldırılmış."), code="revoked")
    if locked.ends_at <= now:
        raise ValidationError(_("Bu vekâletin süresi dolmuş."), code="ended")
    _end(locked, by=by, at=now)
    return locked
