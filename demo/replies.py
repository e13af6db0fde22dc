"""Three cases of right of reply in the demo: one published against the law, one being signed, one to be sent."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from demo import texts
from demo.office import Staff, sign
from press_archive.clippings import services as clippings
from press_archive.clippings.models import Clipping
from press_archive.contacts.models import Outlet
from press_archive.replies import services
from press_archive.replies.models import Case


def load(staff: Staff) -> None:
    """What is not there yet."""
    if Case.objects.exists():
        return
    with transaction.atomic():
        for entry in texts.replies():
            load_case(entry, staff)


def load_case(entry: dict[str, Any], staff: Staff) -> None:
    """One case, as far as its stage says."""
    item = Clipping.objects.filter(headline=entry["headline"]).first() or add_story(entry, staff)
    case = services.open_case(clipping=item, kind=entry["kind"], original_lines=entry.get("lines"), user=staff.editor)
    now = case.latest_text
    services.write_text(
        case=case, seen=case.text.latest_revision_id, user=staff.editor, original_lines=case.original_lines,
        values={"title": now.title, "addressee": now.addressee, "demand": now.demand, "text": entry["text"].strip()},
    )  # fmt: skip
    services.submit_text(case=Case.objects.get(pk=case.pk), user=staff.editor)
    sign(case.text, staff.director)
    if entry["stage"] == "signing":
        return
    sign(case.text, staff.mayor)
    if entry["stage"] == "faulty":
        sent_by_notary(Case.objects.get(pk=case.pk), staff)


def add_story(entry: dict[str, Any], staff: Staff) -> Clipping:
    """The clipping that the case is about."""
    outlet = Outlet.objects.get(name=entry["outlet"])
    row = Clipping(
        outlet=outlet, medium=outlet.kind, headline=entry["headline"], tone="negative", needs_answer="rebuttal",
        summary=entry["summary"], published_on=timezone.localdate() - dt.timedelta(days=entry["days"]),
        programme=entry.get("programme", ""), url=f"{outlet.website}/{entry['link']}" if "link" in entry else "",
        published_time=dt.time.fromisoformat(entry["hour"]) if "hour" in entry else None,
    )  # fmt: skip
    return clippings.add(clipping=row, user=staff.archivist, topics=entry["topics"])


def sent_by_notary(case: Case, staff: Staff) -> None:
    """Sent and received today, for nobody signs in the past; and read out against the law at once, so that the days for
    the court run."""
    today = timezone.localdate()
    services.send(case=case, how="notary", address=case.clipping.outlet.address, reference="04127", user=staff.editor)
    services.record_receipt(case=case, on=today, user=staff.editor)
    services.record_publication(
        case=case, on=today, as_law_asks=False, text="Gece bülteninde, kısaltılarak okundu.", user=staff.editor
    )
