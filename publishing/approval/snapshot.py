"""What exactly is signed: the canonical content of a revision, the bytes of every file it uses, and the archive's words
that leave the house with them.

The hash is SHA-256 over canonical JSON (sorted keys, no spaces, UTF-8) of::

    {"format": 2, "type": "app.model", "content": {...},
     "files": [{"kind", "id", "sha256", "focal_point", "words"}, ...]}

A photo that no page shows has ``"public": false`` beside these; fields that came later (``signed_if_said``) stand in
the content only where they say something, so that older signatures stay what they were.

``words`` are ``media_library.metadata.outgoing.outgoing_words``. Until a certificate is given they are read from the
archive; what is certified is compared with the words of its certificate, so that the archive may go on editing. The
first format (certificates without a ``format``) had neither the key ``format`` nor words, and is still compared so.

Of a video the files are the original, the copy that the web plays, the still and the subtitles. The first two may be of
gigabytes: their recorded digests are signed, and only a ``thorough`` look reads them anew.

Times are UTC with milliseconds. Left out are keys that say where and how the content is kept, not what it says; primary
keys of child rows; and the ids of StreamField items. Rows that the public knows by name (department, category, tag) go
in with their name and the address part that leads to their lists, so that a rename voids a signature.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext as _
from modelcluster.models import (
    get_all_child_m2m_relations,
    get_all_child_relations,
    get_serializable_data_for_fields,
)
from taggit.models import TagBase
from wagtail.fields import StreamField

from media_library.metadata.outgoing import outgoing_words
from publishing.approval import acts, videos
from publishing.approval.exceptions import FileMissing
from publishing.approval.files import VOLATILE, used_files
from publishing.approval.videos import digest_of_file

if TYPE_CHECKING:
    from publishing.approval.models import Certificate

# 1: without the archive's words; 2: with them; 3: with the names and address parts of directorates, categories, tags.
FORMAT = 3


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The canonical ``content``, its ``files`` and their common ``content_hash`` (64 hex digits)."""

    content_hash: str
    content: dict[str, Any]
    files: list[dict[str, Any]]


def take(obj: models.Model, *, thorough: bool = False, certificate: Certificate | None = None) -> Snapshot:
    """The snapshot of ``obj``: a live object, or ``revision.as_object()``.

    With ``certificate`` in its format and with its words, to be compared with it. Reads every file's bytes anew, those
    of videos only if ``thorough``. Raises :class:`FileMissing` when one cannot be read.
    """
    layout = FORMAT if certificate is None else format_of(certificate)
    content = canonical_content(obj, layout=layout)
    files = [told_where(obj, entry) for entry in fingerprints(used_files(obj), thorough=thorough)]
    if certificate is not None:
        files = with_words_of(certificate, files)
    document = document_of(obj._meta.label_lower, content, files, layout=layout)
    return Snapshot(content_hash=digest_of(document), content=content, files=files)


def told_where(obj: Any, entry: dict[str, Any]) -> dict[str, Any]:
    """``entry``, with ``public: false`` for a photo that ``obj`` shows on none of its pages, as one that only a post
    carries: no address of the house opens it."""
    ask = getattr(obj, "media_purposes", None)
    if entry["kind"] != "photo" or ask is None or "web" in ask(entry["id"]):
        return entry
    return entry | {"public": False}


def of(reading: acts.Reading) -> Snapshot:
    """What a signature on the revision that ``reading`` holds is given on, taken once. Raises :class:`FileMissing`."""
    if reading.snapshot is None:
        reading.snapshot = take(reading.content)
    return reading.snapshot


def is_as_certified(obj: models.Model, certificate: Certificate) -> bool:
    """Whether ``obj`` and its files are what ``certificate`` says. Raises :class:`FileMissing`."""
    return take(obj, certificate=certificate).content_hash == certificate.content_hash


def document_of(
    kind: str, content: dict[str, Any], files: list[dict[str, Any]], *, layout: int = FORMAT
) -> dict[str, Any]:
    """What is hashed, in the format ``layout``."""
    document: dict[str, Any] = {"type": kind, "content": content, "files": files}
    return document if layout == 1 else document | {"format": layout}


def format_of(certificate: Certificate) -> int:
    """The format in which ``certificate`` was hashed."""
    return certificate.format or 1


def with_words_of(certificate: Certificate, files: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """``files``, each with the words that were signed for it; with the archive's where it was not signed at all."""
    signed = {(entry["kind"], entry["id"]): entry for entry in certificate.files}
    found = []
    for entry in files:
        known = signed.get((entry["kind"], entry["id"]))
        if known is not None:
            entry = {name: value for name, value in entry.items() if name != "words"}
            entry |= {"words": known["words"]} if "words" in known else {}
        found.append(entry)
    return found


def digest_of(document: Any) -> str:
    """SHA-256, as hex digits, of the canonical JSON of ``document``."""
    return hashlib.sha256(_canonical_text(document).encode()).hexdigest()


def _canonical_text(document: Any) -> str:
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, cls=DjangoJSONEncoder)


def canonical_content(obj: Any, *, layout: int | None = None) -> dict[str, Any]:
    """The content of ``obj`` as JSON values, in one form whatever its way through the database was.

    Rows whose names the public reads (``signed_by_name``, tags) stand in it by number, name and, if they have one,
    address part; before format 3, tags alone and without it.
    """
    layout = FORMAT if layout is None else layout
    content = _canonical_row(obj, obj.serializable_data(), layout)
    for relation in get_all_child_relations(obj):
        name = relation.get_accessor_name()
        if name in VOLATILE or name not in content:
            continue
        rows = (canonical_child(child, relation.field, layout=layout) for child in getattr(obj, name).all())
        content[name] = sorted(rows, key=_canonical_text)
    for field in get_all_child_m2m_relations(obj):
        content[field.name] = sorted(
            (_reference(related, layout=layout) for related in getattr(obj, field.name).all()),
            key=str,
        )
    result: dict[str, Any] = json.loads(json.dumps(content, cls=DjangoJSONEncoder))
    return result


def canonical_child(child: Any, parental_key: models.Field, *, layout: int = FORMAT) -> dict[str, Any]:
    """What one row of a content says, without whose it is, in the format ``layout``."""
    whole = (
        child.serializable_data() if hasattr(child, "serializable_data") else get_serializable_data_for_fields(child)
    )
    data = {name: value for name, value in whole.items() if name != parental_key.name}
    result: dict[str, Any] = json.loads(_canonical_text(_canonical_row(child, data, layout)))
    return result


def _canonical_row(obj: Any, data: dict[str, Any], layout: int) -> dict[str, Any]:
    row: dict[str, Any] = {}
    later = getattr(obj, "signed_if_said", ())
    for key, value in data.items():
        if key in VOLATILE or (key in later and value in (None, "")):
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
            row[key] = _reference(getattr(obj, field.name), pk=getattr(obj, field.attname), layout=layout)
        elif isinstance(value, dt.datetime):
            row[key] = value.astimezone(dt.UTC).isoformat(timespec="milliseconds")
        else:
            row[key] = value
    return row


def _reference(related: Any, pk: Any = None, *, layout: int) -> Any:
    named = isinstance(related, TagBase) or (layout >= 3 and getattr(related, "signed_by_name", False))
    if related is not None and named:
        slug = getattr(related, "slug", None) if layout >= 3 else None
        return [related.pk, str(related)] + ([slug] if slug is not None else [])
    return pk if related is None else related.pk


def _without_ids(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_ids(item) for item in value]
    if isinstance(value, dict):
        item = {"type", "value"} <= value.keys()
        return {key: _without_ids(inner) for key, inner in value.items() if not (item and key == "id")}
    return value


def fingerprint(kind: str, pk: int, *, thorough: bool = False) -> dict[str, Any]:
    """What a signature says of one file. Raises :class:`FileMissing`."""
    return fingerprints([(kind, pk)], thorough=thorough)[0]


def fingerprints(used: Iterable[tuple[str, int]], *, thorough: bool = False) -> list[dict[str, Any]]:
    """What a signature says of each file once: its bytes, its words and, for a photo, the focal point that decides the
    crops. Raises :class:`FileMissing`."""
    wanted = sorted(set(used))
    items = acts.items_of(wanted)
    acts.read_bytes_of(item.file for (kind, _pk), item in items.items() if kind != "video")
    return [
        _fingerprint(kind, pk, items.get((kind, pk)), thorough) | {"words": outgoing_words(items[kind, pk])}
        for kind, pk in wanted
    ]


def _fingerprint(kind: str, pk: int, item: Any, thorough: bool) -> dict[str, Any]:
    if kind == "video":
        return videos.fingerprint(pk, item, thorough=thorough)
    if item is None:
        raise FileMissing(_("İçeriğin kullandığı bir fotoğraf ya da belge silinmiş (no %(pk)s).") % {"pk": pk})
    result: dict[str, Any] = {"kind": kind, "id": pk, "sha256": digest_of_file(item.file, item.title)}
    if kind == "photo":
        result["focal_point"] = [
            item.focal_point_x, item.focal_point_y, item.focal_point_width, item.focal_point_height,
        ]  # fmt: skip
    return result
