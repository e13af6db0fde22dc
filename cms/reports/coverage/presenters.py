"""What the page and the PDF of a coverage report show: words for keys, numbers with the list behind them, charts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from cms.core.turkish import format_date
from cms.reports.coverage import charts
from cms.reports.coverage.cases import in_words
from cms.reports.coverage.charts import Chart, Inks
from cms.reports.coverage.figures import COUNTED, NONE, NULL, within
from cms.reports.coverage.periods import Period
from press_archive.clippings.words import Answer, Medium, Tone
from press_archive.contacts.imprint import Scope

# From a query to the address of the list behind it; empty where there is none.
Link = Callable[[dict[str, Any]], str]
MOST_BARS = 12
DAYS_OF_WEEK = 7


@dataclass(frozen=True, slots=True)
class Cell:
    """A number or words in a table; ``url``: the list behind it. ``is_head``: what the row is about."""

    text: str
    url: str = ""
    is_head: bool = False
    is_number: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows; ``foot`` is the last row, for sums."""

    caption: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    foot: Sequence[Cell] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the report."""

    key: str
    title: str
    charts: Sequence[Chart] = ()
    tables: Sequence[Table] = ()
    facts: Sequence[tuple[str, str, str]] = ()
    notes: Sequence[str] = field(default_factory=tuple)


def number(value: Any, places: int = 0) -> str:
    """A number as Turkish tables write it; a dash for nothing known."""
    if value is None:
        return "—"
    decimal = Decimal(str(value))
    if decimal == decimal.to_integral_value() and places < 2:
        places = 0
    return number_format(decimal, decimal_pos=places, use_l10n=True, force_grouping=True)


def share(part: int, whole: int) -> str:
    """``%67``; a dash of nothing."""
    return f"%{round(100 * part / whole)}" if whole else "—"


def name_of(group: str, key: str, name: str) -> str:
    """What stands in front of a row."""
    if group in ("medium", "scope", "tone"):
        kinds: dict[str, Any] = {"medium": Medium, "scope": Scope, "tone": Tone}
        unknown = {"scope": _("bilinmiyor"), "tone": _("belirlenmemiş")}
        return unknown.get(group, key) if key == NONE else str(kinds[group](key).label)
    if key == NULL:
        return {"department": _("müdürlüksüz"), "topic": _("konusuz")}[group]
    return name


def day(text: str) -> str:
    """An ISO day as the office writes it."""
    return format_date(dt.date.fromisoformat(text[:10])) if text else "—"


def sections(period: Period, figures: dict[str, Any], link: Link, inks: Inks) -> list[Section]:
    """The report's parts in their order. ``inks``: the colours that its charts are drawn in."""
    return [
        _summary(period, figures, link, inks),
        *(_group(group, title, period, figures, link, inks) for group, title in _titles().items()),
        _conversion(figures, link),
        _silent(figures),
        _stories(figures, link),
        _answers(figures, link),
        *([_ave(figures["ave"])] if figures["ave"] is not None else []),
    ]


def _titles() -> dict[str, str]:
    return {
        "outlet": _("Yayın kuruluşuna göre"), "medium": _("Mecraya göre"), "scope": _("Yayın türüne göre"),
        "topic": _("Konuya göre"), "department": _("Müdürlüğe göre"), "tone": _("Tona göre"),
    }  # fmt: skip


def _span(part: dict[str, Any]) -> str:
    """The days of a part below its column: ``1.11``, ``2–8.11``, ``30.11–6.12``, of months ``11.2026``."""
    start, end = (dt.date.fromisoformat(part[name]) for name in ("start", "end"))
    if (end - start).days > DAYS_OF_WEEK:
        return f"{start:%m.%Y}"
    last = f"{end.day}.{end.month}"
    if start == end:
        return last
    return f"{start.day}–{last}" if start.month == end.month else f"{start.day}.{start.month}–{last}"


def _columns_of(period: Period) -> list[str]:
    return [period.label, period.before.label, period.year_ago.label]


def _summary(period: Period, figures: dict[str, Any], link: Link, inks: Inks) -> Section:
    labels = {
        "count": _("Kupür"), "positive": _("Olumlu"), "neutral": _("Nötr"), "negative": _("Olumsuz"),
        "unset": _("Tonu belirlenmemiş"), "front": _("Birinci sayfada"), "ours": _("Bizim fotoğrafımızla"),
        "mayor": _("Başkan’ın sözleriyle"), "matched": _("Bülteniyle eşleşmesi onaylı"),
        "needed": _("Yanıt gerektiren"), "answered": _("Yanıtlanan"), "waiting": _("Yanıt bekleyen"),
    }  # fmt: skip
    spans = {"now": period, "before": period.before, "year_ago": period.year_ago}
    days = {name: within({"start": one.start.isoformat(), "end": one.end.isoformat()}) for name, one in spans.items()}
    found = figures["totals"]
    rows = [
        [Cell(label, is_head=True, is_number=False)]
        + [Cell(number(found[name][span]), link({**COUNTED[name][0], **days[span]})) for span in spans]
        for name, label in labels.items()
    ]
    for name, label in (("area", _("St×cm")), ("reach", _("Tiraj ve erişim toplamı"))):
        known = f"{name}_known"
        rows.append(
            [Cell(label, is_head=True, is_number=False)] + [Cell(number(found[name][span], 1)) for span in spans]
        )
        rows.append(
            [Cell(_("– rakamı bilinen kupür"), is_head=True, is_number=False)]
            + [
                Cell(
                    f"{number(found[known][span])} ({share(found[known][span], found['count'][span])})",
                    link({**COUNTED[known][0], **days[span]}),
                )
                for span in spans
            ]
        )
    parts = [(_span(part), part["count"]) for part in figures["parts"]]
    drawn = _("Kupür sayısı, zamana göre: %(period)s")
    trend = Table(
        _("Zamana göre kupürler"), [_("Günler"), _("Kupür")],
        [
            [Cell(" – ".join(dict.fromkeys((day(part["start"]), day(part["end"])))), is_head=True, is_number=False),
             Cell(number(part["count"]), link(within(part)))]
            for part in figures["parts"]
        ],
    )  # fmt: skip
    return Section(
        "summary", _("Özet"), tables=[Table(_("Toplamlar"), ["", *_columns_of(period)], rows), trend],
        charts=[charts.columns("trend", drawn % {"period": period.label}, parts, inks)],
        notes=[_("Tiraj ve erişim kuruluşların kupürün gününde bilinen rakamlarıdır; aynı okur birden çok sayılır.")],
    )  # fmt: skip


def _group(group: str, title: str, period: Period, figures: dict[str, Any], link: Link, inks: Inks) -> Section:
    rows, drawn = [], []
    # Where every clipping stands in one row, each row is a part of the whole.
    whole = figures["totals"]["count"]["now"] if group in ("medium", "scope", "tone") else 0
    beside = {name: within({"start": one.start.isoformat(), "end": one.end.isoformat()})
              for name, one in (("before", period.before), ("year_ago", period.year_ago))}  # fmt: skip
    for one in figures["groups"][group]:
        name = name_of(group, one["key"], one["name"])
        drawn.append((name, [one["count"], one["before"], one["year_ago"]]))
        rows.append(
            [
                Cell(name, is_head=True, is_number=False), Cell(_part(one["count"], whole), link(one["query"])),
                *(Cell(number(one[name]), link({group: one["key"], **days})) for name, days in beside.items()),
                *(
                    [] if group == "tone" else
                    [Cell(f"{one['positive']} / {one['neutral']} / {one['negative']}")]
                ),
                Cell(f"{number(one['area'], 1)} ({one['area_known']})" if one["area_known"] else "—"),
                Cell(_reach(one)),
            ]
        )  # fmt: skip
    spans = dict(zip(("now", "before", "year_ago"), _columns_of(period), strict=True))
    heads = ["", *_columns_of(period), *([] if group == "tone" else [_("olumlu / nötr / olumsuz")]),
             _("st×cm (ölçülen)"), _("tiraj/erişim (bilinen)")]  # fmt: skip
    if group == "tone":
        labels = [(Tone(key).label if key != NONE else _("belirlenmemiş"), key) for key in (*Tone.values, NONE)]
        counted = {one["key"]: one for one in figures["groups"]["tone"]}
        bars = [
            (label, [counted.get(key, {}).get(span, 0) for _label, key in labels])
            for label, span in zip(_columns_of(period), ("count", "before", "year_ago"), strict=True)
        ]
        said = _("Kupürlerin tonu: %(now)s, %(before)s, %(year_ago)s")
        chart = charts.stacks("tone", said % spans, [str(label) for label, _key in labels], bars, inks)
    else:
        said = _("Kupür sayısı: %(now)s, %(before)s, %(year_ago)s")
        chart = charts.bars(group, said % spans, _columns_of(period), drawn[:MOST_BARS], inks)
    notes = []
    if group == "topic":
        notes.append(_("Bir kupür birden çok konuda sayılabilir; satırların toplamı kupür sayısından çok olabilir."))
    if len(drawn) > MOST_BARS and group != "tone":
        notes.append(_("Grafikte ilk %(count)d satır, tabloda hepsi var.") % {"count": MOST_BARS})
    return Section(group, title, charts=[chart] if rows else [], tables=[Table(title, heads, rows)], notes=notes)


def _part(count: int, whole: int) -> str:
    return f"{number(count)} ({share(count, whole)})" if whole else number(count)


def _reach(one: dict[str, Any]) -> str:
    return f"{number(one['reach'])} ({share(one['reach_known'], one['count'])})" if one["reach_known"] else "—"


def _hours(one: dict[str, Any]) -> str:
    if one["hours"] is not None:
        return f"{number(one['hours'], 1)} ({one['hours_known']})"
    return "—"


def _conversion(figures: dict[str, Any], link: Link) -> Section:
    found = figures["conversion"]
    facts = [
        (_("Yayımlanan bülten"), number(found["bulletins"]), ""),
        (_("Basına gönderilen"), number(found["sent"]), ""),
        (
            _("En az bir kez basılan"),
            f"{number(found['printed'])} ({share(found['printed'], found['bulletins'])})", "",
        ),
        (_("Bültenlerden çıkan kupür"), number(found["clippings"]), link(found["query"])),
        (_("Aynen"), f"{number(found['verbatim'])} ({share(found['verbatim'], found['clippings'])})",
         link({**found["query"], "likeness": "verbatim"})),
        (_("Bizim fotoğrafımızla"), f"{number(found['ours'])} ({share(found['ours'], found['clippings'])})",
         link({**found["query"], "prominence": "ours"})),
        (_("Ortanca süre (saat)"), _hours(found), ""),
        (_("Ortanca süre (gün)"), number(found["days"], 1), ""),
    ]  # fmt: skip
    outlets = Table(
        _("Kuruluşlara göre"),
        [_("Kuruluş"), _("gönderilen"), _("bastığı"), _("oran"), _("kupür"), _("aynen"), _("fotoğrafımızla"),
         _("ortanca saat (bilinen)")],
        [
            [Cell(one["name"], is_head=True, is_number=False), Cell(number(one["sent"])),
             Cell(number(one["printed_of_sent"])), Cell(share(one["printed_of_sent"], one["sent"])),
             Cell(number(one["clippings"]), link(one["query"])), Cell(share(one["verbatim"], one["clippings"])),
             Cell(number(one["ours"]), link({**one["query"], "prominence": "ours"})), Cell(_hours(one))]
            for one in found["by_outlet"]
        ],
    )  # fmt: skip
    bulletins = Table(
        _("Bültenlere göre"),
        [_("Bülten"), _("yayımlandı"), _("gönderilen kuruluş"), _("basan kuruluş"), _("kupür"),
         _("aynen / kısaltarak / kendi haberi"), _("ortanca saat (bilinen)")],
        [
            [Cell(f"{one['number']} {one['title']}", is_head=True, is_number=False), Cell(day(one["at"])),
             Cell(number(one["sent"])), Cell(number(one["outlets"])),
             Cell(number(one["clippings"]), link(one["query"])),
             Cell(f"{one['verbatim']} / {one['shortened']} / {one['independent']}"), Cell(_hours(one))]
            for one in found["by_bulletin"]
        ],
    )  # fmt: skip
    notes = [
        _(
            "Bu günlerde yayımlanan bültenlerin, eşleşmesi bir görevlice onaylanmış bütün kupürleri sayılır; "
            "basıldıkları gün aralık dışında olabilir."
        ),
        _(
            "Gönderilen: posta sunucusunun teslim aldığı ilk gönderimler. Saat, yayın saati bilinen kupürlerden "
            "hesaplanır."
        ),
    ]  # fmt: skip
    if found["sent_elsewhere"]:
        notes.append(_("%(count)d alıcı rehberde bir kuruluşa bağlı değil.") % {"count": found["sent_elsewhere"]})
    return Section("conversion", _("Bültenden habere"), facts=facts, tables=[outlets, bulletins], notes=notes)


def _silent(figures: dict[str, Any]) -> Section:
    table = Table(
        _("Bülten alıp haber yapmayanlar"), [_("Kuruluş"), _("gönderilen bülten"), _("daha önceki son haberi")],
        [
            [Cell(one["name"], is_head=True, is_number=False), Cell(number(one["sent"])),
             Cell(day(one["last"]) if one["last"] else _("hiç"), is_number=False)]
            for one in figures["silent"]
        ],
    )  # fmt: skip
    return Section("silent", _("Bizi hiç basmayanlar"), tables=[table])


def _stories(figures: dict[str, Any], link: Link) -> Section:
    table = Table(
        _("En çok yer bulan haberler"),
        [_("Haber"), _("kupür"), _("kuruluş"), _("olumlu / nötr / olumsuz"), _("tiraj/erişim (bilinen)")],
        [
            [Cell(" ".join(filter(None, (one["bulletin"], one["headline"]))), is_head=True, is_number=False),
             Cell(number(one["count"]), link(one["query"])), Cell(number(one["outlets"])),
             Cell(f"{one['positive']} / {one['neutral']} / {one['negative']}"),
             Cell(_reach(one))]
            for one in figures["stories"]
        ],
    )  # fmt: skip
    return Section("stories", _("Öne çıkan haberler"), tables=[table])


def _answers(figures: dict[str, Any], link: Link) -> Section:
    tables = [
        Table(
            _("Yanıt gerektiren haberler"), [_("Yanıt"), _("haber"), _("yanıtlanan"), _("bekleyen"), _("ortanca gün")],
            [
                [Cell(str(Answer(one["key"]).label), is_head=True, is_number=False),
                 Cell(number(one["count"]), link(one["query"])),
                 Cell(number(one["answered"]), link({**one["query"], "waiting": "answered"})),
                 Cell(number(one["waiting"]), link({**one["query"], "waiting": "true"})), Cell(number(one["days"], 1))]
                for one in figures["answers"]
            ],
        ),
    ]  # fmt: skip
    tables.append(
        Table(
            _("Düzeltme ve cevap dosyaları"),
            [_("Kuruluş"), _("haberin günü"), _("tür"), _("aşama"), _("gönderildi"), _("yayımlandı"), _("sonuç")],
            [
                [Cell(one["outlet"], is_head=True, is_number=False), Cell(day(one["day"])),
                 Cell(kind, is_number=False), Cell(stage, is_number=False), Cell(day(one["sent"])),
                 Cell(day(one["fulfilled"])), Cell(outcome or "—", is_number=False)]
                for one in figures["cases"]
                for kind, stage, outcome in [in_words(one)]
            ],
        )
    )  # fmt: skip
    return Section("answers", _("Yanıtlar ve cevap hakkı"), tables=tables)


def _ave(found: dict[str, Any]) -> Section:
    table = Table(
        _("Kuruluşlara göre"),
        [_("Kuruluş"), _("kupür"), _("st×cm"), _("birim fiyat (TL)"), _("fiyatın yılı ve kaynağı"), _("tutar (TL)")],
        [
            [Cell(one["name"], is_head=True, is_number=False), Cell(number(one["count"])),
             Cell(number(one["area"], 1) if one["is_printed"] else "—"), Cell(number(one["price"], 2)),
             Cell(" ".join(filter(None, (str(one["year"] or ""), one["source"]))) or _("kupüre o gün kopyalanan"),
                  is_number=False),
             Cell(number(one["value"], 2))]
            for one in found["lines"]
        ],
    )  # fmt: skip
    return Section(
        "ave", _("Reklam eşdeğeri"),
        facts=[
            (_("Toplam (TL)"), number(found["value"], 2), ""),
            (_("Fiyatı bilinen kupür"), f"{number(found['known'])} ({share(found['known'], found['count'])})", ""),
        ],
        tables=[table],
        notes=[
            _("Hesap: basılı yayında st×cm × birim fiyat; diğerlerinde haber başına birim fiyat. Vergi yoktur."),
            _(
                "AMEC’in Barselona İlkeleri: reklam eşdeğeri iletişimin değeri değildir; bu sayı yalnız istendiği "
                "için gösterilir."
            ),
        ],
    )  # fmt: skip
