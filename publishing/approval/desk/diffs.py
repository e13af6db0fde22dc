"""Signed content as a person reads it, and what changed between two versions of it.

Works on the canonical content of ``publishing.approval.snapshot``: ``readable`` turns it into labelled lines,
``changes`` compares two of them field by field, word by word. Labels come from the model's fields and blocks.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from django.db import models
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from taggit.models import ItemBase
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents import get_document_model
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model
from wagtail.models import Page

from cms.core.slugs import follows
from cms.core.turkish import capitalize, format_date, format_moment
from media_library.models import Video
from publishing.approval.labels import field_label
from publishing.approval.words import KIND_LABELS, lines_of
from publishing.approval.words import label_of as word_label

WORDS = re.compile(r"\s+|[^\W_]+|.", re.DOTALL)
# What files were called when they were signed, by model and primary key.
Names = Mapping[tuple[Any, int], str]
UNREAD = frozenset({"sort_order"})


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that the content says: ``label`` in Turkish, its ``text``, and the id of a ``photo`` it shows."""

    label: str
    text: str = ""
    photo: int | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of words. ``kind`` is "same", "ins" (only in the new version) or "del" (only in the old one)."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: ``segments`` for text, photo ids for pictures, ``note`` for what no text shows."""

    label: str
    segments: tuple[Segment, ...] = ()
    photo_before: int | None = None
    photo_after: int | None = None
    note: str = ""


def readable(model: type[models.Model], content: dict[str, Any], files: Iterable[dict[str, Any]] = ()) -> list[Line]:
    """Everything that ``content`` says and that is not empty, in the order of the model's fields. Its ``files`` are
    called as they were when it was signed."""
    names = _names_in(files)
    return [
        line
        for name in _ordered(model, content)
        for line in _lines(model, name, content[name], names)
        if line.text or line.photo
    ]


def changes(
    model: type[models.Model],
    before: dict[str, Any],
    after: dict[str, Any],
    files_before: Iterable[dict[str, Any]] = (),
    files_after: Iterable[dict[str, Any]] = (),
) -> list[Change]:
    """What is different in ``after``; an empty list when both say the same with the same files."""
    files_before, files_after = list(files_before), list(files_after)
    names_before, names_after = _names_in(files_before), _names_in(files_after)
    found: list[Change] = []
    for name in _ordered(model, {**before, **after}):
        old, new = before.get(name), after.get(name)
        if old == new:
            continue
        lines = list(
            _compare(list(_lines(model, name, old, names_before)), list(_lines(model, name, new, names_after)))
        )
        found += lines or [Change(label=field_label(model, name), note=_("Yalnızca biçimi ya da sırası değişti."))]
    return found + list(_file_changes(files_before, files_after))


def words(before: str, after: str) -> tuple[Segment, ...]:
    """The two texts as one run of kept, removed and added words. A lone space between two changes belongs to both."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    opcodes = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    segments: list[Segment] = []
    removed = added = ""
    for index, (tag, i1, i2, j1, j2) in enumerate(opcodes):
        gone, come = "".join(old[i1:i2]), "".join(new[j1:j2])
        if tag != "equal" or (gone.isspace() and 0 < index < len(opcodes) - 1):
            removed, added = removed + gone, added + come
            continue
        segments += _changed(removed, added)
        removed = added = ""
        segments.append(Segment("same", come))
    return tuple(segments + _changed(removed, added))


def _changed(removed: str, added: str) -> list[Segment]:
    return [segment for segment in (Segment("del", removed), Segment("ins", added)) if segment.text]


def _compare(old: list[Line], new: list[Line]) -> Iterator[Change]:
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            continue
        added = new[j1:j2]
        for line in old[i1:i2]:
            partner = next((other for other in added if other.label == line.label), None)
            if partner is not None:
                added.remove(partner)
            if partner != line:
                yield _change(line, partner or Line(line.label))
        for line in added:
            yield _change(Line(line.label), line)


def _change(old: Line, new: Line) -> Change:
    if old.photo or new.photo:
        return Change(
            label=new.label, photo_before=old.photo, photo_after=new.photo, segments=words(old.text, new.text)
        )
    return Change(label=new.label, segments=words(old.text, new.text))


def _file_changes(before: Iterable[dict[str, Any]], after: Iterable[dict[str, Any]]) -> Iterator[Change]:
    old = {(entry["kind"], entry["id"]): entry for entry in before}
    first_words = False
    for entry in after:
        known = old.get((entry["kind"], entry["id"]))
        if known is None or known == entry:
            continue
        photo = entry["id"] if entry["kind"] == "photo" else None
        if _bytes_of(known) != _bytes_of(entry):
            yield Change(label=str(KIND_LABELS[entry["kind"]]), photo_after=photo, note=_what_changed(known, entry))
        if "words" in known:
            yield from _word_changes(known["words"], entry.get("words", {}), entry["kind"], photo)
        else:
            first_words = True
    if first_words:
        yield Change(
            label=_("Fotoğraf, video ve belgelerin sözleri"),
            note=_("Önceki imzalar bu sözleri kapsamıyordu; bu sürümle ilk kez imzalanıyorlar."),
        )


def _bytes_of(entry: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in entry.items() if name not in ("words", "public")}


def _word_changes(before: dict[str, Any], after: dict[str, Any], kind: str, photo: int | None) -> Iterator[Change]:
    old, new = ({line.name: line for line in lines_of(said)} for said in (before, after))
    whose = after.get("title") or before.get("title") or ""
    for name in [*old, *(name for name in new if name not in old)]:
        texts = tuple(lines[name].text if name in lines else "" for lines in (old, new))
        if texts[0] != texts[1]:
            label = f"{KIND_LABELS[kind]} “{whose}”: {word_label(name)}"
            yield Change(label=label, photo_after=photo, segments=words(*texts))


def _what_changed(before: dict[str, Any], after: dict[str, Any]) -> str:
    if before["sha256"] != after["sha256"]:
        return _("Dosyanın kendisi değişmiş.")
    if after["kind"] == "video":
        if before["captions"] != after["captions"]:
            return _("Altyazıları değişmiş.")
        return _("Web kopyası ya da kapak karesi yeniden üretilmiş.")
    return _("Kırpma odağı değişmiş.")


def _ordered(model: type[models.Model], content: dict[str, Any]) -> list[str]:
    names = [field.name for field in model._meta.get_fields()]
    place = {name: index for index, name in enumerate(names)}
    own = {field.name for field in model._meta.local_fields}
    first = {"title": 0, "go_live_at": 1}
    # The model's own words come before what every page has (address, menus).
    return sorted(content, key=lambda name: (first.get(name, 2), name not in own, place.get(name, len(names)), name))


def _lines(model: type[models.Model], name: str, value: Any, names: Names) -> Iterator[Line]:
    label = field_label(model, name)
    for relation in get_all_child_relations(model):
        if relation.get_accessor_name() == name:
            yield from _rows(relation.related_model, value or [], label, names)
            return
    field = next((f for f in model._meta.get_fields() if f.name == name), None)
    if isinstance(field, StreamField):
        yield from _block(field.stream_block, value or [], label, names)
    elif field is None:
        yield Line(label, "" if value is None else str(value))
    else:
        yield _value(field, value, label, names)


def _rows(model: type[models.Model], rows: list[dict[str, Any]], label: str, names: Names) -> Iterator[Line]:
    if issubclass(model, ItemBase):
        yield Line(
            label,
            ", ".join(
                sorted(_reference(row["tag"]) if isinstance(row["tag"], list) else str(row["tag"]) for row in rows)
            ),
        )
        return
    singular = capitalize(str(model._meta.verbose_name))
    later: frozenset[str] = getattr(model, "signed_if_said", frozenset())
    for row in sorted(rows, key=lambda row: (row.get("sort_order") or 0, str(_without(row, later)))):
        fields = [field for field in model._meta.fields if field.name in row and field.name not in UNREAD]
        kinds = [
            str(dict(field.flatchoices).get(row[field.name], row[field.name])) for field in fields if field.choices
        ]
        heading = f"{singular} ({', '.join(kinds)})" if kinds else singular
        said = [field for field in fields if not field.choices]
        # A field that came later changes no label: the two sides of a comparison are called the same.
        main = [field for field in said if field.name not in later]
        for field in said:
            name = heading if main == [field] else f"{heading}, {field.verbose_name}"
            yield _value(field, row[field.name], name, names)


def _without(row: dict[str, Any], names: frozenset[str]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}


def _value(field: Any, value: Any, label: str, names: Names) -> Line:
    if value in (None, "", []):
        return Line(label)
    if isinstance(field, models.ManyToManyField):
        return Line(label, ", ".join(_named(field.related_model, item, names) for item in value))
    if isinstance(field, models.ForeignKey):
        pk = value[0] if isinstance(value, list) else value
        if field.related_model is get_image_model():
            return Line(label, _named(field.related_model, pk, names), photo=pk)
        return Line(label, _named(field.related_model, value, names))
    if getattr(field, "flatchoices", None):
        return Line(label, str(dict(field.flatchoices).get(value, value)))
    if isinstance(field, models.BooleanField):
        return Line(label, _("Evet") if value else _("Hayır"))
    if isinstance(field, models.DateTimeField) and isinstance(value, str):
        moment = parse_datetime(value)
        return Line(label, format_moment(moment) if moment else value)
    if isinstance(field, models.DateField):
        day = value if isinstance(value, dt.date) else parse_date(str(value))
        return Line(label, format_date(day) if day else str(value))
    return Line(label, text_of(value, names) if isinstance(field, RichTextField) else str(value))


def _names_in(files: Iterable[dict[str, Any]]) -> Names:
    models_of = {"photo": get_image_model(), "file": get_document_model(), "video": Video}
    return {
        (models_of[entry["kind"]], entry["id"]): entry["words"]["title"]
        for entry in files
        if entry.get("words", {}).get("title")
    }


def _reference(value: list[Any]) -> str:
    """A signed row by its name, with its address part where that says anything else."""
    name, slug = str(value[1]), str(value[2]) if len(value) > 2 else ""
    return name if not slug or follows(slug, name) else f"{name} ({slug})"


def _named(model: Any, value: Any, names: Names) -> str:
    if isinstance(value, list):
        return _reference(value)
    if signed := names.get((model, value)):
        return signed
    found = model._base_manager.filter(pk=value).first()
    return str(found) if found is not None else _("silinmiş kayıt (no %(pk)s)") % {"pk": value}


def _block(block: Any, value: Any, label: str, names: Names) -> Iterator[Line]:
    if value in (None, "", []):
        return
    if isinstance(block, blocks.BaseStreamBlock):
        for item in value:
            child = block.child_blocks.get(item["type"])
            if child is not None:
                yield from _block(child, item["value"], capitalize(str(child.label)), names)
    elif isinstance(block, blocks.BaseStructBlock):
        for name, child in block.child_blocks.items():
            inner = str(child.label)
            yield from _block(child, value.get(name), label if inner == label else f"{label}, {inner}", names)
    elif isinstance(block, blocks.ListBlock):
        for item in value:
            inner = item["value"] if isinstance(item, dict) and item.get("type") == "item" else item
            yield from _block(block.child_block, inner, label, names)
    elif isinstance(block, blocks.ChooserBlock):
        photo = value if block.model_class is get_image_model() else None
        yield Line(label, _named(block.model_class, value, names), photo=photo)
    elif isinstance(block, blocks.BooleanBlock):
        yield Line(label, _("Evet") if value else _("Hayır"))
    elif isinstance(block, TypedTableBlock):
        yield from _table(value, label)
    elif isinstance(block, blocks.RichTextBlock):
        yield Line(label, text_of(value, names))
    else:
        yield Line(label, str(value))


def _table(table: dict[str, Any], label: str) -> Iterator[Line]:
    """A table line by line: its caption, then every row with the heading before each cell."""
    headings = [str(column["heading"]) for column in table["columns"]]
    yield Line(label, " · ".join(part for part in (str(table.get("caption") or ""), " | ".join(headings)) if part))
    for number, row in enumerate(table["rows"], start=1):
        cells = zip(headings, row["values"], strict=False)
        yield Line(f"{label}, {number}", " | ".join(f"{heading}: {cell or '–'}" for heading, cell in cells))


def text_of(html: str, names: Names | None = None) -> str:
    """Rich text as plain lines; the target of a link stands in brackets after it, so that its change is seen."""
    reader = _Reader(names or {})
    reader.feed(html)
    reader.close()
    return re.sub(r"\n{2,}", "\n", "".join(reader.parts)).strip()


class _Reader(HTMLParser):
    """Collects the words of Wagtail's rich text."""

    def __init__(self, names: Names) -> None:
        super().__init__(convert_charrefs=True)
        self.names = names
        self.parts: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.links.append(_target(dict(attrs), self.names))
        elif tag == "li":
            self.parts.append("\n• ")
        elif tag == "br":
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self.links and (target := self.links.pop()):
            self.parts.append(f" [{target}]")
        elif tag in {"p", "h2", "h3", "h4", "ul", "ol", "blockquote"}:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def _target(attributes: dict[str, str | None], names: Names) -> str:
    kind, pk = attributes.get("linktype"), attributes.get("id")
    if kind == "document" and pk:
        return _named(get_document_model(), int(pk), names)
    if kind == "page" and pk:
        return _named(Page, pk, names)
    return attributes.get("href") or ""
