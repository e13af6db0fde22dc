"""Designs of every kind for the tests of print files, with photos that cost little, and how they are drawn here."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import io
import tempfile
from dataclasses import asdict, replace
from pathlib import Path

from PIL import Image

from publishing.publications.prepress import composition, design, program
from publishing.publications.prepress.design import Brand, Design, Page, Paragraph, Picture, Sheet, Story

TODAY = dt.date(2027, 4, 1)
WORDS = (
    "Kıyıkent’in sahil yolu, iki yıl süren çalışmanın ardından bu bahar yeniden açıldı. Üç kilometrelik yürüyüş bandı, "
    "çınarların gölgesinde uzanan bisiklet yolu ve denize inen ahşap iskelelerle ilçenin çehresi değişti.",
    "İğdeli Sokak’ta oturan Şükriye Öztürk, “Eskiden akşam olunca sokak boşalırdı, şimdi gece yarısına kadar ışıl "
    "ışıl,” diyor. Balıkçılar için ağ onarım yerleri ve soğuk hava dolapları bulunuyor.",
    "Çalışmalar sırasında 412 ağaç dikildi. Aydınlatmada kullanılan güneş panelleri yılda 96 bin kilovatsaat üretiyor.",
)
IMPRINT = (
    ("Sahibi", "Kıyıkent Belediyesi adına Belediye Başkanı Nuri Işık"), ("Sorumlu müdür", "Gülşah İğdeci"),
    ("Yayın türü", "Yerel süreli yayın"), ("Yönetim yeri", "Cumhuriyet Cad. No: 1, Kıyıkent"),
    ("Yayımcı", "Kıyıkent Belediyesi, Cumhuriyet Cad. No: 1"), ("Basımevi", "Çınar Matbaacılık, Sanayi 4. Cad. No: 12"),
    ("Basıldığı yer", "Kıyıkent"), ("Basım tarihi", "12 Mayıs 2027"),
)  # fmt: skip
CODE = "https://kiyikent.bel.tr/yayinlar/12"
LIGHT = {"ppi_wanted": 60, "ppi_tolerated": 40}  # so that the photos of a test are small


@functools.cache
def folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="prints-"))


@functools.cache
def photo(tone: int = 0, size: tuple[int, int] = (900, 600), **more: object) -> Picture:
    """A soft landscape of three tones: light above, dark below."""
    ramp = Image.linear_gradient("L").resize(size)
    bands = [ramp.point(lambda value, low=low: min(255, low + value * 2 // 3)) for low in ((60 + tone) % 120, 90, 40)]
    picture = Image.merge("RGB", bands)
    path = folder() / f"{tone}-{size[0]}x{size[1]}.jpg"
    picture.save(path, quality=80)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Picture(
        path=str(path), sha256=digest, width=size[0], height=size[1], caption="Sahil", credit="Işıl Çağlar", **more
    )


@functools.cache
def emblem() -> Picture:
    path = folder() / "emblem.png"
    drawn = Image.new("RGBA", (120, 120), (0, 0, 0, 0))
    drawn.paste((200, 40, 40, 255), (20, 20, 100, 100))
    drawn.save(path)
    return Picture(path=str(path), sha256=hashlib.sha256(path.read_bytes()).hexdigest(), width=120, height=120)


def brand() -> Brand:
    return Brand(
        name="Kıyıkent Belediyesi", logo=emblem(), address="Cumhuriyet Cad. No: 1", phone="0 266 000 00 00",
        web="kiyikent.bel.tr",
    )  # fmt: skip


def paragraphs(count: int) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(WORDS[place % 3]) for place in range(count))


def story(headline: str = "Denize açılan yol", photos: int = 0, words: int = 2, **more: object) -> Story:
    told: dict[str, object] = {"key": "s", "spot": "Üç kilometrelik sahil bandı açıldı.", "section": "Kent", **more}
    return Story(
        headline=headline, paragraphs=paragraphs(words), pictures=tuple(photo(one) for one in range(photos)), **told
    )


EVENT = story("Zeytin Hasat Şenliği", 1, 0, when="16 Ekim 2027 Cumartesi, 20.30", where="İskele Meydanı")


def magazine(look: str = "kent", **more: object) -> Design:
    """A magazine with every layout for pages."""
    events = tuple(
        Story(key=f"{n}", headline="Şiir gecesi", when="22 Haziran 2027, 20.30", where="Gümrük") for n in range(6)
    )
    pages = (
        Page(layout="cover", stories=(story(photos=1), story("Çarşının sesi"))), Page(layout="imprint"),
        Page(layout="contents", stories=(story(photos=2),)),
        Page(layout="article", stories=(story(photos=2, words=4),)),
        Page(layout="article", stories=(story("İkinci yazı", words=12),), fields=(("columns", "2"),), span=2),
        Page(layout="photo_essay", stories=(story("Pazar yeri", 4, 1),)),
        Page(layout="interview", stories=(story("“Denizi dinlerim”", 1, 4),)),
        Page(layout="agenda", stories=events),
        Page(layout="children", stories=(story("Bil bakalım", 1, 1), story("Boya"))),
        Page(layout="news", stories=(story(photos=1, words=3), story("Yan haber", 0, 1), story("Alt haber", 0, 1))),
        Page(layout="advert", stories=(EVENT,)), Page(layout="blank"),
        Page(layout="back_cover", stories=(story(photos=1),)),
    )  # fmt: skip
    told: dict[str, object] = {
        "kind": "magazine", "title": "Kıyıkent", "number": "Sayı 12", "look": look, "brand": brand(), "pages": pages,
        "sheet": Sheet(trim=(210, 280), **LIGHT), "date": dt.date(2027, 5, 12), "imprint": IMPRINT, "issn": "1300-0004",
        "qr": CODE, **more,
    }  # fmt: skip
    return Design(**told)


def hung(kind: str, sheet: Sheet) -> Design:
    """The three posters on one sheet."""
    pages = tuple(Page(layout=layout, stories=(EVENT,)) for layout in ("poster_photo", "poster_band", "poster_type"))
    return Design(
        kind=kind, title="Şenlik", sheet=sheet, brand=brand(), pages=pages, qr=CODE, date=dt.date(2027, 10, 1)
    )


COARSE = {"ppi_wanted": 5, "ppi_tolerated": 3}
A5 = Sheet(trim=(148, 210), **LIGHT)
CITYLIGHT = Sheet(trim=(1200, 1800), visible=(1160, 1750), safe=40, bleed=10, scale=10, distance=5, **COARSE)
BILLBOARD = Sheet(trim=(3400, 2000), visible=(3350, 1950), safe=60, bleed=30, scale=10, distance=20, **COARSE)


def right_ones() -> dict[str, Design]:
    """Eleven designs with which nothing is wrong: every layout, both looks, seeded sizes and one that nobody seeded."""
    front = story("Evde ayır", 1, 0)
    fold = Page(layout="trifold_outside", stories=(front, story("Bize ulaşın", 0, 1), story("Neden?", 1, 1)))
    inside = Page(layout="trifold_inside", stories=(story("Kâğıt", 1, 1), story("Cam", 0, 2), story("Pil", 1, 1)))
    bound = (
        Page(layout="cover", stories=(story(photos=1),)), Page(layout="article", stories=(story(words=1),)),
        Page(layout="imprint"), Page(layout="back_cover"),
    )  # fmt: skip
    leaflet = (bound[0], bound[1], Page(layout="back_cover", stories=(story("Bize ulaşın", words=0),)))
    made = {"brand": brand(), "title": "Kıyıkent"}
    disc = (Page(layout="disc_label"), Page(layout="disc_booklet", stories=(story("Arşiv 2026", 1, 0),)))
    invited = story("Kütüphane açılıyor", 1, 0, when="21 Mayıs 2027 Cuma, 18.00", where="Meydan")
    light = Sheet(trim=(297, 210), **LIGHT)
    odd = Sheet(trim=(777, 1234), visible=(760, 1200), safe=25, bleed=7, scale=5, distance=3, **COARSE)
    board = Sheet(trim=(960, 320), bleed=0, safe=10, condition="sRGB", scale=5, **COARSE)
    small = replace(light, trim=(148, 210))
    invite = (Page(layout="invitation", stories=(invited,)),)
    return {
        "kent": magazine(), "rihtim": magazine("rihtim"), "citylight": hung("citylight", CITYLIGHT),
        "billboard": hung("billboard", BILLBOARD), "odd": hung("poster", odd), "led": hung("led", board),
        "trifold": Design(kind="brochure", sheet=light, pages=(fold, inside), imprint=IMPRINT[4:], qr=CODE, **made),
        "a5": Design(kind="brochure", sheet=small, pages=bound, imprint=IMPRINT[4:], look="rihtim", **made),
        "leaflet": Design(
            kind="brochure", sheet=small, pages=leaflet, imprint=IMPRINT[4:], isbn="978-605-0000-00-9", qr=CODE, **made
        ),
        "invitation": Design(kind="invitation", sheet=replace(light, trim=(210, 100)), pages=invite, **made),
        "disc": Design(
            kind="disc", sheet=replace(light, trim=(120, 120)), pages=disc, date=dt.date(2027, 5, 1), **made
        ),
    }  # fmt: skip


def drawn(what: Design, name: str) -> tuple[Path, list]:
    """The files of ``what``, drawn in this process: the test of the program itself starts one."""
    made = composition.composed(what)
    place = folder() / name
    place.mkdir(exist_ok=True)
    job = {
        "design": design.pack(what), "stylesheet": made.stylesheet, "pages": made.pages, "palette": made.palette,
        "pictures": [asdict(picture) for picture in made.pictures],
    }  # fmt: skip
    return place, program.draw(job, place, lambda _told: None)


def thumbnails(place: Path, count: int) -> Image.Image:
    """All pages of a design side by side, 72 pixels high."""
    small = []
    for number in range(1, count + 1):
        picture = Image.open(io.BytesIO((place / f"page-{number:03}.jpg").read_bytes())).convert("RGB")
        small.append(picture.resize((max(1, round(72 * picture.width / picture.height)), 72), Image.Resampling.BOX))
    sheet = Image.new("RGB", (sum(one.width for one in small), 72))
    at = 0
    for one in small:
        sheet.paste(one, (at, 0))
        at += one.width
    return sheet
