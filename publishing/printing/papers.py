"""What is printed of printed matter: sheets of address labels, a tagged PDF; and the year's workbook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from cms.core import workbooks
from cms.core.paper import tagged_pdf
from cms.identity.selectors import current
from publishing.printing.models import PrintJob, Recipient
from publishing.printing.selectors import YearLine

PER_SHEET = 24  # three across, eight down: 70 × 37 mm, the usual self-adhesive sheet
MOST_LABELS = 24 * 100


@dataclass(frozen=True, slots=True)
class Label:
    """What stands on one label."""

    name: str
    address: str
    contact: str
    what: str


def labels_of(job: PrintJob) -> list[Label]:
    """A label for each line of the job's list."""
    rows = job.shares.select_related("recipient")[:MOST_LABELS]
    return [_label(row.recipient, _("%(title)s · %(copies)d adet") % {"title": job.title, "copies": row.copies})
            for row in rows]  # fmt: skip


def _label(recipient: Recipient, what: str) -> Label:
    return Label(recipient.name, recipient.address, recipient.contact, what)


def label_sheets(labels: Sequence[Label]) -> bytes:
    """The sheets, in Turkish whoever asks."""
    with override("tr"):
        sheets = [labels[start : start + PER_SHEET] for start in range(0, len(labels), PER_SHEET)]
        page = render_to_string("printing/labels_pdf.html", {"sheets": sheets, "identity": current()})
        return tagged_pdf(page)


def workbook(number: int, lines: Iterable[YearLine]) -> bytes:
    """The year as a workbook."""
    headings = [
        _("Yayın"), _("Tür"), _("Yılbaşında"), _("Gelen"), _("Verilen"), _("Geri gelen"), _("Derleme"), _("Kayıp"),
        _("Sayım farkı"), _("Kalan"), _("Baskı bedeli (TL)"), _("Kime verildi"),
    ]  # fmt: skip
    rows = (
        [one.title.name, one.title.get_kind_display(), one.before, one.arrived, one.given, one.returned, one.deposited,
         one.lost, one.counted, one.left, one.price,
         "; ".join(f"{kind} {count}" for kind, count in sorted(one.by_kind.items()))]
        for one in lines
    )  # fmt: skip
    return workbooks.table(str(number), headings, rows)
