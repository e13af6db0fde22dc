"""Multiplies one really published bulletin into many that all say something else (``bodies``), by inserting into the
real tables.

Every copy has its page, revision, two signatures chained into the evidence, certificate and register entry, so that the
database's triggers let it go live as they would let any other. Only the content hashes are made up: nothing compares
them when a page is read. For scratch databases.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone


def rows_of(model: type[models.Model], **where: Any) -> list[dict[str, Any]]:
    """The rows of one table, as stored, parents' columns left out."""
    names = [field.attname for field in model._meta.local_concrete_fields]
    return list(model._base_manager.filter(**where).values(*names))


def insert(model: type[models.Model], rows: Iterable[dict[str, Any]]) -> None:
    """Writes ``rows`` (attname → value) into the model's own table."""
    fields = list(model._meta.local_concrete_fields)
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    values = [
        [field.get_db_prep_save(row[field.attname], connection) for field in fields if field.attname in row]
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({marks})", values)


@transaction.atomic
def multiply(template: Any, count: int, photos: list[int]) -> None:
    """Makes ``count`` live copies of ``template`` (a live ``BulletinPage``), an hour apart, each with a number. They
    show ``photos``, the primary keys of what the template shows."""
    from wagtail.models import Page, Revision

    from bench import bodies
    from media_library.models import PublicFile
    from press_archive.bulletins.models import BulletinPage, BulletinTag, NumberSeries, RegisterEntry, Tag
    from publishing.approval import anchor, evidence
    from publishing.approval.models import Certificate, EvidenceHead, EvidenceRecord, EvidenceSeal

    index = template.get_parent()
    page_row, own_row = rows_of(Page, pk=template.pk)[0], rows_of(BulletinPage, pk=template.pk)[0]
    revision_row = rows_of(Revision, pk=template.live_revision_id)[0]
    certificate_row = rows_of(Certificate, object_id=str(template.pk))[0]
    signatures = [
        rows_of(EvidenceRecord, pk=certificate_row[f"{office}_record_id"])[0] for office in ("director", "mayor")
    ]
    register_row = rows_of(RegisterEntry, page_id=template.pk)[0]

    def last(model: type[models.Model], name: str = "pk") -> int:
        return model._base_manager.aggregate(last=models.Max(name))["last"] or 0

    first_page, first_revision, first_record = last(Page) + 1, last(Revision) + 1, last(EvidenceRecord) + 1
    first_certificate, first_entry = last(Certificate) + 1, last(RegisterEntry) + 1
    head = EvidenceHead.objects.get(pk=1)
    series = NumberSeries.objects.get(year=register_row["year"])
    siblings = index.numchild
    now = timezone.now()
    tags = {name: Tag.objects.get_or_create(name=name)[0].pk for name in bodies.TAGS}
    leave_row = rows_of(PublicFile, object_id=str(template.pk))[0] | {"words": {}}
    first_tagged, first_leave = last(BulletinTag) + 1, last(PublicFile) + 1
    stored_body = BulletinPage._meta.get_field("body").to_python
    pages, owns, revisions, records, certificates, entries = [], [], [], [], [], []
    tagged: list[dict[str, Any]] = []
    leaves: list[dict[str, Any]] = []
    for n in range(count):
        page_id, revision_id = first_page + n, first_revision + n
        text = bodies.text(n + 1)
        title = text.title
        slug, at = f"olcum-bulteni-{n + 1}", now - timedelta(hours=count - n)
        content_hash = hashlib.sha256(f"{template.pk}:{n}".encode()).hexdigest()
        pages.append(page_row | {
            "id": page_id, "title": title, "draft_title": title, "slug": slug, "url_path": f"{index.url_path}{slug}/",
            "path": Page._get_path(index.path, index.depth + 1, siblings + n + 1), "translation_key": uuid.uuid4(),
            "live": False,
            "live_revision_id": revision_id, "latest_revision_id": revision_id,
            "first_published_at": at, "last_published_at": at, "latest_revision_created_at": at,
        })  # fmt: skip
        owns.append(own_row | {
            "page_ptr_id": page_id, "summary": text.summary, "place": text.place, "lead_image_id": photos[text.lead],
            "body": stored_body(json.dumps(bodies.stream(text, photos, {"text", "name", "title"}))),
        })  # fmt: skip
        shown = {text.lead, *(value for name, value in text.blocks if name == "picture")}
        for name in text.tags:
            tagged.append({"id": first_tagged + len(tagged), "content_object_id": page_id, "tag_id": tags[name]})
        for number in sorted(shown):
            own = {"id": first_leave + len(leaves), "photo_id": photos[number], "object_id": str(page_id)}
            leaves.append(leave_row | own)
        revisions.append(revision_row | {
            "id": revision_id, "object_id": str(page_id), "object_str": title, "created_at": at,
            "content": revision_row["content"] | {"pk": page_id, "title": title, "slug": slug, "body": "[]"},
        })  # fmt: skip
        for number, signature in enumerate(signatures):
            head.sequence += 1
            record = EvidenceRecord(**signature | {
                "id": first_record + 2 * n + number, "sequence": head.sequence, "created_at": at,
                "object_id": str(page_id),
                "content_label": title, "revision_id": revision_id, "content_hash": content_hash,
                "previous_digest": head.digest,
            })  # fmt: skip
            record.digest = head.digest = evidence.seal(record)
            records.append(record)
        certificates.append(certificate_row | {
            "id": first_certificate + n, "object_id": str(page_id), "revision_id": revision_id, "version": 1,
            "content_hash": content_hash, "director_record_id": records[-2].pk, "mayor_record_id": records[-1].pk,
        })  # fmt: skip
        entries.append(register_row | {
            "id": first_entry + n, "page_id": page_id, "sequence": series.last + n + 1, "published_at": at,
        })  # fmt: skip
    insert(Revision, revisions)
    insert(Page, pages)
    insert(BulletinPage, owns)
    insert(BulletinTag, tagged)
    EvidenceRecord.objects.bulk_create(records, batch_size=500)
    EvidenceSeal.objects.bulk_create([anchor.sealed(record) for record in records], batch_size=500)
    head.save()
    insert(Certificate, certificates)
    insert(PublicFile, leaves)
    insert(RegisterEntry, entries)
    series.last += count
    series.save()
    Page.objects.filter(pk=index.pk).update(numchild=siblings + count)
    Page.objects.filter(pk__gte=first_page).update(live=True)
