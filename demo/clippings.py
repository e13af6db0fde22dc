"""What came back from the demo's press: 25 outlets' künye and three months of clippings about the bulletins that were
published, printed as they were, shortened, or told in other words; some cut from newspapers that were scanned."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from PIL import Image

from cms.core import turkish
from cms.users.models import Department
from demo import texts
from demo.loading import rest
from demo.office import Staff
from demo.pictures import newspaper
from media_library.models import JobKind, Priority
from media_library.work.jobs import services as jobs
from press_archive.bulletins.models import BulletinPage
from press_archive.clippings import matches, selectors, services
from press_archive.clippings.models import Clipping
from press_archive.contacts.imprint import OutletMonth, OutletPrice
from press_archive.contacts.models import Outlet
from press_archive.scans import services as scans
from press_archive.scans.models import PageState, Paper, PaperFile, PaperPage
from press_archive.scans.words import Box

ROUND = ("Çamlıkıyı Postası", "çamlıkıyıhaber.example", "Körfez Sabah", "Körfezden Haber", "Martı Haber Ajansı")
DATELINE = "ÇAMLIKIYI (MARTI) – "
SOURCE = "Kurgu Medya Takip"
WANTED, AT_ONCE = 300, 20
HEADLINES = (
    "%s: hazırlık başladı",
    "Gözler Çamlıkıyı’da: %s",
    "%s için geri sayım",
    "Çamlıkıyı konuşuyor: %s",
    "%s beklentisi",
)
TONES = ("positive", "neutral", "positive", "neutral", "", "positive", "negative")


def load(staff: Staff) -> None:
    """What is not there yet."""
    if not Clipping.objects.exists():
        found = texts.clippings()
        with transaction.atomic():
            for entry in found["imprint"]:
                load_imprint(entry)
            for entry in found["earlier"]:
                load_earlier(entry, staff)
            load_of_today(staff)
    if not Paper.objects.exists():
        load_papers(staff)
    load_months(staff)


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


def load_papers(staff: Staff) -> None:
    """Two newspapers that were scanned, each with its first page; two stories of each are cut, and one is left to try
    the scissors on. The worker reads the pages afterwards."""
    pages = list(BulletinPage.objects.live().filter(register_entry__public=True).order_by("register_entry__sequence"))
    for number, name in enumerate(("Çamlıkıyı Postası", "İskele Gazetesi")):
        told = pages[number * 3 : number * 3 + 3]
        if len(told) < 3:
            return
        outlet = Outlet.objects.get(name=name)
        day = timezone.localdate() - dt.timedelta(days=number + 1)
        spans = (4, 2, 3)
        stories = [newspaper.Story(page.title, _body(page)[:900], span) for page, span in zip(told, spans, strict=True)]
        columns, wide = outlet.page_columns or 6, outlet.column_width or Decimal("4.80")
        sheet, boxes = newspaper.page(
            turkish.upper(name), f"{turkish.format_date(day)} · sayı {4600 - number}", [stories[:2], stories[2:]],
            columns=columns, column_cm=float(wide),
        )  # fmt: skip
        with transaction.atomic():
            page = _scanned(outlet, day, sheet, number, staff)
            for place in range(2):
                left, top, width, height = boxes[place]
                width, height = min(width, sheet.width - left), min(height, sheet.height - top)
                row = Clipping(
                    headline=told[place].title, tone="positive", summary=told[place].summary[:200].split(". ")[0]
                )
                scans.cut(
                    paper=page.paper, drawn=[(page, Box(left, top, width, height))], clipping=row, user=staff.archivist
                )
        rest()


def _scanned(outlet: Outlet, day: dt.date, sheet: Image.Image, number: int, staff: Staff) -> PaperPage:
    """A paper with one page that was drawn; the worker still has to read it."""
    data = newspaper.scanned(sheet, seed=number, angle=0.6, grain=True)
    paper = Paper.objects.create(
        outlet=outlet, published_on=day, issue_number=str(4600 - number), created_by=staff.archivist
    )
    file = PaperFile(paper=paper, name="tarama-1.jpg", sha256=hashlib.sha256(data).hexdigest(), pages=1)
    file.file.save("tarama-1.jpg", ContentFile(data), save=True)
    whole, small = BytesIO(), BytesIO()
    sheet.save(whole, "JPEG", quality=76)
    little = sheet.copy()
    little.thumbnail((420, 840))
    little.save(small, "JPEG", quality=76)
    wide = Decimal(sheet.width) / newspaper.DPI * Decimal("2.54")
    page = PaperPage(
        paper=paper, file=file, number=1, state=PageState.DRAWN, width=sheet.width, height=sheet.height,
        width_cm=wide.quantize(Decimal("0.1")),
    )  # fmt: skip
    page.picture.save("sayfa.jpg", ContentFile(whole.getvalue()), save=False)
    page.small.save("kucuk.jpg", ContentFile(small.getvalue()), save=False)
    page.save()
    jobs.enqueue(kind=JobKind.PAPER_TEXT, subject_id=page.pk, priority=Priority.SCREENS)
    return page


def _body(page: BulletinPage) -> str:
    return "\n".join(line for line in selectors.words_of(page).split("\n")[1:] if line.strip())


def load_months(staff: Staff) -> None:
    """The other clippings up to ``WANTED``, spread over three months: in a story or two a day of every outlet."""
    first = Clipping.objects.count()
    if first >= WANTED:
        return
    pages = list(BulletinPage.objects.live().filter(register_entry__public=True).order_by("register_entry__sequence"))
    outlets = list(Outlet.objects.exclude(scope="").order_by("pk"))
    if not pages or not outlets:
        return
    none = matches.Bulletins([])
    for start in range(first, WANTED, AT_ONCE):
        with transaction.atomic():
            for number in range(start, min(start + AT_ONCE, WANTED)):
                page, outlet = pages[number % len(pages)], outlets[(number * 7) % len(outlets)]
                row = _in_between(page, outlet, number)
                services.add(clipping=row, user=staff.archivist, bulletins=none)
        rest()


def _in_between(page: BulletinPage, outlet: Outlet, number: int) -> Clipping:
    """What ``outlet`` wrote some weeks ago about what ``page`` tells today."""
    printed = outlet.kind in (Outlet.Kind.NEWSPAPER, Outlet.Kind.MAGAZINE)
    aired = outlet.kind in (Outlet.Kind.TELEVISION, Outlet.Kind.RADIO)
    day = timezone.localdate() - dt.timedelta(days=2 + (number * 11) % 88)
    return Clipping(
        outlet=outlet, medium=outlet.kind, headline=HEADLINES[number % len(HEADLINES)] % page.title, published_on=day,
        tone=TONES[number % len(TONES)], department=page.department, summary=page.summary[:200].split(". ")[0],
        columns=1 + number % 4 if printed else None, centimetres=Decimal(6 + number % 23) if printed else None,
        page=str(1 + number % 12) if printed else "", issue_number=str(4600 - number % 90) if printed else "",
        programme="Haber Bülteni" if aired else "", published_time=dt.time(8 + number % 12, 30) if aired else None,
        url="" if printed or aired else f"{outlet.website or 'https://ornek.example'}/{page.slug}-{number}",
        on_front_page=printed and number % 12 == 0, with_picture=number % 3 == 0,
    )  # fmt: skip


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
