"""What else belongs into the evidence: who entered or left an office, who acts for whom, whose account is whose, what
was taken back.

Receivers, run inside the transaction of the change: without its record and its letters the change does not happen. The
person concerned is told at every address that the account has or had, and so are both offices.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _
from wagtail.models import WorkflowState
from wagtail.signals import workflow_cancelled

from cms.letters.models import LetterKind
from cms.letters.services import one_line, write
from cms.users import permissions, signals
from cms.users.models import NAME_FIELDS, Delegation, User
from cms.users.roles import Office
from cms.users.selectors import with_user_name
from publishing.approval import evidence, selectors
from publishing.approval.models import Decision, EvidenceRecord


@receiver(workflow_cancelled)
def record_cancellation(sender: Any, instance: WorkflowState, user: User | None = None, **kwargs: Any) -> None:
    """An editor took content back from approval."""
    content = selectors.specific(instance.content_object)
    if content is not None:
        evidence.record(
            decision=Decision.CANCELLED, actor=user, content=content, revision_id=content.latest_revision_id
        )


OFFICE_DECISIONS = {
    signals.APPOINTED: (Decision.APPOINTED, _("göreve başladı; onay bekliyor")),
    signals.APPOINTMENT_CONFIRMED: (Decision.APPOINTMENT_CONFIRMED, _("görevlendirmesi onaylandı")),
    signals.DISMISSED: (Decision.DISMISSED, _("görevden ayrıldı")),
}
DELEGATION_DECISIONS = {
    signals.DELEGATED: (Decision.DELEGATED, _("Vekâlet verildi")),
    signals.DELEGATION_CONFIRMED: (Decision.DELEGATION_CONFIRMED, _("Vekâlet onaylandı")),
    signals.DELEGATION_REVOKED: (Decision.DELEGATION_REVOKED, _("Vekâlet kaldırıldı")),
}
FIELD_WORDS = {
    "username": _("kullanıcı adı"),
    "email": _("e-posta adresi"),
    "password": _("parola"),
    "second_factor": _("iki adımlı doğrulama"),
    "first_name": _("ad"),
    "last_name": _("soyad"),
    "job_title": _("unvan"),
    "is_active": _("hesabın açık ya da kapalı olması"),
    "is_superuser": _("sistem yöneticiliği"),
    "groups": _("görevlendirmesi olmayan makam grubu ya da grubu olmayan görevlendirme"),
    "credential": _("parola, ad ya da iki adımlı doğrulama (veritabanında)"),
}


def tell(
    subject: str,
    lines: list[str],
    *,
    persons: list[User],
    addresses: Iterable[str] = (),
    except_for: str = "",
    page: str = "",
) -> None:
    """Writes a letter to both offices, to ``persons`` at every address that they have or had, and to ``addresses``, but
    not to the address ``except_for``.

    ``page`` is the line that says where to look; without it the offices' own page.
    """
    # Also at closed accounts: whoever closes one must not silence it.
    holders = User.objects.filter(groups__name__in=[each.role.label for each in Office])
    to = {address: str(person) for person in [*holders, *persons] for address in (person.email, person.own_email)}
    to |= {address: to.get(address, "") for address in addresses}
    to.pop(except_for, None)
    page = page or gettext("Makamlar ve vekâletler: %(url)s") % {
        "url": f"{settings.SITE_URL}{reverse('users_offices')}"
    }
    question = gettext("Bilginiz yoksa yöneticinize ve öteki makama sorunuz.")
    body = "\n".join([f"{one_line(subject)}.", *map(one_line, lines), "", question, "", page, ""])
    write(kind=LetterKind.SECURITY, to=sorted(to.items()), subject=subject, body=body)


def tell_in_fixed_words(addresses: Iterable[str], changes: Iterable[str]) -> None:
    """A letter about one's own account without a word that anybody typed: such an address may be an outsider's."""
    words = ", ".join(str(FIELD_WORDS[name]) for name in changes)
    body = [
        gettext("Basın Masası hesabınızda değişen: %(words)s") % {"words": words},
        gettext("Bilginiz yoksa yöneticinize sorunuz. Böyle bir hesabınız yoksa bir şey yapmanız gerekmez."),
        f"{settings.SITE_URL}{reverse('wagtailadmin_account')}",
    ]
    to = sorted((address, "") for address in set(addresses) if address)
    write(kind=LetterKind.SECURITY, to=to, subject=gettext("Hesap bilgileriniz değişti"), body="\n\n".join(body))


@receiver(signals.office_changed)
@override("tr")
def record_office(
    sender: Any, user: User, office: Office, decision: str, by: User | None, document_number: str, **kwargs: Any
) -> None:
    """Somebody entered or left an office, or was confirmed in it."""
    recorded, change = OFFICE_DECISIONS[decision]
    if decision == signals.APPOINTED and by is None:
        refuse_second_installation(office)
    evidence.record(
        decision=recorded,
        actor=by,
        principal=user,
        office=office.value,
        document_number=document_number,
        comment="" if by else gettext("Sunucudan"),
    )
    tell(
        gettext("Makam değişikliği: %(user)s, %(office)s, %(change)s")
        % {"user": with_user_name(user), "office": office.label, "change": change},
        [
            gettext("Belge sayısı: %(document)s") % {"document": document_number},
            gettext("Kaydeden: %(by)s") % {"by": evidence.person(by) if by else gettext("sunucu")},
        ],
        persons=[user],
    )


def refuse_second_installation(office: Office) -> None:
    """Raises ``ValidationError`` when the evidence knows an earlier holder of ``office``."""
    if EvidenceRecord.objects.filter(decision=Decision.APPOINTED, office=office.value).exists():
        raise ValidationError(
            gettext("Bu makama daha önce görevlendirme yapılmış; ilk kurulum yolu kapalıdır."), code="not_new"
        )


@receiver(signals.delegation_changed)
@override("tr")
def record_delegation(sender: Any, delegation: Delegation, decision: str, by: User, **kwargs: Any) -> None:
    """A delegation was recorded, confirmed or revoked: ``actor`` did it, ``principal`` gives it, the comment names the
    deputy."""
    recorded, change = DELEGATION_DECISIONS[decision]
    waits = decision == signals.DELEGATED and not delegation.is_confirmed
    deputy = gettext("Vekil: %(deputy)s, %(start)s – %(end)s") % {
        "deputy": evidence.person(delegation.deputy),
        "start": delegation.starts_at.isoformat(timespec="minutes"),
        "end": delegation.ends_at.isoformat(timespec="minutes"),
    }
    evidence.record(
        decision=recorded,
        actor=by,
        principal=delegation.principal,
        office=delegation.office,
        document_number=delegation.document_number,
        comment=deputy,
    )
    tell(
        gettext("%(change)s: %(principal)s, %(office)s")
        % {
            "change": change,
            "principal": with_user_name(delegation.principal),
            "office": delegation.get_office_display(),
        },
        [
            deputy,
            gettext("Belge sayısı: %(document)s") % {"document": delegation.document_number or "-"},
            gettext("Kaydeden: %(by)s") % {"by": evidence.person(by)},
            *([gettext("Vekâlet veren onaylayana kadar geçerli değildir.")] if waits else []),
        ],
        persons=[delegation.principal, delegation.deputy],
    )


@receiver(signals.credential_changed)
@override("tr")
def record_credential(
    sender: Any,
    user: User,
    by: User | None,
    changes: dict[str, tuple[str, str]],
    by_owner: bool,
    was_own: bool,
    addresses: list[str],
    **kwargs: Any,
) -> None:
    """A user name, an address, a password, a second factor or a signer's name changed. Of an account that signs, or
    could sign until now, it is recorded and both offices are told; of others the person alone is told, and a new
    address in both cases, in fixed words: nobody has shown whose it is."""
    signs = was_own or permissions.has_signing_future(user)
    words = ", ".join(
        f"{FIELD_WORDS[name]} ({old or '-'} → {new or '-'})" if old or new else str(FIELD_WORDS[name])
        for name, (old, new) in changes.items()
    )
    subject = gettext("Hesap bilgisi değişti: %(user)s") % {"user": with_user_name(user)}
    lines = [
        gettext("Değişen: %(words)s") % {"words": words},
        gettext("Değiştiren: %(by)s")
        % {"by": evidence.person(by) if by else gettext("sunucu ya da parola bağlantısı")},
    ]
    if not by_owner and signs and not set(changes) <= {*NAME_FIELDS, "is_active", "is_superuser", "groups"}:
        lines.append(gettext("Sahibi mühürlü kodla sahiplenene kadar bu hesapla imza atılamaz."))
    if signs:
        # Without addresses: the sheet of evidence is read by many.
        told = ", ".join(
            f"{FIELD_WORDS[name]} ({old or '-'} → {new or '-'})" if name in NAME_FIELDS else str(FIELD_WORDS[name])
            for name, (old, new) in changes.items()
        )
        evidence.record(decision=Decision.CREDENTIAL_CHANGED, actor=by, principal=user, comment=told)
        new = changes["email"][1] if "email" in changes else ""
        if by_owner and not permissions.has_signing_future(user):
            # What they wrote themselves goes to the offices, and to their own addresses, whoever reads there, never.
            tell(subject, lines, persons=[])
            tell_in_fixed_words(addresses, changes)
            return
        tell(subject, lines, persons=[user], addresses=filter(None, addresses), except_for=new)
        if new:
            tell_in_fixed_words([new], changes)
    else:
        tell_in_fixed_words(addresses, changes)


@receiver(signals.code_issued)
@override("tr")
def record_code(sender: Any, user: User, by: User | None, **kwargs: Any) -> None:
    """A sealed code was printed: who has it in hand can, with the password, make the account their own."""
    source = gettext("sunucu") if by is None else evidence.person(by)
    evidence.record(decision=Decision.CODE_ISSUED, actor=by, principal=user, comment="" if by else gettext("Sunucudan"))
    tell(
        gettext("Mühürlü kod verildi: %(user)s") % {"user": with_user_name(user)},
        [gettext("Veren: %(by)s") % {"by": source}],
        persons=[user],
    )


@receiver(signals.credential_owned)
@override("tr")
def record_ownership(sender: Any, user: User, issued_by: User | None, **kwargs: Any) -> None:
    """The owner used the sealed code: from here on the account signs."""
    evidence.record(
        decision=Decision.CREDENTIAL_OWNED,
        actor=user,
        principal=issued_by,
        comment="" if issued_by else gettext("Sunucudan verilen kodla"),
    )
    tell(
        gettext("Hesap sahiplenildi: %(user)s") % {"user": with_user_name(user)},
        [gettext("Kodu veren: %(by)s") % {"by": evidence.person(issued_by) if issued_by else gettext("sunucu")}],
        persons=[user],
    )
