"""The figures of a coverage report: a pure function of what ``sources`` gathered, in and out of JSON.

Areas and prices are decimal numbers as text. ``query``: by what the list of clippings is filtered so that it shows just
what was counted; ``rows_for`` does the same with the rows that a frozen report keeps.
"""

from __future__ import annotations

import datetime as dt
import statistics
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any

from cms.core.turkish import collation_key
from cms.reports.coverage.periods import Period
from press_archive.clippings.words import PRINTED, Answer, Likeness, Medium, Tone
from press_archive.contacts.imprint import Scope

Row = dict[str, Any]
NONE, NULL = "yok", "null"
# Kinds in the order of their own words; the others by how many there are.
FIXED: dict[str, list[str]] = {
    "medium": list(Medium.values), "scope": [*Scope.values, NONE], "tone": [*Tone.values, NONE],
}  # fmt: skip
GROUPS = ("outlet", "medium", "scope", "topic", "department", "tone")
TONES = (*Tone.values, NONE)
STORIES = 10
# What each total counts: its name → the filter of the list, and which rows it is.
COUNTED: dict[str, tuple[dict[str, Any], Callable[[Row], bool]]] = {
    "count": ({}, lambda row: True),
    "positive": ({"tone": "positive"}, lambda row: row["tone"] == "positive"),
    "neutral": ({"tone": "neutral"}, lambda row: row["tone"] == "neutral"),
    "negative": ({"tone": "negative"}, lambda row: row["tone"] == "negative"),
    "unset": ({"tone": NONE}, lambda row: not row["tone"]),
    "front": ({"prominence": "front"}, lambda row: row["front"]),
    "ours": ({"prominence": "ours"}, lambda row: row["ours"]),
    "mayor": ({"prominence": "mayor"}, lambda row: row["mayor"]),
    "matched": ({"match": "onayli"}, lambda row: row["bulletin"] is not None),
    "needed": ({"needs_answer": list(Answer.values)}, lambda row: bool(row["answer"])),
    "answered": ({"waiting": "answered"}, lambda row: bool(row["answer"] and row["answered"])),
    "waiting": ({"waiting": "true"}, lambda row: bool(row["answer"] and not row["answered"])),
    "area_known": ({"known": "area"}, lambda row: row["area"] is not None),
    "reach_known": ({"known": "reach"}, lambda row: row["reach"] is not None),
}


def keys_of(row: Row, group: str) -> list[tuple[str, str]]:
    """Under what ``row`` stands in ``group``: (key, name); a clipping with several topics stands under each."""
    match group:
        case "outlet":
            return [(str(row["outlet"]), row["outlet_name"])]
        case "department":
            return [(str(row["department"]), row["department_name"]) if row["department"] else (NULL, "")]
        case "topic":
            return [(str(number), name) for number, name in row["topics"]] or [(NULL, "")]
    return [(row[group] or NONE, "")]


def totals(rows: Iterable[Row]) -> dict[str, Any]:
    """Every total over ``rows``: one number for each of :data:`COUNTED`, ``area`` in st×cm and ``reach``."""
    found: dict[str, Any] = dict.fromkeys(COUNTED, 0)
    area, reach = Decimal(0), 0
    for row in rows:
        for name, (_query, is_counted) in COUNTED.items():
            found[name] += is_counted(row)
        area += Decimal(row["area"] or 0)
        reach += row["reach"] or 0
    return {**found, "area": str(area), "reach": reach}


def beside(rows: Sequence[Row]) -> dict[str, Any]:
    """What is kept of another period: its totals, and how many stand under each key."""
    counted: dict[str, dict[str, int]] = {group: defaultdict(int) for group in GROUPS}
    for row in rows:
        for group in GROUPS:
            for key, _name in keys_of(row, group):
                counted[group][key] += 1
    return {"totals": totals(rows), "groups": {group: dict(found) for group, found in counted.items()}}


def figures(inputs: dict[str, Any]) -> dict[str, Any]:
    """The report: ``totals``, ``groups``, ``parts``, ``conversion``, ``silent``, ``stories``, ``answers``, ``cases``,
    ``ave`` (``None`` unless switched on)."""
    rows = inputs["rows"]
    period = Period(*(dt.date.fromisoformat(inputs["period"][name]) for name in ("start", "end")))
    others = {name: found["totals"] for name, found in inputs["beside"].items()}
    mine = totals(rows)
    return {
        "totals": {name: {"now": mine[name], **{other: others[other][name] for other in others}} for name in mine},
        "groups": {group: _group(rows, group, inputs) for group in GROUPS},
        "parts": [
            {
                "name": name, "start": part.start.isoformat(), "end": part.end.isoformat(),
                "count": sum(part.start.isoformat() <= row["day"] <= part.end.isoformat() for row in rows),
            }
            for name, part in period.parts()
        ],
        "conversion": _conversion(inputs),
        "silent": sorted(inputs["silent"], key=lambda one: (-one["sent"], collation_key(one["name"]))),
        "stories": _stories(rows, within(inputs["period"])),
        "answers": _answers(rows, within(inputs["period"])),
        "cases": inputs["cases"],
        "ave": None if inputs["prices"] is None else _ave(rows, inputs["prices"]),
    }  # fmt: skip


def within(days: dict[str, str]) -> dict[str, str]:
    """The part of a query that narrows the list to the days of a report."""
    return {"published_on_from": days["start"], "published_on_to": days["end"]}


def _group(rows: Sequence[Row], group: str, inputs: dict[str, Any]) -> list[dict[str, Any]]:
    others, days = inputs["beside"], within(inputs["period"])
    under: dict[str, list[Row]] = defaultdict(list)
    names: dict[str, str] = {}
    for row in rows:
        for key, name in keys_of(row, group):
            under[key].append(row)
            names[key] = name
    keys = list(under)
    if group in FIXED:
        elsewhere = {key for one in others.values() for key in one["groups"][group]}
        keys = [key for key in FIXED[group] if key in under or key in elsewhere]
    found = []
    for key in keys:
        there = under.get(key, [])
        tones = {tone: sum((row["tone"] or NONE) == tone for row in there) for tone in TONES}
        found.append(
            {
                "key": key, "name": names.get(key, ""), "count": len(there), **tones,
                "area": str(sum((Decimal(row["area"]) for row in there if row["area"] is not None), Decimal(0))),
                "area_known": sum(row["area"] is not None for row in there),
                "reach": sum(row["reach"] or 0 for row in there),
                "reach_known": sum(row["reach"] is not None for row in there),
                "query": {group: key, **days},
                **{other: one["groups"][group].get(key, 0) for other, one in others.items()},
            }
        )  # fmt: skip
    if group not in FIXED:
        found.sort(key=lambda one: (one["key"] == NULL, -one["count"], collation_key(one["name"]), one["key"]))
    return found


def hours_of(row: Row) -> float | None:
    """How long after its bulletin a clipping appeared; ``None`` where its hour is not known."""
    if not row["time"] or not row.get("bulletin_at"):
        return None
    gone = dt.datetime.fromisoformat(f"{row['day']}T{row['time']}") - dt.datetime.fromisoformat(row["bulletin_at"])
    return gone.total_seconds() / 3600


def _measures(rows: Sequence[Row]) -> dict[str, Any]:
    hours = [found for row in rows if (found := hours_of(row)) is not None]
    days = [
        (dt.date.fromisoformat(row["day"]) - dt.date.fromisoformat(row["bulletin_at"][:10])).days
        for row in rows
        if row.get("bulletin_at")
    ]
    return {
        "clippings": len(rows), "printed": len({row["bulletin"] for row in rows}),
        "outlets": len({row["outlet"] for row in rows}),
        **{likeness: sum(row["likeness"] == likeness for row in rows) for likeness in Likeness.values},
        "ours": sum(row["ours"] for row in rows), "hours": round(statistics.median(hours), 1) if hours else None,
        "hours_known": len(hours), "days": statistics.median(days) if days else None,
    }  # fmt: skip


def _conversion(inputs: dict[str, Any]) -> dict[str, Any]:
    """What became of the bulletins that were published in the period, whenever they were printed."""
    matches: list[Row] = inputs["matches"]
    of_bulletin: dict[int, list[Row]] = defaultdict(list)
    of_outlet: dict[int, list[Row]] = defaultdict(list)
    for row in matches:
        of_bulletin[row["bulletin"]].append(row)
        of_outlet[row["outlet"]].append(row)
    days = {"bulletin_on_from": inputs["period"]["start"], "bulletin_on_to": inputs["period"]["end"], "match": "onayli"}
    got = {one["outlet"]: one for one in inputs["sent"]}
    names = {number: rows[0]["outlet_name"] for number, rows in of_outlet.items()}
    names |= {number: one["name"] for number, one in got.items()}
    sent_to: dict[int, int] = defaultdict(int)
    for one in inputs["sent"]:
        for number in one["bulletins"]:
            sent_to[number] += 1
    outlets = []
    for number, name in names.items():
        there = of_outlet.get(number, [])
        bulletins = set(got[number]["bulletins"]) if number in got else set()
        outlets.append(
            {
                "outlet": number, "name": name, "sent": len(bulletins), **_measures(there),
                "printed_of_sent": len(bulletins & {row["bulletin"] for row in there}),
                "query": {**days, "outlet": str(number)},
            }
        )  # fmt: skip
    outlets.sort(key=lambda one: (-one["clippings"], -one["sent"], collation_key(one["name"])))
    bulletins_found = [
        {
            **one, "sent": sent_to.get(one["pk"], 0), **_measures(of_bulletin.get(one["pk"], [])),
            "query": {"bulletin": str(one["pk"]), "match": "onayli"},
        }
        for one in inputs["bulletins"]
    ]  # fmt: skip
    return {
        "bulletins": len(inputs["bulletins"]), "sent": sum(one["sent"] > 0 for one in bulletins_found),
        "sent_elsewhere": inputs["sent_elsewhere"], **_measures(matches), "query": days, "by_outlet": outlets,
        "by_bulletin": sorted(bulletins_found, key=lambda one: (-one["clippings"], one["number"])),
    }  # fmt: skip


def _stories(rows: Sequence[Row], days: dict[str, str]) -> list[dict[str, Any]]:
    """What was told most: clippings of one bulletin, else of one text."""
    told: dict[tuple[str, Any], list[Row]] = defaultdict(list)
    for row in rows:
        told[_story(row)].append(row)
    found = []
    for (kind, key), there in told.items():
        first = there[0]
        query = {"bulletin": str(key), "match": "onayli"} if kind == "bulletin" else {"story": str(first["pk"])}
        found.append(
            {
                "headline": first["bulletin_title"] if kind == "bulletin" else first["headline"],
                "bulletin": first.get("bulletin_number", ""), "count": len(there), "query": {**query, **days},
                "outlets": len({row["outlet"] for row in there}), "reach": sum(row["reach"] or 0 for row in there),
                "reach_known": sum(row["reach"] is not None for row in there), "day": first["day"],
                **{tone: sum((row["tone"] or NONE) == tone for row in there) for tone in TONES},
            }
        )  # fmt: skip
    found.sort(key=lambda one: (-one["count"], -one["reach"], one["day"], one["query"].get("story", "")))
    return found[:STORIES]


def _story(row: Row) -> tuple[str, Any]:
    if row["bulletin"] is not None:
        return "bulletin", row["bulletin"]
    return ("text", row["fingerprint"]) if row["fingerprint"] else ("row", row["pk"])


def _answers(rows: Sequence[Row], days_of_it: dict[str, str]) -> list[dict[str, Any]]:
    found = []
    for answer in Answer.values:
        there = [row for row in rows if row["answer"] == answer]
        days = [
            (dt.date.fromisoformat(row["answered"]) - dt.date.fromisoformat(row["day"])).days
            for row in there
            if row["answered"]
        ]
        found.append(
            {
                "key": answer, "count": len(there), "answered": len(days), "waiting": len(there) - len(days),
                "days": statistics.median(days) if days else None, "query": {"needs_answer": [answer], **days_of_it},
            }
        )  # fmt: skip
    return found


def _ave(rows: Sequence[Row], prices: list[dict[str, Any]]) -> dict[str, Any]:
    """Print: st×cm × unit price; anything else: the price of one item. Only where the price is known."""
    listed: dict[tuple[int, Decimal], list[dict[str, Any]]] = defaultdict(list)
    for price in prices:
        listed[price["outlet"], Decimal(price["amount"])].append(price)
    lines: dict[tuple[Any, ...], dict[str, Any]] = {}
    priced = 0
    for row in rows:
        printed = row["medium"] in PRINTED
        if row["price"] is None or (printed and row["area"] is None):
            continue
        priced += 1
        amount, year = Decimal(row["price"]), int(row["day"][:4])
        known = next((one for one in listed[row["outlet"], amount] if one["year"] <= year), None)
        key = (row["outlet_name"], row["outlet"], printed, str(amount), known["year"] if known else None)
        line = lines.setdefault(
            key,
            {
                "name": row["outlet_name"], "is_printed": printed, "price": str(amount), "count": 0, "area": "0",
                "year": known["year"] if known else None, "source": known["source"] if known else "", "value": "0",
            },
        )  # fmt: skip
        line["count"] += 1
        measure = Decimal(row["area"]) if printed else Decimal(1)
        if printed:
            line["area"] = str(Decimal(line["area"]) + measure)
        line["value"] = str(Decimal(line["value"]) + (measure * amount).quantize(Decimal("0.01")))
    found = sorted(lines.values(), key=lambda one: (-Decimal(one["value"]), collation_key(one["name"])))
    value = sum((Decimal(one["value"]) for one in found), Decimal(0))
    return {"value": str(value), "known": priced, "count": len(rows), "lines": found}


# --- The list behind a number -----------------------------------------------------------------------------------------


# Of these the list takes several at once; of anything else the last one counts, as in any address.
SEVERAL = frozenset({"medium", "scope", "tone", "needs_answer", "likeness"})


def query_of(said: Iterable[tuple[str, list[str]]]) -> dict[str, Any]:
    """What an address asks for: each name once, whatever somebody has typed twice."""
    return {name: values if name in SEVERAL else values[-1] for name, values in said if name != "p" and values}


def rows_for(inputs: dict[str, Any], query: dict[str, Any]) -> list[Row]:
    """The kept rows that ``query`` finds, as the list of clippings would have found them."""
    is_matched = "bulletin_on_from" in query or ("bulletin" in query and "published_on_from" not in query)
    rows: list[Row] = inputs["matches" if is_matched else "rows"]
    for name, value in query.items():
        if not name.startswith("bulletin_on"):
            rows = [row for row in rows if _fits(row, name, value, inputs)]
    return rows


def _fits(row: Row, name: str, value: Any, inputs: dict[str, Any]) -> bool:
    if name in SEVERAL:
        said = row["answer"] if name == "needs_answer" else row.get(name)
        return (said or NONE) in ([value] if isinstance(value, str) else value)
    match name:
        case "match":
            return row["bulletin"] is not None and value == "onayli"
        case "outlet" | "department" | "topic":
            return value in [key for key, _name in keys_of(row, name)]
        case "bulletin":
            return str(row["bulletin"]) == value
        case "published_on_from":
            return bool(row["day"] >= value)
        case "published_on_to":
            return bool(row["day"] <= value)
        case "story":
            first = next((one for one in inputs["rows"] if str(one["pk"]) == value), None)
            return first is not None and _story(row) == _story(first)
    counted = next((is_counted for query, is_counted in COUNTED.values() if query == {name: value}), None)
    return counted is not None and counted(row)
