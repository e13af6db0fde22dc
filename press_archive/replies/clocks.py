"""The clocks as the two laws have them, put into an empty table after ``migrate``. From then on they are the office's
data: a law that changes gets a new row with its first day, and the old one a last day.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import connections

from press_archive.replies.models import Clock
from press_archive.replies.words import ClockMedium, Unit

PRESS, BROADCAST = "5187 sayılı Basın Kanunu m. 14", "6112 sayılı Kanun m. 18"
OLD_PRESS = "Resmî Gazete 26.06.2004 – 25504"
NEW_PRESS = "7418 sayılı Kanun m. 7, Resmî Gazete 18.10.2022 – 31987"
NEW_BROADCAST = "Resmî Gazete 03.03.2011 – 27863"
SAME_PLACE = "Aynı sayfa ve sütunlarda, aynı puntolarla ve aynı şekilde; hiçbir düzeltme ve ekleme yapılmadan."
LINE = 40  # letters; ours, for whoever has not counted the lines on paper
PRINTED: dict[str, Any] = {
    "law": PRESS, "window": 2, "window_unit": Unit.MONTHS, "court": 15, "decision": 3, "form": SAME_PLACE,
    "is_limited": True, "short_below": 20, "short_limit": 30, "line_length": LINE,
}  # fmt: skip
ROWS: tuple[dict[str, Any], ...] = (
    {
        **PRINTED, "medium": ClockMedium.DAILY, "term": 3, "valid_from": dt.date(2004, 6, 26), "source": OLD_PRESS,
    },
    {
        **PRINTED, "medium": ClockMedium.PERIODICAL, "term": 3, "first_issue": True,
        "valid_from": dt.date(2004, 6, 26), "source": OLD_PRESS,
    },
    {
        **PRINTED, "medium": ClockMedium.SITE, "term": 1, "valid_from": dt.date(2022, 10, 18), "source": NEW_PRESS,
        "form": f"{SAME_PLACE} Haberin URL bağlantısıyla. İçerik çıkarıldıysa: bir hafta, ilk 24 saati ana sayfada.",
        "kept": "Site içeriği iki yıl saklar (m. 10).",
    },
    {
        "medium": ClockMedium.BROADCAST, "law": BROADCAST, "window": 60, "window_unit": Unit.DAYS, "term": 7,
        "court": 10, "decision": 3, "objection": 7, "direct_court": True, "line_length": LINE,
        "form": "Yayının yapıldığı saatte ve programda, kolayca izlenip açıkça anlaşılacak biçimde.",
        "kept": "Kuruluş yayın kaydını bir yıl saklar; kopyası bu süre içinde RTÜK’ten alınabilir (m. 25).",
        "valid_from": dt.date(2011, 3, 3), "source": NEW_BROADCAST,
    },
)  # fmt: skip


def seed(using: str, **kwargs: Any) -> None:
    """After ``migrate``: the clock of each medium that has none."""
    if Clock._meta.db_table not in connections[using].introspection.table_names():
        return
    known = set(Clock.objects.using(using).values_list("medium", flat=True))
    Clock.objects.using(using).bulk_create(Clock(**row) for row in ROWS if row["medium"] not in known)


def clock_on(medium: str, day: dt.date) -> Clock | None:
    """The clock of ``medium`` (a ``ClockMedium``) that held on ``day``."""
    return Clock.objects.on(day).filter(medium=medium).order_by("-valid_from").first()


def clocks_on(day: dt.date) -> list[Clock]:
    """The clocks of all media that held on ``day``."""
    order = {medium: place for place, medium in enumerate(ClockMedium.values)}
    return sorted(Clock.objects.on(day), key=lambda clock: order[clock.medium])
