"""The sizes that come with the house, put in after ``migrate`` where their code is missing. From then on they are the
office's data: a panel's owner says other measures, and an officer writes them down.

``source`` says where a number is from. ISO sizes are standards; what a panel measures differs from town to town, so
that those rows ask to be checked with the owner before the first print.
"""

from __future__ import annotations

from typing import Any

from django.db import connections

from publishing.publications.formats.models import Condition, Format
from publishing.publications.words import Kind

ISO = "ISO 216"
USUAL = "Yaygın ölçü; panonun sahibinden doğrulayın."
KARMA = "karmaoutdoor.com, çalışma koşulları"
ADVERTCITY = (
    "advertcity.com, çalışma koşulları: 1:10 çizimde en az 72, gerçek boyda en az 30 ppi; teslim asımdan 2 gün önce"
)
SHEET = {"safe": 8.0, "bleed": 3.0, "ppi_wanted": 300, "ppi_tolerated": 200}
BOUND = {**SHEET, "pages_multiple": 4}
WIDE: dict[str, Any] = {
    "scale": 10, "bleed": 30.0, "ppi_wanted": 72, "ppi_tolerated": 30, "deadline_days": 3, "max_ink": 260,
}  # fmt: skip
SHINING: dict[str, Any] = {"condition": Condition.SRGB, "bleed": 0.0, "pages_multiple": 1}


def row(code: str, kind: Kind, name: str, trim: tuple[float, float], **more: Any) -> dict[str, Any]:
    """One row of the table."""
    return {"code": code, "kind": kind, "name": name, "trim_width": trim[0], "trim_height": trim[1], **more}


ROWS: tuple[dict[str, Any], ...] = (
    row(
        "magazine-a4",
        Kind.MAGAZINE,
        "A4 dergi (210 × 297 mm)",
        (210, 297),
        paper="115 g kuşe, kapak 250 g",
        source=ISO,
        **BOUND,
    ),
    row(
        "magazine-210-280",
        Kind.MAGAZINE,
        "Dergi 210 × 280 mm",
        (210, 280),
        paper="115 g kuşe, kapak 250 g",
        source="Yaygın dergi ölçüsü; basımevinden doğrulayın.",
        **BOUND,
    ),
    row(
        "newspaper-tabloid",
        Kind.NEWSPAPER,
        "Tabloid bülten (280 × 400 mm)",
        (280, 400),
        paper="gazete kâğıdı 45 g",
        notes="Gazete kâğıdında renk toplamı basımevine sorulur.",
        source="Yaygın ölçü; basımevinden doğrulayın.",
        **{**BOUND, "max_ink": 240, "ppi_wanted": 200, "ppi_tolerated": 150},
    ),
    row(
        "newspaper-a4",
        Kind.NEWSPAPER,
        "A4 bülten",
        (210, 297),
        paper="90 g ofset",
        source=ISO,
        **{**BOUND, "max_ink": 280},
    ),
    row(
        "book-a5",
        Kind.BOOK,
        "A5 kitapçık (148 × 210 mm)",
        (148, 210),
        paper="90 g ofset, kapak 250 g",
        source=ISO,
        **BOUND,
    ),
    row(
        "book-135-210",
        Kind.BOOK,
        "Kitap 135 × 210 mm",
        (135, 210),
        paper="80 g kitap kâğıdı",
        source="Yaygın kitap ölçüsü; basımevinden doğrulayın.",
        **{**BOUND, "pages_multiple": 8},
    ),
    row(
        "brochure-trifold",
        Kind.BROCHURE,
        "A4 üç kırım (297 × 210 mm)",
        (297, 210),
        paper="170 g kuşe",
        notes="İçe katlanan parça 97 mm, ötekiler 100 mm.",
        source=ISO,
        **{**SHEET, "pages_multiple": 2},
    ),
    row(
        "brochure-a5",
        Kind.BROCHURE,
        "A5 broşür",
        (148, 210),
        paper="170 g kuşe",
        source=ISO,
        **{**SHEET, "pages_multiple": 2},
    ),
    row(
        "poster-a3",
        Kind.POSTER,
        "A3 afiş",
        (297, 420),
        distance=2.0,
        paper="170 g kuşe",
        source=ISO,
        **{**SHEET, "ppi_wanted": 200, "ppi_tolerated": 120},
    ),
    row(
        "poster-50-70",
        Kind.POSTER,
        "Afiş 50 × 70 cm",
        (500, 700),
        distance=3.0,
        paper="150 g kuşe",
        source="Yaygın ölçü; basımevinden doğrulayın.",
        **{**SHEET, "safe": 12.0, "ppi_wanted": 150, "ppi_tolerated": 100},
    ),
    row(
        "billboard-350-200",
        Kind.BILLBOARD,
        "Billboard 350 × 200 cm",
        (3500, 2000),
        visible_width=3400.0,
        visible_height=1900.0,
        safe=60.0,
        distance=20.0,
        pieces=4,
        paper="115 g mavi sırtlı (blueback) afiş kâğıdı",
        notes="Dört parça ya da tek parça basılır.",
        source=f"{USUAL} Kâğıt: {KARMA}. Çözünürlük: {ADVERTCITY}.",
        **WIDE,
    ),
    row(
        "citylight-120-180",
        Kind.CITYLIGHT,
        "Raket (CLP) 120 × 180 cm",
        (1200, 1800),
        visible_width=1160.0,
        visible_height=1740.0,
        safe=40.0,
        distance=5.0,
        paper="150 g CLP kâğıdı",
        source=f"{USUAL} Kâğıt: {KARMA}.",
        **{**WIDE, "bleed": 10.0, "ppi_wanted": 100, "ppi_tolerated": 60},
    ),
    row(
        "megalight-18-1",
        Kind.MEGALIGHT,
        "Megalight 354 × 247 cm",
        (3540, 2470),
        visible_width=3416.0,
        visible_height=2442.0,
        safe=60.0,
        distance=25.0,
        paper="arkadan ışıklı afiş",
        source="Mega Light föyü (2013): kesilmiş 3540 × 2470, görünen 3416 × 2442 mm; doğrulayın.",
        **WIDE,
    ),
    row(
        "led-640-512",
        Kind.LED,
        "LED ekran 640 × 512 piksel",
        (3840, 3072),
        safe=100.0,
        distance=25.0,
        scale=10,
        ppi_wanted=5,
        ppi_tolerated=4,
        notes="16 piksellik harf panoda 96 mm tutar; harf en az 16 piksel ve kalın olsun.",
        source=f"{KARMA}: 640 × 512 piksel",
        **SHINING,
    ),
    row(
        "invitation-21-10",
        Kind.INVITATION,
        "Davetiye 210 × 100 mm",
        (210, 100),
        paper="300 g",
        source="DL zarfa (ISO 269) sığar.",
        **SHEET,
    ),
    row("invitation-a5", Kind.INVITATION, "Davetiye A5", (148, 210), paper="300 g", source=ISO, **SHEET),
    row(
        "social-square",
        Kind.SOCIAL_SET,
        "Kare gönderi 1080 × 1080",
        (270, 270),
        safe=12.0,
        ppi_wanted=101,
        ppi_tolerated=72,
        notes="270 mm 101 ppi'de 1080 piksel tutar.",
        source="1080 piksel: ağların önerdiği genişlik.",
        **SHINING,
    ),
    row(
        "social-story",
        Kind.SOCIAL_SET,
        "Hikâye 1080 × 1920",
        (270, 480),
        safe=30.0,
        ppi_wanted=101,
        ppi_tolerated=72,
        source="1080 × 1920 piksel: ağların hikâye ölçüsü.",
        **SHINING,
    ),
    row(
        "disc-120",
        Kind.DISC,
        "CD/DVD etiketi ve kitapçığı (120 × 120 mm)",
        (120, 120),
        paper="etiket; kitapçık 150 g kuşe",
        source="ISO/IEC 10149: disk çapı 120 mm",
        **{**SHEET, "safe": 5.0},
    ),
    row(
        "film-dvd",
        Kind.FILM,
        "Tanıtım filmi kapağı (120 × 120 mm)",
        (120, 120),
        source="ISO/IEC 10149: disk çapı 120 mm",
        **{**SHEET, "safe": 5.0},
    ),
)


def seed(using: str, **kwargs: Any) -> None:
    """After ``migrate``: the rows whose code is not there. A size of the same name that an officer made stays alone."""
    if Format._meta.db_table not in connections[using].introspection.table_names():
        return
    there = Format.objects.using(using)
    known = set(there.values_list("code", flat=True))
    named = set(there.values_list("kind", "name"))
    there.bulk_create(
        Format(**one) for one in ROWS if one["code"] not in known and (one["kind"], one["name"]) not in named
    )
