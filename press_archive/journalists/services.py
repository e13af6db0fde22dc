"""Changes of an account: applying, the office's decisions, corrections, closing.

By the owner: ``apply``, ``complete``, ``correct``, ``ask_correction``, ``change_address``, ``set_portrait``,
``drop_portrait``, ``close_own``. By the office: ``approve``, ``ask_more``, ``refuse_account``, ``decide_correction``,
``close_account``. Each decision names what was read (``seen``), so that nothing is decided about a paper which was
exchanged meanwhile.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.core.refusal import Refusal
from cms.users.models import User
from press_archive.contacts import services as contacts
from press_archive.contacts.models import Address, Journalist, Outlet
from press_archive.contacts.selectors import of_the_house
from press_archive.journalists import letters, people, photos, proofs, sessions, texts
from press_archive.journalists.models import (
    AcceptedText,
    AccountEvent,
    AccountState,
    AddressProof,
    JournalistAccount,
    JournalistSession,
    Paper,
    PaperKind,
    Portrait,
    SignInLink,
)
from press_archive.journalists.selectors import reading_of

# What the owner may change alone, and what the office has to look at again.
OWN, LOOKED_AT = ("phone",), ("name", "work", "outlet_name", "card_kind", "card_number", "card_expires")
ANSWERS = (
    "name", "phone", "work", "outlet_name", "proof", "card_kind", "card_number", "card_expires", "works", "wants_desk",
)  # fmt: skip
GONE = "hesap.invalid"  # RFC 2606: addresses that lead nowhere


class Changed(Refusal):
    """Somebody changed the account since it was read."""

    status = 409
    code = "changed"


def _locked(account: JournalistAccount, *states: AccountState) -> JournalistAccount:
    row = JournalistAccount.objects.select_for_update(of=("self",)).get(pk=account.pk)
    if row.state not in states:
        raise Changed(
            _("Bu hesabın durumu değişti: %(state)s. Sayfayı yeniden açın.") % {"state": row.get_state_display()},
            content=row,
        )
    return row


def _note(account: JournalistAccount, what: str, *, by: User | None = None, words: str = "") -> None:
    AccountEvent.objects.create(account=account, what=what, by=by, words=words)
    if by is not None:
        log(instance=account, action=f"journalists.{what}", user=by)


# --- The owner --------------------------------------------------------------------------------------------------------


@transaction.atomic
def apply(*, proof: AddressProof, answers: Mapping[str, Any], papers: Mapping[PaperKind, bytes]) -> JournalistAccount:
    """Makes an account that waits for the office, of what the owner of a proved address says. ``papers``: as
    ``forms.PaperField`` gives them. Raises ``Refusal`` for a link that was used meanwhile."""
    known = AddressProof.objects.select_for_update().filter(pk=proof.pk).first()
    if known is None or JournalistAccount.objects.filter(email=known.email).exists():
        raise Changed(_("Bu bağlantıyla başvuru yapılmış. Giriş sayfasından girip başvurunuza bakın."), status=409)
    account = JournalistAccount(email=known.email, **{name: answers[name] for name in ANSWERS})
    account.save()
    for kind, data in papers.items():
        _keep_paper(account, kind, data)
    AcceptedText.objects.create(account=account, key=texts.NOTICE, version=texts.current(texts.NOTICE).version)
    _note(account, "applied")
    proofs.forget(known)
    return account


def _keep_paper(account: JournalistAccount, kind: PaperKind, data: bytes) -> Paper:
    paper = Paper(account=account, kind=kind)
    suffix = "pdf" if data.startswith(b"%PDF-") else "jpg"
    paper.file.save(f"paper.{suffix}", ContentFile(data), save=False)
    paper.save()
    return paper


@transaction.atomic
def complete(
    *, account: JournalistAccount, answers: Mapping[str, Any], papers: Mapping[PaperKind, bytes]
) -> JournalistAccount:
    """The applicant answers the office, mends an application, or applies anew after a refusal. A paper of a kind takes
    the place of the one that was there."""
    row = _locked(account, AccountState.APPLIED, AccountState.ASKED, AccountState.REFUSED)
    for name in ANSWERS:
        setattr(row, name, answers[name])
    row.state, row.applied_at, row.decided_at = AccountState.APPLIED, timezone.now(), None
    row.save(update_fields=[*ANSWERS, "state", "applied_at", "decided_at"])
    for kind, data in papers.items():
        for old in row.papers.filter(kind=kind):
            old.delete()
        _keep_paper(row, kind, data)
    _note(row, "completed")
    return row


@transaction.atomic
def correct(*, account: JournalistAccount, phone: str) -> JournalistAccount:
    """The owner's new telephone: nobody has to look at it."""
    row = _locked(account, *[state for state in AccountState if state != AccountState.CLOSED])
    row.phone = phone
    row.save(update_fields=["phone"])
    _note(row, "phone")
    return row


@transaction.atomic
def ask_correction(
    *, account: JournalistAccount, wanted: Mapping[str, Any], papers: Mapping[PaperKind, bytes]
) -> JournalistAccount:
    """The owner wants name, work, outlet or card to be others: kept beside the account until the office says yes, so
    that an approved account cannot become somebody else's by itself. Nothing different: a standing wish is dropped."""
    row = _locked(account, AccountState.ACTIVE)
    changed = {
        name: wanted[name].isoformat() if isinstance(wanted[name], dt.date) else wanted[name]
        for name in LOOKED_AT
        if name in wanted and wanted[name] != getattr(row, name)
    }
    row.correction, row.correction_at = changed, timezone.now() if changed or papers else None
    row.save(update_fields=["correction", "correction_at"])
    for kind, data in papers.items():
        for old in row.papers.filter(kind=kind):
            old.delete()
        _keep_paper(row, kind, data)
    _note(row, "correction_asked")
    return row


@transaction.atomic
def change_address(*, proof: AddressProof) -> JournalistAccount:
    """The account's address becomes the proved one; every browser is signed out, and the old address is told."""
    known = AddressProof.objects.select_for_update().filter(pk=proof.pk).first()
    if known is None or known.account_id is None or JournalistAccount.objects.filter(email=known.email).exists():
        raise Changed(_("Bu bağlantı kullanılmış ya da adres artık alınmış."), status=409)
    owner = JournalistAccount.objects.get(pk=known.account_id)
    row = _locked(owner, *[state for state in AccountState if state != AccountState.CLOSED])
    old, row.email = row.email, known.email
    row.save(update_fields=["email"])
    sessions.end_all(row)
    SignInLink.objects.filter(account=row).delete()
    proofs.forget(known)
    _note(row, "moved")
    letters.send(
        to=old, subject=_("Basın hesabınızın e-posta adresi değişti"), template="changed",
        origin=letters.origin_of(row.pk) + "adres", what=_("e-posta adresi"),
    )  # fmt: skip
    return row


@transaction.atomic
def set_portrait(*, account: JournalistAccount, file: Any, crop: photos.Crop | None = None) -> Portrait:
    """The owner's photo, with the consent to keep it. Raises ``ValidationError`` for what is no usable photo."""
    row = _locked(account, *[state for state in AccountState if state != AccountState.CLOSED])
    portrait = photos.take_in(file=file, crop=crop, account=row)
    for old in row.portraits.exclude(pk=portrait.pk):
        old.delete()
    version = texts.current(texts.PHOTO).version
    if not row.accepted_texts.filter(key=texts.PHOTO, version=version, taken_back_at=None).exists():
        AcceptedText.objects.create(account=row, key=texts.PHOTO, version=version)
    _note(row, "portrait")
    return portrait


@transaction.atomic
def drop_portrait(*, account: JournalistAccount) -> None:
    """The owner takes the photo and the consent back."""
    row = _locked(account, *[state for state in AccountState if state != AccountState.CLOSED])
    for old in row.portraits.all():
        old.delete()
    row.accepted_texts.filter(key=texts.PHOTO, taken_back_at=None).update(taken_back_at=timezone.now())
    _note(row, "portrait_dropped")


@transaction.atomic
def close_own(*, account: JournalistAccount, leave_lists: bool = False) -> None:
    """The owner deletes the account: the person goes from every room, numbers and evidence stay. ``leave_lists``: the
    press lists shall not write to this address either."""
    row = _locked(account, *[state for state in AccountState if state != AccountState.CLOSED])
    email = row.email
    if leave_lists:
        for address in Address.objects.filter(email=email):
            contacts.opt_out(address=address)
    erase(account=row)
    letters.send(
        to=email, subject=_("Basın hesabınız silindi"), template="erased", origin=f"{letters.LOOSE}son:{row.pk}:"
    )


def erase(*, account: JournalistAccount) -> None:
    """Takes the person out of the locked ``account`` and of every room; for the caller's transaction."""
    people.forget(account)
    sessions.end_all(account)
    for rows in (account.papers, account.portraits):
        for row in rows.all():
            row.delete()
    account.passkeys.all().delete()
    account.accepted_texts.filter(taken_back_at=None).update(taken_back_at=timezone.now())
    SignInLink.objects.filter(email=account.email).delete()
    for proof in AddressProof.objects.filter(account=account):
        proofs.forget(proof)
    letters.forget(letters.origin_of(account.pk))
    account.events.exclude(words="").update(words="")
    blank: dict[str, Any] = {
        "email": f"silinen-{account.pk}@{GONE}", "name": "", "phone": "", "outlet_name": "", "card_kind": "",
        "card_number": "", "card_expires": None, "works": "", "correction": {}, "correction_at": None, "password": "",
        "journalist": None, "desk_of": None, "state": AccountState.CLOSED, "closed_at": timezone.now(),
        "warned_at": None,
    }  # fmt: skip
    for name, value in blank.items():
        setattr(account, name, value)
    account.save(update_fields=list(blank))
    _note(account, "closed")


# --- The office -------------------------------------------------------------------------------------------------------


def may_decide(user: User | AnonymousUser) -> bool:
    """Whether ``user`` decides about accounts of the press."""
    return bool(user.is_active and user.has_perm("journalists.decide_journalistaccount"))


def _decided(account: JournalistAccount, user: User, seen: str, *states: AccountState) -> JournalistAccount:
    if not may_decide(user):
        raise PermissionDenied(_("Basın hesapları hakkında karar verme yetkiniz yok."))
    row = _locked(account, *states)
    if reading_of(row) != seen:
        raise Changed(
            _("Başvuru siz okurken değişti. Yeni hâlini okuyup yeniden karar verin."),
            content=row,
        )
    return row


@transaction.atomic
def approve(
    *, account: JournalistAccount, user: User, seen: str, outlet: Outlet | None = None,
    journalist: Journalist | None = None, is_desk: bool = False,
) -> JournalistAccount:  # fmt: skip
    """Opens the account: for ``journalist`` of the directory, for a new one without, or, ``is_desk``, for the desk of
    ``outlet``. Raises ``PermissionDenied``, ``Refusal``."""
    row = _decided(account, user, seen, AccountState.APPLIED, AccountState.ASKED)
    if of_the_house([row.email]):
        raise Refusal(_("Bu adres bir çalışanın hesabına ait; basın mensubu hesabı açılamaz."), status=409, content=row)
    if is_desk and outlet is None:
        raise Refusal(_("Haber merkezi hesabı için yayın kuruluşunu seçin."), status=400, content=row)
    if journalist is not None:
        Journalist.objects.select_for_update(of=("self",)).get(pk=journalist.pk)  # of two at once the second waits
        taken = JournalistAccount.objects.standing().filter(journalist=journalist).exclude(pk=row.pk)
        if taken.exists():
            raise Refusal(_("Seçtiğiniz basın mensubunun zaten bir hesabı var."), status=409, content=row)
    row.outlet, row.desk_of = outlet, outlet if is_desk else None
    row.journalist = None if is_desk else journalist or _in_directory(row, outlet)
    row.state, row.decided_at = AccountState.ACTIVE, timezone.now()
    row.save(update_fields=["outlet", "desk_of", "journalist", "state", "decided_at"])
    _note(row, "approved", by=user)
    letters.send(
        to=row.email, subject=_("Basın mensubu hesabınız açıldı"), template="approved",
        origin=letters.origin_of(row.pk) + "karar", name=row.name, sign_in=letters.address_of("sign_in"),
    )  # fmt: skip
    return row


def _in_directory(account: JournalistAccount, outlet: Outlet | None) -> Journalist:
    """A new entry of the directory for the owner, with the address if the directory does not know it."""
    journalist = Journalist.objects.create(
        name=account.name, outlet=outlet, position=account.get_work_display(), phone=account.phone
    )
    if not Address.objects.filter(email=account.email).exists():
        Address.objects.create(email=account.email, journalist=journalist)
    return journalist


@transaction.atomic
def ask_more(*, account: JournalistAccount, user: User, seen: str, words: str) -> JournalistAccount:
    """The office needs more to decide; ``words`` say what."""
    row = _decided(account, user, seen, AccountState.APPLIED)
    row.state = AccountState.ASKED
    row.save(update_fields=["state"])
    _note(row, "asked", by=user, words=words)
    _tell(row, _("Basın hesabı başvurunuz için bilgi gerekiyor"), "asked", words)
    return row


@transaction.atomic
def refuse_account(*, account: JournalistAccount, user: User, seen: str, words: str) -> JournalistAccount:
    """The office says no; ``words`` are the reason that the applicant reads."""
    row = _decided(account, user, seen, AccountState.APPLIED, AccountState.ASKED)
    row.state, row.decided_at = AccountState.REFUSED, timezone.now()
    row.save(update_fields=["state", "decided_at"])
    _note(row, "refused", by=user, words=words)
    _tell(row, _("Basın hesabı başvurunuz hakkında"), "refused", words)
    return row


@transaction.atomic
def decide_correction(
    *, account: JournalistAccount, user: User, seen: str, is_right: bool, words: str = ""
) -> JournalistAccount:
    """The office takes over what the owner asked for, in the directory too, or does not and says why."""
    row = _decided(account, user, seen, AccountState.ACTIVE)
    if row.correction_at is None:
        raise Changed(_("Bekleyen bir düzeltme yok."), content=row)
    wanted = {name: row.correction[name] for name in LOOKED_AT if name in row.correction}
    if is_right:
        if "card_expires" in wanted:
            day = wanted["card_expires"]
            wanted["card_expires"] = dt.date.fromisoformat(day) if day else None
        for name, value in wanted.items():
            setattr(row, name, value)
        if row.journalist is not None and "name" in wanted:
            row.journalist.name = row.name
            row.journalist.save(update_fields=["name", "sort_key"])
    row.correction, row.correction_at = {}, None
    row.save(update_fields=[*wanted, "correction", "correction_at"] if is_right else ["correction", "correction_at"])
    _note(row, "corrected" if is_right else "correction_refused", by=user, words=words)
    subject = _("Düzeltme isteğiniz yerine getirildi") if is_right else _("Düzeltme isteğiniz hakkında")
    _tell(row, subject, "corrected" if is_right else "correction_refused", words)
    return row


@transaction.atomic
def close_account(*, account: JournalistAccount, user: User, words: str) -> None:
    """The office closes an account, for a reason that its owner is told; the person goes as if the owner had done it.
    Raises ``PermissionDenied``, ``Refusal``."""
    if not may_decide(user):
        raise PermissionDenied(_("Basın hesapları hakkında karar verme yetkiniz yok."))
    row = _locked(account, *[state for state in AccountState if state != AccountState.CLOSED])
    email, pk = row.email, row.pk
    log(instance=row, action="journalists.closed_by_office", user=user)
    erase(account=row)
    AccountEvent.objects.create(account=row, what="closed_by_office", by=user)
    letters.send(
        to=email, subject=_("Basın hesabınız kapatıldı"), template="closed", origin=f"{letters.LOOSE}son:{pk}:",
        words=words,
    )  # fmt: skip


def _tell(account: JournalistAccount, subject: str, template: str, words: str) -> None:
    letters.send(
        to=account.email, subject=subject, template=template, origin=letters.origin_of(account.pk) + "karar",
        words=words, name=account.name,
    )  # fmt: skip


def session_ended(*, account: JournalistAccount, pk: int) -> None:
    """The owner signs one browser out."""
    JournalistSession.objects.filter(account=account, pk=pk).delete()
