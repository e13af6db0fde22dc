"""Print jobs and stock, as far as a test needs them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from publishing.printing import services, stock
from publishing.printing.models import Movement, Place, PrintJob, Proof, Recipient, Title
from tests import factories

PLAN = {
    "necessity": "Kütüphane ve muhtarlıklardan gelen istek.", "paper_reason": "İnternet kullanmayan okurlar için.",
    "quantity": 1000, "deposit_copies": 6, "prosecutor_needed": True,
}  # fmt: skip


def fresh(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


def place(name: str = "Merkez depo") -> Place:
    return Place.objects.get_or_create(name=name)[0]


def recipient(name: str = "Sahil Kütüphanesi", **values: Any) -> Recipient:
    values = {"kind": "library", "address": "Liman Cad. 4\nÇamlıkıyı", "contact": "Elif Deniz", **values}
    return Recipient.objects.get_or_create(name=name, defaults=values)[0]


def title(name: str = "Kent Dergisi 12", kind: str = "magazine") -> Title:
    found = Title.objects.filter(name=name).first()
    return found or services.title_by_hand(name=name, kind=kind, user=factories.editor())


def stocked(copies: int = 100, of: Title | None = None, at: Place | None = None) -> Title:
    """A title with copies that came without a job."""
    found = of or title()
    stock.arrive(title=found, place=at or place(), copies=copies, note="devir", user=factories.editor())
    return found


def job(*, shares: dict[Recipient, int] | None = None, of: Title | None = None, **values: Any) -> PrintJob:
    """A planned job with a list that it is printed for."""
    user = factories.editor()
    made = services.open_job(title=of or title(), values={**PLAN, **values}, user=user)
    wanted = shares if shares is not None else {recipient(): made.quantity - made.deposit_copies}
    services.share(job=made, copies={one.pk: copies for one, copies in wanted.items()}, user=user)
    return fresh(made)


def ordered(made: PrintJob | None = None, on: dt.date | None = None) -> PrintJob:
    """A job that was ordered."""
    made, user = made or job(), factories.editor()
    offer = services.add_offer(job=made, printer="Körfez Matbaası", price=Decimal("48500.50"), on=on, user=user)
    services.order(job=made, offer=offer, reference="2026/311", on=on, user=user)
    return fresh(made)


def delivered(
    made: PrintJob | None = None,
    *,
    printed_on: dt.date,
    on: dt.date | None = None,
    counted: int = 1000,
    faulty: int = 10,
) -> PrintJob:
    """A job that was printed, counted and put into the depot."""
    made, user = ordered(made, on=printed_on), factories.editor()
    services.record_print(job=made, on=printed_on, user=user)
    services.record_delivery(job=made, place=place(), counted=counted, faulty=faulty, on=on or printed_on, user=user)
    return fresh(made)


def given(made: PrintJob, copies: int = 5) -> Movement:
    """A line of the ledger with a photo of the handing over."""
    proof = ContentFile(factories.jpeg(300, 200), name="t.jpg")
    return stock.give(
        title=made.title, place=place(), recipient=recipient(), copies=copies, proof=proof, user=factories.editor()
    )


def receipt(made: PrintJob) -> Proof:
    """The prosecutor's receipt, as a PDF."""
    file = SimpleUploadedFile("alindi.pdf", b"%PDF-1.7\n%%EOF")
    return services.add_proof(job=made, kind="prosecutor", file=file, user=factories.editor())
