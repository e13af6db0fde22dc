"""The secret addresses of applicants' pages: a number, the row's own key and a signature of the house.

None of them can be guessed or counted up, and the database alone gives none away. What belongs to an account opens for
that account only (``views``).
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils import timezone

from press_archive.accreditation.models import LINK_LIVES, Application, FormLink, Restriction

APPLICATION = Signer(salt="accreditation.application", sep=".")
FORM = Signer(salt="accreditation.form", sep=".")
OBJECTION = Signer(salt="accreditation.objection", sep=".")
LONGEST = 120


def _said(signer: Signer, text: str) -> str:
    if len(text) > LONGEST:
        return ""
    try:
        return signer.unsign(text)
    except BadSignature:
        return ""


def _numbered(said: str) -> tuple[int, str]:
    number, _dot, key = said.partition(":")
    return (int(number), key) if number.isascii() and number.isdigit() and len(number) < 19 else (0, "")


def key_of(application: Application) -> str:
    """What stands in the address of an application's pages."""
    return APPLICATION.sign(f"{application.pk}:{application.key}")


def application_at(text: str) -> Application | None:
    """The application whose address ``text`` is of."""
    pk, key = _numbered(_said(APPLICATION, text))
    return Application.objects.with_rows().filter(pk=pk, key=key).first() if key else None


def page_of(application: Application) -> str:
    """The path of an application's page."""
    return reverse("accreditation:application", args=[key_of(application)])


def pass_of(application: Application) -> str:
    """The path of the pass for the telephone."""
    return reverse("accreditation:pass", args=[key_of(application)])


def form_path(link: FormLink) -> str:
    """The path that opens the form for the owner of an address."""
    return reverse("accreditation:form", args=[FORM.sign(str(link.pk))])


def form_link_at(text: str, now: dt.datetime | None = None) -> FormLink | None:
    """The unused link that ``text`` stands for, while it lasts."""
    pk, _key = _numbered(_said(FORM, text))
    since = (now or timezone.now()) - LINK_LIVES
    rows = FormLink.objects.select_related("event").filter(pk=pk, used_at__isnull=True, asked_at__gt=since)
    return rows.first()


def objection_path(restriction: Restriction) -> str:
    """The path of the page on which somebody objects."""
    signed = OBJECTION.sign(f"{restriction.pk}:{restriction.key}")
    return reverse("accreditation:objection", args=[signed])


def restriction_at(text: str) -> Restriction | None:
    """The restriction that ``text`` stands for."""
    pk, key = _numbered(_said(OBJECTION, text))
    return Restriction.objects.select_related("outlet").filter(pk=pk, key=key).first() if key else None


def whole(path: str) -> str:
    """``path`` as it stands in a letter."""
    return f"{settings.SITE_URL}{path}"
