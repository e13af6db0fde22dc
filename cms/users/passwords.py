"""A forgotten password. ``ask`` notes that somebody wants a new one; ``answer`` (the worker) writes the letters.

The request does nothing that depends on whether the account exists: no page and no clock tells a stranger who works
here. It is rationed by the place it comes from, by the address it names, and by the account it is for: there is no
ration of all together that strangers could use up for everybody.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.contrib.auth.forms import PasswordResetForm
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _
from django.utils.translation import override

from cms.letters.models import LetterKind
from cms.letters.services import write
from cms.users import limits
from cms.users.models import ResetRequest, User

HOUR = dt.timedelta(hours=1)
# Per hour: from one network address, for one e-mail address, for one account.
PER_PLACE, PER_ADDRESS, PER_ACCOUNT = 10, 3, 3


def ask(*, email: str, address: str) -> None:
    """Notes a request; beyond the ration it is dropped without a word."""
    # In this order: whoever has used up a place's ration must not use up that of the people whose addresses are typed.
    if limits.take("parola-yer", address, limit=PER_PLACE, per=HOUR) and limits.take(
        "parola-adres", email.strip().casefold(), limit=PER_ADDRESS, per=HOUR
    ):
        ResetRequest.objects.create(email=email.strip()[:254])


def answer() -> int:
    """Writes a letter for each noted request that names an account, and forgets the requests; gives how many it saw.

    Several workers may call it at once: each request is seen by one.
    """
    seen = 0
    for request in ResetRequest.objects.order_by("pk")[:100]:
        with transaction.atomic():
            if not ResetRequest.objects.filter(pk=request.pk).delete()[0]:
                continue
            seen += 1
            for user in PasswordResetForm().get_users(request.email):
                # Here, where the account is known: two spellings of an address are one account.
                if limits.take("parola-hesap", str(user.pk), limit=PER_ACCOUNT, per=HOUR):
                    _write(user)
    if seen:
        limits.tidy()
    return seen


def link_for(user: User) -> str:
    """The address, good once, where ``user`` sets a password."""
    token = default_token_generator.make_token(user)
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    return settings.SITE_URL + reverse("wagtailadmin_password_reset_confirm", args=[uid, token])


def _write(user: User) -> None:
    """No name stands in it: an administrator chooses user names and addresses, and the reader may be an outsider."""
    with override(settings.LANGUAGE_CODE):
        body = _(
            "Merhaba,\n\nBasın Masası hesabınız için yeni bir parola istendi. Siz istediyseniz bu bağlantıyı "
            "açıp parolanızı belirleyin:\n\n%(link)s\n\nBağlantı bir kez ve %(hours)d saat içinde kullanılır. "
            "Siz istemediyseniz bir şey yapmanız gerekmez; parolanız değişmedi."
        ) % {
            "link": link_for(user),
            "hours": settings.PASSWORD_RESET_TIMEOUT // 3600,
        }
        write(
            kind=LetterKind.SIGN_IN,
            to=[(user.email, "")],
            subject=_("Yeni parola isteğiniz"),
            body=body,
            secret=True,
        )
