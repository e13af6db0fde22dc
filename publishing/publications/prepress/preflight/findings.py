"""What preflight can find: a code, how grave it is, and the sentence that the people who sign read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Level = Literal["red", "yellow"]
MOST_OF_A_KIND = 4  # on one page; a hundred thin lines are one fault

SENTENCES: dict[str, tuple[Level, Promise]] = {
    # The file and its pages
    "file_broken": ("red", _("Baskı dosyası açılamıyor ya da içeriği bozuk.")),
    "file_locked": ("red", _("Baskı dosyası parolalı; basımevi açamaz.")),
    "pages_missing": ("red", _("Dosyada %(found)s sayfa var, sayfa planında %(wanted)s.")),
    "pages_multiple": ("red", _("Sayfa sayısı %(found)s; bu ebatta %(wanted)s ve katları basılabilir.")),
    "page_empty": ("yellow", _("Sayfa boş.")),
    "page_rotated": ("red", _("Sayfa dosyada döndürülmüş.")),
    "trim_missing": ("red", _("Kesim kutusu (TrimBox) yok.")),
    "page_size": ("red", _("Sayfa %(found)s mm; ebat %(wanted)s mm olmalı.")),
    "bleed_missing": ("red", _("Taşma payı kutusu (BleedBox) yok.")),
    "bleed_small": ("red", _("Taşma payı %(found)s mm; en az %(wanted)s mm olmalı.")),
    "media_small": ("red", _("Sayfa alanı (MediaBox) taşma payını içermiyor.")),
    "crop_inside": ("red", _("Görünüm kutusu (CropBox) sayfanın içini kesiyor.")),
    "bleed_white": ("yellow", _("Kesim çizgisine dayanan renk ya da fotoğraf taşma payına uzanmıyor (%(side)s).")),
    # What the file says of itself
    "intent_missing": ("red", _("Dosyada baskı koşulu (OutputIntent) yok.")),
    "intent_other": ("red", _("Baskı koşulu %(found)s; ebadın istediği %(wanted)s.")),
    "intent_profile": ("red", _("Baskı koşulunun renk profili (ICC) dosyada yok ya da CMYK değil.")),
    "pdfx_missing": ("red", _("Dosya kendini PDF/X-4 olarak tanıtmıyor.")),
    "trapped_missing": ("yellow", _("Dosya bindirme (trapping) bilgisini söylemiyor.")),
    "annotation": ("red", _("Sayfada form, not ya da bağlantı var; baskı dosyasında olmamalı.")),
    "script": ("red", _("Dosyada kendiliğinden çalışan bir komut var.")),
    "attachment": ("red", _("Dosyaya başka bir dosya eklenmiş.")),
    "layers": ("yellow", _("Dosyada açılıp kapanan katmanlar var; basımevinde başka türlü görünebilir.")),
    # Colours
    "rgb_drawing": ("red", _("Ekran rengi (RGB) ile çizilmiş %(what)s var.")),
    "rgb_photo": ("red", _("Fotoğraf ekran renginde (RGB); baskı rengine çevrilmemiş.")),
    "other_colour": ("red", _("Baskıya uymayan renk uzayı: %(found)s.")),
    "spot_colour": ("red", _("Ek renk var: %(found)s. Bu iş dört renk basılır.")),
    "registration": ("red", _("Sayfanın içinde bütün kalıplara basan kayıt rengi kullanılmış.")),
    "ink_drawing": ("red", _("Renk toplamı %%%(found)s; kâğıt en çok %%%(wanted)s kaldırır.")),
    "ink_photo": ("red", _("Fotoğrafta renk toplamı %%%(found)s; kâğıt en çok %%%(wanted)s kaldırır.")),
    "black_text": ("red", _("Siyah yazı yalnız siyahla basılmıyor (dört renk siyah).")),
    "fine_colours": ("yellow", _("Küçük yazı (%(size)s pt) üç ya da dört renkle basılıyor; renkler kayabilir.")),
    "overprint_white": ("red", _("Beyaz nesne üzerine basma (overprint) ile işaretli; baskıda kaybolur.")),
    "overprint": ("yellow", _("Renkli nesne üzerine basma (overprint) ile işaretli; rengi değişir.")),
    "transparency": ("yellow", _("Saydam nesne ya da karışım kipi var (%(found)s).")),
    # Photos
    "photo_coarse": ("red", _("Fotoğraf %(found)s ppi; bu ebatta en az %(tolerated)s ppi gerekir.")),
    "photo_soft": ("yellow", _("Fotoğraf %(found)s ppi; istenen %(wanted)s ppi.")),
    "photo_stretched": ("yellow", _("Fotoğrafın oranı bozulmuş (%%%(found)s).")),
    "photo_missing": ("red", _("Bu sayfada olması gereken fotoğraf yok.")),
    "photo_standin": ("red", _("Fotoğrafın yerinde boş bir dolgu duruyor.")),
    # Words
    "font_missing": ("red", _("Yazı tipi dosyaya gömülmemiş: %(found)s.")),
    "font_drawn": ("yellow", _("Yazı tipi çizim olarak gömülmüş (Type 3): %(found)s.")),
    "text_missing": ("red", _("“%(found)s” yazısının tamamı dosyada yok; metin yerine sığmamış.")),
    "text_tiny": ("red", _("Yazı %(size)s pt; okunamaz.")),
    "text_small": ("yellow", _("Yazı %(size)s pt; küçük.")),
    "text_cut": ("red", _("Yazı kesim çizgisinin ya da panonun görünen alanının dışına çıkıyor.")),
    "text_unsafe": ("red", _("Yazı güvenli alanın dışında.")),
    "text_hidden": ("red", _("Sayfada görünmeyen yazı var.")),
    "text_pale": ("yellow", _("Yazı ile zemin arasındaki kontrast düşük (%(found)s : 1).")),
    "letters_low": (
        "yellow",
        _("En büyük yazı %(found)s mm; %(distance)s m uzaktan okunması için %(wanted)s mm gerekir."),
    ),
    "line_thin": ("red", _("Çizgi %(size)s pt; baskıda kaybolabilir.")),
    # What must be said
    "imprint_missing": ("red", _("Künyede zorunlu satır yok: %(found)s (5187 sayılı Kanun m. 4).")),
    "imprint_differs": ("red", _("Künye satırı dosyada yazıldığı gibi değil: %(found)s.")),
    "issn_wrong": ("red", _("ISSN yanlış: %(found)s.")),
    "isbn_wrong": ("red", _("ISBN yanlış: %(found)s.")),
    "issn_missing": ("red", _("ISSN dosyada yok: %(found)s.")),
    "isbn_missing": ("red", _("ISBN dosyada yok: %(found)s.")),
    "date_past": ("red", _("Geçmiş bir gün yazıyor: %(found)s.")),
    "date_false": ("red", _("Takvimde böyle bir gün yok: %(found)s.")),
    "weekday_wrong": ("red", _("Gün adı yanlış: %(found)s, %(wanted)s olmalı.")),
    "issue_past": ("yellow", _("Yayının günü geçmiş: %(found)s.")),
    "code_missing": ("red", _("Karekod dosyada yok.")),
    "code_unread": ("red", _("Karekod okunmuyor.")),
    "code_other": ("red", _("Karekod başka bir adrese gidiyor: %(found)s.")),
    "code_small": ("yellow", _("Karekod %(found)s mm; okunması için %(wanted)s mm gerekir.")),
    "code_coloured": ("yellow", _("Karekod yalnız siyahla basılmıyor.")),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault. ``page`` counts from 1; 0 is the file as a whole."""

    code: str
    level: Level
    page: int
    text: str


@dataclass(frozen=True, slots=True)
class Report:
    """All faults of a file, those of the whole first, then by page."""

    findings: tuple[Finding, ...]

    @property
    def red(self) -> tuple[Finding, ...]:
        """What keeps the file from being signed."""
        return tuple(one for one in self.findings if one.level == "red")

    @property
    def yellow(self) -> tuple[Finding, ...]:
        """What is signed with a reason."""
        return tuple(one for one in self.findings if one.level == "yellow")

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(one.code for one in self.findings)


def found(code: str, page: int = 0, **values: Any) -> Finding:
    """The finding of ``code`` with its sentence in the language of whoever reads."""
    level, sentence = SENTENCES[code]
    return Finding(code, level, page, str(sentence) % values)


def reported(findings: Iterable[Finding]) -> Report:
    """A report without repetitions, and with no more than a few of one kind on a page."""
    kept: list[Finding] = []
    counts: dict[tuple[str, int], int] = {}
    for one in dict.fromkeys(findings):
        key = one.code, one.page
        counts[key] = counts.get(key, 0) + 1
        if counts[key] <= MOST_OF_A_KIND:
            kept.append(one)
    return Report(tuple(sorted(kept, key=lambda one: (one.page, one.level != "red"))))
