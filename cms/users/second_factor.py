"""The second factor: an authenticator app (TOTP, RFC 6238) and ten recovery codes.

Reads: ``is_required``, ``app_of``, ``pending_step``. Changes: ``enrol``, ``verify_app``, ``verify_recovery``,
``renew_recovery_codes``, ``remove``, ``reset``. Throttling and refusal of replayed codes are django-otp's.
"""

from __future__ import annotations

import base64
import enum
import secrets

import qrcode
import qrcode.image.svg
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_otp import verify_token
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_hex
from wagtail.log_actions import log

from cms.users import credentials, permissions, signals
from cms.users.delegation import claims_of
from cms.users.models import User
from cms.users.roles import Office, Role, has_role, is_administrator

RECOVERY_CODES = 10
# No 0, 1, 8, 9, and none of the letters that are mistaken for one another in Turkish (i/ı, o/ö, u/ü, …).
_ALPHABET = "abdefhjkmnpqrtvwxyz234567"


class Step(enum.Enum):
    """What a signed-in person still has to do before the staff's pages open."""

    VERIFY = "verify"
    ENROL = "enrol"


def is_required(user: User) -> bool:
    """Whether a role of ``user`` is in the setting ``REQUIRE_2FA_ROLES``; deputies count as the office, also those who
    still wait for a confirmation."""
    required = {Role(value) for value in settings.REQUIRE_2FA_ROLES}
    if not required:
        return False
    if has_role(user, *required) or (Role.ADMINISTRATOR in required and is_administrator(user)):
        return True
    return any(claims_of(user, office) for office in Office if office.role in required)


def app_of(user: User) -> TOTPDevice | None:
    """The authenticator app that ``user`` has confirmed."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).order_by("pk").first()


def recovery_device_of(user: User) -> StaticDevice | None:
    """The device that carries the recovery codes of ``user``."""
    return StaticDevice.objects.filter(user=user, confirmed=True).order_by("pk").first()


def recovery_codes_left(user: User) -> int:
    """How many recovery codes ``user`` has not used yet."""
    return StaticToken.objects.filter(device__user=user, device__confirmed=True).count()


def pending_step(user: User) -> Step | None:
    """What ``user`` (with django-otp's ``is_verified``) must do first, or ``None``."""
    if user.is_verified():  # type: ignore[attr-defined]
        return None
    if TOTPDevice.objects.filter(user=user, confirmed=True).exists():
        return Step.VERIFY
    return Step.ENROL if is_required(user) else None


def new_key() -> str:
    """A fresh 160-bit secret, hex-encoded."""
    return random_hex(20)


def readable_key(key: str) -> str:
    """``key`` (hex) as people type it into an app: base32 in groups of four."""
    text = base64.b32encode(bytes.fromhex(key)).decode()
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4))


def app_address(*, user: User, key: str) -> str:
    """The ``otpauth://`` address of the secret ``key`` (hex) for ``user``."""
    return str(TOTPDevice(user=user, key=key).config_url)


def qr_picture(address: str) -> str:
    """``address`` as a QR code: an SVG in a ``data:`` address, so that no policy of the page is loosened for it."""
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_L, border=3)
    code.add_data(address)
    image = code.make_image(image_factory=qrcode.image.svg.SvgPathFillImage)
    return "data:image/svg+xml;base64," + base64.b64encode(image.to_string()).decode()


def _refuse_while_throttled(device: TOTPDevice | StaticDevice) -> None:
    allowed, why = device.verify_is_allowed()
    if allowed:
        return
    seconds = max(1, round((why["locked_until"] - timezone.now()).total_seconds()))
    raise ValidationError(
        ngettext(
            "Üst üste yanlış kod girildi. %(seconds)d saniye sonra yeniden deneyin.",
            "Üst üste yanlış kod girildi. %(seconds)d saniye sonra yeniden deneyin.",
            seconds,
        )
        % {"seconds": seconds},
        code="throttled",
    )


def _issue_codes(user: User) -> tuple[StaticDevice, list[str]]:
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="kurtarma", confirmed=True)
    codes = ["".join(secrets.choice(_ALPHABET) for _i in range(10)) for _n in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return device, [f"{code[:5]}-{code[5:]}" for code in codes]


@transaction.atomic
def enrol(*, user: User, key: str, token: str) -> tuple[TOTPDevice, list[str]]:
    """Bind the app that knows ``key`` (hex) once it has shown a right ``token``.

    Gives the device and the recovery codes in readable form; they are not shown again. Raises ``ValidationError``.
    """
    locked = User.objects.select_for_update().get(pk=user.pk)
    if app_of(locked):
        raise ValidationError(_("Bu hesapta iki adımlı doğrulama zaten açık."), code="enrolled")
    with credentials.changed_by_owner(locked, quietly=True):
        TOTPDevice.objects.filter(user=locked).delete()
        device = TOTPDevice(user=locked, name="uygulama", key=key, confirmed=True)
        if not device.verify_token(token):
            # Leaving by an error also takes back the row that django-otp has just saved for its throttling.
            raise ValidationError(
                _("Kod tutmadı. Telefonunuzun saatinin doğru olduğundan emin olun, uygulamadaki yeni kodu yazın."),
                code="wrong",
            )
        _recovery, codes = _issue_codes(locked)
    log(instance=locked, action="users.second_factor_on", user=locked)
    return device, codes


def verify_app(*, user: User, token: str) -> TOTPDevice:
    """The device that accepted ``token``. Raises ``ValidationError``; each code is accepted once."""
    device = app_of(user)
    if device is None:
        raise ValidationError(_("Bu hesapta iki adımlı doğrulama kurulmamış."), code="missing")
    _refuse_while_throttled(device)
    verified = verify_token(user, device.persistent_id, token)
    if verified is None:
        raise ValidationError(_("Kod yanlış ya da daha önce kullanılmış. Yeni kodu yazın."), code="wrong")
    return verified


def normal_recovery_code(text: str) -> str:
    """``text`` as it is stored: small letters, without the dash and spaces."""
    return "".join(text.replace("İ", "i").replace("I", "i").lower().replace("-", " ").split())


def verify_recovery(*, user: User, code: str) -> StaticDevice:
    """The device that accepted the recovery ``code``, which is used up by it. Raises ``ValidationError``."""
    device = recovery_device_of(user)
    if device is None:
        raise ValidationError(_("Bu hesabın kurtarma kodu kalmamış; yöneticiye başvurun."), code="missing")
    _refuse_while_throttled(device)
    with transaction.atomic():
        verified = verify_token(user, device.persistent_id, normal_recovery_code(code))
        if verified is not None:
            log(instance=user, action="users.recovery_code_used", user=user)
    if verified is None:
        raise ValidationError(_("Kurtarma kodu yanlış ya da daha önce kullanılmış."), code="wrong")
    return verified


@transaction.atomic
def renew_recovery_codes(*, user: User) -> tuple[StaticDevice, list[str]]:
    """Ten new codes instead of the old ones. Raises ``ValidationError`` without an enrolled app."""
    locked = User.objects.select_for_update().get(pk=user.pk)
    if app_of(locked) is None:
        raise ValidationError(_("Bu hesapta iki adımlı doğrulama kurulmamış."), code="missing")
    device, codes = _issue_codes(locked)
    log(instance=locked, action="users.recovery_codes_renewed", user=locked)
    return device, codes


@transaction.atomic
def remove(*, user: User) -> None:
    """Switch the second factor of one's own account off; a role that demands it asks for a new one at once."""
    with credentials.changed_by_owner(user, quietly=True):
        credentials.drop_second_factor(user)
    log(instance=user, action="users.second_factor_off", user=user)


@transaction.atomic
def reset(*, user: User, by: User) -> None:
    """Take a lost second factor off somebody else's account, whose credential is not its own from then on: whoever has
    the password could set up the next one. Raises ``PermissionDenied``, ``ValidationError``."""
    if not permissions.may_reset_second_factor(by, user):
        raise PermissionDenied(_("İki adımlı doğrulamayı yalnızca yönetici, başkasının hesabı için sıfırlayabilir."))
    if app_of(user) is None:
        raise ValidationError(_("Bu hesapta iki adımlı doğrulama kurulmamış."), code="missing")
    was_own = credentials.is_own(user)
    credentials.drop_second_factor(user)
    User.objects.filter(pk=user.pk).update(own_at=None, own_digest="")
    log(instance=user, action="users.second_factor_reset", user=by)
    signals.credential_changed.send(
        sender=User, user=user, by=by, changes={"second_factor": ("", "")}, by_owner=False, was_own=was_own,
        addresses=[user.own_email, user.email],
    )  # fmt: skip
