"""What came back from the demo's press: 25 outlets' künye, three months of clippings, and today's, made of the
bulletins that were published: printed as they were, shortened, or told in other words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from cms.users.models import Department
from demo import texts
from demo.office import Staff
from press_archive.bulletins.models import BulletinPage
from press_archive.clippings import selectors, services
from press_archive.clippings.models import Clipping
from press_archive.contacts.imprint import OutletMonth, OutletPrice
from press_archive.contacts.models import Outlet

ROUND = ("Çamlıkıyı Postası", "çamlıkıyıhaber.example", "Körfez Sabah", "Körfezden Haber", "Martı Haber Ajansı")
DATELINE = "ÇAMLIKIYI (MARTI) – "
SOURCE = "Kurgu Medya Takip"


def load(staff: Staff) -> None:
    """What is not there yet."""
    if Clipping.objects.exists():
        return
    found = texts.clippings()
    with transaction.atomic():
        for entry in found["imprint"]:
            load_imprint(entry)
        for entry in found["earlier"]:
            load_earlier(entry, staff)
        load_of_today(staff)


def load_imprint(entry: dict[str, Any]) -> None:
    """The künye of one outlet, with three months of figures."""
    values = dict(entry)
    made: dict[str, Any] = {name: values.pop(name) for name in ("kind", "city") if name in values}
    outlet = Outlet.objects.get_or_create(name=values.pop("name"), defaults=made)[0]
    figures = {name: values.pop(name) for name in ("circulation", "visits") if name in values}
    price = values.pop("price", None)
    values["column_width"] = Decimal(values["column_width"]) if "column_width" in values else None
    for name, value in values.items():
        setattr(outlet, name, value)
    outlet.full_clean()
    outlet.save()
    first = timezone.localdate().replace(day=1)
    for back in range(4) if figures else ():
        month = (first - dt.timedelta(days=28 * back)).replace(day=1)
        grown: dict[str, Any] = {name: value - value // 50 * back for name, value in figures.items()}
        OutletMonth.objects.get_or_create(
            outlet=outlet, month=month,
            defaults={**grown, "source": SOURCE, "has_bik_right": outlet.kind == Outlet.Kind.NEWSPAPER},
        )  # fmt: skip
    if price:
        OutletPrice.objects.get_or_create(
            outlet=outlet, year=first.year, defaults={"amount": Decimal(price), "source": "fiyat tarifesi"}
        )


def load_earlier(entry: dict[str, Any], staff: Staff) -> None:
    """One clipping of the months before."""
    today = timezone.localdate()
    outlet = Outlet.objects.get(name=entry["outlet"])
    answered = entry.get("answered")
    row = Clipping(
        outlet=outlet, medium=outlet.kind, headline=entry["headline"], tone=entry["tone"], summary=entry["summary"],
        published_on=today - dt.timedelta(days=entry["days"]), needs_answer=entry.get("needs_answer", ""),
        answered_on=today - dt.timedelta(days=answered) if answered else None,
        columns=entry.get("columns"), centimetres=Decimal(entry["centimetres"]) if "centimetres" in entry else None,
        page=entry.get("page", ""), programme=entry.get("programme", ""), on_front_page=entry.get("front", False),
        published_time=dt.time.fromisoformat(entry["hour"]) if "hour" in entry else None,
        with_our_picture=entry.get("ours", False), quotes_mayor=entry.get("mayor", False),
        author=outlet.responsible_editor if "page" in entry else "",
        issue_number=str(4600 - entry["days"]) if "page" in entry else "",
        url=f"{outlet.website}/{entry['link']}" if "link" in entry else "",
        department=Department.objects.filter(slug=entry.get("department", "")).first(),
    )  # fmt: skip
    services.add(clipping=row, user=staff.archivist, topics=entry["topics"])


def load_of_today(staff: Staff) -> None:
    """Two of every published bulletin; every third match is still to be confirmed."""
    pages = BulletinPage.objects.live().filter(register_entry__public=True).order_by("register_entry__sequence")
    outlets = {outlet.name: outlet for outlet in Outlet.objects.filter(name__in=ROUND)}
    for place, page in enumerate(pages):
        for number, (name, headline, text) in enumerate(_told(page, place)):
            outlet = outlets[name]
            printed = outlet.kind == Outlet.Kind.NEWSPAPER
            row = Clipping(
                outlet=outlet, medium=outlet.kind, headline=headline, text=text, published_on=timezone.localdate(),
                tone="positive" if place % 2 else "neutral", department=page.department,
                summary=page.summary[:200].split(". ")[0],
                columns=2 + place % 3 if printed else None, centimetres=Decimal(10 + place) if printed else None,
                page=str(1 + place % 8) if printed else "", issue_number="4600" if printed else "",
                url="" if printed else f"{outlet.website}/{page.slug}", with_our_picture=number == 0,
            )  # fmt: skip
            services.add(clipping=row, user=staff.editor, topics=[tag.name for tag in page.tags.all()][:2])
            if row.bulletin_id and (place + number) % 3:
                services.match(clipping=row, bulletin=row.bulletin, likeness=row.likeness, user=staff.editor)


def _told(page: BulletinPage, place: int) -> Iterator[tuple[str, str, str]]:
    """Outlet, headline and text, as two of them print the bulletin."""
    lines = [line for line in selectors.words_of(page).split("\n") if line.strip()][1:]
    yield ROUND[place % 5], page.title, DATELINE + "\n".join(lines) + "\nKaynak: Martı"
    yield ROUND[(place + 2) % 5], f"Çamlıkıyı’dan haber: {page.title}", "\n".join(lines[: max(2, len(lines) // 2)])
