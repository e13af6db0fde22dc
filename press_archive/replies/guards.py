"""Nothing leaves unsigned, whoever writes the row: the database takes a sending only with the certificate of its case's
own text, not withdrawn since; what was sent, and what happened, stays as it was written."""

from __future__ import annotations

from collections.abc import Iterator

from cms.core.holds import type_sql
from cms.core.triggers import NEVER_CHANGED, Trigger
from press_archive.replies.models import Case, CaseEvent, ReplyText, Sending
from publishing.approval.models import Certificate, EvidenceRecord

UNSIGNED = "basin_masasi: only a signed text is sent"


def triggers(tables: set[str]) -> Iterator[Trigger]:
    """Those of this app's tables among ``tables``, once the tables they ask are there."""
    sending, event = Sending._meta.db_table, CaseEvent._meta.db_table
    needed = {Case._meta.db_table, Certificate._meta.db_table, EvidenceRecord._meta.db_table}
    if sending in tables and needed <= tables:
        yield Trigger(
            name="replies_sending_signed", table=sending, event="INSERT", condition=f"NOT {_signed()}", message=UNSIGNED
        )
    for table in (sending, event):
        if table in tables:
            for change in ("UPDATE", "DELETE"):
                yield Trigger(name=f"{table}_{change.lower()}", table=table, event=change, message=NEVER_CHANGED)


def _signed() -> str:
    case, certificate, record = (model._meta.db_table for model in (Case, Certificate, EvidenceRecord))
    return f"""EXISTS (
        SELECT 1 FROM {case} k
        JOIN {certificate} c ON c.id = NEW.certificate_id
        JOIN {record} m ON m.id = c.mayor_record_id
        WHERE k.id = NEW.case_id AND c.content_type_id = {type_sql(ReplyText)}
          AND c.object_id = CAST(k.text_id AS varchar(64))
          AND NOT EXISTS (
            SELECT 1 FROM {certificate} n WHERE n.content_type_id = c.content_type_id
              AND n.object_id = c.object_id AND n.version > c.version)
          AND NOT EXISTS (
            SELECT 1 FROM {record} w WHERE w.content_type_id = c.content_type_id
              AND w.object_id = c.object_id AND w.decision = 'withdrawn' AND w.sequence > m.sequence))"""  # noqa: S608
