"""What exactly is signed: the canonical content of a revision and the bytes of every file it uses.

The hash is SHA-256 over canonical JSON (sorted keys, no spaces, UTF-8) of::

    {"type": "app.model", "content": {...}, "files": [{"kind", "id", "sha256", "focal_point"}, ...]}

Of a video the files are the original, the copy that the web plays, the still and the subtitles. The first two may be of
gigabytes: their recorded digests are signed, and only a ``thorough`` look reads them anew.

Times are UTC with milliseconds. Left out are keys that say where and how the content is kept, not what it says; primary
keys of child rows; and the ids of StreamField items. Rows that the public knows by name (department, category, tag) go
in with their name, so that a rename voids a signature.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from taggit.models import TagBase
from wagtail.documents import get_document_model
from wagtail.fields import StreamField
from wagtail.images import get_image_model

from media_library.models import Video
from publishing.approval import films
from publishing.approval.exceptions import FileMissing
from publishing.approval.films import digest_of_file

VOLATILE = frozenset(
    {
        "pk", "path", "depth", "numchild", "url_path", "draft_title", "translation_key", "locale", "owner", "alias_of",
        "live", "has_unpublished_changes", "first_published_at", "last_published_at", "live_revision", "expired",
        "expire_at", "latest_revision", "latest_revision_created_at", "locked", "locked_at", "locked_by",
        "wagtail_admin_comments", "content_type", "index_entries",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The canonical ``content``, its ``files`` and their common ``content_hash`` (64 hex digits)."""

    content_hash: str
    content: dict[str, Any]
    files: list[dict[str, Any]]


def take(obj: models.Model, *, thorough: bool = False) -> Snapshot:
    """The snapshot of ``obj``: a live object, or ``revision.as_object()``.

    Reads every file's bytes anew, those of films only if ``thorough``. Raises :class:`FileMissing` when one cannot be
    read.
    """
    content = canonical_content(obj)
    files = [fingerprint(kind, pk, thorough=thorough) for kind, pk in sorted(set(used_files(obj)))]
    document = {"type": obj._meta.label_lower, "content": content, "files": files}
    return Snapshot(content_hash=digest_of(document), content=content, files=files)


def digest_of(document: Any) -> str:
    """SHA-256, as hex digits, of the canonical JSON of ``document``."""
    return hashlib.sha256(_canonical_text(document).encode()).hexdigest()


def _canonical_text(document: Any) -> str:
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, cls=DjangoJSONEncoder)


def canonical_content(obj: Any) -> dict[str, Any]:
    """The content of ``obj`` as JSON values, in one form whatever its way through the database was."""
    content = _canonical_row(obj, obj.serializable_data())
    for relation in get_all_child_relations(obj):
        name = relation.get_accessor_name()
        if name in VOLATILE or name not in content:
            continue
        rows = []
        for child, data in zip(getattr(obj, name).all(), obj.serializable_data()[name], strict=True):
            rows.append(_canonical_row(child, {k: v for k, v in data.items() if k != relation.field.name}))
        content[name] = sorted(rows, key=_canonical_text)
    for field in get_all_child_m2m_relations(obj):
        content[field.name] = sorted(
            (_reference(related) for related in getattr(obj, field.name).all()), key=lambda item: str(item)
        )
    result: dict[str, Any] = json.loads(json.dumps(content, cls=DjangoJSONEncoder))
    return result


def _canonical_row(obj: Any, data: dict[str, Any]) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for key, value in data.items():
        if key in VOLATILE:
            continue
        field = next((f for f in obj._meta.concrete_fields if f.name == key), None)
        if isinstance(field, StreamField):
            # Built from the values, not from what is stored: one form for content however it was once written.
            stream = field.value_from_object(obj)
            row[key] = [
                {"type": child.block_type, "value": _without_ids(child.block.get_prep_value(child.value))}
                for child in stream
            ]
        elif isinstance(field, models.ForeignKey) and getattr(obj, field.attname) is not None:
            row[key] = _reference(getattr(obj, field.name), pk=getattr(obj, field.attname))
        elif isinstance(value, dt.datetime):
            row[key] = value.astimezone(dt.UTC).isoformat(timespec="milliseconds")
        else:
            row[key] = value
    return row


def _reference(related: Any, pk: Any = None) -> Any:
    if related is not None and (isinstance(related, TagBase) or getattr(related, "signed_by_name", False)):
        return [related.pk, str(related)]
    return pk if related is None else related.pk


def _without_ids(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_ids(item) for item in value]
    if isinstance(value, dict):
        item = {"type", "value"} <= value.keys()
        return {key: _without_ids(inner) for key, inner in value.items() if not (item and key == "id")}
    return value


def used_files(obj: Any) -> Iterator[tuple[str, int]]:
    """Every photo, document and video that ``obj`` uses, as ("photo", "file" or "video", primary key)."""
    kinds = {get_image_model(): "photo", get_document_model(): "file", Video: "video"}
    for field in obj._meta.concrete_fields:
        if isinstance(field, models.ForeignKey) and field.related_model in kinds:
            if (pk := getattr(obj, field.attname)) is not None:
                yield kinds[field.related_model], pk
        elif hasattr(field, "extract_references") and (value := field.value_from_object(obj)):
            for model, pk, *_path in field.extract_references(value):
                if model in kinds:
                    yield kinds[model], int(pk)
    if hasattr(obj, "serializable_data"):
        for relation in get_all_child_relations(obj):
            name = relation.get_accessor_name()
            if name not in VOLATILE:
                for child in getattr(obj, name).all():
                    yield from used_files(child)


def fingerprint(kind: str, pk: int, *, thorough: bool = False) -> dict[str, Any]:
    """What a signature says of one file: its bytes and, for a photo, the focal point that decides the crops."""
    if kind == "video":
        return films.fingerprint(pk, thorough=thorough)
    model: Any = get_image_model() if kind == "photo" else get_document_model()
    found = model.objects.filter(pk=pk).first()
    if found is None:
        raise FileMissing(_("İçeriğin kullandığı bir fotoğraf ya da belge silinmiş (no %(pk)s).") % {"pk": pk})
    result: dict[str, Any] = {"kind": kind, "id": pk, "sha256": digest_of_file(found.file, found.title)}
    if kind == "photo":
        result["focal_point"] = [
            found.focal_point_x, found.focal_point_y, found.focal_point_width, found.focal_point_height,
        ]  # fmt: skip
    return result
