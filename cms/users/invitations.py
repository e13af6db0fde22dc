"""Many people at once: an account for each line, and a letter with a link to choose a password.

Nobody is told a password, and nothing that the administrator typed stands in the letter: its reader may be an outsider.
An office is never given here, nor the administrator's role.
"""

from __future__ import annotations

import datetime as dt
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.log_actions import log

from cms.core.roles import Role
from cms.core.text import clean, email_address
from cms.letters.models import LetterKind
from cms.letters.services import write
from cms.users import limits, passwords
from cms.users.models import User

ROLES = (
    Role.EDITOR, Role.SOCIAL_EDITOR, Role.ARCHIVIST, Role.DESIGNER, Role.ACCREDITATION, Role.GATE,
)  # fmt: skip
MOST_LINES = 50
# Letters that one administrator may cause in a day: a stolen session bombs nobody.
PER_DAY = 100
ANGLED = re.compile(r"^(?P<name>[^<>]*)<(?P<email>[^<>]*)>[\s,;]*$")


@dataclass(frozen=True, slots=True)
class Refused:
    """A line that made no account, and why."""

    text: str
    reason: str


@dataclass(slots=True)
class Invited:
    """What became of the lines."""

    people: list[User] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)

    @property
    def remaining_text(self) -> str:
        """The refused lines as they were typed."""
        return "\n".join(line.text for line in self.refused)


def role_groups() -> Iterable[Group]:
    """The roles that an invitation may give."""
    return Group.objects.filter(name__in=[role.label for role in ROLES]).order_by("pk")


def invite(*, text: str, groups: Iterable[Group], by: User) -> Invited:
    """Makes the account and writes the letter of every good line; the others come back with their reasons.

    Raises ``PermissionDenied`` for somebody who may not make accounts, or for a role that no invitation gives.
    """
    chosen = list(groups)
    allowed = {role.label for role in ROLES}
    if not by.has_perm("users.add_user") or any(group.name not in allowed for group in chosen):
        raise PermissionDenied
    result = Invited()
    lines = [line.strip() for line in clean(text).splitlines() if line.strip()]
    for number, line in enumerate(lines):
        try:
            if number >= MOST_LINES:
                raise ValidationError(_("Bir seferde en çok %(count)d kişi davet edilir.") % {"count": MOST_LINES})
            result.people.append(_make(line, chosen, by))
        except ValidationError as error:
            result.refused.append(Refused(line, " ".join(error.messages)))
    return result


@transaction.atomic
def _make(line: str, groups: list[Group], by: User) -> User:
    name, address = _parts(line)
    if User.objects.filter(Q(email__iexact=address) | Q(username__iexact=address)).exists():
        raise ValidationError(_("Bu adresle bir hesap zaten var."))
    first, _space, last = name.rpartition(" ") if " " in name else (name, "", "")
    user = User(username=address, email=address, first_name=first, last_name=last)
    # Nobody knows it; unlike an unusable one it lets the person ask for a new link at the sign-in.
    user.set_password(secrets.token_urlsafe(48))
    user.full_clean()
    user.refuse_name_of_signer()
    if not limits.take("davet", str(by.pk), limit=PER_DAY, per=dt.timedelta(days=1)):
        raise ValidationError(_("Bir günde en çok %(count)d davet gönderilir; yarın sürdürün.") % {"count": PER_DAY})
    user.save()
    user.groups.set(groups)
    log(instance=user, action="users.invited", user=by, data={"roles": [group.name for group in groups]})
    _write(user)
    return user


def _parts(line: str) -> tuple[str, str]:
    """Name (may be empty) and address. Raises ``ValidationError``."""
    angled = ANGLED.match(line)
    name, address = (angled["name"], angled["email"]) if angled else ("", line)
    return " ".join(name.strip(" \"'").split()), email_address(address).lower()


def _write(user: User) -> None:
    with override(settings.LANGUAGE_CODE):
        body = _(
            "Merhaba,\n\nBasın Masası'nda bu e-posta adresi için bir hesap açıldı. Parolanızı belirlemek için bu "
            "bağlantıyı açın:\n\n%(link)s\n\nKullanıcı adınız bu e-posta adresidir. Bağlantı bir kez ve %(hours)d saat "
            "içinde kullanılır; süresi geçerse giriş ekranındaki “Parolamı unuttum” ile yenisini isteyin.\n\n"
            "Böyle bir hesap beklemiyorsanız bir şey yapmanız gerekmez."
        ) % {"link": passwords.link_for(user), "hours": settings.PASSWORD_RESET_TIMEOUT // 3600}
        subject = _("Basın Masası hesabınız")
        write(kind=LetterKind.SIGN_IN, to=[(user.email, "")], subject=subject, body=body, secret=True)
