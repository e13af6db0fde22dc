"""Which way mails leave, for the page on how the house is: never with a name or password of the mail server's."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

SMTP = "publishing.channels.smtp.EmailBackend"


def transport() -> tuple[str, bool]:
    """Where mails go, in words, and whether they leave the machine at all."""
    if settings.MAIL_TRANSPORT == SMTP:
        kind = "SSL" if settings.EMAIL_USE_SSL else "TLS" if settings.EMAIL_USE_TLS else _("şifresiz")
        return f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT} ({kind})", True
    return _("Postalar gönderilmiyor, dosyaya yazılıyor (EMAIL_URL boş)."), False
