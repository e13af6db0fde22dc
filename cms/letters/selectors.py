"""Questions about letters."""

from __future__ import annotations

from django.utils.translation import gettext as _

from cms.letters.models import Letter, LetterKind


def security_trouble_in_words() -> str:
    """What is wrong with security notices, in a sentence or two; empty when nothing is."""
    notices = Letter.objects.filter(kind=LetterKind.SECURITY)
    words = [
        (notices.not_arrived().count(), _("%(count)d güvenlik bildirimi gönderilemedi ya da ulaştığı bilinmiyor.")),
        (notices.late().count(), _("%(count)d güvenlik bildirimi bir saatten uzun süredir gönderilmeyi bekliyor.")),
    ]
    return " ".join(sentence % {"count": count} for count, sentence in words if count)
