"""The net below the door: rows are cleaned when they are saved, whatever brought their words.

Governed content is cleaned when a revision is made of it, not when it is saved: what two people signed goes public
letter by letter. Such types say ``cleaned_in_revisions = True``; rows that say ``sealed_text = True`` hash or freeze
their own words and clean them themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models.signals import pre_save
from django.dispatch import receiver
from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import RichTextField, StreamField

from cms.core.text import clean, clean_html, is_clean


def clean_row(instance: models.Model, names: Iterable[str] | None = None) -> list[str]:
    """Cleans the text fields of ``instance`` (only those in ``names``, if given); the names of those that changed."""
    changed = []
    for field in instance._meta.concrete_fields:
        if field.primary_key or (names is not None and field.name not in names):
            continue
        if field.attname not in instance.__dict__:  # deferred: not loaded, so not changed
            continue
        value = instance.__dict__[field.attname]
        cleaned = _cleaned(field, value)
        if cleaned is not value:
            setattr(instance, field.attname, cleaned)
            changed.append(field.name)
    return changed


def clean_content(content: Any) -> list[str]:
    """:func:`clean_row` for a page or snippet and every row that is kept inside its revisions."""
    changed = clean_row(content)
    for child in _children(content):
        changed += clean_row(child)
    return changed


def unclean_fields(content: Any) -> list[str]:
    """The labels of the fields of ``content`` that hold what :func:`clean_content` would take out."""
    return [
        str(field.verbose_name)
        for row in (content, *_children(content))
        for field in row._meta.concrete_fields
        if not field.primary_key and _cleaned(field, value := getattr(row, field.attname)) is not value
    ]


def _children(content: Any) -> Iterator[models.Model]:
    for relation in get_all_child_relations(content):
        yield from getattr(content, relation.get_accessor_name()).all()


def _cleaned(field: Any, value: Any) -> Any:
    """The cleaned value, or ``value`` itself when nothing is wrong with it."""
    if isinstance(field, StreamField):
        return _clean_stream(field, value) if value else value
    if not isinstance(value, str):
        return value
    if isinstance(field, RichTextField):
        cleaned = clean_html(value)
    elif isinstance(field, models.TextField):
        cleaned = clean(value)
    elif isinstance(field, models.CharField) and not (value.isascii() and value.isprintable()):
        cleaned = clean(value, lines=False).strip()
    else:
        return value
    # The way lines end is no fault: signed texts from before keep theirs.
    return value if cleaned == value or (cleaned == value.replace("\r\n", "\n") and is_clean(value)) else cleaned


def _clean_stream(field: StreamField, value: Any) -> Any:
    raw = value.get_prep_value()
    cleaned = _clean_block(field.stream_block, raw)
    return value if cleaned == raw else field.stream_block.to_python(cleaned)


def _clean_block(block: blocks.Block, raw: Any) -> Any:
    """``raw``, what is stored of ``block``, with clean words."""
    if isinstance(block, blocks.StreamBlock) and isinstance(raw, list):
        return [
            {**item, "value": _clean_block(block.child_blocks[item["type"]], item["value"])}
            if item.get("type") in block.child_blocks
            else item
            for item in raw
        ]
    if isinstance(block, blocks.ListBlock) and isinstance(raw, list):
        return [
            {**item, "value": _clean_block(block.child_block, item["value"])}
            if isinstance(item, dict) and "value" in item
            else _clean_block(block.child_block, item)
            for item in raw
        ]
    if isinstance(block, blocks.StructBlock) and isinstance(raw, dict):
        return {
            key: _clean_block(block.child_blocks[key], item) if key in block.child_blocks else item
            for key, item in raw.items()
        }
    if isinstance(block, TypedTableBlock) and isinstance(raw, dict):
        return _clean_words(raw)
    if not isinstance(raw, str) or is_clean(raw):
        return raw
    if isinstance(block, blocks.RichTextBlock | blocks.RawHTMLBlock):
        return clean_html(raw)
    return clean(raw, lines=isinstance(block, blocks.TextBlock))


def _clean_words(raw: Any) -> Any:
    """Caption, headings and cells of a table, each of one line."""
    if isinstance(raw, list):
        return [_clean_words(item) for item in raw]
    if isinstance(raw, dict):
        return {key: _clean_words(item) for key, item in raw.items()}
    return clean(raw, lines=False) if isinstance(raw, str) and not is_clean(raw) else raw


@receiver(pre_save, dispatch_uid="core.clean_before_save")
def clean_before_save(sender: Any, instance: models.Model, raw: bool, update_fields: Any, **kwargs: Any) -> None:
    """Whatever is saved is saved clean; nothing else happens here."""
    if raw or instance._meta.apps is not apps or getattr(instance, "sealed_text", False):
        return
    if getattr(instance, "cleaned_in_revisions", False) and getattr(instance, "live", False):
        return
    clean_row(instance, update_fields)
