"""What the house keeps of one member of the press, for its owner: plain data, JSON and PDF."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.core.paper import tagged_pdf
from cms.core.turkish import format_date, format_moment
from cms.identity.selectors import current
from press_archive.journalists import letters, people, texts
from press_archive.journalists.models import CardKind, JournalistAccount, Look, Work
from press_archive.journalists.words import EVENTS

FIELDS = (
    "email", "state", "name", "phone", "work", "outlet_name", "outlet", "journalist", "desk_of", "proof", "card_kind",
    "card_number", "card_expires", "works", "wants_desk", "applied_at", "decided_at", "seen_at",
)  # fmt: skip


def corrections(account: JournalistAccount) -> list[tuple[str, str, str]]:
    """What the owner wants changed: (what, as it is, as it shall be)."""
    shown: dict[str, Any] = {"work": dict(Work.choices), "card_kind": dict(CardKind.choices)}
    rows = []
    for name, wanted in account.correction.items():
        field = account._meta.get_field(name)
        words = shown.get(name, {})
        if name == "card_expires" and wanted:
            wanted = format_date(dt.date.fromisoformat(wanted))
        rows.append((str(field.verbose_name), _shown(account, name), str(words.get(wanted, wanted)) or "—"))  # type: ignore[union-attr]
    return rows


def _shown(account: JournalistAccount, name: str) -> str:
    display = getattr(account, f"get_{name}_display", None)
    return plain(display() if display is not None else getattr(account, name))


def plain(value: Any) -> str:
    """A value as a person reads it."""
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return _("evet") if value else _("hayır")
    if isinstance(value, dt.datetime):
        return format_moment(value)
    if isinstance(value, dt.date):
        return format_date(value)
    return str(value)


def as_data(account: JournalistAccount) -> dict[str, Any]:
    """Everything, under headings in the owner's language; of other rooms what they registered."""
    said = {str(account._meta.get_field(name).verbose_name): _shown(account, name) for name in FIELDS}  # type: ignore[union-attr]
    kept: dict[str, Any] = {
        _("Hesap"): said,
        _("Kabul edilen metinler"): [
            {_("metin"): texts.text_of(one.key, one.version), _("sürüm"): one.version, _("zaman"): plain(one.at),
             _("geri alındı"): plain(one.taken_back_at)}
            for one in account.accepted_texts.all()
        ],
        _("Belgeler"): _dated((one.get_kind_display(), one.added_at) for one in account.papers.all()),
        _("Fotoğraflar"): [plain(one.added_at) for one in account.portraits.all()],
        _("Açık oturumlar"): _dated((one.label, one.seen_at) for one in account.sessions.all()),
        _("Geçiş anahtarları"): _dated((one.label, one.created_at) for one in account.passkeys.all()),
        _("Olaylar"): [
            {_("zaman"): plain(one.at), _("olay"): str(EVENTS.get(one.what, one.what)), _("söz"): plain(one.words)}
            for one in account.events.all()
        ],
        _("Size gönderilen mektuplar"): _dated(
            (letter.subject, letter.created_at) for letter in letters.of_account(account.pk)
        ),
        _("Belgelerinize kaç kez bakıldı"): Look.objects.filter(account_number=account.pk).count(),
    }  # fmt: skip
    for name, room in people.exported(account).items():
        kept[str(people.ROOMS[name].label)] = room
    return {heading: value for heading, value in kept.items() if value not in ([], {}, "")}


def _dated(rows: Iterable[tuple[str, dt.datetime]]) -> list[dict[str, str]]:
    return [{_("ne"): plain(name), _("zaman"): plain(at)} for name, at in rows]


def as_pdf(kept: dict[str, Any]) -> bytes:
    """``kept`` on A4 pages, tagged."""
    page = render_to_string(
        "journalists/own_data_pdf.html",
        {"kept": _rows(kept), "municipality": current().municipality, "at": format_moment(timezone.now())},
    )
    return tagged_pdf(page)


def _rows(kept: dict[str, Any]) -> list[tuple[str, list[list[tuple[str, str]]]]]:
    """Headings with blocks of (label, value), however deep a room's answer is."""
    return [(heading, list(_blocks(value))) for heading, value in kept.items()]


def _blocks(value: Any, label: str = "") -> Iterable[list[tuple[str, str]]]:
    if isinstance(value, dict):
        flat = [(str(key), plain(one)) for key, one in value.items() if not isinstance(one, dict | list | tuple)]
        if flat:
            yield flat
        for key, one in value.items():
            if isinstance(one, dict | list | tuple):
                yield from _blocks(one, str(key))
    elif isinstance(value, list | tuple):
        loose = [(label, plain(one)) for one in value if not isinstance(one, dict | list | tuple)]
        if loose:
            yield loose
        for one in value:
            if isinstance(one, dict | list | tuple):
                yield from _blocks(one, label)
    else:
        yield [(label, plain(value))]
