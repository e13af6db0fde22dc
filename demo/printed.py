"""Printed matter and panels of the demo: stock of three titles, and a campaign on twelve panels, half of it hanging."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from PIL import Image, ImageDraw

from demo import texts
from demo.office import Staff, fresh
from publishing.outdoor import services as outdoor
from publishing.outdoor.models import Booking, Campaign, Panel
from publishing.printing import services, stock
from publishing.printing.models import Place, PrintJob, Recipient

SIZES = {"billboard": "350 × 200 cm", "citylight": "120 × 176 cm", "poster": "50 × 70 cm"}
HUNG, DAYS = 6, 10


def load(staff: Staff) -> None:
    """What is not there yet."""
    found = texts.printed()
    if not PrintJob.objects.exists():
        with transaction.atomic():
            load_stock(found, staff)
    if not Campaign.objects.exists():
        with transaction.atomic():
            load_panels(found, staff)


def load_stock(found: dict[str, Any], staff: Staff) -> None:
    """Depots, recipients and three jobs: one has given its copies to the law, one is late, one has days left."""
    places = [Place.objects.get_or_create(name=name)[0] for name in found["depots"]]
    for entry in found["recipient"]:
        Recipient.objects.get_or_create(name=entry["name"], defaults=entry)
    for entry in found["job"]:
        load_job(entry, places[0], staff)


def load_job(entry: dict[str, Any], place: Place, staff: Staff) -> None:
    """One printing, counted and partly handed out."""
    printed = timezone.localdate() - dt.timedelta(days=entry["days"])
    title = services.title_by_hand(name=entry["title"], kind=entry["kind"], user=staff.editor)
    values = {name: entry[name] for name in ("necessity", "paper_reason", "quantity", "paper", "size", "finish")}
    job = services.open_job(title=title, values={**values, "deposit_copies": entry["deposit"]}, user=staff.editor)
    offer = services.add_offer(
        job=job, printer="Körfez Matbaası", price=Decimal(entry["price"]), on=printed, user=staff.editor
    )
    services.order(job=job, offer=offer, reference=f"{printed:%Y}/{title.pk + 310}", on=printed, user=staff.editor)
    services.record_print(job=job, on=printed, user=staff.editor)
    services.record_delivery(
        job=job, place=place, counted=entry["quantity"], faulty=entry["faulty"], on=printed, user=staff.editor
    )
    for name, copies in entry["given"]:
        stock.give(
            title=title, place=place, recipient=Recipient.objects.get(name=name), copies=copies, on=printed,
            received_by="Evrak kayıt", user=staff.archivist,
        )  # fmt: skip
    if entry["given"]:
        services.record_prosecutor(job=fresh(job), on=printed, reference="2026/114", user=staff.editor)
    if entry["kind"] == "magazine":
        services.record_deposit(job=job, place=place, on=printed, reference="D-2026/58", user=staff.editor)


def load_panels(found: dict[str, Any], staff: Staff) -> None:
    """Twelve panels, one campaign on a face of each; the first ones hang, with a photo."""
    for entry in found["panel"]:
        Panel.objects.get_or_create(
            name=entry["name"], defaults={"owner": "Belediye", "faces": 2, "size": SIZES[entry["kind"]], **entry}
        )
    campaign = outdoor.open_campaign(user=staff.editor, **found["campaign"])
    today = timezone.localdate()
    made = outdoor.book(
        campaign=campaign, faces=[(panel.pk, 1) for panel in Panel.objects.all()], first_day=today,
        last_day=today + dt.timedelta(days=DAYS), user=staff.editor,
    )  # fmt: skip
    for booking in made[:HUNG]:
        outdoor.hang(booking=booking, photo=ContentFile(drawn(booking), name="pano.jpg"), user=staff.archivist)


def drawn(booking: Booking) -> bytes:
    """A panel at the road's side, as the telephone sees it."""
    picture = Image.new("RGB", (900, 600), "#a9c8dd")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 430, 900, 600), fill="#7d8d6c")
    pen.rectangle((0, 520, 900, 600), fill="#55585c")
    pen.rectangle((430, 330, 470, 470), fill="#4a4f55")
    pen.rectangle((200, 110, 700, 350), fill="#3d4247")
    pen.rectangle((215, 125, 685, 335), fill="#f2e6c9")
    pen.ellipse((250, 165, 370, 295), fill="#6b7f3a")
    pen.rectangle((400, 180, 650, 205), fill="#6b3f2a")
    pen.rectangle((400, 225, 600, 240), fill="#8a6b4f")
    pen.rectangle((400, 255, 570, 270), fill="#8a6b4f")
    pen.rectangle((640, 300, 680, 330), fill="#ffffff")
    output = io.BytesIO()
    picture.save(output, "JPEG", quality=88)
    return output.getvalue()
