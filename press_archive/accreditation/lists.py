"""The list of an event's applications: what is shown of it on the screen, and the workbook."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, QuerySet, Value, When
from django.utils.translation import gettext as _

from cms.core import workbooks
from cms.core.exports import in_words
from cms.core.turkish import capitalize, fold
from press_archive.accreditation.models import Application
from press_archive.accreditation.words import HOLDING, TO_DECIDE, Role, State
from press_archive.agenda.models import PressEvent

# Changes first: somebody who is accredited waits for an answer; then new ones, then the waiting list, as they came.
ORDER = Case(
    When(state=State.CHANGED, then=Value(0)), When(state=State.RECEIVED, then=Value(1)),
    When(state=State.WAITING, then=Value(2)), default=Value(3),
)  # fmt: skip


def filters(counts: dict[str, int]) -> list[tuple[str, str, int]]:
    """The lists that the screen offers: key, words, how many."""
    decide = sum(counts[state] for state in (*TO_DECIDE, State.ASKED))
    found = [("karar", _("Karar bekleyen"), decide), ("hepsi", _("Hepsi"), sum(counts.values()))]
    return [*found, *((state.value, capitalize(str(state.label)), counts[state]) for state in State)]


def found(event: PressEvent, *, state: str = "karar", query: str = "", role: str = "") -> Any:
    """The applications of a list, whoever applied first is first; ``query``: words of names, outlets, plates."""
    rows: QuerySet[Application] = Application.objects.with_rows().filter(event=event)
    if state == "karar":
        rows = rows.filter(state__in=(*TO_DECIDE, State.ASKED))
    elif state in State.values:
        rows = rows.filter(state=state)
    if role in Role.values:
        rows = rows.filter(role=role)
    rows = rows.order_by(ORDER, "applied_at", "pk")
    if not query:
        return rows
    wanted = fold(query).split()
    return [
        row for row in rows[:5000]
        if all(word in fold(f"{row.name} {row.outlet_label} {row.plate} {row.email}") for word in wanted)
    ]  # fmt: skip


def workbook(event: PressEvent) -> bytes:
    """All applications."""
    headings = [
        _("Ad soyad"), _("Yayın kuruluşu"), _("Görev"), _("Durum"), _("Bölgeler"), _("Telefon"), _("Araç plakası"),
        _("Ekipman"), _("Basın kartı"), _("Başvuru"), _("Yaka kartı no"), _("Basıldı"),
    ]  # fmt: skip
    every = Application.objects.with_rows().filter(event=event).order_by("outlet__name", "outlet_name", "name", "pk")
    return workbooks.table(_("Akreditasyon"), headings, map(_line, every))


def _line(row: Application) -> list[Any]:
    badge = row.standing_badge if row.state in HOLDING else None
    return [
        row.name, row.outlet_label, row.get_role_display(), row.get_state_display(),
        ", ".join(badge.zones if badge else row.zones), row.phone, row.plate, row.equipment,
        f"{row.get_card_kind_display()} {row.card_number}".strip(), in_words(row.applied_at),
        badge.pk if badge else None, in_words(badge.printed_at) if badge else None,
    ]  # fmt: skip
