"""What is asked about print jobs, stock and distribution."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils.translation import gettext as _

from cms.core.lookups import having
from publishing.printing.deposits import Due
from publishing.printing.models import Movement, Place, PrintJob, Title
from publishing.printing.words import MovementKind, RecipientKind, Stage


def left_in_words(left: int) -> tuple[str, str]:
    """How much time is left, in words, and the tone of it: no colour alone says it."""
    if left < 0:
        return _("%(count)d gün geçti") % {"count": -left}, "bad"
    if left == 0:
        return _("bugün"), "bad"
    return _("%(count)d gün kaldı") % {"count": left}, "bad" if left <= 3 else "doubt"


def jobs_about(words: str) -> Q:
    """Jobs in whose title, printer or reference ``words`` stand."""
    return having(words, "title__name", "printer", "order_reference")


def movements_about(text: str) -> Q:
    """Movements in whose title, recipient, receiver or note ``text`` stands."""
    return having(text, "title__name", "recipient_name", "received_by", "note")


@dataclass(frozen=True, slots=True)
class Urgent:
    """A job and what is due of it first."""

    job: PrintJob
    due: Due


def owed() -> list[Urgent]:
    """Every job of which the law waits for something, what is due first on top."""
    found = [Urgent(job, dues[0]) for job in PrintJob.objects.owing().select_related("title") if (dues := job.dues())]
    return sorted(found, key=lambda one: (one.due.safe, one.job.pk))


@dataclass(frozen=True, slots=True)
class Shelf:
    """How many copies of a title lie at a place."""

    title: Title
    place: Place
    balance: int


def shelves(title: Title | None = None) -> list[Shelf]:
    """Every place of every title that ever had copies there, as the last line of each says."""
    rows = Movement.objects.all() if title is None else Movement.objects.filter(title=title)
    last = rows.values("title", "place").annotate(last=Max("number"))
    newest = Movement.objects.filter(title=OuterRef("title"), place=OuterRef("place")).order_by("-number")
    found = last.annotate(left=Subquery(newest.values("balance")[:1])).values_list("title", "place", "left")
    triples = list(found)
    titles = Title.objects.in_bulk({title for title, _place, _left in triples})
    places = Place.objects.in_bulk({place for _title, place, _left in triples})
    return sorted(
        (Shelf(titles[title], places[place], left) for title, place, left in triples),
        key=lambda shelf: (-shelf.title.created_at.timestamp(), shelf.place.name_key),
    )


@dataclass
class Stocked:
    """A title with all its places."""

    title: Title
    shelves: list[Shelf] = field(default_factory=list)

    @property
    def total(self) -> int:
        """How many copies are left of it."""
        return sum(shelf.balance for shelf in self.shelves)


def stocked(*, only_left: bool = False) -> list[Stocked]:
    """Titles with their places, the newest first. ``only_left``: those of which something is left."""
    found: dict[int, Stocked] = {}
    for shelf in shelves():
        found.setdefault(shelf.title.pk, Stocked(shelf.title)).shelves.append(shelf)
    return [one for one in found.values() if one.total or not only_left]


def movements_of(title: Title) -> QuerySet[Movement]:
    """The lines of its ledger, the newest first."""
    return (
        title.movements.select_related("place", "noted_by", "recipient", "corrected_by", "corrects")
        .order_by("-created_at", "-pk")
    )  # fmt: skip


# --- The year ---------------------------------------------------------------------------------------------------------


@dataclass
class YearLine:
    """What became of a title in a year."""

    title: Title
    before: int = 0
    arrived: int = 0
    given: int = 0
    returned: int = 0
    deposited: int = 0
    lost: int = 0
    counted: int = 0
    price: Decimal = Decimal(0)
    by_kind: dict[str, int] = field(default_factory=dict)

    @property
    def left(self) -> int:
        """How many were left at its end."""
        return self.before + self.arrived - self.given + self.returned - self.deposited - self.lost + self.counted


def year(number: int) -> list[YearLine]:
    """Each title that had copies in the year. A line that was taken back counts nowhere, nor does what takes it back;
    moving copies from place to place is no change."""
    begin, end = dt.date(number, 1, 1), dt.date(number, 12, 31)
    found: dict[int, YearLine] = {}
    titles = {title.pk: title for title in Title.objects.all()}

    def line(pk: int) -> YearLine:
        return found.setdefault(pk, YearLine(titles[pk]))

    standing = Movement.objects.filter(corrects=None, corrected_by=None).exclude(kind=MovementKind.MOVED)
    for pk, total in standing.filter(on__lt=begin).order_by().values_list("title").annotate(total=Sum("quantity")):
        line(pk).before = total
    rows = standing.filter(on__range=(begin, end)).order_by()
    for pk, kind, total in rows.values_list("title", "kind").annotate(total=Sum("quantity")):
        one = line(pk)
        match kind:
            case MovementKind.ARRIVED:
                one.arrived = total
            case MovementKind.GIVEN:
                one.given = -total
            case MovementKind.RETURNED:
                one.returned = total
            case MovementKind.DEPOSITED:
                one.deposited = -total
            case MovementKind.LOST:
                one.lost = -total
            case MovementKind.COUNTED:
                one.counted = total
    kinds = dict(RecipientKind.choices)
    given = rows.filter(recipient__isnull=False)
    for pk, kind, total in given.values_list("title", "recipient__kind").annotate(total=-Sum("quantity")):
        line(pk).by_kind[str(kinds[kind])] = total
    prices = PrintJob.objects.filter(delivered_on__range=(begin, end)).order_by()
    for pk, total in prices.values_list("title").annotate(total=Sum("price")):
        line(pk).price = total or Decimal(0)
    return sorted(
        (one for one in found.values() if one.before or one.arrived or one.given or one.price or one.left),
        key=lambda one: one.title.name_key,
    )


def years_moved() -> list[int]:
    """The years in which anything moved, the newest first."""
    return [day.year for day in Movement.objects.dates("on", "year", order="DESC")]


def state_words(job: PrintJob) -> tuple[str, str]:
    """(words, tone) for a label."""
    tone = {Stage.DELIVERED: "good", Stage.CLOSED: "good", Stage.ORDERED: "doubt", Stage.PRINTED: "doubt"}
    return job.get_stage_display(), tone.get(Stage(job.stage), "")


def shown(job: PrintJob, today: dt.date) -> dict[str, Any]:
    """``job`` with its state and what is due, for a template."""
    words, tone = state_words(job)
    dues = []
    for due in job.dues():
        left, due_tone = left_in_words(due.days_left(today))
        dues.append({"due": due, "left": left, "tone": due_tone})
    return {"job": job, "state": words, "tone": tone, "dues": dues, "first": dues[0] if dues else None}
