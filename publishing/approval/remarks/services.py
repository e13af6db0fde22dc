"""Remarks on a passage: written at the desk, answered or accepted by the editor. None of it is signed or published.

A remark never stands in the way of a signature and is none. What an editor accepts becomes the editor's words: a new
revision under the editor's name, which both offices read and sign like any other.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from cms.core.text import clean, is_blank
from cms.letters.models import LetterKind
from cms.letters.services import one_line
from cms.letters.services import write as write_letter
from cms.users.delegation import offices_of, refusal_for
from cms.users.models import User
from publishing.approval import selectors, services
from publishing.approval.evidence import content_type_of
from publishing.approval.exceptions import ApprovalRefused
from publishing.approval.models import Remark, SignatureState
from publishing.approval.reasons import open_remarks
from publishing.approval.remarks import mirror, passages
from publishing.approval.troubles import may_edit

LONGEST = 2000
LONGEST_PROPOSAL = 5000
MOST_OPEN = 100


@transaction.atomic
def point_at(
    *, state: SignatureState, user: User, path: str, start: int, length: int, text: str = "", proposal: str = ""
) -> Remark:
    """Points at ``length`` letters from ``start`` on in the passage ``path`` of what ``state`` waits with.

    Raises ``ApprovalRefused`` for who holds no office, a step that no longer waits, words that are not there, and a
    remark that says nothing.
    """
    state = services.locked_state(state)
    authorities = offices_of(user)
    if not authorities:
        raise ApprovalRefused(refusal_for(user=user) or _("Onaydaki metne not düşmek imza makamları içindir."))
    office = selectors.office_of(state)
    authority = next((one for one in authorities if one.office is office), authorities[0])
    live = selectors.specific(state.workflow_state.content_object)
    content = live.get_latest_revision().as_object()
    passage = passages.at(content, path)
    quote = passage.text[start : start + length] if passage is not None and start >= 0 and length > 0 else ""
    if passage is None or is_blank(quote):
        raise ApprovalRefused(_("Seçtiğiniz yer metinde bulunamadı; sayfayı yenileyip yeniden seçin."))
    text, proposal = typed(text, LONGEST), typed(proposal, LONGEST_PROPOSAL)
    if proposal == quote:
        proposal = ""
    if not text and not proposal:
        raise ApprovalRefused(_("Bir not yazın ya da cümlenin önerdiğiniz hâlini değiştirin."))
    if open_remarks(state).count() >= MOST_OPEN:
        raise ApprovalRefused(_("Bu içerikte yanıt bekleyen çok not var; daha fazlası yerine iade edin."))
    remark = Remark.objects.create(
        content_type=content_type_of(live), object_id=str(live.pk), step=state,
        author=user, author_name=copied_name(user), office=authority.office.value,
        path=path, label=passage.label[:200], quote=quote, start=start, text=text, proposal=proposal,
    )  # fmt: skip
    mirror.show(remark, content=content, passage=passage, user=user)
    return remark


def typed(text: str, longest: int) -> str:
    """``text`` as it is kept. Raises ``ApprovalRefused`` when it is too long."""
    text = clean(text.replace("\r\n", "\n")).strip()
    if len(text) > longest:
        raise ApprovalRefused(_("En çok %(limit)d karakter yazılabilir.") % {"limit": longest})
    return text


def copied_name(user: User) -> str:
    """The name as it is copied beside what was said."""
    return one_line(user)[:200]


def open_remark(remark: Remark) -> Remark:
    """``remark`` as it is, under its lock. Raises ``ApprovalRefused`` when it is settled."""
    fresh = Remark.objects.select_for_update(of=("self",)).filter(pk=remark.pk).first()
    if fresh is None or not fresh.is_open:
        raise ApprovalRefused(_("Bu not artık yanıt beklemiyor; sayfayı yenileyin."))
    return fresh


def content_of(remark: Remark) -> Any:
    """The row that ``remark`` is about. Raises ``ApprovalRefused`` when it is gone."""
    model: Any = remark.content_type.model_class()
    content = model._base_manager.filter(pk=remark.object_id).first() if model is not None else None
    if content is None:
        raise ApprovalRefused(_("Bu notun içeriği silinmiş."))
    return content


@transaction.atomic
def answer(*, remark: Remark, user: User, text: str) -> Remark:
    """Answers ``remark``, by whoever edits the content or holds an office, but not who wrote it: who adds to their own
    words has not answered them. Raises ``ApprovalRefused``."""
    remark = open_remark(remark)
    content = content_of(remark)
    if remark.author_id == user.pk or (not may_edit(user, content) and not offices_of(user)):
        raise ApprovalRefused(_("Bu notu yanıtlama yetkiniz yok."))
    text = typed(text, LONGEST)
    if not text:
        raise ApprovalRefused(_("Yanıtınızı yazın."), content=content)
    settle(remark=remark, state=Remark.State.ANSWERED, user=user, text=text)
    mirror.reply(remark, user=user)
    tell_author(remark, user=user)
    return remark


@transaction.atomic
def accept(*, remark: Remark, user: User) -> Remark:
    """Puts the proposed words in their place, as a new draft by ``user``, who may edit it.

    Raises ``ApprovalRefused`` when the content is being signed, locked or no longer says what the proposal is about.
    """
    remark = open_remark(remark)
    content = content_of(remark)
    if not may_edit(user, content):
        raise ApprovalRefused(_("Öneriyi ancak bu içeriği yazanlar kabul eder."))
    if not remark.proposal:
        raise ApprovalRefused(_("Bu notta kabul edilecek bir öneri yok; yanıtlayın."), content=content)
    lock = content.get_lock()
    if lock is not None and lock.for_user(user):
        raise ApprovalRefused(str(lock.get_message(user)), content=content)
    draft = content.get_latest_revision_as_object()
    passage = passages.at(draft, remark.path)
    value = (
        passages.replaced(passage, quote=remark.quote, start=remark.start, proposal=remark.proposal)
        if passage is not None
        else None
    )
    if passage is None or value is None:
        raise ApprovalRefused(
            _("Önerilen cümlenin yerindeki sözler değişmiş; elle düzeltin ve notu yanıtlayın."), content=content
        )
    if problem := passages.too_long(passage, value):
        raise ApprovalRefused(problem, content=content)
    passage.write(value)
    settle(remark=remark, state=Remark.State.ACCEPTED, user=user)
    draft.save_revision(user=user, log_action=True, clean=False)
    # After it: the revision brings the comments that it knows with it.
    mirror.settle(remark, user=user)
    return remark


@transaction.atomic
def take_back(*, remark: Remark, user: User) -> Remark:
    """Takes back what ``user`` wrote and nobody has answered. Raises ``ApprovalRefused``."""
    remark = open_remark(remark)
    if remark.author_id != user.pk:
        raise ApprovalRefused(_("Bir notu yalnızca yazan geri alır."))
    settle(remark=remark, state=Remark.State.TAKEN_BACK, user=user)
    mirror.settle(remark, user=user)
    return remark


def settle(*, remark: Remark, state: Remark.State, user: User | None, text: str = "") -> None:
    """Stores what became of ``remark``."""
    remark.state, remark.answer = state, text
    remark.answered_by, remark.answered_name = user, copied_name(user) if user is not None else ""
    remark.answered_at = timezone.now()
    remark.save(update_fields=["state", "answer", "answered_by", "answered_name", "answered_at"])


def tell_author(remark: Remark, *, user: User) -> None:
    """Writes to the signer who asked, as long as the content still waits for that signature."""
    author = remark.author
    if author is None or author == user or not author.email or remark.step is None:
        return
    if not selectors.waiting_states().filter(pk=remark.step_id).exists():
        return
    with override("tr"):
        url = reverse("approval:review", args=[remark.step_id])
        write_letter(
            kind=LetterKind.APPROVAL,
            to=[(author.email, copied_name(author))],
            subject=_("Notunuz yanıtlandı: %(title)s") % {"title": one_line(content_of(remark))},
            body=_("%(place)s: “%(words)s”\n\nNotunuz: %(text)s\n\n%(name)s yanıtladı:\n%(answer)s\n\n%(url)s\n")
            % {
                "place": one_line(remark.label), "words": remark.quote, "text": remark.text or remark.proposal,
                "name": remark.answered_name, "answer": remark.answer, "url": f"{settings.SITE_URL}{url}#notlar",
            },
        )  # fmt: skip
