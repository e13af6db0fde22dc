"""What of a page can be undone right after: saving it and moving it. Deletions are the recycle bin's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.actions.move_page import MovePageAction
from wagtail.actions.revert_to_revision import RevertToRevisionAction
from wagtail.models import Page, Revision

from cms.core.callers import wants_json
from cms.office import undo

SAVED, MOVED, MANY_MOVED = "page.saved", "page.moved", "pages.moved"


def offer_after_saving(request: HttpRequest, page: Any) -> None:
    """After a person has saved a draft, or a correction beside what is public, and nothing else has come of it."""
    page.refresh_from_db(fields=["latest_revision"])
    newest = page.latest_revision_id
    if newest is None or wants_json(request) or page.workflow_in_progress or before(page, newest) is None:
        return
    sentence = _("Kaydetmeden önceki hâline dönebilirsiniz.")
    undo.offer(request, sentence, SAVED, {"page": page.pk, "revision": newest})


def before(page: Any, revision_id: int) -> Revision | None:
    """The saved version before ``revision_id``."""
    found: Revision | None = page.revisions.filter(pk__lt=revision_id).order_by("-pk").first()
    return found


@transaction.atomic
def undo_saving(user: AbstractUser | AnonymousUser, data: dict[str, Any]) -> str:
    """Makes the version before the newest one; raises ``TooLate`` when another was saved, or it went to the offices."""
    row = Page.objects.select_for_update().filter(pk=data["page"]).first()
    page: Any = row.specific if row is not None else None
    is_newest = page is not None and page.latest_revision_id == data["revision"]
    if not is_newest or page.workflow_in_progress or page.approved_schedule:
        raise undo.TooLate(_("Bu arada sayfa yeniden kaydedilmiş ya da onaya gönderilmiş; geri alınmadı."))
    rights = page.permissions_for_user(user)
    if not rights.can_edit():
        raise undo.TooLate(_("Bu sayfayı artık düzenleyemezsiniz; geri alınmadı."))
    _refuse_locked(page, user)
    earlier = before(page, data["revision"])
    if earlier is None:
        raise undo.TooLate(_("Önceki sürüm artık yok."))
    RevertToRevisionAction(page, earlier, user=user, clean=False).execute(skip_permission_checks=True)
    return _("“%(title)s” kaydetmeden önceki hâline döndü.") % {"title": page.get_admin_display_title()}


def note_place(request: HttpRequest, page: Page) -> None:
    """Before a move: where the page stands now."""
    parent = page.get_parent()
    request.__dict__["moved_from"] = parent.pk if parent is not None else None


def offer_after_moving(request: HttpRequest, page: Page) -> None:
    """After a person has moved a page."""
    left = request.__dict__.get("moved_from")
    now = Page.objects.get(pk=page.pk).get_parent()
    if left is not None and now is not None and now.pk != left:
        sentence = _("“%(title)s” taşındı.") % {"title": page.get_admin_display_title()}
        undo.offer(request, sentence, MOVED, {"page": page.pk, "from": left, "to": now.pk})


def note_places(request: HttpRequest, pages: Iterable[Page]) -> None:
    """Before many are moved: where each stands now."""
    parents = ((page.pk, page.get_parent()) for page in pages)
    request.__dict__["many_moved_from"] = {pk: parent.pk for pk, parent in parents if parent is not None}


def offer_after_moving_many(request: HttpRequest, pages: Iterable[Page]) -> None:
    """After a person has moved ``pages``; those that stand where they stood are left out."""
    left: dict[int, int] = request.__dict__.get("many_moved_from", {})
    now = {page.pk: page.get_parent() for page in Page.objects.filter(pk__in=[page.pk for page in pages])}
    moves = [
        {"page": pk, "from": left[pk], "to": parent.pk}
        for pk, parent in now.items()
        if parent is not None and pk in left and parent.pk != left[pk]
    ]
    if moves:
        undo.offer(request, _("Taşınan sayfaları eski yerlerine koyabilirsiniz."), MANY_MOVED, {"moves": moves})


@transaction.atomic
def undo_moving(user: AbstractUser | AnonymousUser, data: dict[str, Any]) -> str:
    """Puts the page back below the one it came from; raises ``TooLate`` when it was moved on or that one is gone."""
    page = _put_back(user, data)
    return _("“%(title)s” eski yerine döndü.") % {"title": page.get_admin_display_title()}


@transaction.atomic
def undo_moving_many(user: AbstractUser | AnonymousUser, data: dict[str, Any]) -> str:
    """Puts back those that nothing stands in the way of, and says how many stay; raises ``TooLate`` when all do."""
    done = 0
    # The last one first: each stood behind the one before it.
    for move in reversed(data["moves"]):
        try:
            with transaction.atomic():
                _put_back(user, move)
        except undo.TooLate:
            continue
        done += 1
    rest = len(data["moves"]) - done
    if not done:
        raise undo.TooLate(
            _(
                "Sayfalar eski yerlerine konamadı: bu arada taşınmış, kilitlenmiş ya da adresleri alınmış;"
                " geri alınmadı."
            )
        )
    said = ngettext("%(n)d sayfa eski yerine döndü.", "%(n)d sayfa eski yerine döndü.", done) % {"n": done}
    left = ngettext("%(n)d sayfa olduğu yerde kaldı.", "%(n)d sayfa olduğu yerde kaldı.", rest) % {"n": rest}
    return f"{said} {left}" if rest else said


def _put_back(user: AbstractUser | AnonymousUser, move: dict[str, Any]) -> Page:
    """The page that ``move`` names, below the one it came from again; raises ``TooLate``, which says why not."""
    page = Page.objects.select_for_update().filter(pk=move["page"]).first()
    parent = Page.objects.filter(pk=move["from"]).first()
    if page is None or parent is None or (now := page.get_parent()) is None or now.pk != move["to"]:
        raise undo.TooLate(_("Bu arada sayfanın yeri yeniden değişmiş; geri alınmadı."))
    if not Page._slug_is_available(page.slug, parent, page=page):
        raise undo.TooLate(_("Eski yerinde bu adresle başka bir sayfa var; geri alınmadı."))
    content = page.specific
    _refuse_locked(content, user)
    try:
        MovePageAction(content, parent.specific, pos="last-child", user=user).execute()
    except PermissionDenied as error:
        raise undo.TooLate(_("Bu sayfayı artık taşıyamazsınız; geri alınmadı.")) from error
    return page


def _refuse_locked(page: Any, user: AbstractUser | AnonymousUser) -> None:
    """Raises ``TooLate``, which names whoever has locked ``page``, when it is locked for ``user``."""
    if not page.permissions_for_user(user).page_locked():
        return
    holder = page.locked_by if page.locked else None
    if holder is None:
        raise undo.TooLate(_("Sayfa şu anda kilitli; geri alınmadı."))
    raise undo.TooLate(_("Sayfayı %(who)s kilitlemiş; geri alınmadı.") % {"who": holder.get_full_name() or holder})
