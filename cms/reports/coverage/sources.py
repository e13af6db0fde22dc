"""All that a coverage report asks of the database, once: plain values that can be kept as JSON.

The number of queries is the same for ten clippings and for a hundred thousand. Every number of the report comes of what
is gathered here (``figures.figures``), so that what is kept can be counted again at any time.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from cms.core.carriage import DeliveryState
from cms.core.snapshot import one_moment
from cms.reports.coverage.cases import cases_of
from cms.reports.coverage.figures import beside
from cms.reports.coverage.periods import Period
from press_archive.bulletins.models import BulletinPage, RegisterEntry
from press_archive.clippings.citation import citation
from press_archive.clippings.models import Clipping, ClippingTopic
from press_archive.contacts.imprint import OutletPrice
from press_archive.contacts.models import Address, Outlet
from publishing.dispatch.models import Channel, Delivery

CONFIRMED = Q(bulletin__isnull=False, matched_at__isnull=False)
COLUMNS = (
    "pk", "published_on", "published_time", "outlet_id", "outlet_name", "medium", "scope", "department_id", "tone",
    "area", "reach", "headline", "needs_answer", "answered_on", "on_front_page", "with_our_picture", "quotes_mayor",
    "likeness", "matched_at", "fingerprint", "unit_price", "page", "issue_number", "programme", "author", "summary",
    "bulletin_id",
)  # fmt: skip
JOINED = (
    "outlet__name", "department__name", "bulletin__title", "bulletin__register_entry__year",
    "bulletin__register_entry__sequence", "bulletin__register_entry__published_at",
)  # fmt: skip


def gather(period: Period) -> dict[str, Any]:
    """What the report of ``period`` is made of, all of one moment: what somebody changes meanwhile is in all of it or
    in none."""
    with one_moment():
        return _gathered(period)


def _gathered(period: Period) -> dict[str, Any]:
    rows = rows_of(_published(period))
    bulletins = _bulletins(period)
    sent, unknown = _sent([one["pk"] for one in bulletins])
    matches = rows_of(
        Clipping.objects.filter(CONFIRMED, bulletin__register_entry__published_at__range=_moments(period))
    )
    return {
        "period": _days(period),
        "rows": rows,
        "beside": {
            name: {**_days(other), **beside(rows_of(_published(other)))}
            for name, other in (("before", period.before), ("year_ago", period.year_ago))
        },
        "bulletins": bulletins,
        "matches": matches,
        "sent": sent,
        "sent_elsewhere": unknown,
        "silent": _silent(period, sent, {row["outlet"] for row in rows}),
        "cases": cases_of(period),
        "prices": _prices(rows) if settings.COVERAGE_AVE else None,
    }  # fmt: skip


def _published(period: Period) -> QuerySet[Clipping]:
    return Clipping.objects.filter(published_on__range=(period.start, period.end))


def _days(period: Period) -> dict[str, str]:
    return {"start": period.start.isoformat(), "end": period.end.isoformat()}


def _moments(period: Period) -> tuple[dt.datetime, dt.datetime]:
    start = timezone.make_aware(dt.datetime.combine(period.start, dt.time()))
    return start, timezone.make_aware(dt.datetime.combine(period.end, dt.time.max))


def rows_of(clippings: QuerySet[Clipping]) -> list[dict[str, Any]]:
    """Each clipping as plain values, the oldest first; two queries. Full texts are not read."""
    topics: dict[int, list[list[Any]]] = defaultdict(list)
    carried = ClippingTopic.objects.filter(content_object__in=clippings.order_by().values("pk"))
    for number, topic, name in carried.order_by("tag__name").values_list("content_object_id", "tag_id", "tag__name"):
        topics[number].append([topic, name])
    found = clippings.order_by("published_on", "pk").values_list(*COLUMNS, *JOINED)
    return [_row(dict(zip((*COLUMNS, *JOINED), values, strict=True)), topics) for values in found.iterator()]


def _row(value: dict[str, Any], topics: dict[int, list[list[Any]]]) -> dict[str, Any]:
    is_confirmed = value["bulletin_id"] is not None and value["matched_at"] is not None
    sequence, published = value["bulletin__register_entry__sequence"], value["bulletin__register_entry__published_at"]
    cited = Clipping(
        outlet_name=value["outlet_name"], published_on=value["published_on"], issue_number=value["issue_number"],
        page=value["page"], programme=value["programme"], published_time=value["published_time"],
        author=value["author"],
    )  # fmt: skip
    row = {
        "pk": value["pk"], "day": value["published_on"].isoformat(),
        "time": f"{value['published_time']:%H:%M}" if value["published_time"] else "",
        "outlet": value["outlet_id"], "outlet_name": value["outlet__name"], "medium": value["medium"],
        "scope": value["scope"], "department": value["department_id"],
        "department_name": value["department__name"] or "", "topics": topics.get(value["pk"], []),
        "tone": value["tone"], "area": _text(value["area"]), "reach": value["reach"], "headline": value["headline"],
        "citation": citation(cited), "summary": value["summary"], "answer": value["needs_answer"],
        "answered": value["answered_on"].isoformat() if value["answered_on"] else "",
        "front": value["on_front_page"], "ours": value["with_our_picture"], "mayor": value["quotes_mayor"],
        "fingerprint": value["fingerprint"], "price": _text(value["unit_price"]), "bulletin": None,
    }  # fmt: skip
    if is_confirmed:
        row |= {
            "bulletin": value["bulletin_id"], "likeness": value["likeness"], "bulletin_title": value["bulletin__title"],
            "bulletin_number": f"{value['bulletin__register_entry__year']}/{sequence:04d}" if sequence else "",
            "bulletin_at": _moment(published) if published else "",
        }  # fmt: skip
    return row


def _text(number: Any) -> str | None:
    return None if number is None else str(number)


def _moment(moment: dt.datetime) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def _bulletins(period: Period) -> list[dict[str, Any]]:
    """The bulletins that were published first in ``period``, also those that were withdrawn since."""
    found = RegisterEntry.objects.filter(published_at__range=_moments(period)).order_by("year", "sequence")
    return [
        {"pk": page, "number": f"{year}/{sequence:04d}", "title": title, "at": _moment(moment)}
        for page, year, sequence, title, moment in found.values_list(
            "page_id", "year", "sequence", "page__title", "published_at"
        )
    ]


def _sent(bulletins: Iterable[int]) -> tuple[list[dict[str, Any]], int]:
    """For each outlet which bulletins a mail server took for it or its journalists; and how many recipients the
    directory does not know any more."""
    kind = ContentType.objects.get_for_model(BulletinPage)
    accepted = Delivery.objects.filter(
        content_type=kind, object_id__in=[str(pk) for pk in bulletins], channel=Channel.EMAIL,
        state=DeliveryState.ACCEPTED, kind="first",
    )  # fmt: skip
    rows = list(accepted.order_by().values_list("recipient", "object_id"))
    outlets: dict[str, tuple[int, str]] = {}
    known = Address.objects.values_list(
        "email", "outlet_id", "outlet__name", "journalist__outlet_id", "journalist__outlet__name"
    )
    for email, own, own_name, through, through_name in known:
        if own or through:
            outlets[email] = (own or through, own_name or through_name)
    got: dict[tuple[int, str], set[int]] = defaultdict(set)
    elsewhere = set()
    for recipient, number in rows:
        if recipient in outlets:
            got[outlets[recipient]].add(int(number))
        else:
            elsewhere.add(recipient)
    sent = [{"outlet": pk, "name": name, "bulletins": sorted(numbers)} for (pk, name), numbers in sorted(got.items())]
    return sent, len(elsewhere)


def _silent(period: Period, sent: list[dict[str, Any]], printed: set[int]) -> list[dict[str, Any]]:
    """Outlets that got bulletins and printed nothing in the period; ``last``: when they printed something before."""
    quiet = {one["outlet"]: one for one in sent if one["outlet"] not in printed}
    last = dict(
        Clipping.objects.filter(outlet__in=Outlet.objects.filter(pk__in=quiet), published_on__lt=period.start)
        .order_by().values_list("outlet_id").annotate(Max("published_on"))
    )  # fmt: skip
    return [
        {
            "outlet": number, "name": one["name"], "sent": len(one["bulletins"]),
            "last": last[number].isoformat() if number in last else "",
        }
        for number, one in quiet.items()
    ]  # fmt: skip


def _prices(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found = OutletPrice.objects.filter(outlet__in={row["outlet"] for row in rows}).order_by("outlet_id", "-year")
    return [
        {"outlet": outlet, "year": year, "amount": str(amount), "source": source}
        for outlet, year, amount, source in found.values_list("outlet_id", "year", "amount", "source")
    ]
