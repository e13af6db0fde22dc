"""Coming in by a link: ``ask`` notes that somebody wants to, ``answer`` (the worker) writes the letters, ``by_link``
and ``by_code`` open the door once.

The request does nothing that depends on whether there is such an account: no page and no clock tells a stranger who has
one. The letter holds a link and a code. The link works in the browser that asked; elsewhere it wants the number that
the asking browser shows, so that a forwarded or intercepted mail is worth nothing. The code works in the asking browser
only, for whoever reads mails on another device.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from cms.core.text import email_address
from cms.letters.models import LetterKind
from cms.users import limits
from press_archive.journalists import letters
from press_archive.journalists.models import LINK_LIVES, MOST_TRIES, JournalistAccount, SignInLink, new_token
from press_archive.journalists.sessions import digest_of
from press_archive.journalists.throttle import HOUR, Ration

AT_ONCE = 50
RATION = Ration("basin-giris", per_place=20, per_place_a_day=60, per_email=20)
PER_EMAIL_AN_HOUR = 5
KEEP = dt.timedelta(days=1)


def normal(email: str) -> str:
    """The address as it is stored and compared. Raises ``ValidationError``."""
    address = email_address(email).lower()
    if len(address) > 254:
        raise ValidationError(_("Adres çok uzun."))
    return address


def keyed(purpose: str, *parts: object) -> bytes:
    """A digest that nobody makes without the house's key."""
    key = hashlib.sha256(f"journalists.{purpose} {settings.SECRET_KEY}".encode()).digest()
    return hmac.new(key, ":".join(map(str, parts)).encode(), hashlib.sha256).digest()


def ask(*, email: str, browser: str, place: str) -> None:
    """Notes that whoever holds the secret ``browser`` wants to come in as ``email``; beyond the ration it is dropped
    without a word. ``place``: as ``network_of_request`` gives it. Raises ``ValidationError`` for what is no address."""
    address = normal(email)
    if RATION.take(place=place, email=address) and limits.take(
        "basin-giris-saat", address, limit=PER_EMAIL_AN_HOUR, per=HOUR
    ):
        SignInLink.objects.create(email=address, browser=digest_of(browser))


def number_of(browser_digest: str) -> str:
    """What the asking browser shows: six digits that the mail does not hold."""
    return f"{int.from_bytes(keyed('number', browser_digest)[:8]) % 1_000_000:06d}"


def _code_digest(link: SignInLink, code: str) -> str:
    return keyed("code", link.pk, code).hex()


def answer(owner: str = "") -> int:
    """Writes a letter for each noted request that names an account; gives how many requests it saw. Several workers
    may call it at once: each request is seen by one."""
    seen = 0
    for pk in list(SignInLink.objects.filter(is_written=False).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            if not SignInLink.objects.filter(pk=pk, is_written=False).update(is_written=True):
                continue
            seen += 1
            link = SignInLink.objects.get(pk=pk)
            account = JournalistAccount.objects.standing().filter(email=link.email).first()
            if account is not None and link.asked_at > timezone.now() - LINK_LIVES:
                _write(link, account)
    if seen:
        SignInLink.objects.filter(asked_at__lt=timezone.now() - KEEP).delete()
    return seen


def _write(link: SignInLink, account: JournalistAccount) -> None:
    token, code = new_token(), f"{secrets.randbelow(100_000_000):08d}"
    link.account, link.digest, link.code = account, digest_of(token), _code_digest(link, code)
    link.save(update_fields=["account", "digest", "code"])
    with override(settings.LANGUAGE_CODE):
        subject = _("Basın girişi bağlantınız")
    letters.send(
        to=account.email, subject=subject, template="link", kind=LetterKind.SIGN_IN, secret=True,
        origin=letters.origin_of(account.pk) + "giris", link=letters.address_of("link", token),
        code=f"{code[:4]} {code[4:]}", minutes=int(LINK_LIVES.total_seconds() // 60),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Opened:
    """Who comes in, or why nobody does (in Turkish); ``wants_number``: the link was asked for in another browser."""

    account: JournalistAccount | None = None
    trouble: str = ""
    wants_number: bool = False


def standing() -> Q:
    """Links that may still open."""
    return Q(used_at=None, account__isnull=False, tries__lt=MOST_TRIES, asked_at__gt=timezone.now() - LINK_LIVES) & ~Q(
        account__state="closed"
    )


def over() -> Opened:
    """The answer to a link or a code that opens nothing."""
    return Opened(trouble=_("Bu bağlantı kullanılmış, süresi geçmiş ya da eksik kopyalanmış; yenisini isteyin."))


def look_at(*, token: str, browser: str) -> Opened:
    """What the link would do in this browser; changes nothing, as mail scanners open every link."""
    link = SignInLink.objects.filter(standing(), digest=digest_of(token)).select_related("account").first()
    if link is None:
        return over()
    return Opened(account=link.account, wants_number=not _asked_here(link, browser))


@transaction.atomic
def by_link(*, token: str, browser: str, number: str) -> Opened:
    """Opens by the link, once; in another browser only with the number that the asking one shows."""
    link = (
        SignInLink.objects.select_for_update(of=("self",))
        .filter(standing(), digest=digest_of(token))
        .select_related("account")
        .first()
    )
    if link is None:
        return over()
    if not _asked_here(link, browser):
        said = "".join(character for character in number if character.isdigit())
        if not hmac.compare_digest(said, number_of(link.browser)):
            return _wrong(link, _("Sayı tutmadı. Girişi istediğiniz tarayıcıda görünen altı haneli sayıyı yazın."))
    return _used(link)


@transaction.atomic
def by_code(*, browser: str, code: str) -> Opened:
    """Opens by the code of the mail, in the browser that asked."""
    said = "".join(character for character in code if character.isdigit())
    asked_here = SignInLink.objects.filter(standing(), browser=digest_of(browser))
    link = asked_here.select_for_update(of=("self",)).select_related("account").order_by("-pk").first()
    if link is None:
        # The same words as for a wrong code: whether a letter was written is nobody's business.
        return Opened(trouble=_("Kod tutmadı ya da süresi geçti. Mektuptaki sekiz haneli kodu yazın."))
    if not hmac.compare_digest(_code_digest(link, said), link.code):
        return _wrong(link, _("Kod tutmadı ya da süresi geçti. Mektuptaki sekiz haneli kodu yazın."))
    return _used(link)


def _asked_here(link: SignInLink, browser: str) -> bool:
    return bool(browser) and hmac.compare_digest(digest_of(browser), link.browser)


def _wrong(link: SignInLink, trouble: str) -> Opened:
    SignInLink.objects.filter(pk=link.pk).update(tries=F("tries") + 1)
    return Opened(trouble=trouble, wants_number=True)


def _used(link: SignInLink) -> Opened:
    """Every link of the account ends with the one that was used."""
    SignInLink.objects.filter(account=link.account, used_at=None).update(used_at=timezone.now())
    return Opened(account=link.account)
