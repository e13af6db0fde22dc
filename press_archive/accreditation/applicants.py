"""What applicants do: apply, answer, change, withdraw. Whoever has the account or the secret address may (``views``).

A stranger's address is confirmed first: ``ask_form`` notes it, ``send_forms`` (the worker) writes the letter.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.core.carriage import DeliveryState
from cms.core.refusal import Refusal
from cms.core.text import clean
from cms.core.turkish import fold
from cms.letters.models import Letter
from press_archive.accreditation import badges, changes, history, letters, states
from press_archive.accreditation.models import LINK_LIVES, Application, ApplicationPaper, FormLink
from press_archive.accreditation.words import HOLDING, OVER, Did, PaperKind, State
from press_archive.agenda import selectors as agenda
from press_archive.agenda.models import PressEvent
from press_archive.journalists import photos, texts
from press_archive.journalists.links import normal
from press_archive.journalists.models import JournalistAccount, Portrait
from press_archive.journalists.throttle import Ration

FORM = Ration("akreditasyon-form", per_place=6, per_place_a_day=20, per_email=3, whole=300)
AT_ONCE = 50
# How long after the event a person's photo and papers are kept.
KEEP_AFTER = dt.timedelta(days=30)
MOST_OF_AN_ACCOUNT = 100
MOST_PAPERS = 5


# --- A form for an address --------------------------------------------------------------------------------------------


def ask_form(*, event: PressEvent, email: str, place: str) -> None:
    """Notes that somebody at ``place`` wants to apply as ``email``; beyond the ration it is dropped without a word.
    Raises ``ValidationError`` for what is no address."""
    address = normal(email)
    if FORM.take(place=place, email=address):
        FormLink.objects.create(event=event, email=address)


def send_forms(owner: str = "") -> int:
    """Writes the links that were noted, and forgets old ones; gives how many it wrote. Several workers may call it."""
    written = 0
    for pk in list(FormLink.objects.filter(is_written=False).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            if FormLink.objects.filter(pk=pk, is_written=False).update(is_written=True):
                letters.send_form(FormLink.objects.select_related("event").get(pk=pk))
                written += 1
    old = list(FormLink.objects.filter(asked_at__lt=timezone.now() - LINK_LIVES).values_list("pk", flat=True)[:500])
    for pk in old:
        with transaction.atomic():
            waiting = Letter.objects.filter(origin=f"{letters.FORM_ORIGIN}{pk}:")
            waiting.exclude(state=DeliveryState.SENDING).delete()
            FormLink.objects.filter(pk=pk).delete()
    return written


# --- Applying ---------------------------------------------------------------------------------------------------------


def is_open(event: PressEvent, at: dt.datetime | None = None) -> bool:
    """Whether ``event`` takes applications now."""
    return agenda.open_for_accreditation(at).filter(pk=event.pk).exists()


def keep_until(event: PressEvent) -> dt.date:
    """Until when a photo for ``event`` is kept."""
    return timezone.localtime(event.ends_at + KEEP_AFTER).date()


def known_of(account: JournalistAccount) -> dict[str, Any]:
    """What an account has said already, so that nobody types it twice."""
    works = {"photographer": "photo", "camera": "camera", "live": "live", "technician": "technician"}
    return {
        "name": account.name, "phone": account.phone, "outlet_name": account.outlet_label,
        "role": works.get(account.work, "reporter"), "card_kind": account.card_kind,
        "card_number": account.card_number,
    }  # fmt: skip


def _person_key(account: JournalistAccount | None, email: str, name: str) -> str:
    named = " ".join(fold(name).split())
    if account is None:
        return f"e:{email}:{named}"[:240]
    return f"a{account.pk}:{named}"[:240] if account.desk_of_id else f"a{account.pk}"


def cleaned(values: dict[str, Any], event: PressEvent) -> dict[str, Any]:
    """What somebody said, without characters that nobody sees; zones that the event does not have are left out."""
    said = {
        name: " ".join(clean(str(value), lines=False).split()) if isinstance(value, str) else value
        for name, value in values.items() if name in changes.FIELDS
    }  # fmt: skip
    if "zones" in said:
        said["zones"] = [zone for zone in event.zone_list if zone in said["zones"]]
    return said


@transaction.atomic
def apply(
    *, event: PressEvent, values: dict[str, Any], account: JournalistAccount | None = None,
    link: FormLink | None = None, photo: Any = None, crop: photos.Crop | None = None,
    papers: Iterable[tuple[str, bytes]] = (), tells: bool = True,
) -> Application:  # fmt: skip
    """An application of ``account``, or of whoever owns the address of ``link``. Raises ``Refusal``, and
    ``ValidationError`` for a photo that is none. A photo that the account has is copied when none is brought."""
    if not is_open(event):
        raise Refusal(_("Bu etkinlik için başvuru süresi doldu."), status=409)
    email = "" if account is not None else link.email if link is not None else ""
    if link is not None and not FormLink.objects.filter(pk=link.pk, used_at__isnull=True).update(
        used_at=timezone.now()
    ):
        raise Refusal(_("Bu bağlantı kullanılmış; yenisini isteyin."), status=409)
    if account is None and not email:
        raise Refusal(_("Başvurmak için giriş yapın ya da e-posta adresinizi doğrulayın."))
    if account is not None:
        if not account.is_active:
            raise Refusal(_("Hesabınız henüz açılmadı."))
        if Application.objects.filter(account=account, event=event).standing().count() >= MOST_OF_AN_ACCOUNT:
            raise Refusal(_("Bu etkinlik için en çok %(most)d kişi başvurabilir.") % {"most": MOST_OF_AN_ACCOUNT})
    said = cleaned(values, event)
    outlet = None
    if account is not None:
        outlet = account.desk_of or account.outlet
        if account.desk_of is None and outlet is not None and fold(said.get("outlet_name", "")) != fold(outlet.name):
            outlet = None  # works for somebody else at this event
        if account.desk_of is not None:
            said["outlet_name"] = account.desk_of.name
    row = Application(
        event=event, account=account, email=email, outlet=outlet, person_key=_person_key(account, email, said["name"]),
        outlet_kind=values.get("outlet_kind", ""), **said,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Refusal(_("Bu kişi için bu etkinliğe zaten başvuruldu."), status=409, code="twice") from error
    row.portrait = _portrait(row, photo, crop)
    if row.portrait is not None:
        row.save(update_fields=["portrait"])
    for kind, data in papers:
        add_paper(row, kind, data)
    # Which words a stranger had read stays with the evidence; an account keeps its own (``AcceptedText``).
    read = [f"{texts.NOTICE} {texts.current(texts.NOTICE).version}"] if account is None else []
    history.record(
        row, Did.APPLIED, fields=[*read, *([f"{texts.PHOTO} {texts.current(texts.PHOTO).version}"] if photo else [])]
    )
    if tells:
        letters.tell(row, "received")
    return row


def _portrait(row: Application, photo: Any, crop: photos.Crop | None) -> Portrait | None:
    if photo is not None:
        return photos.take_in(file=photo, crop=crop, keep_until=keep_until(row.event))
    account = row.account
    if account is not None and not account.desk_of_id and (own := photos.latest_of(account)):
        return photos.copy_of(own, keep_until=keep_until(row.event))
    return None


def add_paper(row: Application, kind: str, data: bytes) -> None:
    """Keeps a letter or a card; for the caller's transaction."""
    if row.papers.count() >= MOST_PAPERS:
        raise Refusal(_("Bir başvuruya en çok %(most)d belge eklenir.") % {"most": MOST_PAPERS}, status=409)
    paper = ApplicationPaper(application=row, kind=PaperKind(kind))
    paper.file.save("paper.pdf" if data[:5] == b"%PDF-" else "paper.jpg", ContentFile(data), save=False)
    paper.save()


# --- Afterwards -------------------------------------------------------------------------------------------------------


@transaction.atomic
def change(
    *, application: Application, values: dict[str, Any], photo: Any = None, crop: photos.Crop | None = None,
    papers: Iterable[tuple[str, bytes]] = (),
) -> Application:  # fmt: skip
    """The applicant says something else. Before the approval it simply stands; afterwards it goes back to review, and
    what was approved holds until then. Raises ``Refusal`` and ``ValidationError``."""
    _plan, row = states.locked(application)
    if row.state in OVER or row.event.ends_at < timezone.now():
        raise Refusal(_("Bu başvuru kapandı; değiştirilemez."), status=409)
    said = changes.between(row, cleaned(values, row.event))
    if row.account is not None and row.account.desk_of_id:
        said.pop("outlet_name", None)
    new = photos.take_in(file=photo, crop=crop, keep_until=keep_until(row.event)) if photo is not None else None
    names = changes.labels_of([*said, *(["portrait"] if new else [])])
    brought = list(papers)
    for kind, data in brought:
        add_paper(row, kind, data)
    if row.state in HOLDING:
        if not said and new is None and not brought:
            changes.drop(row)
            if row.state == State.CHANGED:
                states.move(row, State.APPROVED)
            return row
        if row.change_portrait is not None and new is not None:
            row.change_portrait.delete()
        states.move(row, State.CHANGED, change=said, change_portrait=new or row.change_portrait)
    else:
        old = row.portrait
        if "name" in said:
            row.person_key = _person_key(row.account, row.email, said["name"])
        if "outlet_name" in said:
            row.outlet = None
        values = {"person_key": row.person_key, "outlet": row.outlet, **said, **({"portrait": new} if new else {})}
        try:
            with transaction.atomic():
                states.move(row, State.WAITING if row.state == State.WAITING else State.RECEIVED, **values)
        except IntegrityError as error:
            raise Refusal(_("Bu kişi için bu etkinliğe zaten başvuruldu."), status=409, code="twice") from error
        if new is not None and old is not None:
            old.delete()
    history.record(row, Did.CHANGED, fields=names)
    return row


@transaction.atomic
def answer(*, application: Application, words: str, papers: Iterable[tuple[str, bytes]] = ()) -> Application:
    """The applicant gives what the office asked for; it is the office's turn. Raises ``Refusal``."""
    _plan, row = states.locked(application)
    if row.state != State.ASKED:
        raise Refusal(_("Sizden bilgi beklenmiyor."), status=409)
    said, brought = clean(words).strip()[:600], list(papers)
    if not said and not brought:
        raise Refusal(_("Yanıtınızı yazın ya da belge ekleyin."), status=400)
    for kind, data in brought:
        add_paper(row, kind, data)
    states.move(row, State.RECEIVED)
    history.record(row, Did.ANSWERED, words=said)
    return row


@transaction.atomic
def withdraw(*, application: Application) -> Application:
    """The applicant does not come; the place is free and the badge opens nothing. Raises ``Refusal``."""
    _plan, row = states.locked(application)
    if row.state in OVER:
        raise Refusal(_("Bu başvuru zaten kapanmış."), status=409)
    changes.drop(row)
    states.move(row, State.WITHDRAWN)
    badges.revoke(row)
    history.record(row, Did.WITHDRAWN)
    letters.tell(row, "withdrawn")
    return row
