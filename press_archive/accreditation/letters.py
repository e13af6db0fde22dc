"""What applicants are written: one letter for each decision, in the house's name, with an origin by which it goes when
the person goes."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from cms.core.turkish import format_date, format_moment
from cms.identity.selectors import current
from cms.letters.models import LetterKind
from cms.letters.services import one_line, write
from press_archive.accreditation import addresses
from press_archive.accreditation.models import Application, FormLink, Restriction
from press_archive.journalists.letters import forget as forget_letters

ORIGIN = "akreditasyon:"
FORM_ORIGIN = "akreditasyon-form:"
RESTRICTION_ORIGIN = "akreditasyon-kisit:"


def origin_of(application: Application) -> str:
    """What the origin of an application's letters begins with."""
    return f"{ORIGIN}{application.pk}:"


def _write(*, to: str, name: str = "", subject: str, template: str, origin: str, secret: bool, **values: Any) -> None:
    municipality = current().municipality
    with override(settings.LANGUAGE_CODE):
        body = render_to_string(
            f"accreditation/mail/{template}.txt", {"municipality": municipality, "name": one_line(name), **values}
        )
    write(
        kind=LetterKind.OTHER, to=[(to, name)], subject=subject, body=body, secret=secret, origin=origin,
        sender_name=municipality,
    )  # fmt: skip


def subjects() -> dict[str, str]:
    """The subject of each letter about an application, by its template."""
    return {
        "received": _("Akreditasyon başvurunuz alındı"), "asked": _("Akreditasyon başvurunuz için bilgi gerekiyor"),
        "approved": _("Akreditasyonunuz onaylandı"), "waiting": _("Akreditasyon: bekleme listesindesiniz"),
        "refused": _("Akreditasyon başvurunuz kabul edilmedi"), "accepted": _("Akreditasyon: değişikliğiniz onaylandı"),
        "declined": _("Akreditasyon: değişikliğiniz kabul edilmedi"), "withdrawn": _("Akreditasyon: geri çekildiniz"),
        "revoked": _("Akreditasyonunuz kaldırıldı"), "moved": _("Akreditasyon: etkinliğin zamanı ya da yeri değişti"),
        "cancelled": _("Akreditasyon: etkinlik iptal edildi"),
    }  # fmt: skip


def tell(application: Application, template: str, words: str = "") -> None:
    """Writes to whoever applied, in the caller's transaction. ``words``: what the office says in its own words."""
    to = application.account.email if application.account else application.email
    if not to:
        return
    event = application.event
    with override(settings.LANGUAGE_CODE):
        subject = f"{subjects()[template]}: {event.title}"
        when = format_moment(event.starts_at)
    _write(
        to=to, name=application.name, subject=subject, template=template, words=one_line(words), event=event.title,
        when=when, place=event.place, entrance=event.entrance_note,
        page=addresses.whole(addresses.page_of(application)),
        card=addresses.whole(addresses.pass_of(application)), origin=f"{origin_of(application)}{template}",
        # Without an account the address opens the page: no list of letters shows it.
        secret=application.account_id is None,
    )  # fmt: skip


def send_form(link: FormLink) -> None:
    """Writes the link to the form to the owner of the address, whoever typed it; nothing they typed stands in it."""
    with override(settings.LANGUAGE_CODE):
        subject = _("Akreditasyon başvuru formunuz")
    _write(
        to=link.email, subject=subject, template="form", event=link.event.title, origin=f"{FORM_ORIGIN}{link.pk}:",
        page=addresses.whole(addresses.form_path(link)), secret=True,
    )  # fmt: skip


def tell_restriction(restriction: Restriction, template: str, to: str) -> None:
    """Tells whom it concerns: the reason, until when, and how to object."""
    with override(settings.LANGUAGE_CODE):
        subject = {
            "restricted": _("Akreditasyonunuz bir süre kısıtlandı"), "restriction_lifted": _("Kısıt kaldırıldı"),
            "restriction_upheld": _("Kısıta itirazınız sonuçlandı"),
        }[template]  # fmt: skip
        begin, end = format_date(restriction.starts_on), format_date(restriction.ends_on)
    _write(
        to=to, name=restriction.name or (restriction.outlet.name if restriction.outlet else ""), subject=subject,
        template=template, reason=restriction.reason, begin=begin, end=end, answer=restriction.answer_words,
        page=addresses.whole(addresses.objection_path(restriction)), secret=True,
        origin=f"{RESTRICTION_ORIGIN}{restriction.pk}:{template}",
    )  # fmt: skip


def forget(application: Application) -> None:
    """Stops and deletes what was written about an application."""
    forget_letters(origin_of(application))
