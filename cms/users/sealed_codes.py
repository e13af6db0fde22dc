"""Mühürlü kod: the paper that makes an account its owner's. ``issue_code`` prints it, ``redeem`` uses it once.

The code goes from hand to hand and never through a machine that an administrator runs; the one who issues it does not
know the password, the administrator who may have set the password does not know the code.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

from django.contrib.auth import password_validation
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import APIToken

from cms.users import credentials, permissions, second_factor, signals
from cms.users.appointments import confirm_by_sealed_code
from cms.users.models import Appointment, SealedCode, User

CODE_LIFE = dt.timedelta(days=7)
# No 0, 1, 8, 9, and none of the letters that are mistaken for one another on paper; 20 of 25 signs are 92 bits.
CODE_ALPHABET = "abdefhjkmnpqrtvwxyz234567"
CODE_LENGTH = 20


def normal_code(text: str) -> str:
    """``text`` as it was printed, without dashes and spaces, in small letters."""
    return "".join(text.replace("İ", "i").replace("I", "i").lower().replace("-", " ").split())


def _digest(code: str) -> str:
    return hashlib.sha256(normal_code(code).encode()).hexdigest()


@transaction.atomic
def issue_code(*, user: User, by: User | None) -> str:
    """A sealed code for ``user``, readable, to be handed over on paper; earlier ones end with it.

    ``by``: the office holder who hands it over; ``None``: whoever holds the server. Raises ``PermissionDenied``,
    ``ValidationError``.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if by is not None and credentials.is_own(user):
        raise PermissionDenied(already_own(user))
    if by is not None and not permissions.may_issue_code(by, user):
        raise PermissionDenied(
            _("Mühürlü kodu öteki makamın sahibi verir; vekiller için makam sahiplerinden biri verir.")
        )
    if reason := permissions.obstacle_to_signing(user):
        raise ValidationError(reason, code="unfit")
    now = timezone.now()
    SealedCode.objects.filter(user=user, used_at__isnull=True, expires_at__gt=now).update(expires_at=now)
    code = "".join(secrets.choice(CODE_ALPHABET) for _i in range(CODE_LENGTH))
    SealedCode.objects.create(
        user=user,
        digest=_digest(code),
        issued_by=by,
        appointment=_without_counterpart(user) if by is None else None,
        expires_at=now + CODE_LIFE,
    )
    log(instance=user, action="users.code_issued", user=by)
    signals.code_issued.send(sender=User, user=user, by=by)
    return "-".join(code[i : i + 5] for i in range(0, CODE_LENGTH, 5))


def already_own(user: User) -> str:
    """Why no code is handed out for an account that is in order, and what helps instead."""
    return _(
        "%(user)s hesabını zaten sahiplenmiş: mühürlü koda gerek yok. Telefonunu kaybettiyse önce yönetici iki adımlı "
        "doğrulamayı sıfırlar; parolasını unuttuysa giriş ekranındaki “Parolamı unuttum” bağlantısını kullanır."
    ) % {"user": user}


def _without_counterpart(user: User) -> Appointment | None:
    """The appointment of ``user`` that nobody but the paper from the server can confirm: of a first installation, or
    where the other office is empty."""
    for appointment in Appointment.objects.waiting().filter(user=user).order_by("pk"):
        seated = Appointment.objects.standing().filter(confirmed_at__isnull=False, user__is_active=True)
        # ``created_by``: nobody, at the installation itself.
        if appointment.created_by_id is None or not seated.exclude(office=appointment.office).exists():
            return appointment
    return None


@transaction.atomic
def redeem(*, user: User, code: str, password: str, factor_shown: bool = False) -> User:
    """Makes the signed-in ``user``'s account their own: the code from the paper, and a password that nobody else knows.

    ``factor_shown``: the session has passed the second factor. An account that has one is not taken over without it:
    paper and password can both be in the hand of the other office. Afterwards every second factor and every token goes:
    whoever set one up before may have kept its secret. Gives the fresh account; raises ``ValidationError``.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if not factor_shown and second_factor.app_of(user) is not None:
        raise ValidationError(
            _(
                "Bu hesapta iki adımlı doğrulama açık: önce telefonunuzdaki kodla ya da bir kurtarma koduyla girin. "
                "Telefonunuz da kurtarma kodlarınız da yoksa yönetici iki adımlı doğrulamayı sıfırlar."
            ),
            code="factor",
        )
    found = (
        SealedCode.objects.select_for_update(of=("self",))
        .filter(user=user, digest=_digest(code), used_at__isnull=True, expires_at__gt=timezone.now())
        .first()
    )
    if found is None:
        raise ValidationError(
            {"code": _("Kod tutmadı: yanlış yazılmış, kullanılmış, süresi dolmuş ya da yerine yenisi verilmiş.")}
        )
    if reason := permissions.obstacle_to_signing(user):
        raise ValidationError(reason, code="unfit")
    if found.issued_by is not None and not permissions.may_issue_code(found.issued_by, user):
        raise ValidationError({"code": _("Kodu veren kişi artık kod verme yetkisinde değil; yeni bir kod isteyin.")})
    if user.check_password(password):
        raise ValidationError(
            {"password1": _("Yeni bir parola seçin: şimdiki parolayı bir başkası da biliyor olabilir.")}
        )
    try:
        password_validation.validate_password(password, user)
    except ValidationError as error:
        raise ValidationError({"password1": error.messages}) from error
    with credentials.changed_by_owner(user, quietly=True):
        credentials.drop_second_factor(user)
        APIToken.objects.filter(user=user).delete()
        user.set_password(password)
        user.save(update_fields=["password"])
    now = timezone.now()
    credentials.seal(user, at=now)
    found.used_at = now
    found.save(update_fields=["used_at"])
    log(instance=user, action="users.credential_own", user=user)
    signals.credential_owned.send(sender=User, user=user, issued_by=found.issued_by)
    if found.appointment is not None:
        confirm_by_sealed_code(appointment=found.appointment, user=user)
    return User.objects.get(pk=user.pk)
