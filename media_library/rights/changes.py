"""Who may change the facts on which a picture's rights hang, and the record of every such change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.users.models import User
from media_library.models import LegalBasis, Photo, Video
from media_library.rights.selectors import may_see_consents

FACTS = ("legal_basis", "contains_children", "licence", "licence_ends", "licence_note", "photographer_id")


def facts_of(item: Photo | Video) -> dict[str, Any]:
    """What the rules of rights ask of ``item``, by column."""
    return {name: getattr(item, name) for name in FACTS}


def objection(
    *, user: User | AnonymousUser, before: Mapping[str, Any], after: Mapping[str, Any], withheld: bool, consents: bool
) -> str:
    """Why ``user`` may not change these facts of one picture: a sentence, or nothing.

    Who may describe a picture may make its rights stricter. What would let a picture out that is held back is an
    archivist's to say. ``consents``: whether there are records of consent for it.
    """
    changed = {name for name in FACTS if before[name] != after[name]}
    if not before["contains_children"]:
        changed.discard("contains_children")
    if not changed or may_see_consents(user):
        return ""
    if withheld:
        return _("Yayından kaldırılan fotoğraf ya da videonun hak bilgilerini yalnızca arşivciler değiştirir.")
    if "contains_children" in changed:
        return _("“Çocuk görünüyor” işaretini yalnızca arşivciler kaldırır.")
    if "legal_basis" in changed and before["legal_basis"] == LegalBasis.CONSENT:
        return _("Açık rızaya dayanan fotoğraf ya da videonun hukuki dayanağını yalnızca arşivciler değiştirir.")
    if consents:
        return _("Rıza kaydı olan fotoğraf ya da videonun hak bilgilerini yalnızca arşivciler değiştirir.")
    return ""


def check_form(form: Any, user: User | AnonymousUser, cleaned: dict[str, Any]) -> None:
    """Adds an error to the ``form`` of a photo or video in which ``user`` loosens rights that are an archivist's."""
    item = form.instance
    if not item.pk:
        return
    before = facts_of(item)
    after = before | {name: cleaned[name] for name in before if name in cleaned}
    if "photographer" in cleaned:
        after["photographer_id"] = cleaned["photographer"].pk if cleaned["photographer"] else None
    withheld = item.withheld_at is not None
    consents = before != after and item.consents.exists()
    if sentence := objection(user=user, before=before, after=after, withheld=withheld, consents=consents):
        form.add_error(None, sentence)


def record(*, user: User, item: Photo | Video, before: Mapping[str, Any]) -> None:
    """Writes into the audit log what has changed in the facts of ``item`` since ``before``, if anything."""
    after = facts_of(item)
    changed = {name: [_plain(before[name]), _plain(after[name])] for name in FACTS if before[name] != after[name]}
    if changed:
        log(instance=item, action="rights.changed", user=user, data={"facts": changed})


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int) else str(value)
