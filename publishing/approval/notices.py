"""Letters to people of the office: to the signers that something new waits, to the editor what became of it.

They take the place of Wagtail's own notifications. Each is written in the transaction of what it tells of: an act that
is rolled back tells nobody, and no request waits for a mail server.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

from cms.letters.models import Letter, LetterKind
from cms.letters.services import one_line, write
from cms.users.models import User
from cms.users.roles import Office
from cms.users.selectors import administrators, signers_of
from cms.website.entries import RegisteredPage
from cms.website.richtext import path_of
from cms.website.selectors import absolute
from publishing.approval import acts, embargo, evidence
from publishing.approval.models import EvidenceRecord, SignatureState
from publishing.approval.selectors import office_of
from publishing.approval.signals import waits_urgently

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def letter(
    *, kind: LetterKind, user: User, subject: str | _StrPromise, template: str, content: Any, **context: Any
) -> list[Letter]:
    """One plain letter in the office's tone, always in Turkish, to one person: none when there is no address."""
    title = one_line(content)
    name = one_line(user.get_full_name() or user.get_username())
    values = {"name": name, "title": title, "content": content, "municipality": settings.WAGTAIL_SITE_NAME, **context}
    with override("tr"):
        body = render_to_string(f"approval/mail/{template}.txt", values)
        return write(kind=kind, to=[(user.email, name)], subject=f"{subject}: {title}", body=body)


def tell_signers(
    state: SignatureState,
    *,
    subject: str | _StrPromise,
    kind: LetterKind = LetterKind.APPROVAL,
    urgent: bool = False,
) -> list[Letter]:
    """Tells the signers of the office that ``state`` waits for; of what is urgent also whoever can tell them at
    once."""
    content = acts.said_by(state.revision)
    path = reverse("approval:review", args=[state.pk])
    letters: list[Letter] = []
    signers = signers_of(office_of(state))
    for user in signers:
        letters += letter(
            kind=kind, user=user, subject=subject, template="waiting", content=content, state=state,
            url=settings.SITE_URL + path,
        )  # fmt: skip
    if urgent:
        waits_urgently.send(sender=SignatureState, users=signers, path=path)
    return letters


def address_of(content: Any, reader: Any = None) -> str:
    """Where a member of the office finds ``content``: on the site when it is live, of a letter the page that ``reader``
    works it on, else on the admin's first page."""
    if getattr(content, "is_letter", False) and (edit_url := AdminURLFinder(reader).get_edit_url(content)):
        return f"{settings.SITE_URL}{edit_url}"
    if isinstance(content, Page) and content.live:
        return absolute(content.public_path if isinstance(content, RegisteredPage) else path_of(content.url_path))
    return f"{settings.SITE_URL}{reverse('wagtailadmin_home')}"


def is_urgent(content: Any, now: dt.datetime) -> bool:
    """Whether ``content`` cannot wait: a warning to the public, or an embargo that ends soon."""
    return bool(getattr(content, "is_warning", False)) or embargo.cannot_wait(content, now)


def step_began(sender: Any, instance: SignatureState, **kwargs: Any) -> None:
    """Something new waits for an office."""
    urgent = is_urgent(acts.said_by(instance.revision), timezone.now())
    tell_signers(instance, subject=_("ACELE, imzanıza geldi") if urgent else _("İmzanıza geldi"), urgent=urgent)


def editor_of(workflow_state: WorkflowState, user: User | None) -> Any | None:
    """Whoever submitted the content, unless it is the one who acted."""
    editor = workflow_state.requested_by
    return editor if editor is not None and editor != user and editor.email else None


def came_back(sender: Any, instance: WorkflowState, user: User | None = None, **kwargs: Any) -> None:
    """The editor's content was returned, with the reason."""
    editor = editor_of(instance, user)
    if editor is None:
        return
    letter(
        kind=LetterKind.APPROVAL,
        user=editor,
        subject=_("İade edildi"),
        template="returned",
        content=instance.content_object,
        comment=instance.current_task_state.comment,
        url=address_of(instance.content_object, editor)
        if getattr(instance.content_object, "is_letter", False)
        else f"{settings.SITE_URL}{reverse('wagtailadmin_home')}",
    )


def was_signed(sender: Any, instance: WorkflowState, user: User | None = None, **kwargs: Any) -> None:
    """Both signatures are there: the editor's content is public, or will be at the end of its embargo."""
    editor = editor_of(instance, user)
    if editor is None:
        return
    content = acts.row_of(instance)
    letter(
        kind=LetterKind.APPROVAL,
        user=editor,
        subject=_("İki imza tamamlandı"),
        template="signed",
        content=content,
        live=content.live,
        url=address_of(content, editor),
    )


def editors_of(content: Any) -> list[Any]:
    """Whoever submitted ``content`` last."""
    state = (
        WorkflowState.objects.filter(content_type=evidence.content_type_of(content), object_id=str(content.pk))
        .select_related("requested_by")
        .order_by("-created_at", "-pk")
        .first()
    )
    editor = state.requested_by if state else None
    return [editor] if editor is not None and editor.is_active and editor.email else []


def was_withdrawn(*, content: Any, record: EvidenceRecord, user: User) -> list[Letter]:
    """Tells the editor that ``user`` took ``content`` back, why, and what to do."""
    return _tell_editors(content, user, subject=_("Geri çekildi"), template="withdrawn", record=record)


def lost_picture(*, content: Any, title: str, reason: str, user: User | None) -> list[Letter]:
    """Tells the editor that a photo or video of live ``content`` was taken down, and what to do."""
    return _tell_editors(
        content, user, subject=_("Bir fotoğrafı yayından kaldırıldı"), template="lost_picture",
        picture=one_line(title), reason=reason,
    )  # fmt: skip


def _tell_editors(content: Any, user: User | None, *, template: str, **context: Any) -> list[Letter]:
    letters: list[Letter] = []
    for editor in editors_of(content):
        if editor != user:
            edit_url = AdminURLFinder(editor).get_edit_url(content)
            url = settings.SITE_URL + (edit_url or reverse("wagtailadmin_home"))
            letters += letter(
                kind=LetterKind.APPROVAL, user=editor, template=template, content=content, url=url, **context
            )
    return letters


def clock_was_set(*, by: dt.timedelta) -> list[Letter]:
    """Tells offices and administrators that scheduled publications wait because the server's clock was set."""
    with override("tr"):
        direction = _("ileri") if by > dt.timedelta() else _("geri")
        body = _(
            "Sunucunun saati %(minutes)d dakika %(direction)s alınmış görünüyor. Ambargolu içerikler erken "
            "yayımlanmasın diye zamanlanmış yayınlar bekletiliyor.\n\nSaat yanlışsa düzeltilince "
            "yayınlar kendiliğinden sürer. Saat şimdi doğruysa yönetici, dağıtım servisini (worker) yeniden "
            "başlatmalıdır."
        ) % {"minutes": abs(by) // dt.timedelta(minutes=1), "direction": direction}
        people = {
            user.pk: (user.email, str(user))
            for user in (*signers_of(Office.DIRECTOR), *signers_of(Office.MAYOR), *administrators())
        }
        subject = str(_("Sunucunun saati değişti; zamanlanmış yayınlar bekliyor"))
        return write(kind=LetterKind.TROUBLE, to=people.values(), subject=subject, body=body)


def nothing(sender: Any, **kwargs: Any) -> None:
    """Submissions are told to the signers, not to every superuser."""


def connect() -> None:
    """Takes the places of Wagtail's notifiers by their ids; the first receiver under an id keeps it."""
    task_submitted.connect(step_began, sender=SignatureState, dispatch_uid="approval.step_began")
    for signal, receiver, event in (
        (workflow_submitted, nothing, "submitted"),
        (workflow_rejected, came_back, "rejected"),
        (workflow_approved, was_signed, "approved"),
    ):
        signal.connect(receiver, sender=WorkflowState, dispatch_uid=f"workflow_state_{event}_email_notification")
