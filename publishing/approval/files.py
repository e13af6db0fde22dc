"""Which photos, documents and videos content uses, and their rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.fields.files import FieldFile
from modelcluster.models import get_all_child_relations
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from media_library.models import Video
from media_library.work import digests

File = tuple[str, int]  # "photo", "file" or "video", and its primary key

FILES: dict[str, type[models.Model]] = {"photo": get_image_model(), "file": get_document_model(), "video": Video}

# Where and how content is kept, not what it says.
VOLATILE = frozenset(
    {
        "pk", "path", "depth", "numchild", "url_path", "draft_title", "translation_key", "locale", "owner", "alias_of",
        "live", "has_unpublished_changes", "first_published_at", "last_published_at", "live_revision", "expired",
        "expire_at", "latest_revision", "latest_revision_created_at", "locked", "locked_at", "locked_by",
        "wagtail_admin_comments", "content_type", "index_entries",
    }
)  # fmt: skip


def used_files(obj: Any) -> Iterator[File]:
    """Every photo, document and video that ``obj`` uses, as ("photo", "file" or "video", primary key)."""
    kinds = {model: kind for kind, model in FILES.items()}
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


def items_of(used: Iterable[File]) -> dict[File, Any]:
    """The rows of ``used`` that are still there, with all that their words are made of; a few queries for each kind."""
    pks: dict[str, set[int]] = defaultdict(set)
    for kind, pk in used:
        pks[kind].add(pk)
    described = {"photo": get_image_model(), "video": Video}
    found: dict[File, Any] = {}
    for kind, model in (*described.items(), ("file", get_document_model())):
        rows: Any = model.objects.filter(pk__in=pks[kind]) if pks[kind] else model.objects.none()
        if kind in described and pks[kind]:
            # What a camera writes into a file is long, and no word of it goes out.
            rows = list(rows.select_related("photographer", "shoot").defer("metadata"))
            _give_tags(model, rows)
        found |= {(kind, row.pk): row for row in rows}
    return found


def _give_tags(model: Any, rows: list[Any]) -> None:
    """Gives ``rows`` their tags in one query, as ``prefetch_related`` does, which makes a query for each row first."""
    through = model.tags.through
    links = through.objects.filter(
        content_type=ContentType.objects.get_for_model(model), object_id__in=[row.pk for row in rows]
    )
    tags: dict[int, list[Any]] = defaultdict(list)
    for link in links.select_related("tag").order_by("pk"):
        tags[link.object_id].append(link.tag)
    for row in rows:
        known = through.tag_model()._default_manager.none()
        known._result_cache = tags[row.pk]
        row.__dict__.setdefault("_prefetched_objects_cache", {})["tags"] = known


def stored_files(used: Iterable[File]) -> Iterator[FieldFile]:
    """The stored files of the photos and documents among ``used``, each with what is recorded of its bytes."""
    used = set(used)
    for kind in ("photo", "file"):
        if ids := [pk for one, pk in used if one == kind]:
            for item in digests.with_records(FILES[kind]._base_manager.filter(pk__in=ids)):
                item.file.recorded = digests.recorded_with(item)
                yield item.file


def lock(used: Iterable[File]) -> None:
    """Locks these rows until the transaction ends, in the one order: by model and key. What is locked is read only
    afterwards, so that a change that was quicker is seen."""
    used = set(used)
    for kind, model in sorted(FILES.items(), key=lambda entry: entry[1]._meta.label_lower):
        if ids := {pk for one, pk in used if one == kind}:
            rows = model._base_manager.filter(pk__in=ids).order_by("pk")
            list(rows.select_for_update(no_key=True).values_list("pk"))
