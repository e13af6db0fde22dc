"""Restrictions (kısıt): set with a reason and an end, told to whom they concern, objected to, answered by another.

``against`` finds those that stand in an application's way. Only named roles see them (``permissions``).
"""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.core.refusal import Refusal
from cms.core.text import clean
from cms.core.turkish import fold
from cms.users.models import User
from press_archive.accreditation import letters
from press_archive.accreditation.models import Application, Restriction
from press_archive.accreditation.permissions import may_decide_objections, may_restrict
from press_archive.accreditation.words import Answer
from press_archive.contacts.models import Outlet
from press_archive.journalists.models import JournalistAccount

LONGEST = dt.timedelta(days=366)
OBJECTION_WITHIN = dt.timedelta(days=366)


def recipients(restriction: Restriction) -> list[str]:
    """Where whom it concerns can be reached."""
    if restriction.account is not None:
        return [restriction.account.email]
    if restriction.email:
        return [restriction.email]
    if restriction.outlet is not None:
        return list(restriction.outlet.addresses.reachable().order_by("email").values_list("email", flat=True)[:3])
    return []


def against(application: Application, on: dt.date | None = None) -> QuerySet[Restriction]:
    """Restrictions in force that stand in the way of ``application``: of its account or address, of its outlet, or of
    the person's name at that outlet."""
    who = Q(pk__in=[])
    if application.account_id and application.account is not None and not application.account.desk_of_id:
        who |= Q(account=application.account_id) | Q(email=application.account.email)
    if application.email:
        who |= Q(email=application.email)
    if application.outlet_id:
        who |= Q(outlet=application.outlet_id, name="")
    named = [
        row.pk for row in Restriction.objects.in_force(on).exclude(name="").only("pk", "name", "outlet_id")
        if fold(row.name) == fold(application.name) and row.outlet_id in (None, application.outlet_id)
    ]  # fmt: skip
    return Restriction.objects.in_force(on).filter(who | Q(pk__in=named)).distinct()


@transaction.atomic
def restrict(
    *, reason: str, ends_on: dt.date, user: User, account: JournalistAccount | None = None, email: str = "",
    name: str = "", outlet: Outlet | None = None, starts_on: dt.date | None = None,
) -> Restriction:  # fmt: skip
    """Sets a restriction, and tells whom it concerns. Raises ``PermissionDenied`` and ``Refusal``."""
    if not may_restrict(user):
        raise PermissionDenied
    begin, reason = starts_on or timezone.localdate(), clean(reason).strip()
    name = name or (account.name if account is not None else "")
    if not reason:
        raise Refusal(_("Kısıtın gerekçesini yazın; ilgilisi onu okur."), status=400)
    if not begin <= ends_on <= begin + LONGEST or ends_on < timezone.localdate():
        raise Refusal(_("Kısıtın bir bitiş günü olmalı: bugünden sonra, en çok bir yıl."), status=400)
    if account is None and not email and outlet is None:
        raise Refusal(_("Kısıtın kime olduğunu seçin: hesap, e-posta adresi ya da kuruluş."), status=400)
    row = Restriction.objects.create(
        account=account, email=email, name=name[:160], outlet=outlet, reason=reason[:2000], starts_on=begin,
        ends_on=ends_on, owner=user,
    )  # fmt: skip
    told = recipients(row)
    if not told:
        raise Refusal(
            _("İlgilisine ulaşacak bir adres yok; sessiz kısıt konmaz. Rehbere adresini yazın ya da adresini girin."),
            status=409,
        )
    for address in told:
        letters.tell_restriction(row, "restricted", address)
    log(instance=row, action="accreditation.restricted", user=user)
    return row


@transaction.atomic
def object_to(*, restriction: Restriction, words: str) -> Restriction:
    """Whom it concerns objects, once; the secret address is the permission. Raises ``Refusal``."""
    row = Restriction.objects.select_for_update().get(pk=restriction.pk)
    said = clean(words).strip()[:3000]
    if not said:
        raise Refusal(_("İtirazınızın gerekçesini yazın."), status=400)
    if not row.holds() and row.lifted_at is None and row.ends_on < timezone.localdate():
        raise Refusal(_("Kısıtın süresi dolmuş; itiraza gerek kalmadı."), status=409)
    if row.lifted_at is not None:
        raise Refusal(_("Kısıt kaldırılmış; itiraza gerek kalmadı."), status=409)
    if row.objected_at is not None:
        raise Refusal(_("İtirazınız alınmıştı; yanıtı e-postayla gelir."), status=409)
    row.objection, row.objected_at = said, timezone.now()
    row.save(update_fields=["objection", "objected_at"])
    log(instance=row, action="accreditation.objected")
    return row


@transaction.atomic
def answer(*, restriction: Restriction, result: str, words: str, user: User) -> Restriction:
    """Decides about an objection; never whoever set the restriction. Raises ``PermissionDenied`` and ``Refusal``."""
    if not may_decide_objections(user):
        raise PermissionDenied
    row = Restriction.objects.select_for_update().get(pk=restriction.pk)
    if row.owner_id == user.pk:
        raise Refusal(_("Kendi koyduğunuz kısıta itirazı siz karara bağlayamazsınız."))
    if row.objected_at is None or row.answered_at is not None:
        raise Refusal(_("Yanıt bekleyen bir itiraz yok."), status=409)
    said = clean(words).strip()[:2000]
    if result not in Answer.values or not said:
        raise Refusal(_("Sonucu seçin ve gerekçesini yazın."), status=400)
    now = timezone.now()
    row.answer, row.answer_words, row.answered_by, row.answered_at = result, said, user, now
    if result == Answer.LIFTED:
        row.lifted_at, row.lifted_by = now, user
    row.save(update_fields=["answer", "answer_words", "answered_by", "answered_at", "lifted_at", "lifted_by"])
    for address in recipients(row):
        letters.tell_restriction(
            row, "restriction_lifted" if result == Answer.LIFTED else "restriction_upheld", address
        )
    log(instance=row, action="accreditation.answered", user=user)
    return row


@transaction.atomic
def lift(*, restriction: Restriction, user: User) -> Restriction:
    """Ends it before its day. Raises ``PermissionDenied`` and ``Refusal``."""
    if not may_restrict(user):
        raise PermissionDenied
    row = Restriction.objects.select_for_update().get(pk=restriction.pk)
    if not (row.holds() or (row.lifted_at is None and row.starts_on > timezone.localdate())):
        raise Refusal(_("Bu kısıt zaten bitmiş."), status=409)
    row.lifted_at, row.lifted_by = timezone.now(), user
    row.save(update_fields=["lifted_at", "lifted_by"])
    for address in recipients(row):
        letters.tell_restriction(row, "restriction_lifted", address)
    log(instance=row, action="accreditation.lifted", user=user)
    return row


def exists_for(email: str) -> bool:
    """Whether an address was ever restricted."""
    return Restriction.objects.filter(email=email).exists()
