"""What is done in a case: opened, its text written and sent to be signed, the signed text sent, and every day noted
that the law's clocks run from.

Nothing leaves without both signatures: ``send`` takes the certificate of the text, the database asks for it again
(``guards``), and a mail says what the certificate holds. One person may note what happened; no note sends a word.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.core.refusal import Refusal
from cms.core.text import clean, inside_quotes
from cms.core.turkish import format_date
from cms.letters.models import LetterKind
from cms.letters.services import write
from cms.users.models import User
from press_archive.clippings import services as clippings
from press_archive.clippings.citation import citation
from press_archive.clippings.models import Clipping
from press_archive.replies import deadlines, documents, lengths, selectors
from press_archive.replies.clocks import clock_on
from press_archive.replies.models import MOST_LINES, Case, CaseEvent, ReplyText, Sending
from press_archive.replies.permissions import may_work_cases
from press_archive.replies.words import OVER, ClockMedium, How, Kind, Outcome, Stage, What
from publishing.approval import services as approval

# What a clipping is said to need once a case is opened of it.
NEEDS = {Kind.RIGHT_OF_REPLY: "rebuttal", Kind.CORRECTION: "answer", Kind.NOTE: "note"}
# What a periodical's first issue may be away: typed years are often wrong.
FIRST_ISSUE_WITHIN = dt.timedelta(days=100)
TEXT_FIELDS = ("title", "addressee", "demand", "text")


def _locked(case: Case, user: User, *stages: Stage) -> Case:
    """The case, locked. Raises ``PermissionDenied``, and ``Refusal`` when it stands in none of ``stages``."""
    if not may_work_cases(user):
        raise PermissionDenied
    row = (
        Case.objects.select_for_update(of=("self",)).select_related("clock", "clipping__outlet", "text").get(pk=case.pk)
    )
    if stages and row.stage not in stages:
        raise Refusal(
            _("Dosya bu arada ilerledi: “%(stage)s”. Sayfayı yenileyip bakın.") % {"stage": row.get_stage_display()},
            status=409,
        )
    return row


def _past(day: dt.date, *, since: dt.date | None, what: str) -> None:
    """Refuses a day that is still to come, or before ``since``."""
    if day > timezone.localdate():
        raise Refusal(_("%(what)s ileri bir gün olamaz.") % {"what": what}, status=400)
    if since is not None and day < since:
        raise Refusal(
            _("%(what)s %(day)s gününden önce olamaz.") % {"what": what, "day": format_date(since)}, status=400
        )


def _note(case: Case, what: What, user: User, *, on: dt.date | None = None, text: str = "") -> None:
    """A line of the history, and one of Wagtail's log."""
    CaseEvent.objects.create(
        case=case, what=what, on=on or timezone.localdate(), text=clean(text).strip()[:600], noted_by=user
    )
    log(instance=case, action=f"replies.{what.value}", user=user)


# --- Opening and writing ----------------------------------------------------------------------------------------------


@transaction.atomic
def open_case(
    *, clipping: Clipping, kind: str, medium: str = "", original_lines: int | None = None, is_picture: bool = False,
    line_length: int | None = None, user: User,
) -> Case:  # fmt: skip
    """Opens a case of ``clipping``, with a text that begins in the law's words. ``medium``: a ``ClockMedium`` where the
    officer knows better than the künye.

    Raises ``PermissionDenied`` and ``Refusal``.
    """
    if not may_work_cases(user):
        raise PermissionDenied
    row = Clipping.objects.select_for_update(of=("self",)).select_related("outlet", "page_copy").get(pk=clipping.pk)
    if kind not in Kind.values:
        raise Refusal(_("Ne isteneceğini seçin."), status=400)
    if row.reply_cases.filter(kind=kind).exclude(stage__in=OVER).exists():
        raise Refusal(_("Bu haberin açık bir dosyası zaten var."), status=409)
    clock = None
    if kind == Kind.RIGHT_OF_REPLY:
        found = medium if medium in ClockMedium.values else selectors.clock_medium_of(row)
        clock = clock_on(found, row.published_on) if found else None
        if clock is None:
            raise Refusal(
                _("Bu mecra için yayın gününde geçerli bir cevap süresi yok; düzeltme talebi ya da bilgi notu yazın."),
                status=400,
            )
    width = line_length or (clock.line_length if clock else 40)
    said = row.text or row.page_copy_text
    if original_lines is None and said and clock is not None and clock.is_limited:
        original_lines = min(MOST_LINES, lengths.lines_of(said, width)) or None
    text = ReplyText(live=False, **first_words(row, kind, clock))
    text.save()
    text.save_revision(user=user, log_action=True)
    case = Case(
        kind=kind, clipping=row, text=text, clock=clock, outlet_name=row.outlet_name, medium=row.medium,
        published_on=row.published_on, original_lines=original_lines, original_is_picture=is_picture,
        line_length=width, created_by=user,
        send_due=deadlines.sending_ends(clock, row.published_on) if clock else None,
    )  # fmt: skip
    case.full_clean()
    case.save()
    if not row.needs_answer:
        clippings.needs_answer(clipping=row, answer=NEEDS[Kind(kind)], user=user)
    _note(case, What.OPENED, user, text=case.get_kind_display())
    return case


def first_words(clipping: Clipping, kind: str, clock: Any) -> dict[str, str]:
    """What the form is filled with: whom, of which item, by which law; the text itself is the officer's."""
    outlet = clipping.outlet
    lines = [outlet.name]
    if kind == Kind.RIGHT_OF_REPLY:
        editor = outlet.responsible_editor
        lines.append(_("Sayın %(name)s, sorumlu müdür") % {"name": editor} if editor else _("Sorumlu müdürlüğe"))
    if outlet.address:
        lines.append(outlet.address)
    item = {"citation": citation(clipping), "headline": inside_quotes(clipping.headline)}
    if kind == Kind.RIGHT_OF_REPLY:
        demand = _(
            "%(citation)s: “%(headline)s” başlıklı yayınınız hakkındaki düzeltme ve cevap yazımız aşağıdadır. "
            "%(law)s uyarınca, yazının alındığı günden başlayan yasal süre içinde yayımlanmasını isteriz. %(form)s"
        ) % {**item, "law": clock.law, "form": clock.form}
        title = _("Düzeltme ve cevap")
    elif kind == Kind.CORRECTION:
        demand = (
            _("%(citation)s: “%(headline)s” başlıklı haberinizde düzeltilmesini rica ettiğimiz hususlar aşağıdadır.")
            % item
        )
        title = _("Düzeltme talebi")
    else:
        demand = _("%(citation)s: “%(headline)s” başlıklı haberinizle ilgili bilgiler aşağıdadır.") % item
        title = _("Bilgi notu")
    if clipping.url:
        demand += f"\n{clipping.url}"
    return {"title": title, "addressee": "\n".join(lines)[:600], "demand": demand[:3000], "text": ""}


@transaction.atomic
def write_text(
    *, case: Case, values: dict[str, str], seen: int | None, user: User, original_lines: int | None = None,
    is_picture: bool = False, line_length: int | None = None,
) -> Case:  # fmt: skip
    """Saves the words, and what they are measured by. ``seen``: the revision that the writer began with; nobody writes
    over what somebody else has saved meanwhile.

    Raises ``PermissionDenied``, ``Refusal`` and, while it is being signed, ``ApprovalRefused``.
    """
    row = _locked(case, user, Stage.WRITING, Stage.SENT)
    if row.text.latest_revision_id != seen:
        raise Refusal(
            _("Siz yazarken metni başkası kaydetti. Sayfayı yenileyip onun yazdığından devam edin."), status=409
        )
    if row.text.workflow_in_progress:
        raise Refusal(_("Yazı imzada: değişecekse önce onaydan geri alın."), status=409)
    content = row.latest_text
    for name in TEXT_FIELDS:
        setattr(content, name, values.get(name, ""))
    content.full_clean(exclude=["latest_revision", "live_revision"])
    content.save_revision(user=user, log_action=True)
    row.original_lines, row.original_is_picture = original_lines, is_picture
    row.line_length = line_length or row.line_length
    row.full_clean()
    row.save(update_fields=["original_lines", "original_is_picture", "line_length"])
    return row


@transaction.atomic
def submit_text(*, case: Case, user: User) -> None:
    """Sends the text to Müdür and Başkan. Raises ``PermissionDenied``, ``Refusal``, ``ApprovalRefused``."""
    row = _locked(case, user, Stage.WRITING, Stage.SENT)
    try:
        approval.submit(content=row.text, user=user)
    except ValidationError as invalid:
        raise Refusal(" ".join(invalid.messages), status=400) from invalid


@transaction.atomic
def withdraw_text(*, case: Case, user: User) -> None:
    """Takes the text back from approval, to be changed. Raises ``PermissionDenied`` and ``Refusal``."""
    row = _locked(case, user)
    state = row.text.current_workflow_state
    if state is None or not row.text.workflow_in_progress:
        raise Refusal(_("Yazı imzada değil."), status=409)
    state.cancel(user=user)


@transaction.atomic
def follow_clipping(*, case: Case, user: User) -> None:
    """Takes the day of publication that the clipping has now; its clocks follow. Only before anything was sent."""
    row = _locked(case, user, Stage.WRITING)
    row.published_on = row.clipping.published_on
    if row.clock is not None:
        clock = clock_on(row.clock.medium, row.published_on)
        if clock is None:
            raise Refusal(_("Bu mecra için o gün geçerli bir cevap süresi yok."), status=400)
        row.clock, row.send_due = clock, deadlines.sending_ends(clock, row.published_on)
    row.save(update_fields=["published_on", "clock", "send_due"])
    _note(row, What.MOVED, user, text=format_date(row.published_on))


# --- Sending ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def send(*, case: Case, how: str, address: str, on: dt.date | None = None, reference: str = "", user: User) -> Sending:
    """Sends the signed text by mail, or notes that it left by notary, KEP or registered mail on ``on``.

    A mail goes to an address of the outlet in the directory only, today, as a letter that says what the certificate
    holds. Raises ``PermissionDenied`` and ``Refusal``.
    """
    row = _locked(case, user, Stage.WRITING, Stage.SENT, Stage.RECEIVED)
    if how not in How.values:
        raise Refusal(_("Nasıl gönderildiğini seçin."), status=400)
    certificate = selectors.sendable(row)
    if certificate is None:
        raise Refusal(_("Müdür ve Başkan imzası olmadan yazı gönderilmez."), status=409)
    if row.clipping.outlet_name != row.outlet_name:
        raise Refusal(
            _("Kupürün kuruluşu dosya açıldıktan sonra değişmiş; bu yazı %(outlet)s için imzalandı. Yeni dosya açın.")
            % {"outlet": row.outlet_name},
            status=409,
        )
    today = timezone.localdate()
    day = today if how == How.EMAIL else on or today
    _past(day, since=timezone.localdate(certificate.created_at), what=_("Gönderme günü"))
    if row.send_due and day > row.send_due:
        raise Refusal(
            _("Gönderme süresi %(day)s günü doldu (%(law)s).")
            % {"day": format_date(row.send_due), "law": row.clock.law if row.clock else ""},
            status=409,
        )
    address = " ".join(clean(address, lines=False).split())
    if not address:
        raise Refusal(_("Nereye gönderildiğini yazın."), status=400)
    letter = None
    if how == How.EMAIL:
        if address not in selectors.addresses_of(row):
            raise Refusal(_("E-posta yalnızca kuruluşun basın rehberindeki adresine gider."), status=400)
        if row.sendings.filter(certificate=certificate, how=How.EMAIL, address=address).exists():
            raise Refusal(_("Bu yazı bu adrese zaten gönderildi."), status=409)
        document = documents.signed(certificate)
        letter = write(
            kind=LetterKind.REPLY, to=[(address, row.clipping.outlet.name)],
            subject=f"{document.title}: {document.municipality}", body=documents.plain(document),
            sender_name=document.municipality,
        )[0]  # fmt: skip
    sending = Sending.objects.create(
        case=row, certificate=certificate, how=how, address=address[:320],
        reference=" ".join(clean(reference, lines=False).split())[:80], sent_on=day, letter=letter, noted_by=user,
    )  # fmt: skip
    if row.stage == Stage.WRITING:
        row.stage = Stage.SENT
    if row.received_on is None:
        row.sent_on = min(row.sent_on or day, day)
        row.receipt_due = day + deadlines.RECEIPT_AFTER if row.has_clock else None
    row.save(update_fields=["stage", "sent_on", "receipt_due"])
    if letter is None:  # a mail may still come back: what became of it is noted by ``settle_mails``
        _answered(row, max(day, row.clipping.published_on), user)
    said = f"{sending.get_how_display()}: {sending.address}"
    _note(row, What.SENT, user, on=day, text=f"{said} ({sending.reference})" if sending.reference else said)
    return sending


@transaction.atomic
def settle_mails(*, case: Case) -> bool:
    """By the machine: notes on the clipping that it was answered once a mail with the text was taken, and takes that
    back when nothing that left has arrived after all. What a person wrote there stays. Gives whether it changed."""
    row = Case.objects.select_for_update(of=("self",)).select_related("clipping").get(pk=case.pk)
    arrived = row.sendings.arrived().order_by("sent_on").first()
    if arrived is not None and row.answer_noted_on is None:
        return _answered(row, max(arrived.sent_on, row.clipping.published_on))
    if arrived is None and row.answer_noted_on is not None:
        noted, row.answer_noted_on = row.answer_noted_on, None
        row.save(update_fields=["answer_noted_on"])
        return clippings.settle_answer(clipping=row.clipping, before=noted, on=None)
    return False


def _answered(row: Case, on: dt.date, user: User | None = None) -> bool:
    """Notes once for a case that its clipping was answered, where nobody has."""
    if row.answer_noted_on is not None:
        return False
    row.answer_noted_on = on
    row.save(update_fields=["answer_noted_on"])
    return clippings.settle_answer(clipping=row.clipping, before=None, on=on, user=user)


# --- What became of it ------------------------------------------------------------------------------------------------


@transaction.atomic
def record_receipt(*, case: Case, on: dt.date, first_issue_on: dt.date | None = None, user: User) -> None:
    """The outlet has it since ``on``: their term runs. ``first_issue_on``: when a periodical's first issue after three
    days comes out. Writing it again corrects it."""
    row = _locked(case, user, Stage.SENT, Stage.RECEIVED)
    if row.clock is None:
        raise Refusal(_("Bu dosyada süre işlemez; tebliğ günü not olarak yazılır."), status=400)
    _past(on, since=row.sent_on, what=_("Tebliğ günü"))
    first_issue_on = _issue_day(row, on, first_issue_on)
    row.stage, row.received_on, row.first_issue_on = Stage.RECEIVED, on, first_issue_on
    row.publish_due = deadlines.publication_ends(row.clock, on, first_issue_on)
    if row.faulty_on is None:
        row.court_due = deadlines.court_ends(row.clock, row.publish_due) if row.publish_due else None
    if row.publish_due is None:  # until somebody knows when that issue comes out, finding out is what is due
        row.receipt_due = deadlines.issue_known_by(row.clock, on)
    row.save(update_fields=["stage", "received_on", "first_issue_on", "publish_due", "court_due", "receipt_due"])
    _note(row, What.RECEIVED, user, on=on)


def _issue_day(row: Case, since: dt.date, first_issue_on: dt.date | None) -> dt.date | None:
    """The day of a periodical's first issue after its term from ``since``; nothing for the others. Raises ``Refusal``
    for one that cannot be."""
    if row.clock is None or not row.clock.first_issue or first_issue_on is None:
        return None
    first = deadlines.issue_known_by(row.clock, since)
    if first_issue_on < first:
        raise Refusal(
            _("İlk sayı üç gün sonrasından, %(day)s gününden önce olamaz.") % {"day": format_date(first)}, status=400
        )
    if first_issue_on > since + FIRST_ISSUE_WITHIN:
        raise Refusal(_("İlk sayının günü bu kadar uzak olamaz; yılı denetleyin."), status=400)
    return first_issue_on


@transaction.atomic
def record_publication(
    *, case: Case, on: dt.date, as_law_asks: bool, clipping: Clipping | None = None, text: str = "", user: User
) -> None:
    """The outlet published it on ``on``: as the law asks, or not (then the judge may be asked from that day on)."""
    row = _locked(case, user, Stage.SENT, Stage.RECEIVED, Stage.COURT, Stage.DECIDED)
    _past(on, since=row.sent_on or row.published_on, what=_("Yayım günü"))
    if clipping is not None and clipping.outlet_id != row.clipping.outlet_id:
        raise Refusal(_("Seçilen kupür başka bir kuruluşun."), status=400)
    said = text or (clipping.headline if clipping else "")
    if as_law_asks:
        row.stage, row.fulfilled_on, row.fulfilled_by = Stage.PUBLISHED, on, clipping
        row.save(update_fields=["stage", "fulfilled_on", "fulfilled_by"])
        _note(row, What.PUBLISHED, user, on=on, text=said)
        return
    if row.clock is None:
        raise Refusal(_("Yasal süresi olmayan dosyada aykırılık aranmaz; not olarak yazın."), status=400)
    # The law does not say which of the two begins the term when both have come: the earlier end is the safe one.
    ends = [deadlines.court_ends(row.clock, day) for day in (on, row.publish_due) if day]
    row.faulty_on, row.court_due = on, min(ends)
    if row.stage == Stage.SENT:  # whoever prints it has it
        row.stage, row.received_on = Stage.RECEIVED, row.received_on or on
    row.save(update_fields=["stage", "received_on", "faulty_on", "court_due"])
    _note(row, What.FAULTY, user, on=on, text=said)


@transaction.atomic
def record_filing(*, case: Case, on: dt.date, court: str, number: str = "", user: User) -> None:
    """The judge was asked on ``on``: after their term, or after a faulty publication; of broadcasts also at once (Law
    no. 6112 art. 18/7), with the signed text."""
    row = _locked(case, user, Stage.WRITING, Stage.SENT, Stage.RECEIVED, Stage.COURT)
    if row.clock is None:
        raise Refusal(_("Bu dosyanın yasal yolu yok."), status=400)
    if row.objected_on is not None:
        raise Refusal(_("Dosya itirazda; yeni başvuru yazılmaz."), status=409)
    at_once = row.clock.direct_court and row.send_due is not None and on <= row.send_due
    if selectors.sendable(row) is None:
        raise Refusal(_("Müdür ve Başkan imzası olmadan mahkemeye yazı verilmez."), status=409)
    if not at_once and row.stage != Stage.COURT:
        begins = row.faulty_on or (row.publish_due + dt.timedelta(days=1) if row.publish_due else None)
        if begins is None:
            raise Refusal(_("Önce tebliğ gününü (ve gerekiyorsa ilk sayının gününü) yazın."), status=409)
        if on < begins:
            raise Refusal(
                _("Yayımlamaları için süre %(day)s günü doluyor; mahkemeye ondan sonra başvurulur.")
                % {"day": format_date(row.publish_due or begins)},
                status=409,
            )
    _past(on, since=row.published_on, what=_("Başvuru günü"))
    row.stage, row.filed_on = Stage.COURT, on
    row.court = " ".join(clean(court, lines=False).split())[:160]
    row.court_number = " ".join(clean(number, lines=False).split())[:60]
    if not row.court:
        raise Refusal(_("Hangi hâkimliğe başvurulduğunu yazın."), status=400)
    row.decision_due = on + dt.timedelta(days=row.clock.decision)
    row.save(update_fields=["stage", "filed_on", "court", "court_number", "decision_due"])
    late = row.court_due is not None and on > row.court_due and not at_once
    said = f"{row.court} {row.court_number}".strip()
    _note(row, What.FILED, user, on=on, text=_("%(said)s (süre geçtikten sonra)") % {"said": said} if late else said)


@transaction.atomic
def record_decision(
    *, case: Case, on: dt.date, outcome: str, final_on: dt.date | None = None, first_issue_on: dt.date | None = None,
    text: str = "", user: User,
) -> None:  # fmt: skip
    """The court decided, and we were told on ``on``. Of an order to publish their term begins anew when it is final
    (``final_on``: 5187 art. 14/6, 6112 art. 18/4), for a periodical with its first issue after three days
    (``first_issue_on``); a rejection may be objected to. Writing it again corrects it."""
    row = _locked(case, user, Stage.COURT, Stage.DECIDED)
    if outcome not in Outcome.values:
        raise Refusal(_("Kararın ne olduğunu seçin."), status=400)
    since = row.objected_on or row.filed_on
    _past(on, since=since, what=_("Karar günü"))
    if final_on is not None:
        _past(final_on, since=on, what=_("Kesinleşme günü"))
    clock = row.clock
    row.stage, row.decided_on, row.outcome = Stage.DECIDED, on, outcome
    row.objection_due, row.publish_due, row.final_on = None, None, None
    if clock is not None and outcome == Outcome.REJECTED and row.objected_on is None and clock.objection:
        row.objection_due = on + dt.timedelta(days=clock.objection)
    if clock is not None and outcome == Outcome.ACCEPTED and final_on is not None:
        row.final_on, row.first_issue_on = final_on, _issue_day(row, final_on, first_issue_on)
        row.publish_due = deadlines.publication_ends(clock, final_on, row.first_issue_on)
        if row.publish_due is None:
            row.receipt_due = deadlines.issue_known_by(clock, final_on)
    row.save(
        update_fields=[
            "stage", "decided_on", "outcome", "objection_due", "publish_due", "final_on", "first_issue_on",
            "receipt_due",
        ]
    )  # fmt: skip
    said = row.get_outcome_display()
    if final_on is not None:
        said += _(" (kesinleşme: %(day)s)") % {"day": format_date(final_on)}
    _note(row, What.DECIDED, user, on=on, text=f"{said}. {text}".strip() if text else said)


@transaction.atomic
def record_objection(*, case: Case, on: dt.date, text: str = "", user: User) -> None:
    """The rejection was objected to: the case is before the court again."""
    row = _locked(case, user, Stage.DECIDED)
    if row.outcome != Outcome.REJECTED or row.objected_on is not None:
        raise Refusal(_("İtiraz yalnız reddedilen istem için ve bir kez yazılır."), status=409)
    _past(on, since=row.decided_on, what=_("İtiraz günü"))
    row.stage, row.objected_on, row.objection_due, row.decision_due = Stage.COURT, on, None, None
    row.save(update_fields=["stage", "objected_on", "objection_due", "decision_due"])
    _note(row, What.OBJECTED, user, on=on, text=text)


@transaction.atomic
def close(*, case: Case, reason: str, user: User) -> None:
    """Nothing more is done in the case, for a reason. What waits for a signature is taken back first."""
    row = _locked(case, user, *(stage for stage in Stage if stage not in OVER))
    if not reason.strip():
        raise Refusal(_("Dosyanın neden kapatıldığını yazın."), status=400)
    if row.text.workflow_in_progress:
        raise Refusal(_("Yazı imzada: önce onaydan geri alın."), status=409)
    row.stage = Stage.CLOSED
    row.save(update_fields=["stage"])
    _note(row, What.CLOSED, user, text=reason)


@transaction.atomic
def add_note(*, case: Case, text: str, user: User) -> None:
    """A line of the history in the officer's own words."""
    row = _locked(case, user)
    if not text.strip():
        raise Refusal(_("Notu yazın."), status=400)
    _note(row, What.NOTE, user, text=text)
